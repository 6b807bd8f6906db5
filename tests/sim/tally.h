// What a series of seeds has met so far, and how far it came: kept in a small text file so that a long series can be broken off and
// taken up again.
#pragma once

#include <cstdint>
#include <string>

#include "tests/sim/world.h"

namespace tirkeu::sim {

struct Tally {
  std::uint64_t next_seed = 1;
  std::uint64_t seeds = 0;
  std::uint64_t office_days = 0;
  Counters counters;

  /// Throws std::runtime_error when the file is there and is none of ours, or was made with other options.
  static Tally load(const std::string& file, const WorldOptions& options, std::uint64_t first_seed);
  /// Adds what another process met over other seeds under the same options.
  void add(const Tally& other);
  void save(const std::string& file, const WorldOptions& options) const;
  /// Prints every counter by the failure that it belongs to, and the totals. Returns how many that had to happen never did.
  int report(const WorldOptions& options) const;
};

}  // namespace tirkeu::sim
