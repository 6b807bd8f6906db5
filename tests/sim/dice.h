// Every random choice of a simulated department comes from one seed, in one order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sync/base/entropy.h"

namespace tirkeu::sim {

/// SplitMix64: small, well mixed, the same on every machine and library.
class Dice final : public base::Entropy {
 public:
  /// The seed is mixed first: SplitMix steps by a constant, so neighbouring seeds would otherwise walk one sequence, a draw apart.
  explicit Dice(std::uint64_t seed) : state_(mixed(seed ^ 0x632be59bd9b4e019ull)) {}

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ull;
    return mixed(state_);
  }
  /// 0 … bound-1.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  /// low … high, both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low + 1)));
  }
  bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
  template <class T>
  const T& among(const std::vector<T>& choices) {
    return choices[below(choices.size())];
  }
  void fill(std::span<std::uint8_t> target) override {
    for (std::uint8_t& byte : target) byte = static_cast<std::uint8_t>(next());
  }
  /// A source of its own, so that one machine's draws do not shift another's.
  Dice fork() { return Dice(next()); }

 private:
  static std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
    return z ^ (z >> 31);
  }

  std::uint64_t state_;
};

}  // namespace tirkeu::sim
