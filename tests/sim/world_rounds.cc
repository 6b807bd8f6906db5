// The roads between nodes and hub, and what they do to a bundle.
#include "hub/keys.h"
#include "hub/standing.h"
#include "sync/wire/compression.h"
#include "sync/wire/learned.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

constexpr std::size_t kBytesPerRound = 64u << 10;
// Layout of a bundle, as sync/protocol/bundle.h says it: the clear part, then signature, header length, header, entries.
constexpr std::size_t kClearBytes = 13;
constexpr std::size_t kSignatureBytes = 64;

base::Milliseconds seconds_for(const base::Bytes& bytes, std::int64_t bytes_per_s) {
  return std::chrono::seconds(static_cast<std::int64_t>(bytes.size()) / bytes_per_s);
}

}  // namespace

void World::send_up(Office& office, bool stick) {
  if (office.road.absent) return count("office absent: nobody came");
  node::UpSummary up;
  try {
    // On a stick nobody can ask for it later.
    if (stick && swarm_.has(Family::kRestored)) office.node->round().hub_return().show_all();
    up = office.node->round().make_up(kBytesPerRound);
  } catch (const store::StoreError& fault) {
    return recover_from(fault, office);
  }
  const int index = office.index;
  const base::Sequence covers = up.count == 0 ? 0 : up.first + up.count - 1;
  trace(std::string(stick ? "stick " : "line ") + office.code + " " + std::to_string(up.first) + "+" + std::to_string(up.count));
  keep_for_replay(Event{truth_.now, 0, Kind::kUp, index, up.bundle, stick, covers});
  if (stick) {
    count("stick");
    if (dice_.chance(10)) return count("stick lost");
    const auto days = base::Milliseconds(std::chrono::hours(dice_.between(4, 24 * 12)));
    if (days > std::chrono::hours(24 * 5)) count("stick late");
    if (dice_.chance(20)) {
      count("stick doubled");
      schedule(Kind::kUp, index, days + std::chrono::hours(dice_.between(1, 100)), up.bundle, true, covers);
    }
    schedule(Kind::kUp, index, days, std::move(up.bundle), true, covers);
    return;
  }
  if (office.road.up_cut) return count("bundle lost on a line that is cut upwards");
  if (office.road.bytes_per_s > 0) {
    count("bundle at a byte a second");
    return schedule(Kind::kUp, index, seconds_for(up.bundle, office.road.bytes_per_s), up.bundle, false, covers);
  }
  if (!swarm_.has(Family::kLines)) return schedule(Kind::kUp, index, base::Milliseconds(dice_.between(700, 60'000)), std::move(up.bundle), false, covers);
  if (dice_.chance(15)) return count("bundle dropped");
  base::Milliseconds delay(dice_.between(700, 60'000));
  if (dice_.chance(10)) {
    count("bundle delayed and overtaken");
    delay += std::chrono::hours(dice_.between(2, 60));
  }
  if (dice_.chance(10)) {
    count("bundle repeated");
    schedule(Kind::kUp, index, delay + std::chrono::minutes(dice_.between(1, 3000)), up.bundle, false, covers);
  }
  if (dice_.chance(8)) {
    count("bundle cut");
    base::Bytes cut = up.bundle;
    cut.resize(dice_.below(cut.size()));
    schedule(Kind::kUp, index, delay, std::move(cut));
    return;
  }
  schedule(Kind::kUp, index, delay, std::move(up.bundle), false, covers);
}

std::optional<base::Bytes> tamper(const base::Bytes& bundle, hub::Hub& hub, const hub::HubKeys& keys, Dice& dice) {
  if (bundle.size() <= kClearBytes) return std::nullopt;
  const base::Limits limits;
  std::optional<base::Bytes> plain = keys.seal.open(base::ByteView(bundle).subspan(kClearBytes));
  if (!plain) return std::nullopt;
  const std::size_t header_bytes = base::read_le(base::ByteView(*plain).subspan(kSignatureBytes, 2));
  const base::ByteView header_view = base::ByteView(*plain).subspan(kSignatureBytes + 2, header_bytes);
  const wire::Decoded<wire::UpHeader> header = wire::decode_up_header(header_view, limits);
  if (!header || header->section.count == 0) return std::nullopt;
  const base::ByteView tail = base::ByteView(*plain).subspan(kSignatureBytes + 2 + header_bytes);
  std::vector<base::Bytes> entries;
  wire::RunContext context;
  if (header->codec == wire::Codec::kLearned1) {
    const std::optional<hub::NodeRecord> node = hub.nodes().find(header->incarnation);
    const std::optional<protocol::Standing> standing = node ? hub::standing_of(hub.logs(), *node, *header) : std::nullopt;
    if (!standing) return std::nullopt;
    context = {{header->incarnation, header->section.first, standing->receipt}, standing->before};
    wire::Decoded<std::vector<base::Bytes>> run = wire::unpack_run(tail, header->section.count, context, limits.entries_bytes_max);
    if (!run) return std::nullopt;
    entries = *std::move(run);
  } else {
    const wire::Decoded<base::Bytes> joined = wire::decompress(header->codec, tail, limits.entries_bytes_max);
    const auto views = wire::split_entries(*joined, limits.entries_per_bundle_max);
    for (const base::ByteView view : *views) entries.emplace_back(view.begin(), view.end());
  }
  const std::size_t chosen = dice.below(entries.size());
  wire::Decoded<wire::Entry> entry = wire::decode_entry(entries[chosen], limits);
  entry->recorded_at += std::chrono::hours(1);
  entries[chosen] = wire::encode(*entry);
  wire::Compressed again;
  if (header->codec == wire::Codec::kLearned1) again = {header->codec, *wire::pack_run(entries, context)};
  else again = wire::compress(wire::join_entries(entries));
  if (again.codec != header->codec) return std::nullopt;
  base::Bytes forged(plain->begin(), plain->begin() + static_cast<std::ptrdiff_t>(kSignatureBytes + 2 + header_bytes));
  base::append(forged, again.bytes);
  base::Bytes result(bundle.begin(), bundle.begin() + kClearBytes);
  base::append(result, crypto::seal(forged, keys.seal.seal_to(), dice));
  return result;
}

void World::deliver_tampered(const base::Bytes& bundle) {
  const hub::HubKeys keys = hub::HubKeys::load(hub_files_, "hub.keys");
  const std::optional<base::Bytes> forged = tamper(bundle, *hub_, keys, dice_);
  if (!forged) return;
  count("entries changed under an authentic header");
  const std::uint64_t before = hub_->status().applications;
  const hub::AdmissionReport report = hub_->admission().admit(*forged, hub::Admission::Road::kLine, kBytesPerRound);
  if (report.entries != 0 || hub_->status().applications != before) violate("changed entries were taken in");
}

void World::arrive_at_hub(Event& event) {
  Office& office = *offices_[static_cast<std::size_t>(event.office)];
  hub::AdmissionReport report;
  try {
    if (swarm_.has(Family::kRestored)) hub_->note_witness();  // Seconds have passed since the round before.
    if (swarm_.has(Family::kLines) && dice_.chance(5)) deliver_tampered(event.bytes);
    const auto road = event.stick ? hub::Admission::Road::kStick : hub::Admission::Road::kLine;
    report = hub_->admission().admit(event.bytes, road, kBytesPerRound);
    if (report.refusal == wire::Refusal::kLateEnrolment) approve_late(office);
    if (dice_.chance(80)) hub_->make_index_entries(1000);
    check_places();
  } catch (const store::StoreError& fault) {
    return recover_hub_from(fault);  // The answer is lost; the next round repeats what was not acknowledged.
  }
  trace("hub " + std::string(hub::code_of(report.result)) + " " + report.office + " " + std::to_string(report.entries) + " " +
        std::to_string(report.verdicts));
  check_report(office, report);
  if (!event.stick) is_forgotten(office, report);
  if (!report.answer) return;
  const bool is_covered = report.result == hub::AdmissionReport::Result::kTaken || report.result == hub::AdmissionReport::Result::kNothingNew;
  send_down(event, std::move(*report.answer), is_covered ? event.covers : 0);
}

void World::send_down(const Event& up, base::Bytes answer, base::Sequence covers) {
  const Road& road = offices_[static_cast<std::size_t>(up.office)]->road;
  keep_for_replay(Event{truth_.now, 0, Kind::kDown, up.office, answer, up.stick});
  if (up.stick) {
    if (dice_.chance(10)) return count("answer lost");
    schedule(Kind::kDown, up.office, std::chrono::hours(dice_.between(4, 24 * 10)), std::move(answer), true, covers);
    return;
  }
  if (road.down_cut) return count("answer lost on a line that is cut downwards");
  if (road.bytes_per_s > 0) return schedule(Kind::kDown, up.office, seconds_for(answer, road.bytes_per_s), answer, false, covers);
  const base::Milliseconds delay(dice_.between(600, 30'000));
  if (!swarm_.has(Family::kLines)) return schedule(Kind::kDown, up.office, delay, std::move(answer), false, covers);
  if (dice_.chance(12)) return count("answer lost");
  if (dice_.chance(8)) {
    count("answer repeated");
    schedule(Kind::kDown, up.office, std::chrono::minutes(dice_.between(10, 5000)), answer);
  }
  if (dice_.chance(5)) {
    count("answer cut");
    answer.resize(dice_.below(answer.size()));
    covers = 0;
  }
  schedule(Kind::kDown, up.office, delay, std::move(answer), false, covers);
}

void World::check_report(Office& office, const hub::AdmissionReport& report) {
  using Result = hub::AdmissionReport::Result;
  if (report.fault) count("hub refused a damaged bundle");
  if (report.result == Result::kGap) count("hub met a gap");
  if (report.refusal == wire::Refusal::kUnknownSchema) count("entries held for an upgrade");
  if (report.result == Result::kNothingNew) count("hub met nothing new");
  if (office.revoked && report.office == office.code) {
    count("bundle after a revocation");
    if (report.entries != 0) violate("a revoked key of " + office.code + " was believed");
    return;
  }
  if (is_of_an_ended_life(office, report)) return;
  if (office.twinned && report.result == Result::kQuarantined) return count("bundle of a twin kept: " + std::string(wire::code_of(report.refusal)));
  if (report.result == Result::kQuarantined && report.refusal != wire::Refusal::kLateEnrolment) violate("an honest bundle of " + report.office + " went to quarantine: " + std::string(wire::code_of(report.refusal)));
}

void World::approve_late(Office& office) {
  // An administrator has compared the fingerprint over the telephone.
  const std::optional<hub::AdmissionReport> approved = hub_->admission().approve(office.number, office.node->status().fingerprint);
  // A lost machine's first bundle may come that late too; nobody stands beside it to read its fingerprint out.
  if (!approved && (office.lives > 0 || office.twinned)) return;
  if (!approved) violate("a late enrolment of " + office.code + " cannot be approved");
  count("late enrolment approved");
}

void World::arrive_at_office(Event& event) {
  Office& office = *offices_[static_cast<std::size_t>(event.office)];
  try {
    const auto down = office.node->round().take_down(event.bytes);
    if (!down) {
      if (office.twinned && down.error().kind != node::DownFault::Kind::kBundle) return count("twin found out: " + std::string(node::code_of(down.error().kind)));
      if (down.error().kind != node::DownFault::Kind::kBundle)
        violate(office.code + " refused an honest answer: " + std::string(node::code_of(down.error().kind)) + " " + down.error().detail);
      count("office refused a damaged answer");
      return;
    }
    if (down->old_answer) count("office met an old answer");
    if (down->verdicts > 0) count("verdicts reached an office");
    trace("down " + office.code + " " + std::to_string(down->held_through) + " " + std::to_string(down->verdicts));
    // The oracle against silent stalls: what the hub took in is held in the office's eyes once the answer is there.
    if (office.lives == 0 && !office.twinned && event.serial > restored_at_ && office.node->status().receipted < event.covers) violate(office.code + " does not know that " + std::to_string(event.covers) + " is held");
  } catch (const store::StoreError& fault) {
    recover_from(fault, office);
  }
}

}  // namespace tirkeu::sim
