// Parts of headers that travel only when a hub was restored from a backup. Their codec is shared within the room.
#pragma once

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

/// Bytes that the hub signed are a down bundle's clear part and header.
inline constexpr std::size_t kSignedBytesMax = 16u << 10;
inline constexpr std::size_t kProvenGrantBytesMax = 64u << 10;
inline constexpr std::size_t kEvidenceWords = 16;  ///< besides the bytes themselves

inline std::size_t words_in(const SignedBytes& value) {
  return kEvidenceWords + value.bytes.size() / sizeof(capnp::word) + 1;
}

inline void write_signed(const SignedBytes& value, capnp_messages::SignedBytes::Builder builder) {
  builder.setBytes(data_of(value.bytes));
  builder.setSignature(data_of(value.signature));
}

inline SignedBytes read_signed(capnp_messages::SignedBytes::Reader reader, FieldCheck& check, std::string_view field) {
  SignedBytes value;
  value.bytes = check.data(reader.getBytes(), kSignedBytesMax, field);
  value.signature = check.exactly<64>(reader.getSignature(), field);
  return value;
}

inline void write_returned(const std::vector<ReturnedRun>& runs, capnp_messages::UpHeader::Builder builder) {
  if (runs.empty()) return;
  auto list = builder.initReturned(static_cast<capnp::uint>(runs.size()));
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Section& section = runs[i].section;
    capnp_messages::ReturnedRun::Builder run = list[static_cast<capnp::uint>(i)];
    run.setIncarnation(section.incarnation);
    run.setKind(static_cast<std::uint8_t>(section.kind));
    run.setFirstSequence(section.first);
    run.setCount(section.count);
    run.setHead(data_of(section.head));
    write_signed(runs[i].evidence, run.initEvidence());
  }
}

inline std::vector<ReturnedRun> read_returned(capnp::List<capnp_messages::ReturnedRun>::Reader list, std::size_t count_max,
                                              FieldCheck& check) {
  std::vector<ReturnedRun> runs;
  check.require(list.size() <= kReturnedMax, "returned");
  if (!check.holds()) return runs;
  for (const capnp_messages::ReturnedRun::Reader reader : list) {
    ReturnedRun& run = runs.emplace_back();
    Section& section = run.section;
    section.incarnation = check.incarnation(reader.getIncarnation(), "returned.incarnation");
    section.kind = check.one_of(reader.getKind(), LogKind::kOffice, LogKind::kVerdicts, "returned.kind");
    section.first = reader.getFirstSequence();
    section.count = reader.getCount();
    // Only the hub's own logs come back this way, and an empty run returns nothing.
    check.require(section.kind != LogKind::kOffice && section.count > 0 && section.count <= count_max, "returned.count");
    check.require(section.first > 0 && section.first <= kSequenceMax - section.count, "returned.firstSequence");
    section.head = check.exactly<16>(reader.getHead(), "returned.head");
    run.evidence = read_signed(reader.getEvidence(), check, "returned.evidence");
  }
  return runs;
}

inline std::size_t words_in(const std::optional<Proof>& proof) {
  if (!proof) return 0;
  std::size_t words = kEvidenceWords;
  if (proof->grant) words += 4 * kEvidenceWords + proof->grant->bytes.size() / sizeof(capnp::word);
  for (const SignedBytes& receipt : proof->receipts) words += words_in(receipt);
  return words;
}

inline void write_proof(const Proof& proof, capnp_messages::Proof::Builder builder) {
  if (proof.grant) {
    builder.setGrant(data_of(proof.grant->bytes));
    builder.setGrantSignature(data_of(proof.grant->signature));
    builder.setSignKey(data_of(proof.grant->sign_key.bytes));
    builder.setSealKey(data_of(proof.grant->seal_key.bytes));
  }
  if (proof.receipts.empty()) return;
  auto list = builder.initReceipts(static_cast<capnp::uint>(proof.receipts.size()));
  for (std::size_t i = 0; i < proof.receipts.size(); ++i)
    write_signed(proof.receipts[i], list[static_cast<capnp::uint>(i)]);
}

inline Proof read_proof(capnp_messages::Proof::Reader reader, FieldCheck& check) {
  Proof proof;
  if (reader.hasGrant()) {
    ProvenGrant& grant = proof.grant.emplace();
    grant.bytes = check.data(reader.getGrant(), kProvenGrantBytesMax, "proof.grant");
    grant.signature = check.exactly<64>(reader.getGrantSignature(), "proof.grantSignature");
    grant.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "proof.signKey");
    grant.seal_key.bytes = check.exactly<32>(reader.getSealKey(), "proof.sealKey");
    check.require(grant.seal_key.usable(), "proof.sealKey");
  }
  const auto receipts = reader.getReceipts();
  check.require(receipts.size() <= kProofReceiptsMax, "proof.receipts");
  if (!check.holds()) return proof;
  for (const capnp_messages::SignedBytes::Reader receipt : receipts)
    proof.receipts.push_back(read_signed(receipt, check, "proof.receipts"));
  return proof;
}

}  // namespace tirkeu::wire
