// What the codecs ask of every field of a message from outside. The first field that fails names the fault; the rest is
// still read, into harmless values that nobody gets to see.
#pragma once

#include <capnp/blob.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/bytes.h"
#include "sync/wire/messages.h"
#include "sync/wire/newer.h"

namespace tirkeu::wire {

/// The years 1 to 9999: any machine's clock, however wrong, and any printable date.
inline constexpr base::Instant kInstantMin{base::Milliseconds{-62'135'596'800'000}};
inline constexpr base::Instant kInstantMax{base::Milliseconds{253'402'300'799'999}};
/// Sequences are kept in SQLite's signed 64 bits.
inline constexpr base::Sequence kSequenceMax = std::numeric_limits<std::int64_t>::max();

inline base::ByteView view_of(capnp::Data::Reader data) {
  return {data.begin(), data.size()};
}

class FieldCheck {
 public:
  explicit FieldCheck(std::string_view message) : message_(message) {}

  void require(bool holds, std::string_view field) {
    if (!holds && fault_.empty()) fault_ = std::string(message_).append(": ").append(field);
  }
  /// What a newer program may say and this one cannot judge. Only a first fault counts: what follows may mean anything.
  void require_known(bool known, std::string_view field) {
    if (!known && fault_.empty()) fault_ = std::string(message_).append(": ").append(field).append(kNotKnownHere);
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> exactly(capnp::Data::Reader data, std::string_view field) {
    std::array<std::uint8_t, N> value{};
    require(data.size() == N, field);
    if (data.size() == N) std::copy(data.begin(), data.end(), value.begin());
    return value;
  }
  base::Bytes data(capnp::Data::Reader data, std::size_t size_max, std::string_view field) {
    require(data.size() <= size_max, field);
    return data.size() <= size_max ? base::Bytes(data.begin(), data.end()) : base::Bytes{};
  }
  std::string text(capnp::Text::Reader text, std::size_t size_max, std::string_view field) {
    const std::string_view value(text.begin(), text.size());
    const bool holds = value.size() <= size_max && base::is_utf8_without_nul(base::bytes_of(value));
    require(holds, field);
    return holds ? std::string(value) : std::string();
  }
  base::Incarnation incarnation(std::uint32_t value, std::string_view field) {
    require(value > 0 && value <= base::kIncarnationMax, field);
    return value;
  }
  base::Sequence sequence(std::uint64_t value, std::string_view field) {
    require(value <= kSequenceMax, field);
    return value;
  }
  base::Instant instant(std::int64_t milliseconds, std::string_view field) {
    const base::Instant value{base::Milliseconds{milliseconds}};
    require(value >= kInstantMin && value <= kInstantMax, field);
    return value;
  }
  /// An enum whose values are `first` to `last` without gaps; a newer program may have more of them.
  template <class Enum>
  Enum one_of(std::uint8_t value, Enum first, Enum last, std::string_view field) {
    const bool known = value <= static_cast<std::uint8_t>(last);
    require_known(known, field);
    const bool holds = known && value >= static_cast<std::uint8_t>(first);
    require(holds, field);
    return holds ? static_cast<Enum>(value) : first;
  }

  bool holds() const { return fault_.empty(); }
  template <class Value>
  Decoded<Value> result(Value value) {
    if (!fault_.empty()) return std::unexpected(WireFault{std::move(fault_)});
    return value;
  }

 private:
  std::string_view message_;
  std::string fault_;
};

/// For the writing side.
inline capnp::Data::Reader data_of(base::ByteView bytes) {
  return capnp::Data::Reader(bytes.data(), bytes.size());
}

}  // namespace tirkeu::wire
