#include "sync/wire/header_parts.h"
#include "sync/wire/key_parts.h"
#include "sync/wire/messages.h"
#include "sync/wire/restoring.h"

namespace tirkeu::wire {

namespace {

namespace c = capnp_messages;

constexpr std::size_t kRestWords = 128;
constexpr std::uint64_t kComplete = 1u << 3;
constexpr std::uint64_t kHasEpoch = 1u << 4;
constexpr std::uint64_t kHasRest = 1u << 5;
constexpr std::uint64_t kSlowLine = 1u << 6;
constexpr std::uint64_t kFlags = kCodecBits | kComplete | kHasEpoch | kHasRest | kSlowLine;

/// What is not said every time.
struct Rest {
  std::optional<EnrolmentClaim> enrolment;
  std::string program;
  std::optional<SuccessionClaim> succession;
  std::vector<ReturnedRun> returned;
  std::optional<Proof> proof;
  std::vector<KeyStatement> hub_keys;
};

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

Decoded<Rest> read_message(c::UpHeader::Reader reader, std::size_t entries_max) {
  FieldCheck check("up header");
  Rest rest;
  if (reader.hasEnrolment()) rest.enrolment = read_claim(reader.getEnrolment(), check);
  rest.program = check.text(reader.getProgram(), kProgramBytesMax, "program");
  if (reader.hasSuccession()) rest.succession = read_succession(reader.getSuccession(), check);
  if (reader.hasReturned()) rest.returned = read_returned(reader.getReturned(), entries_max, check);
  std::size_t entries = 0;
  for (const ReturnedRun& run : rest.returned) entries += run.section.count;
  check.require(entries <= entries_max, "returned.count");
  if (reader.hasProof()) rest.proof = read_proof(reader.getProof(), check);
  const auto hub_keys = reader.getHubKeys();
  check.require(hub_keys.size() <= kKeyStatementsMax, "hubKeys");
  if (check.holds())
    for (const c::HubKeys::Reader statement : hub_keys) rest.hub_keys.push_back(read_statement(statement, check));
  return check.result(std::move(rest));
}

base::Bytes write_message(const UpHeader& header) {
  std::size_t words_max = kRestWords + words_in(header.proof);
  for (const ReturnedRun& run : header.returned) words_max += kEvidenceWords + words_in(run.evidence);
  for (const KeyStatement& statement : header.hub_keys) words_max += words_in(statement);
  return write_rest<c::UpHeader>(words_max, [&](c::UpHeader::Builder builder) {
    if (header.enrolment) write_claim(*header.enrolment, builder.initEnrolment());
    if (!header.program.empty()) builder.setProgram(header.program);
    if (header.succession) write_succession(*header.succession, builder.initSuccession());
    write_returned(header.returned, builder);
    if (header.proof) write_proof(*header.proof, builder.initProof());
    if (header.hub_keys.empty()) return;
    auto list = builder.initHubKeys(static_cast<capnp::uint>(header.hub_keys.size()));
    for (std::size_t i = 0; i < header.hub_keys.size(); ++i) write_statement(header.hub_keys[i], list[static_cast<capnp::uint>(i)]);
  });
}

void read_cursors(TightReader& in, UpHeader& header, FieldCheck& check) {
  const std::uint64_t count = in.number();
  check.require(count <= kCursorsMax, "cursors");
  for (std::uint64_t i = 0; i < count && check.holds() && !in.failed(); ++i) {
    Position& cursor = header.cursors.emplace_back();
    cursor.incarnation = check.incarnation(read_small<std::uint32_t>(in, "cursors.incarnation", check), "cursors.incarnation");
    cursor.sequence = check.sequence(in.number(), "cursors.sequence");
    cursor.digest = in.bytes<4>();
  }
}

}  // namespace

base::Bytes encode(const UpHeader& header) {
  demand(header.cursors.size() <= kCursorsMax, "a bundle's header holds at most 256 cursors");
  demand(header.returned.size() <= kReturnedMax, "a bundle's header returns at most 16 runs");
  demand(!header.proof || header.proof->receipts.size() <= kProofReceiptsMax, "a proof holds at most 48 receipts");
  demand(header.hub_keys.size() <= kKeyStatementsMax, "a bundle's header holds at most 16 statements of keys");
  demand(header.program.size() <= kProgramBytesMax, "the program's version is longer than 64 bytes");
  const base::Bytes rest = write_message(header);
  TightWriter out;
  out.number(static_cast<std::uint64_t>(header.codec) | (header.complete ? kComplete : 0) |
             (header.hub_epoch ? kHasEpoch : 0) | (rest.empty() ? 0 : kHasRest) | (header.slow_line ? kSlowLine : 0));
  out.number(header.incarnation);
  out.bytes(header.sign_key);
  write_run(header.section, out);
  out.number(header.last_receipt_number);
  if (header.hub_epoch) out.bytes(*header.hub_epoch);
  out.signed_number(header.sent_at.time_since_epoch().count());
  out.number(header.clock_flags);
  out.number(header.cursors.size());
  for (const Position& cursor : header.cursors) {
    out.number(cursor.incarnation);
    out.number(cursor.sequence);
    out.bytes(cursor.digest);
  }
  out.bytes(rest);
  return out.take();
}

Decoded<UpHeader> decode_up_header(base::ByteView bytes, const base::Limits& limits) {
  FieldCheck check("up header");
  TightReader in(bytes);
  UpHeader header;
  const std::uint64_t flags = in.number();
  check.require((flags & ~kFlags) == 0, "flags");
  header.codec = read_codec(flags, check);
  header.complete = (flags & kComplete) != 0;
  header.slow_line = (flags & kSlowLine) != 0;
  header.incarnation = check.incarnation(read_small<std::uint32_t>(in, "incarnation", check), "incarnation");
  header.sign_key = in.bytes<4>();
  // A node sends its own log and nobody else's.
  header.section.incarnation = header.incarnation;
  header.section.kind = LogKind::kOffice;
  read_run(in, limits.entries_per_bundle_max, header.section, check);
  header.last_receipt_number = read_small<std::uint32_t>(in, "lastReceiptNumber", check);
  if ((flags & kHasEpoch) != 0) header.hub_epoch = in.bytes<8>();
  header.sent_at = read_instant(in, "sentAt", check);
  header.clock_flags = read_small<std::uint16_t>(in, "clockFlags", check);
  read_cursors(in, header, check);
  check.require(!in.failed(), "ends early");
  Decoded<UpHeader> fixed = check.result(std::move(header));
  if (!fixed) return fixed;
  const std::size_t entries_max = limits.entries_per_bundle_max - fixed->section.count;
  const auto read = [entries_max](c::UpHeader::Reader reader) { return read_message(reader, entries_max); };
  Decoded<Rest> rest = read_rest<Rest, c::UpHeader>(in.rest(), (flags & kHasRest) != 0, limits, "up header", read);
  if (!rest) return std::unexpected(std::move(rest.error()));
  fixed->enrolment = std::move(rest->enrolment);
  fixed->program = std::move(rest->program);
  fixed->succession = std::move(rest->succession);
  fixed->returned = std::move(rest->returned);
  fixed->proof = std::move(rest->proof);
  fixed->hub_keys = std::move(rest->hub_keys);
  return fixed;
}

}  // namespace tirkeu::wire
