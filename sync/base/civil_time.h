// Calendar dates, local times of Kazakhstan's offices, and their ISO 8601 / RFC 3339 spellings.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.h"

namespace tirkeu::base {

/// A calendar day; always valid (year_month_day::ok()) where it comes from parse_date().
using Date = std::chrono::year_month_day;

/// Strict ISO 8601 "YYYY-MM-DD" of a day that exists; nothing otherwise.
std::optional<Date> parse_date(std::string_view text);
std::string format_date(Date date);
/// Signed number of days from `from` to `to`.
int days_between(Date from, Date to);

/// A local clock time of one office: day and minutes since its midnight.
struct LocalTime {
  Date day;
  std::chrono::milliseconds since_midnight{};
  std::chrono::minutes utc_offset{};
};

/// An IANA time zone as the system's tzdata has it ("Asia/Atyrau"). Cheap to copy.
class TimeZone {
 public:
  /// nothing when tzdata knows no zone of that name.
  static std::optional<TimeZone> find(std::string_view iana_name);
  LocalTime to_local(Instant instant) const;
  /// A local time that a change of offset skips or repeats is read with the offset in force before the change.
  Instant to_instant(Date day, std::chrono::milliseconds since_midnight) const;
  std::string_view name() const { return name_; }

 private:
  explicit TimeZone(const void* zone, std::string_view name) : zone_(zone), name_(name) {}
  const void* zone_;  ///< a date::time_zone of the process-wide tz database, which lives as long as the process
  std::string_view name_;
};

/// RFC 3339 with the zone's offset at that instant, to the second: "2026-11-20T09:10:00+05:00".
std::string format_rfc3339(Instant instant, const TimeZone& zone);
/// RFC 3339 in UTC with milliseconds: "2026-11-20T04:10:00.123Z".
std::string format_utc(Instant instant);
std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace tirkeu::base
