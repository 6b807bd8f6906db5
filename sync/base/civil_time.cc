#include "sync/base/civil_time.h"

#include <date/tz.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace tirkeu::base {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;

/// Reads exactly `count` digits at the front of `text` and removes them; -1 when there are not so many.
int take_digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int value = 0;
  for (std::size_t n = 0; n < count; ++n) {
    if (text[n] < '0' || text[n] > '9') return -1;
    value = value * 10 + (text[n] - '0');
  }
  text.remove_prefix(count);
  return value;
}

bool take(std::string_view& text, std::string_view allowed) {
  if (text.empty() || allowed.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<Date> take_date(std::string_view& text) {
  const int year = take_digits(text, 4);
  if (year < 1 || !take(text, "-")) return std::nullopt;
  const int month = take_digits(text, 2);
  if (month < 0 || !take(text, "-")) return std::nullopt;
  const int day = take_digits(text, 2);
  if (day < 0) return std::nullopt;
  const Date date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                  std::chrono::day(static_cast<unsigned>(day)));
  return date.ok() ? std::optional(date) : std::nullopt;
}

/// A fraction of any length, cut to milliseconds; nothing when a dot is followed by no digit.
std::optional<Milliseconds> take_fraction(std::string_view& text) {
  if (!take(text, ".")) return Milliseconds(0);
  Milliseconds fraction(0);
  Milliseconds unit(100);
  bool any = false;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    fraction += unit * (text.front() - '0');
    unit /= 10;
    any = true;
    text.remove_prefix(1);
  }
  return any ? std::optional(fraction) : std::nullopt;
}

/// "Z" or "+05:00"; nothing when it is neither.
std::optional<minutes> take_offset(std::string_view& text) {
  if (take(text, "Zz")) return minutes(0);
  const int sign = text.starts_with('-') ? -1 : 1;
  if (!take(text, "+-")) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ":")) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59) return std::nullopt;
  return sign * (hours(hour) + minutes(minute));
}

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

/// All offsets of the last hundred years are whole minutes; local mean times before them are cut to one.
minutes whole_minutes(seconds offset) {
  return std::chrono::floor<minutes>(offset);
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  const std::optional<Date> date = take_date(text);
  return text.empty() ? date : std::nullopt;
}

std::string format_date(Date date) {
  std::array<char, 32> text{};
  const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return {text.data(), static_cast<std::size_t>(length)};
}

int days_between(Date from, Date to) {
  return static_cast<int>((sys_days(to) - sys_days(from)).count());
}

std::optional<TimeZone> TimeZone::find(std::string_view iana_name) {
  try {
    const date::time_zone* zone = date::locate_zone(iana_name);
    return TimeZone(zone, zone->name());
  } catch (const std::runtime_error&) {
    // The library throws for a name that tzdata does not know and for a machine without tzdata alike.
    return std::nullopt;
  }
}

LocalTime TimeZone::to_local(Instant instant) const {
  const date::sys_info info = zone_of(zone_).get_info(instant);
  LocalTime local;
  local.utc_offset = whole_minutes(info.offset);
  const Instant shifted = instant + local.utc_offset;
  const sys_days day = std::chrono::floor<days>(shifted);
  local.day = Date(day);
  local.since_midnight = shifted - day;
  return local;
}

Instant TimeZone::to_instant(Date day, Milliseconds since_midnight) const {
  const Instant as_if_utc = Instant(sys_days(day)) + since_midnight;
  const date::local_info info = zone_of(zone_).get_info(date::local_time<Milliseconds>(as_if_utc.time_since_epoch()));
  // `first` is the offset before the change where the time is skipped or repeated, and the only one elsewhere.
  return as_if_utc - whole_minutes(info.first.offset);
}

std::string format_rfc3339(Instant instant, const TimeZone& zone) {
  const LocalTime local = zone.to_local(instant);
  const std::chrono::hh_mm_ss time(std::chrono::floor<seconds>(local.since_midnight));
  const std::chrono::hh_mm_ss offset(std::chrono::abs(local.utc_offset));
  std::array<char, 40> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%sT%02d:%02d:%02d%c%02d:%02d", format_date(local.day).c_str(),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()), local.utc_offset < minutes(0) ? '-' : '+',
                    static_cast<int>(offset.hours().count()), static_cast<int>(offset.minutes().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::string format_utc(Instant instant) {
  const sys_days day = std::chrono::floor<days>(instant);
  const std::chrono::hh_mm_ss time(instant - day);
  std::array<char, 40> text{};
  const int length =
      std::snprintf(text.data(), text.size(), "%sT%02d:%02d:%02d.%03dZ", format_date(Date(day)).c_str(),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const std::optional<Date> date = take_date(text);
  if (!date || !take(text, "Tt")) return std::nullopt;
  const int hour = take_digits(text, 2);
  if (hour < 0 || hour > 23 || !take(text, ":")) return std::nullopt;
  const int minute = take_digits(text, 2);
  if (minute < 0 || minute > 59 || !take(text, ":")) return std::nullopt;
  const int second = take_digits(text, 2);
  if (second < 0 || second > 59) return std::nullopt;
  const std::optional<Milliseconds> fraction = take_fraction(text);
  if (!fraction) return std::nullopt;
  const std::optional<minutes> offset = take_offset(text);
  if (!offset || !text.empty()) return std::nullopt;
  return Instant(sys_days(*date)) + hours(hour) + minutes(minute) + seconds(second) + *fraction - *offset;
}

}  // namespace tirkeu::base
