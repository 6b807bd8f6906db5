#include <array>
#include <stdexcept>

#include "sync/wire/field_check.h"
#include "sync/wire/frame.h"
#include "sync/wire/messages.h"
#include "sync/wire/packing.h"
#include "sync/wire/restoring.h"
#include "sync/wire/section.h"

namespace tirkeu::wire {

namespace {

namespace c = capnp_messages;

/// Words of a header without its lists; generous.
constexpr std::size_t kHeaderWords = 128;
constexpr std::size_t kPositionWords = 8;
constexpr std::size_t kIntroductionWords = 16;

/// A header beyond these would not fit into a bundle. Whoever builds it sends the rest in the next round.
void demand(bool fits, const char* what) {
  if (!fits) throw std::length_error(what);
}

void write_cursors(const std::vector<Position>& cursors, capnp::List<c::Position>::Builder list) {
  for (std::size_t i = 0; i < cursors.size(); ++i) {
    c::Position::Builder position = list[static_cast<capnp::uint>(i)];
    position.setIncarnation(cursors[i].incarnation);
    position.setSequence(cursors[i].sequence);
    position.setDigestPrefix(data_of(cursors[i].digest));
  }
}

void write_claim(const EnrolmentClaim& claim, c::EnrolmentClaim::Builder builder) {
  builder.setGrantId(data_of(claim.grant));
  builder.setSignKey(data_of(claim.sign_key.bytes));
  builder.setSealKey(data_of(claim.seal_key.bytes));
  builder.setProof(data_of(claim.proof));
}

EnrolmentClaim read_claim(c::EnrolmentClaim::Reader reader, FieldCheck& check) {
  EnrolmentClaim claim;
  claim.grant = check.exactly<16>(reader.getGrantId(), "enrolment.grantId");
  claim.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "enrolment.signKey");
  claim.seal_key.bytes = check.exactly<32>(reader.getSealKey(), "enrolment.sealKey");
  check.require(claim.seal_key.usable(), "enrolment.sealKey");
  claim.proof = check.exactly<32>(reader.getProof(), "enrolment.proof");
  return claim;
}

void write_succession(const SuccessionClaim& claim, c::SuccessionClaim::Builder builder) {
  builder.setGrantId(data_of(claim.grant));
  builder.setSignKey(data_of(claim.sign_key.bytes));
  builder.setSealKey(data_of(claim.seal_key.bytes));
  builder.setPrevious(claim.previous);
  builder.setHeadSequence(claim.head);
  builder.setHeadDigest(data_of(claim.head_digest));
  builder.setSignature(data_of(claim.signature));
}

SuccessionClaim read_succession(c::SuccessionClaim::Reader reader, FieldCheck& check) {
  SuccessionClaim claim;
  claim.grant = check.exactly<16>(reader.getGrantId(), "succession.grantId");
  claim.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "succession.signKey");
  claim.seal_key.bytes = check.exactly<32>(reader.getSealKey(), "succession.sealKey");
  check.require(claim.seal_key.usable(), "succession.sealKey");
  claim.previous = check.incarnation(reader.getPrevious(), "succession.previous");
  claim.head = check.sequence(reader.getHeadSequence(), "succession.headSequence");
  claim.head_digest = check.exactly<32>(reader.getHeadDigest(), "succession.headDigest");
  claim.signature = check.exactly<64>(reader.getSignature(), "succession.signature");
  return claim;
}

std::vector<Position> read_cursors(capnp::List<c::Position>::Reader list, FieldCheck& check) {
  std::vector<Position> cursors;
  check.require(list.size() <= kCursorsMax, "cursors");
  if (!check.holds()) return cursors;
  for (const c::Position::Reader reader : list) {
    Position& cursor = cursors.emplace_back();
    cursor.incarnation = check.incarnation(reader.getIncarnation(), "cursors.incarnation");
    cursor.sequence = check.sequence(reader.getSequence(), "cursors.sequence");
    cursor.digest = check.exactly<8>(reader.getDigestPrefix(), "cursors.digestPrefix");
  }
  return cursors;
}

