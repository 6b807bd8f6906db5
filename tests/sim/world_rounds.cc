// The roads between nodes and hub, and what they do to a bundle.
#include "hub/keys.h"
#include "sync/wire/compression.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

constexpr std::size_t kBytesPerRound = 64u << 10;
// Layout of a bundle, as sync/protocol/bundle.h says it: the clear part, then signature, header length, header, entries.
constexpr std::size_t kClearBytes = 13;
constexpr std::size_t kSignatureBytes = 64;

}  // namespace

void World::send_up(Office& office, bool stick) {
  node::UpSummary up;
  try {
    up = office.node->round().make_up(kBytesPerRound);
  } catch (const store::StoreError&) {
    count("crash of an office in the middle of a write");
    restart(office);
    return;
  }
  const int index = office.number - 1;
  trace(std::string(stick ? "stick " : "line ") + office.code + " " + std::to_string(up.first) + "+" + std::to_string(up.count));
  if (stick) {
    count("stick");
    if (dice_.chance(10)) return count("stick lost");
    const auto days = base::Milliseconds(std::chrono::hours(dice_.between(4, 24 * 12)));
    if (days > std::chrono::hours(24 * 5)) count("stick late");
    if (dice_.chance(20)) {
      count("stick doubled");
      schedule(Kind::kUp, index, days + std::chrono::hours(dice_.between(1, 100)), up.bundle, true);
    }
    schedule(Kind::kUp, index, days, std::move(up.bundle), true);
    return;
  }
  if (dice_.chance(15)) return count("bundle dropped");
  base::Milliseconds delay(dice_.between(700, 60'000));
  if (dice_.chance(10)) {
    count("bundle delayed and overtaken");
    delay += std::chrono::hours(dice_.between(2, 60));
  }
  if (dice_.chance(10)) {
    count("bundle repeated");
    schedule(Kind::kUp, index, delay + std::chrono::minutes(dice_.between(1, 3000)), up.bundle);
  }
  if (dice_.chance(8)) {
    count("bundle cut");
    base::Bytes cut = up.bundle;
    cut.resize(dice_.below(cut.size()));
    schedule(Kind::kUp, index, delay, std::move(cut));
    return;
  }
  schedule(Kind::kUp, index, delay, std::move(up.bundle));
}

std::optional<base::Bytes> tamper(const base::Bytes& bundle, const hub::HubKeys& keys, Dice& dice) {
  if (bundle.size() <= kClearBytes) return std::nullopt;
  const base::Limits limits;
  std::optional<base::Bytes> plain = keys.seal.open(base::ByteView(bundle).subspan(kClearBytes));
  if (!plain) return std::nullopt;
  const std::size_t header_bytes = base::read_le(base::ByteView(*plain).subspan(kSignatureBytes, 2));
  const base::ByteView header_view = base::ByteView(*plain).subspan(kSignatureBytes + 2, header_bytes);
  const wire::Decoded<wire::UpHeader> header = wire::decode_up_header(header_view, limits);
  if (!header || header->section.count == 0) return std::nullopt;
  const base::ByteView tail = base::ByteView(*plain).subspan(kSignatureBytes + 2 + header_bytes);
  const wire::Decoded<base::Bytes> joined = wire::decompress(header->codec, tail, limits.entries_bytes_max);
  const auto views = wire::split_entries(*joined, limits.entries_per_bundle_max);
  std::vector<base::Bytes> entries;
  for (const base::ByteView view : *views) entries.emplace_back(view.begin(), view.end());
  const std::size_t chosen = dice.below(entries.size());
  wire::Decoded<wire::Entry> entry = wire::decode_entry(entries[chosen], limits);
  entry->recorded_at += std::chrono::hours(1);
  entries[chosen] = wire::encode(*entry);
  const wire::Compressed again = wire::compress(wire::join_entries(entries));
  if (again.codec != header->codec) return std::nullopt;
  base::Bytes forged(plain->begin(), plain->begin() + static_cast<std::ptrdiff_t>(kSignatureBytes + 2 + header_bytes));
  base::append(forged, again.bytes);
  base::Bytes result(bundle.begin(), bundle.begin() + kClearBytes);
  base::append(result, crypto::seal(forged, keys.seal.seal_to(), dice));
  return result;
}

void World::deliver_tampered(const base::Bytes& bundle) {
  const hub::HubKeys keys = hub::HubKeys::load(hub_files_, "hub.keys");
  const std::optional<base::Bytes> forged = tamper(bundle, keys, dice_);
  if (!forged) return;
  count("entries changed under an authentic header");
  const std::uint64_t before = hub_->status().applications;
  const hub::AdmissionReport report = hub_->admission().admit(*forged, hub::Admission::Road::kLine, kBytesPerRound);
  if (report.entries != 0 || hub_->status().applications != before) violate("changed entries were taken in");
}

void World::arrive_at_hub(Event& event) {
  hub::AdmissionReport report;
  try {
    if (dice_.chance(5)) deliver_tampered(event.bytes);
    const auto road = event.stick ? hub::Admission::Road::kStick : hub::Admission::Road::kLine;
    report = hub_->admission().admit(event.bytes, road, kBytesPerRound);
    if (dice_.chance(80)) hub_->make_index_entries(1000);
    check_places();
  } catch (const store::StoreError&) {
    restart_hub();
    return;  // The answer is lost; the next round repeats what was not acknowledged.
  }
  trace("hub " + std::string(hub::code_of(report.result)) + " " + report.office + " " + std::to_string(report.entries) + " " +
        std::to_string(report.verdicts));
  if (report.fault) count("hub refused a damaged bundle");
  if (report.result == hub::AdmissionReport::Result::kGap) count("hub met a gap");
  if (report.result == hub::AdmissionReport::Result::kNothingNew) count("hub met nothing new");
  if (report.result == hub::AdmissionReport::Result::kQuarantined) violate("an honest bundle went to quarantine");
  if (!report.answer) return;
  if (event.stick) {
    if (dice_.chance(10)) return count("answer lost");
    schedule(Kind::kDown, event.office, std::chrono::hours(dice_.between(4, 24 * 10)), std::move(*report.answer), true);
    return;
  }
  if (dice_.chance(12)) return count("answer lost");
  if (dice_.chance(8)) {
    count("answer repeated");
    schedule(Kind::kDown, event.office, std::chrono::minutes(dice_.between(10, 5000)), *report.answer);
  }
  if (dice_.chance(5)) {
    count("answer cut");
    report.answer->resize(dice_.below(report.answer->size()));
  }
  schedule(Kind::kDown, event.office, base::Milliseconds(dice_.between(600, 30'000)), std::move(*report.answer));
}

void World::arrive_at_office(Event& event) {
  Office& office = *offices_[static_cast<std::size_t>(event.office)];
  try {
    const auto down = office.node->round().take_down(event.bytes);
    if (!down) {
      if (down.error().kind != node::DownFault::Kind::kBundle)
        violate(office.code + " refused an honest answer: " + std::string(node::code_of(down.error().kind)) + " " + down.error().detail);
      count("office refused a damaged answer");
      return;
    }
    if (down->old_answer) count("office met an old answer");
    if (down->verdicts > 0) count("verdicts reached an office");
    trace("down " + office.code + " " + std::to_string(down->held_through) + " " + std::to_string(down->verdicts));
  } catch (const store::StoreError&) {
    count("crash of an office in the middle of a write");
    restart(office);
  }
}

}  // namespace tirkeu::sim
