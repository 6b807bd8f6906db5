// Lines that stall, offices that nobody hears of, and all of them back at once (F4, F8, F13).
#include <algorithm>

#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

/// After a line is sound again the office has so many rounds to get through what it had then, unless a disk breaks one off.
constexpr int kRoundsAfterStall = 2;
constexpr int kTriesAfterStall = 6;

}  // namespace

void World::begin_stalls() {
  for (const std::unique_ptr<Office>& office : offices_)
    later(hours(dice_.between(1, 120)), [this, office = office.get()] { stall(*office); });
}

void World::stall(Office& office) {
  const bool is_absent = office.road.absent;
  office.road = {};
  office.road.absent = is_absent;
  switch (dice_.below(4)) {
    case 0:
      count("line cut upwards");
      office.road.up_cut = true;
      break;
    case 1:
      count("line cut downwards");
      office.road.down_cut = true;
      break;
    case 2:
      count("line swallows everything");
      office.road.up_cut = office.road.down_cut = true;
      break;
    default:
      count("line of a byte a second");
      office.road.bytes_per_s = 1;
  }
  later(hours(dice_.between(1, 90)), [this, &office] { end_stall(office); });
}

void World::end_stall(Office& office) {
  const bool is_absent = office.road.absent;
  office.road = {};
  office.road.absent = is_absent;
  later(hours(dice_.between(20, 400)), [this, &office] { stall(office); });
  if (is_absent) return;
  // Something silent is worse than something broken: the line is sound, so there must be progress, and soon.
  const base::Sequence written = office.node->status().sequence;
  int rounds = 0;
  for (int tries = 0; tries < kTriesAfterStall && rounds < kRoundsAfterStall; ++tries) {
    truth_.now += std::chrono::minutes(1);
    if (clean_round(office)) ++rounds;
  }
  if (rounds < kRoundsAfterStall) return count("disks broke off every round after a stall");
  count("progress after a stall");
  if (!office.revoked && !office.twinned && office.node->status().receipted < written) violate(office.code + " made no progress after its line was sound again");
}

void World::begin_absence() {
  Office& office = *offices_[dice_.below(offices_.size())];
  // From the first hours on, for nearly the whole time: what it brings in the end is older than anything.
  later(hours(dice_.between(1, 30)), [this, &office] {
    count("office absent for long");
    if (options_.days > 20) count("office absent for weeks");
    office.road.absent = true;
  });
  if (!dice_.chance(50)) return;
  later(hours(options_.days * 24 * 3 / 4), [this, &office] {
    office.road.absent = false;
    if (clean_round(office)) count("absent office came back");
  });
}

void World::begin_stampede() {
  const std::int64_t days = std::max<std::int64_t>(1, options_.days / 2);
  const std::int64_t begins = dice_.between(0, days * 12);
  later(hours(begins), [this] {
    trace("all lines are gone");
    for (const std::unique_ptr<Office>& office : offices_) office->road.up_cut = office->road.down_cut = true;
  });
  later(hours(begins + dice_.between(12, days * 24)), [this] { stampede(); });
}

void World::stampede() {
  count("all offices back in one minute");
  for (const std::unique_ptr<Office>& office : offices_) office->road.up_cut = office->road.down_cut = false;
  // In an order of their own, twice, without a moment between them. Each is served, whoever came before it; what earlier lives
  // have left over goes up first, a life in each round.
  std::vector<Office*> order;
  for (const std::unique_ptr<Office>& office : offices_)
    if (!office->road.absent) order.insert(order.begin() + static_cast<std::ptrdiff_t>(dice_.below(order.size() + 1)), office.get());
  std::map<Office*, base::Sequence> written;
  for (Office* office : order) written[office] = office->node->status().sequence;
  int lives = 0;
  for (const Office* office : order) lives = std::max(lives, office->lives);
  for (int round = 0; round < 2 + lives; ++round)
    for (Office* office : order)
      if (!clean_round(*office)) written[office] = 0;
  for (Office* office : order)
    if (!office->revoked && !office->twinned && office->node->status().receipted < written[office]) violate(office->code + " was not served among all the others");
}

}  // namespace tirkeu::sim
