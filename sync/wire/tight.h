// The fixed part of a header: numbers as LEB128, byte strings of fixed length, one behind the other without names.
//
// Reading is strict: a number has one form (minimal, at most 64 bits), nothing is read past the end, and after the first
// fault everything reads as zero, so that a codec checks once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "sync/base/bytes.h"

namespace tirkeu::wire {

/// Small numbers of either sign as small numbers: 0, -1, 1, -2, …
constexpr std::uint64_t zigzag(std::int64_t value) {
  return static_cast<std::uint64_t>(value) << 1 ^ static_cast<std::uint64_t>(value >> 63);
}
constexpr std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>(value >> 1 ^ (~(value & 1) + 1));
}

class TightWriter {
 public:
  void number(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }
  void signed_number(std::int64_t value) { number(zigzag(value)); }
  void bytes(base::ByteView value) { base::append(bytes_, value); }
  base::Bytes take() { return std::move(bytes_); }

 private:
  base::Bytes bytes_;
};

class TightReader {
 public:
  explicit TightReader(base::ByteView bytes) : rest_(bytes) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const std::uint8_t byte = rest_.front();
      rest_ = rest_.subspan(1);
      const std::uint64_t part = byte & 0x7fu;
      if (shift == 63 && part > 1) break;
      value |= part << shift;
      if ((byte & 0x80) != 0) continue;
      if (byte == 0 && shift > 0) break;  // Written longer than needed.
      return value;
    }
    return fail();
  }
  std::int64_t signed_number() { return unzigzag(number()); }
  template <std::size_t N>
  std::array<std::uint8_t, N> bytes() {
    std::array<std::uint8_t, N> value{};
    if (rest_.size() < N) {
      fail();
      return value;
    }
    std::copy_n(rest_.begin(), N, value.begin());
    rest_ = rest_.subspan(N);
    return value;
  }
  /// nothing when fewer are left.
  std::optional<base::ByteView> view(std::uint64_t count) {
    if (count > rest_.size()) fail();
    if (failed_) return std::nullopt;
    const base::ByteView taken = rest_.first(static_cast<std::size_t>(count));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  bool failed() const { return failed_; }
  base::ByteView rest() const { return rest_; }

 private:
  std::uint64_t fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }

  base::ByteView rest_;
  bool failed_ = false;
};

}  // namespace tirkeu::wire