Decoded<UpHeader> read_up(c::UpHeader::Reader reader, const base::Limits& limits) {
  FieldCheck check("up header");
  UpHeader header;
  header.incarnation = check.incarnation(reader.getIncarnation(), "incarnation");
  header.sign_key = check.exactly<8>(reader.getSignKeyId(), "signKeyId");
  header.section = read_section(reader.getSection(), limits.entries_per_bundle_max, check);
  // A node sends its own log and nobody else's.
  check.require(header.section.incarnation == header.incarnation, "section.incarnation");
  check.require(header.section.kind == LogKind::kOffice, "section.kind");
  header.cursors = read_cursors(reader.getCursors(), check);
  header.last_receipt_number = reader.getLastReceiptNumber();
  header.codec = check.one_of(reader.getCodec(), Codec::kStored, Codec::kZstdDictionary1, "codec");
  if (reader.hasEnrolment()) header.enrolment = read_claim(reader.getEnrolment(), check);
  header.program = check.text(reader.getProgram(), kProgramBytesMax, "program");
  header.sent_at = check.instant(reader.getSentAt(), "sentAt");
  header.clock_flags = reader.getClockFlags();
  header.complete = reader.getComplete();
  if (reader.hasSuccession()) header.succession = read_succession(reader.getSuccession(), check);
  if (const capnp::Data::Reader epoch = reader.getHubEpoch(); epoch.size() > 0) {
    header.hub_epoch = check.exactly<16>(epoch, "hubEpoch");
  }
  if (reader.hasReturned()) header.returned = read_returned(reader.getReturned(), limits.entries_per_bundle_max, check);
  std::size_t entries = header.section.count;
  for (const ReturnedRun& run : header.returned) entries += run.section.count;
  check.require(entries <= limits.entries_per_bundle_max, "section.count");
  if (reader.hasProof()) header.proof = read_proof(reader.getProof(), check);
  return check.result(std::move(header));
}

void write_receipt(const Receipt& receipt, c::Receipt::Builder builder) {
  builder.setEpoch(data_of(receipt.epoch));
  builder.setIncarnation(receipt.incarnation);
  builder.setSignKeyId(data_of(receipt.sign_key));
  builder.setNumber(receipt.number);
  builder.setHeldThrough(receipt.held_through);
  builder.setAppliedThrough(receipt.applied_through);
  builder.setMirroredThrough(receipt.mirrored_through);
  if (!receipt.quarantined.empty()) {
    auto list = builder.initQuarantined(static_cast<capnp::uint>(receipt.quarantined.size()));
    for (std::size_t i = 0; i < receipt.quarantined.size(); ++i) {
      list.set(static_cast<capnp::uint>(i), receipt.quarantined[i]);
    }
  }
  builder.setDigestPrefix(data_of(receipt.digest));
  builder.setHubTime(receipt.hub_time.time_since_epoch().count());
  builder.setDepartmentSequence(receipt.department_sequence);
  builder.setDepartmentDigest(data_of(receipt.department_digest));
  builder.setEpochNumber(receipt.epoch_number);
}

Receipt read_receipt(c::Receipt::Reader reader, FieldCheck& check) {
  Receipt receipt;
  receipt.epoch = check.exactly<16>(reader.getEpoch(), "receipt.epoch");
  receipt.incarnation = check.incarnation(reader.getIncarnation(), "receipt.incarnation");
  receipt.sign_key = check.exactly<8>(reader.getSignKeyId(), "receipt.signKeyId");
  receipt.number = reader.getNumber();
  receipt.held_through = check.sequence(reader.getHeldThrough(), "receipt.heldThrough");
  receipt.applied_through = check.sequence(reader.getAppliedThrough(), "receipt.appliedThrough");
  receipt.mirrored_through = check.sequence(reader.getMirroredThrough(), "receipt.mirroredThrough");
  const auto quarantined = reader.getQuarantined();
  check.require(quarantined.size() <= kQuarantinedMax, "receipt.quarantined");
  if (check.holds()) {
    for (const std::uint64_t sequence : quarantined) {
      receipt.quarantined.push_back(check.sequence(sequence, "receipt.quarantined"));
    }
  }
  receipt.digest = check.exactly<8>(reader.getDigestPrefix(), "receipt.digestPrefix");
  receipt.hub_time = check.instant(reader.getHubTime(), "receipt.hubTime");
  receipt.department_sequence = check.sequence(reader.getDepartmentSequence(), "receipt.departmentSequence");
  receipt.department_digest = check.exactly<8>(reader.getDepartmentDigest(), "receipt.departmentDigest");
  receipt.epoch_number = reader.getEpochNumber();
  return receipt;
}

std::uint32_t minutes_of(base::Instant instant) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(minutes, 0, std::numeric_limits<std::uint32_t>::max()));
}

