// The working calendar of a rule set: cl. 7 (one working day) on the hours of cl. 9.
#include <algorithm>

#include "schema/registry/rule_book.h"
#include "sync/base/invariant.h"

namespace tirkeu::registry {
namespace {

// The longest run of days off is under two weeks; a rule set that closes longer than this is a broken invariant.
constexpr int kSearchDaysMax = 60;
constexpr int kSaturday = 6;

int weekday_of(base::Date day) {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding());
}

base::Date add_days(base::Date day, int days) {
  return std::chrono::sys_days(day) + std::chrono::days(days);
}

/// When the first day after the local day of `accepted_at` closes that has hours at all. `whose` is named when there is none.
template <class HoursOfDay>
base::Instant first_closing_after(base::Instant accepted_at, const base::TimeZone& zone, std::string_view whose, HoursOfDay hours_of_day) {
  const base::Date accepted_on = zone.to_local(accepted_at).day;
  for (int days = 1; days <= kSearchDaysMax; ++days) {
    const base::Date day = add_days(accepted_on, days);
    if (const std::optional<OpeningHours> hours = hours_of_day(day)) return zone.to_instant(day, hours->closes);
  }
  base::stop("the rules close " + std::string(whose) + " for more than " + std::to_string(kSearchDaysMax) +
             " days in a row; no deadline can be computed");
}

std::optional<OpeningHours> hours_of_weekday(int weekday, const RuleSet& rules) {
  const auto found = rules.hours.find(weekday);
  return found == rules.hours.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

base::Date add_months(base::Date day, int months) {
  const base::Date moved = day + std::chrono::months(months);
  return moved.ok() ? moved : base::Date(moved.year() / moved.month() / std::chrono::last);
}

std::optional<base::Date> last_visa_free_day(std::string_view citizenship, base::Date entry, const RuleSet& rules) {
  const auto found = rules.visa_free.find(citizenship);
  if (found == rules.visa_free.end() || (!found->second.days && !found->second.months)) return std::nullopt;
  return add_days(add_months(entry, found->second.months.value_or(0)), found->second.days.value_or(0));
}

Week week_of(std::string_view office, const RuleSet& rules) {
  return std::ranges::find(rules.five_day_offices, office) == rules.five_day_offices.end() ? Week::kSixDays
                                                                                           : Week::kFiveDays;
}

std::optional<OpeningHours> hours_of(base::Date day, const RuleSet& rules, Week week) {
  const std::string iso = base::format_date(day);
  const bool five = week == Week::kFiveDays;
  // A day that pays for another keeps that day's hours. What only five-day offices move is asked first: 11 May 2020 was
  // a day off of theirs by the law, and worked by the government's order.
  for (const auto* paid_days : {five ? &rules.five_day_worked_instead_of : nullptr, &rules.worked_instead_of}) {
    if (paid_days == nullptr) continue;
    if (const auto paid = paid_days->find(iso); paid != paid_days->end())
      return hours_of_weekday(weekday_of(*base::parse_date(paid->second)), rules);
  }
  if (std::ranges::binary_search(rules.holidays, iso)) return std::nullopt;
  if (five && (weekday_of(day) >= kSaturday || std::ranges::binary_search(rules.five_day_holidays, iso)))
    return std::nullopt;
  return hours_of_weekday(weekday_of(day), rules);
}

base::Instant due_time(base::Instant accepted_at, const RuleSet& rules, const base::TimeZone& zone, Week week) {
  return first_closing_after(accepted_at, zone, rules.id, [&](base::Date day) { return hours_of(day, rules, week); });
}

base::Instant due_time(base::Instant accepted_at, const RuleBook& book, const Office& office) {
  return first_closing_after(accepted_at, zone_of(office), office.code, [&](base::Date day) {
    const RuleSet& rules = book.in_force(day);
    return hours_of(day, rules, week_of(office.code, rules));
  });
}

bool calendar_missing(const RuleSet& rules, base::Date today) {
  if (rules.calendar_through < base::format_date(today)) return true;
  const base::Date needed = (today.year() + std::chrono::years(1)) / std::chrono::December / 31;
  return today.month() >= std::chrono::November && rules.calendar_through < base::format_date(needed);
}

std::optional<int> missing_calendar_year(const RuleBook& book, base::Date today) {
  const int year = static_cast<int>(today.year());
  if (book.in_force(today).calendar_through < base::format_date(today)) return year;
  const base::Date next_end = std::chrono::year(year + 1) / std::chrono::December / 31;
  const bool reaches = book.in_force(next_end).calendar_through >= base::format_date(next_end);
  return today.month() >= std::chrono::November && !reaches ? std::optional(year + 1) : std::nullopt;
}

bool is_open(base::Instant instant, const RuleSet& rules, const base::TimeZone& zone, Week week) {
  const base::LocalTime local = zone.to_local(instant);
  const auto hours = hours_of(local.day, rules, week);
  if (!hours || local.since_midnight < hours->opens || local.since_midnight >= hours->closes) return false;
  return local.since_midnight < hours->break_starts || local.since_midnight >= hours->break_ends;
}

}  // namespace tirkeu::registry
