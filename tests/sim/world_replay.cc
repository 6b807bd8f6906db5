// Old bundles and answers again, in any order, at the wrong place, cut anywhere (F10).
#include <algorithm>

#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

constexpr std::size_t kKeptMax = 60;
constexpr std::size_t kPlenty = 1u << 20;
constexpr int kCutsPerReplay = 12;

}  // namespace

void World::keep_for_replay(const Event& event) {
  if (!swarm_.has(Family::kReplay)) return;
  if (carried_.size() < kKeptMax) return carried_.push_back(event);
  if (dice_.chance(30)) carried_[dice_.below(carried_.size())] = event;
}

void World::begin_replay() {
  later(hours(dice_.between(20, 60)), [this] {
    for (std::uint64_t times = 1 + dice_.below(5); times > 0; --times) dice_.chance(50) ? replay_at_hub() : replay_at_office();
    begin_replay();
  });
}

void World::replay_at_hub() {
  std::vector<const Event*> bundles;
  for (const Event& event : carried_)
    if (event.kind == Kind::kUp) bundles.push_back(&event);
  if (bundles.empty()) return;
  const Event chosen = *dice_.among(bundles);
  count("bundle replayed at the hub");
  Event again = chosen;
  again.covers = 0;
  arrive_at_hub(again);
  try {
    for (int cuts = 0; cuts < kCutsPerReplay; ++cuts) {
      const std::size_t size = dice_.below(chosen.bytes.size());
      const auto report = hub_->admission().admit(base::ByteView(chosen.bytes).first(size), hub::Admission::Road::kStick, kPlenty);
      count("bundle cut at any byte");
      if (!report.fault || report.entries != 0) violate("a bundle cut to " + std::to_string(size) + " bytes was taken");
    }
    // A node's bundle, sealed to the hub, carried to an office.
    Office& office = *offices_[dice_.below(offices_.size())];
    if (office.node->round().take_down(chosen.bytes)) violate(office.code + " took in a bundle that was on its way to the hub");
    count("bundle carried to the wrong place");
  } catch (const store::StoreError&) {
    violate("a bundle that is refused touched a disk");
  }
}

void World::replay_at_office() {
  std::vector<const Event*> answers;
  for (const Event& event : carried_)
    if (event.kind == Kind::kDown) answers.push_back(&event);
  if (answers.empty()) return;
  Event again = *dice_.among(answers);
  Office& other = *offices_[dice_.below(offices_.size())];
  if (other.number != offices_[static_cast<std::size_t>(again.office)]->number) {
    count("answer carried to another office");
    const auto down = other.node->round().take_down(again.bytes);
    if (down || down.error().bundle_fault != protocol::BundleFault::kWrongReceiver) violate(other.code + " took in an answer for somebody else");
  }
  count("answer replayed at an office");
  arrive_at_office(again);
}

}  // namespace tirkeu::sim
