// Ids of rows and positions of logs.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tirkeu::base {

/// One life of one database, numbered by the hub of its department and never used again. 17 bits; 0 is nobody.
/// Numbers below kFirstNodeIncarnation belong to the hub's own logs.
using Incarnation = std::uint32_t;
inline constexpr Incarnation kFirstNodeIncarnation = 1024;
/// From here on, numbers are the hub's again: for its logs after a restore from backup.
inline constexpr Incarnation kFirstLaterEpochIncarnation = 1u << 16;
/// True when a log of that number is the hub's own, of whatever epoch.
constexpr bool is_hub_log(Incarnation incarnation) {
  return incarnation < kFirstNodeIncarnation || incarnation >= kFirstLaterEpochIncarnation;
}
inline constexpr Incarnation kIncarnationMax = (1u << 17) - 1;
/// An enrolment grants this many numbers, so that a new life can begin without a connection.
inline constexpr Incarnation kIncarnationsPerGrant = 8;

/// 1, 2, 3 … per log, without gaps. 0 means "nothing yet".
using Sequence = std::uint64_t;

/// Primary key of a replicated row, minted by its author alone: department (6 bits) | incarnation (17) | counter (40).
/// The sign bit stays 0, so it is SQLite's INTEGER as it is. In JSON always a decimal string: JavaScript rounds above
/// 2^53.
struct RowId {
  std::int64_t value = 0;

  static RowId make(std::uint32_t department, Incarnation incarnation, std::uint64_t counter);
  std::uint32_t department() const { return static_cast<std::uint32_t>(value >> 57) & 0x3f; }
  Incarnation incarnation() const { return static_cast<Incarnation>(value >> 40) & kIncarnationMax; }
  std::uint64_t counter() const { return static_cast<std::uint64_t>(value) & ((1ull << 40) - 1); }
  std::string to_string() const { return std::to_string(value); }
  /// nothing unless `text` is a positive decimal number that fits.
  static std::optional<RowId> parse(std::string_view text);

  auto operator<=>(const RowId&) const = default;
};

}  // namespace tirkeu::base
