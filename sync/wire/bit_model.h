// Learns, bit by bit, what comes next: several contexts each remember how often a 1 followed them, and a mixer that learns
// too weighs what they say (logistic mixing, as in the PAQ family). Whole numbers throughout: both ends of a line must come
// to the same chances, whatever their processors.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "sync/wire/bit_coder.h"

namespace tirkeu::wire {

/// Mixes `value` into `hash`.
constexpr std::uint32_t mixed(std::uint32_t hash, std::uint32_t value) {
  hash = (hash ^ value) * 0x9e3779b1u;
  return hash ^ hash >> 15;
}

class BitModel {
 public:
  static constexpr std::size_t kContextsMax = 12;

  /// 2^memory contexts of four bits each are remembered, 64 bytes for each.
  explicit BitModel(int memory);
  /// A copy that can go back to what it was copied from, at the price of what it learned in between and not of all its memory.
  /// `origin` stays as it is, and outlives the copy.
  static BitModel returning_to(const BitModel& origin);
  void go_back();

  /// Codes `symbol` of `bits` bits, highest first, under these contexts (hashes, each meaningful by its place in the list);
  /// the mixer's weights are those of `weights`. Returns the symbol, which is the one read when `coder` reads.
  template <class Coder>
  std::uint32_t code(Coder& coder, std::span<const std::uint32_t> contexts, std::uint32_t weights, int bits, std::uint32_t symbol) {
    std::uint32_t known = 1;
    for (int i = bits - 1; i >= 0; --i) {
      if ((bits - 1 - i) % kBitsAtOnce == 0) find(contexts, weights, known);
      const Chance one = predict();
      const int bit = coder.code(one, static_cast<int>(symbol >> i & 1));
      learn(bit);
      known = known << 1 | static_cast<std::uint32_t>(bit);
    }
    return known & ((1u << bits) - 1);
  }

 private:
  static constexpr int kBitsAtOnce = 4;
  /// What followed a context: chance of a 1, and how often it was seen.
  struct Cell {
    std::uint16_t one = 1u << 15;
    std::uint16_t seen = 0;
  };
  /// Four bits after one context, by what is known of them: [1], then [2] or [3], … One line of a processor's cache.
  /// `cells[0].one` tells the context from another in its place.
  struct alignas(64) Bucket {
    std::array<Cell, 1 << kBitsAtOnce> cells;
  };

  void find(std::span<const std::uint32_t> contexts, std::uint32_t weights, std::uint32_t known);
  void note(std::size_t bucket);
  Chance predict();
  void learn(int bit);

  int unused_hash_bits_;
  std::vector<Bucket> buckets_;
  std::vector<std::int32_t> weights_;
  // Of a copy that goes back: to what, and which buckets are no longer as they are there.
  const BitModel* origin_ = nullptr;
  std::vector<std::uint32_t> changed_;
  std::vector<bool> is_changed_;
  // Of the symbol that is coded.
  std::array<Bucket*, kContextsMax> found_{};
  std::array<std::int32_t, 2 * kContextsMax> inputs_{};
  std::int32_t* used_ = nullptr;
  std::size_t count_ = 0, known_ = 1;
  std::int32_t mixed_ = 0;
};

}  // namespace tirkeu::wire
