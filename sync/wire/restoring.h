// Parts of headers that travel only when a hub was restored from a backup. Their codec is shared within the room.
#pragma once

#include "sync/wire/section.h"

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
    write_section(runs[i].section, list[static_cast<capnp::uint>(i)].initSection());
    write_signed(runs[i].evidence, list[static_cast<capnp::uint>(i)].initEvidence());
  }
}

inline std::vector<ReturnedRun> read_returned(capnp::List<capnp_messages::ReturnedRun>::Reader list, std::size_t count_max,
                                              FieldCheck& check) {
  std::vector<ReturnedRun> runs;
  check.require(list.size() <= kReturnedMax, "returned");
  if (!check.holds()) return runs;
  for (const capnp_messages::ReturnedRun::Reader reader : list) {
    ReturnedRun& run = runs.emplace_back();
    run.section = read_section(reader.getSection(), count_max, check);
    // Only the hub's own logs come back this way, and an empty run returns nothing.
    check.require(run.section.kind != LogKind::kOffice && run.section.count > 0, "returned.section");
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
