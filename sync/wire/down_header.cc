#include <array>

#include "sync/wire/header_parts.h"
#include "sync/wire/key_parts.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

namespace {

namespace c = capnp_messages;

constexpr std::size_t kRestWords = 128;
constexpr std::size_t kIntroductionWords = 16;
constexpr std::size_t kLostWords = 4;
constexpr std::uint64_t kMore = 1u << 3;
constexpr std::uint64_t kRefused = 1u << 4;
constexpr std::uint64_t kHasDepartment = 1u << 5;
constexpr std::uint64_t kHasRest = 1u << 6;
constexpr std::uint64_t kFlags = kCodecBits | kMore | kRefused | kHasDepartment | kHasRest;
/// In the list of offices: the hub has never heard of it. Other numbers are one above the minutes before the receipt.
constexpr std::uint64_t kNeverHeard = 0;

/// What is not said every time.
struct Rest {
  std::vector<base::Sequence> quarantined;
  std::string program;
  std::vector<LogIntroduction> introduced;
  std::uint16_t epoch_number = 0;
  std::optional<Lost> lost;
  std::optional<KeyStatement> hub_keys;
};

Lost read_lost(c::Lost::Reader reader, FieldCheck& check) {
  Lost lost;
  lost.receipt_number = reader.getReceiptNumber();
  const auto logs = reader.getLogs();
  check.require(logs.size() <= kCursorsMax, "lost.logs");
  if (!check.holds()) return lost;
  for (const c::LostLog::Reader log : logs)
    lost.logs.push_back({check.incarnation(log.getIncarnation(), "lost.incarnation"), check.sequence(log.getSequence(), "lost.sequence"),
                         check.exactly<4>(log.getMark(), "lost.mark")});
  return lost;
}

void write_lost(const Lost& lost, c::Lost::Builder builder) {
  builder.setReceiptNumber(lost.receipt_number);
  auto list = builder.initLogs(static_cast<capnp::uint>(lost.logs.size()));
  for (std::size_t i = 0; i < lost.logs.size(); ++i) {
    c::LostLog::Builder log = list[static_cast<capnp::uint>(i)];
    log.setIncarnation(lost.logs[i].incarnation);
    log.setSequence(lost.logs[i].sequence);
    log.setMark(data_of(lost.logs[i].digest));
  }
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

Decoded<Rest> read_message(c::DownHeader::Reader reader) {
  FieldCheck check("down header");
  Rest rest;
  const auto quarantined = reader.getQuarantined();
  check.require(quarantined.size() <= kQuarantinedMax, "receipt.quarantined");
  if (check.holds()) {
    for (const std::uint64_t sequence : quarantined)
      rest.quarantined.push_back(check.sequence(sequence, "receipt.quarantined"));
  }
  rest.program = check.text(reader.getProgram(), kProgramBytesMax, "program");
  const auto introduced = reader.getIntroduced();
  check.require(introduced.size() <= kIntroducedMax, "introduced");
  if (check.holds()) {
    for (const c::LogIntroduction::Reader log : introduced) rest.introduced.push_back(read_introduction(log, check));
  }
  rest.epoch_number = reader.getEpochNumber();
  if (reader.hasLost()) rest.lost = read_lost(reader.getLost(), check);
  if (reader.hasHubKeys()) rest.hub_keys = read_statement(reader.getHubKeys(), check);
  return check.result(std::move(rest));
}

base::Bytes write_message(const DownHeader& header) {
  const std::vector<base::Sequence>& quarantined = header.receipt.quarantined;
  const std::size_t words_max = kRestWords + quarantined.size() + header.introduced.size() * kIntroductionWords +
                                (header.lost ? header.lost->logs.size() * kLostWords : 0) + (header.hub_keys ? words_in(*header.hub_keys) : 0);
  return write_rest<c::DownHeader>(words_max, [&](c::DownHeader::Builder builder) {
    if (!quarantined.empty()) {
      auto list = builder.initQuarantined(static_cast<capnp::uint>(quarantined.size()));
      for (std::size_t i = 0; i < quarantined.size(); ++i) list.set(static_cast<capnp::uint>(i), quarantined[i]);
    }
    if (!header.program.empty()) builder.setProgram(header.program);
    if (!header.introduced.empty()) {
      auto list = builder.initIntroduced(static_cast<capnp::uint>(header.introduced.size()));
      for (std::size_t i = 0; i < header.introduced.size(); ++i)
        write_introduction(header.introduced[i], list[static_cast<capnp::uint>(i)]);
    }
    builder.setEpochNumber(header.receipt.epoch_number);
    if (header.lost) write_lost(*header.lost, builder.initLost());
    if (header.hub_keys) write_statement(*header.hub_keys, builder.initHubKeys());
  });
}

std::int64_t minute_of(base::Instant instant) {
  return std::chrono::floor<std::chrono::minutes>(instant).time_since_epoch().count();
}

void write_receipt(const Receipt& receipt, TightWriter& out) {
  out.bytes(receipt.epoch);
  out.number(receipt.incarnation);
  out.bytes(receipt.sign_key);
  out.number(receipt.number);
  out.number(receipt.held_through);
  out.signed_number(static_cast<std::int64_t>(receipt.held_through - receipt.applied_through));
  out.number(receipt.mirrored_through);
  out.bytes(receipt.digest);
  out.signed_number(receipt.hub_time.time_since_epoch().count());
  if (receipt.department_sequence == 0) return;
  out.number(receipt.department_sequence);
  out.bytes(receipt.department_digest);
}

Receipt read_receipt(TightReader& in, std::uint64_t flags, FieldCheck& check) {
  Receipt receipt;
  receipt.epoch = in.bytes<8>();
  receipt.incarnation = check.incarnation(read_small<std::uint32_t>(in, "receipt.incarnation", check), "receipt.incarnation");
  receipt.sign_key = in.bytes<8>();
  receipt.number = read_small<std::uint32_t>(in, "receipt.number", check);
  receipt.held_through = check.sequence(in.number(), "receipt.heldThrough");
  receipt.applied_through = check.sequence(receipt.held_through - static_cast<std::uint64_t>(in.signed_number()), "receipt.appliedThrough");
  receipt.mirrored_through = check.sequence(in.number(), "receipt.mirroredThrough");
  receipt.digest = in.bytes<8>();
  receipt.hub_time = read_instant(in, "receipt.hubTime", check);
  if ((flags & kHasDepartment) == 0) return receipt;
  receipt.department_sequence = check.sequence(in.number(), "receipt.departmentSequence");
  check.require(receipt.department_sequence > 0, "receipt.departmentSequence");
  receipt.department_digest = in.bytes<8>();
  return receipt;
}

void read_sections(TightReader& in, const base::Limits& limits, DownHeader& header, FieldCheck& check) {
  const std::uint64_t count = in.number();
  check.require(count <= kSectionsMax, "sections");
  std::size_t entries = 0;
  for (std::uint64_t i = 0; i < count && check.holds() && !in.failed(); ++i) {
    Section& section = header.sections.emplace_back();
    section.incarnation = check.incarnation(read_small<std::uint32_t>(in, "section.incarnation", check), "section.incarnation");
    section.kind = check.one_of(read_small<std::uint8_t>(in, "section.kind", check), LogKind::kOffice, LogKind::kVerdicts, "section.kind");
    read_run(in, limits.entries_per_bundle_max, section, check);
    entries += section.count;
  }
  check.require(entries <= limits.entries_per_bundle_max, "sections.count");
}

void write_horizon(const DownHeader& header, TightWriter& out) {
  out.number(header.horizon.size());
  for (const OfficeHorizon& office : header.horizon) {
    const std::int64_t minute = minute_of(office.held_through);
    out.number(office.office);
    out.number(minute <= 0 ? kNeverHeard : 1 + zigzag(minute_of(header.receipt.hub_time) - minute));
  }
}

void read_horizon(TightReader& in, DownHeader& header, FieldCheck& check) {
  const std::uint64_t count = in.number();
  check.require(count <= kHorizonMax, "horizon");
  for (std::uint64_t i = 0; i < count && check.holds() && !in.failed(); ++i) {
    OfficeHorizon& office = header.horizon.emplace_back();
    office.office = read_small<std::uint8_t>(in, "horizon.office", check);
    const std::uint64_t told = in.number();
    if (told == kNeverHeard) continue;
    constexpr std::int64_t kMinutesMax = std::numeric_limits<std::uint32_t>::max();
    const std::int64_t before = unzigzag(told - 1);
    const bool bounded = before > -2 * kMinutesMax && before < 2 * kMinutesMax;
    const std::int64_t minute = bounded ? minute_of(header.receipt.hub_time) - before : 0;
    check.require(minute > 0 && minute <= kMinutesMax, "horizon.heldThrough");
    if (check.holds()) office.held_through = base::Instant{std::chrono::minutes{minute}};
  }
}

}  // namespace

std::string_view code_of(Refusal refusal) {
  constexpr std::array<std::string_view, 10> kCodes = {"none",         "unknown_sender", "revoked", "second_key",     "late_enrolment",
                                                       "equivocation", "broken",         "unknown_schema", "rewound_hub", "superseded"};
  return kCodes.at(static_cast<std::size_t>(refusal));
}

base::Bytes encode(const DownHeader& header) {
  demand(header.sections.size() <= kSectionsMax, "a bundle's header holds at most 256 sections");
  demand(header.horizon.size() <= kHorizonMax, "a bundle's header holds at most 256 offices");
  demand(header.introduced.size() <= kIntroducedMax, "a bundle's header introduces at most 64 logs");
  demand(header.receipt.quarantined.size() <= kQuarantinedMax, "a receipt names at most 2000 quarantined entries");
  demand(header.program.size() <= kProgramBytesMax, "the program's version is longer than 64 bytes");
  const base::Bytes rest = write_message(header);
  TightWriter out;
  const bool refused = header.refusal != Refusal::kNone;
  out.number(static_cast<std::uint64_t>(header.codec) | (header.more ? kMore : 0) | (refused ? kRefused : 0) |
             (header.receipt.department_sequence > 0 ? kHasDepartment : 0) | (rest.empty() ? 0 : kHasRest));
  write_receipt(header.receipt, out);
  if (refused) out.number(static_cast<std::uint64_t>(header.refusal));
  out.number(header.sections.size());
  for (const Section& section : header.sections) {
    out.number(section.incarnation);
    out.number(static_cast<std::uint64_t>(section.kind));
    write_run(section, out);
  }
  write_horizon(header, out);
  out.bytes(rest);
  return out.take();
}

Decoded<DownHeader> decode_down_header(base::ByteView bytes, const base::Limits& limits) {
  FieldCheck check("down header");
  TightReader in(bytes);
  DownHeader header;
  const std::uint64_t flags = in.number();
  check.require((flags & ~kFlags) == 0, "flags");
  header.codec = read_codec(flags, check);
  header.more = (flags & kMore) != 0;
  header.receipt = read_receipt(in, flags, check);
  if ((flags & kRefused) != 0)
    header.refusal = check.one_of(read_small<std::uint8_t>(in, "refusal", check), Refusal::kUnknownSender, Refusal::kSuperseded, "refusal");
  read_sections(in, limits, header, check);
  read_horizon(in, header, check);
  check.require(!in.failed(), "ends early");
  Decoded<DownHeader> fixed = check.result(std::move(header));
  if (!fixed) return fixed;
  Decoded<Rest> rest = read_rest<Rest, c::DownHeader>(in.rest(), (flags & kHasRest) != 0, limits, "down header", read_message);
  if (!rest) return std::unexpected(std::move(rest.error()));
  fixed->receipt.quarantined = std::move(rest->quarantined);
  fixed->program = std::move(rest->program);
  fixed->introduced = std::move(rest->introduced);
  fixed->receipt.epoch_number = rest->epoch_number;
  fixed->lost = std::move(rest->lost);
  fixed->hub_keys = std::move(rest->hub_keys);
  return fixed;
}

}  // namespace tirkeu::wire
