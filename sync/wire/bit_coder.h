// Arithmetic coding of single bits, each with the probability that somebody gave it: the least bytes that hold them.
//
// Whole numbers throughout, so that every machine makes the same bytes. An encoder's bytes are the only ones that a decoder
// takes for its bits: none may be missing, and nothing may follow them.
#pragma once

#include <cstdint>

#include "sync/base/bytes.h"

namespace tirkeu::wire {

/// Probabilities of a 1, in 65536ths; a coder keeps them off both ends.
using Chance = std::uint32_t;
inline constexpr Chance kChanceMin = 16;
inline constexpr Chance kChanceMax = 65536 - 16;

/// The span that is left for the bits to come.
class Span {
 public:
  /// Where the span of a 1 ends: at or below it 1, above it 0.
  std::uint32_t middle(Chance one) const {
    return low_ + static_cast<std::uint32_t>((static_cast<std::uint64_t>(high_ - low_) * one) >> 16);
  }
  void narrow(std::uint32_t middle, int bit) {
    if (bit != 0)
      high_ = middle;
    else
      low_ = middle + 1;
  }
  /// The first byte is settled.
  bool settled() const { return ((low_ ^ high_) & 0xff000000u) == 0; }
  std::uint8_t first_byte() const { return static_cast<std::uint8_t>(low_ >> 24); }
  void shift() {
    low_ <<= 8;
    high_ = high_ << 8 | 0xff;
  }
  /// The number with the fewest bytes that lies in the span; zeros behind it.
  std::uint32_t shortest() const { return low_ == 0 ? 0 : ((low_ >> 24) + 1) << 24; }

 private:
  std::uint32_t low_ = 0, high_ = 0xffffffff;
};

class BitEncoder {
 public:
  int code(Chance one, int bit) {
    span_.narrow(span_.middle(one), bit);
    for (; span_.settled(); span_.shift()) bytes_.push_back(span_.first_byte());
    return bit;
  }
  static constexpr bool kReads = false;
  static constexpr bool failed() { return false; }
  base::Bytes finish() {
    if (const std::uint32_t last = span_.shortest(); last != 0) bytes_.push_back(static_cast<std::uint8_t>(last >> 24));
    return std::move(bytes_);
  }

 private:
  Span span_;
  base::Bytes bytes_;
};

class BitDecoder {
 public:
  explicit BitDecoder(base::ByteView bytes) : bytes_(bytes) {
    for (int i = 0; i < 4; ++i) window_ = window_ << 8 | next();
  }
  int code(Chance one, int) {
    const std::uint32_t middle = span_.middle(one);
    const int bit = window_ <= middle ? 1 : 0;
    span_.narrow(middle, bit);
    for (; span_.settled(); span_.shift()) {
      window_ = window_ << 8 | next();
      ++settled_;
    }
    return bit;
  }
  static constexpr bool kReads = true;
  /// It has settled more bytes than there are: what it makes from now on means nothing.
  bool failed() const { return settled_ > bytes_.size(); }
  /// These bytes and no others are what an encoder makes of the bits read.
  bool exact() const { return window_ == span_.shortest() && bytes_.size() == settled_ + (window_ != 0 ? 1 : 0); }

 private:
  std::uint32_t next() { return at_ < bytes_.size() ? bytes_[at_++] : 0; }

  base::ByteView bytes_;
  std::size_t at_ = 0, settled_ = 0;
  std::uint32_t window_ = 0;
  Span span_;
};

/// Only lets the model learn.
struct BitObserver {
  static int code(Chance, int bit) { return bit; }
  static constexpr bool kReads = false;
  static constexpr bool failed() { return false; }
};

}  // namespace tirkeu::wire
