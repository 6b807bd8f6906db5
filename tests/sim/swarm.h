// Which families of faults a seed switches on. Runs in which everything goes wrong at once hide what goes wrong only when something
// else does not: a stall that every power cut heals is never found under power cuts. So each seed draws its own few.
#pragma once

#include <set>
#include <string>

#include "tests/sim/dice.h"

namespace tirkeu::sim {

/// One family, one source file where it has code of its own (world_FAMILY.cc, entered by World::begin_FAMILY()). A new family is
/// added at the end, so that the draws of those before stay what they are.
enum class Family {
  kLines,     ///< bundles and answers dropped, repeated, delayed, cut
  kSticks,    ///< rounds by stick: late, doubled, lost
  kPower,     ///< power cuts of offices and hub, idle and in the middle of a write
  kClocks,    ///< clocks of other years, jumps
  kStalls,    ///< lines that are cut one way, swallow everything, or carry a byte a second
  kAbsence,   ///< an office that nobody hears of for most of the time
  kStampede,  ///< all lines gone for days, then all offices back in the same minute
  kReplay,    ///< old bundles again, in any order, at the wrong place, cut anywhere
  kPoison,    ///< an entry that cannot be applied
  kDisks,     ///< full disks, flipped bits
  kRevoked,   ///< a key that is revoked while its office goes on
  kLives,     ///< machines put back to an old copy, moved, lost
  kRestored,  ///< the hub's disk dies, and a backup takes its place; only where it is asked for
};
inline constexpr Family kFamilies[] = {Family::kLines,  Family::kSticks,   Family::kPower,  Family::kClocks,
                                       Family::kStalls, Family::kAbsence,  Family::kStampede, Family::kReplay,
                                       Family::kPoison, Family::kDisks,    Family::kRevoked,
                                       Family::kLives};

class Swarm {
 public:
  /// Each family with its own chance; now and then all of them, now and then none.
  explicit Swarm(Dice dice, bool restores) {
    const std::uint64_t mood = dice.below(20);
    for (const Family family : kFamilies) {
      const bool drawn = dice.chance(chance_of(family));
      if (mood == 0 || (mood != 1 && drawn)) on_.insert(family);
    }
    if (restores) on_.insert(Family::kRestored);
  }
  bool has(Family family) const { return on_.contains(family); }
  std::size_t size() const { return on_.size(); }

 private:
  static int chance_of(Family family) {
    switch (family) {
      case Family::kRevoked:
      case Family::kPoison: return 25;
      case Family::kLives: return 40;
      default: return 55;
    }
  }

  std::set<Family> on_;
};

}  // namespace tirkeu::sim