LogIntroduction read_introduction(c::LogIntroduction::Reader reader, FieldCheck& check) {
  LogIntroduction log;
  log.incarnation = check.incarnation(reader.getIncarnation(), "introduced.incarnation");
  log.kind = check.one_of(reader.getKind(), LogKind::kOffice, LogKind::kVerdicts, "introduced.kind");
  log.office = reader.getOffice();
  check.require(log.office >= -1 && log.office <= std::numeric_limits<std::uint8_t>::max(), "introduced.office");
  log.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "introduced.signKey");
  log.base = check.exactly<32>(reader.getBaseDigest(), "introduced.baseDigest");
  return log;
}

void write_introduction(const LogIntroduction& log, c::LogIntroduction::Builder builder) {
  builder.setIncarnation(log.incarnation);
  builder.setKind(static_cast<std::uint8_t>(log.kind));
  builder.setOffice(static_cast<std::int16_t>(log.office));
  builder.setSignKey(data_of(log.sign_key.bytes));
  builder.setBaseDigest(data_of(log.base));
}

void read_lists(c::DownHeader::Reader reader, const base::Limits& limits, DownHeader& header, FieldCheck& check) {
  const auto sections = reader.getSections();
  const auto horizon = reader.getHorizon();
  check.require(sections.size() <= kSectionsMax, "sections");
  check.require(horizon.size() <= kHorizonMax, "horizon");
  const auto introduced = reader.getIntroduced();
  check.require(introduced.size() <= kIntroducedMax, "introduced");
  if (!check.holds()) return;
  std::size_t entries = 0;
  for (const c::Section::Reader section : sections) {
    header.sections.push_back(read_section(section, limits.entries_per_bundle_max, check));
    entries += header.sections.back().count;
  }
  check.require(entries <= limits.entries_per_bundle_max, "sections.count");
  for (const c::OfficeHorizon::Reader office : horizon) {
    header.horizon.push_back({office.getOffice(), base::Instant{std::chrono::minutes{office.getHeldThrough()}}});
  }
  for (const c::LogIntroduction::Reader log : introduced) header.introduced.push_back(read_introduction(log, check));
}

Decoded<DownHeader> read_down(c::DownHeader::Reader reader, const base::Limits& limits) {
  FieldCheck check("down header");
  DownHeader header;
  header.receipt = read_receipt(reader.getReceipt(), check);
  read_lists(reader, limits, header, check);
  header.codec = check.one_of(reader.getCodec(), Codec::kStored, Codec::kZstdDictionary1, "codec");
  header.refusal = check.one_of(reader.getRefusal(), Refusal::kNone, Refusal::kSuperseded, "refusal");
  header.program = check.text(reader.getProgram(), kProgramBytesMax, "program");
  header.more = reader.getMore();
  if (reader.hasLost()) {
    const c::Lost::Reader lost = reader.getLost();
    header.lost = Lost{lost.getReceiptNumber(), read_cursors(lost.getLogs(), check)};
  }
  return check.result(std::move(header));
}

template <class Message, class Read>
auto read_packed(base::ByteView bytes, const base::Limits& limits, std::string_view name, Read read)
    -> decltype(read(std::declval<typename Message::Reader>())) {
  const std::optional<base::Bytes> words = unpack(bytes, limits.header_bytes_max);
  if (!words) return std::unexpected(WireFault{std::string(name) + ": does not unpack within its limit"});
  return read_flat<Message>(*words, limits.header_bytes_max, name, read);
}

}  // namespace

std::string_view code_of(Refusal refusal) {
  constexpr std::array<std::string_view, 10> kCodes = {"none",         "unknown_sender", "revoked", "second_key",     "late_enrolment",
                                                       "equivocation", "broken",         "unknown_schema", "rewound_hub", "superseded"};
  return kCodes.at(static_cast<std::size_t>(refusal));
}

