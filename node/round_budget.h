// How much one exchange carries each way, learned from how the exchanges before it ended.
//
// A line that breaks every few kilobytes carries nothing at all while bundles are larger than that, and everything while they are smaller. So an
// exchange that was cut or timed out halves what the next one may carry, down to kLeast, and one that was answered and made use of what it
// was allowed adds a quarter. The hub is told how short its answer should be from the first cut on until the line has recovered; before that,
// saying so would cost bytes in every round.
//
// Pictures get less than entries: while they are going, an exchange takes kPictureSeconds of its line, so that what is written meanwhile
// waits no longer than that for the next one. Where the line's rate is known that is arithmetic; else it is found by trying: short exchanges
// double the pictures' share, long ones halve it. No clock, no line of its own: the caller tells what happened.
#pragma once

#include <cstddef>
#include <cstdint>

#include "sync/base/clock.h"

namespace tirkeu::node {

/// What the next exchange may carry, in bytes before compression.
struct RoundSize {
  std::size_t entries = 0;
  std::size_t pieces = 0;    ///< of pictures, behind the entries and only when none of those waits
  std::uint32_t answer = 0;  ///< entries of the answer; 0: as the hub likes
  std::size_t count = SIZE_MAX;  ///< entries, whatever their size
};

class RoundBudget {
 public:
  /// What fits through nearly every line, and is still twice what keys, seals and signatures take.
  static constexpr std::size_t kLeast = 1536;
  /// Even on a fast line: what a hub takes in at once while others wait.
  static constexpr std::size_t kPiecesMost = 1u << 20;
  static constexpr std::int64_t kPictureSeconds = 5;

  /// `kbps`: of the line, as configured or measured; 0: not known.
  explicit RoundBudget(std::uint32_t kbps);
  void know_rate(std::uint32_t kbps);

  RoundSize next() const;
  /// A bundle came back. `bytes`: that were allowed and used, or passed on the line; `took`: from the first byte up to the last one down.
  void note_answer(std::uint64_t bytes, base::Milliseconds took);
  /// The line stood and broke, or went silent, before the answer was whole. (A line that never stood says nothing about sizes.)
  void note_cut();

 private:
  /// Most that an exchange may carry on a line of that rate.
  std::size_t most() const;
  std::size_t pieces() const;

  std::uint32_t kbps_;
  std::size_t whole_;    ///< kLeast … most()
  std::size_t tried_;    ///< bytes of pictures where the rate is not known
};

}  // namespace tirkeu::node