base::Bytes encode(const UpHeader& header) {
  demand(header.cursors.size() <= kCursorsMax, "a bundle's header holds at most 256 cursors");
  demand(header.program.size() <= kProgramBytesMax, "the program's version is longer than 64 bytes");
  demand(header.returned.size() <= kReturnedMax, "a bundle's header returns at most 16 runs");
  demand(!header.proof || header.proof->receipts.size() <= kProofReceiptsMax, "a proof holds at most 48 receipts");
  std::size_t words_max = kHeaderWords + kSectionWords + header.cursors.size() * kPositionWords + words_in(header.proof);
  for (const ReturnedRun& run : header.returned) words_max += kSectionWords + words_in(run.evidence);
  return pack(write_flat<c::UpHeader>(words_max, [&](c::UpHeader::Builder builder) {
    builder.setIncarnation(header.incarnation);
    builder.setSignKeyId(data_of(header.sign_key));
    write_section(header.section, builder.initSection());
    if (!header.cursors.empty()) {
      write_cursors(header.cursors, builder.initCursors(static_cast<capnp::uint>(header.cursors.size())));
    }
    builder.setLastReceiptNumber(header.last_receipt_number);
    builder.setCodec(static_cast<std::uint8_t>(header.codec));
    if (header.enrolment) write_claim(*header.enrolment, builder.initEnrolment());
    builder.setProgram(header.program);
    builder.setSentAt(header.sent_at.time_since_epoch().count());
    builder.setClockFlags(header.clock_flags);
    builder.setComplete(header.complete);
    if (header.hub_epoch) builder.setHubEpoch(data_of(*header.hub_epoch));
    if (header.succession) write_succession(*header.succession, builder.initSuccession());
    write_returned(header.returned, builder);
    if (header.proof) write_proof(*header.proof, builder.initProof());
  }));
}

Decoded<UpHeader> decode_up_header(base::ByteView bytes, const base::Limits& limits) {
  return read_packed<c::UpHeader>(bytes, limits, "up header",
                                  [&](c::UpHeader::Reader reader) { return read_up(reader, limits); });
}

base::Bytes encode(const DownHeader& header) {
  demand(header.sections.size() <= kSectionsMax, "a bundle's header holds at most 256 sections");
  demand(header.horizon.size() <= kHorizonMax, "a bundle's header holds at most 256 offices");
  demand(header.introduced.size() <= kIntroducedMax, "a bundle's header introduces at most 64 logs");
  demand(header.receipt.quarantined.size() <= kQuarantinedMax, "a receipt names at most 2000 quarantined entries");
  demand(header.program.size() <= kProgramBytesMax, "the program's version is longer than 64 bytes");
  demand(header.introduced.size() <= kIntroducedMax, "a bundle's header introduces at most 256 logs");
  const std::size_t words_max = kHeaderWords + header.sections.size() * kSectionWords + header.horizon.size() * 2 +
                                header.receipt.quarantined.size() + header.introduced.size() * kIntroductionWords +
                                (header.lost ? header.lost->logs.size() * kPositionWords : 0);
  return pack(write_flat<c::DownHeader>(words_max, [&](c::DownHeader::Builder builder) {
    write_receipt(header.receipt, builder.initReceipt());
    if (!header.sections.empty()) {
      auto list = builder.initSections(static_cast<capnp::uint>(header.sections.size()));
      for (std::size_t i = 0; i < header.sections.size(); ++i) {
        write_section(header.sections[i], list[static_cast<capnp::uint>(i)]);
      }
    }
    if (!header.horizon.empty()) {
      auto list = builder.initHorizon(static_cast<capnp::uint>(header.horizon.size()));
      for (std::size_t i = 0; i < header.horizon.size(); ++i) {
        list[static_cast<capnp::uint>(i)].setOffice(header.horizon[i].office);
        list[static_cast<capnp::uint>(i)].setHeldThrough(minutes_of(header.horizon[i].held_through));
      }
    }
    builder.setCodec(static_cast<std::uint8_t>(header.codec));
    builder.setRefusal(static_cast<std::uint8_t>(header.refusal));
    builder.setProgram(header.program);
    builder.setMore(header.more);
    if (!header.introduced.empty()) {
      auto list = builder.initIntroduced(static_cast<capnp::uint>(header.introduced.size()));
      for (std::size_t i = 0; i < header.introduced.size(); ++i) {
        write_introduction(header.introduced[i], list[static_cast<capnp::uint>(i)]);
      }
    }
    if (header.lost) {
      c::Lost::Builder lost = builder.initLost();
      lost.setReceiptNumber(header.lost->receipt_number);
      write_cursors(header.lost->logs, lost.initLogs(static_cast<capnp::uint>(header.lost->logs.size())));
    }
  }));
}

Decoded<DownHeader> decode_down_header(base::ByteView bytes, const base::Limits& limits) {
  return read_packed<c::DownHeader>(bytes, limits, "down header",
                                    [&](c::DownHeader::Reader reader) { return read_down(reader, limits); });
}

}  // namespace tirkeu::wire
