#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {
namespace {

using base::Date;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year;

const RuleSet& rules() {
  return newest_rule_set();
}

bool is_sunday(Date day) {
  return std::chrono::weekday(sys_days(day)) == std::chrono::Sunday;
}

// Holidays that move on when they fall on a day off, as the labour law had them in that year.
std::vector<Date> movable_holidays(int in) {
  const year y(in);
  std::vector<Date> result = {y / 1 / 1, y / 1 / 2, y / 3 / 8, y / 3 / 22,
                              y / 5 / 1, y / 5 / 9, y / 7 / 6, y / 12 / 16};
  if (in >= 2010) result.insert(result.end(), {y / 3 / 21, y / 3 / 23});
  if (in >= 2013) result.push_back(y / 5 / 7);
  if (in <= 2025) result.push_back(y / 8 / 30);
  if (in >= 2027) result.push_back(y / 3 / 15);
  if (in >= 2012 && in <= 2021) result.push_back(y / 12 / 1);
  if (in <= 2021) result.push_back(y / 12 / 17);
  if (in >= 2022) result.push_back(y / 10 / 25);
  return result;
}

// The first day of Kurban Ait: a day off, but never moved.
Date kurban_ait(int in) {
  constexpr std::array<std::pair<unsigned, unsigned>, 19> kDays = {{{11, 27},
                                                                    {11, 16},
                                                                    {11, 6},
                                                                    {10, 26},
                                                                    {10, 15},
                                                                    {10, 4},
                                                                    {9, 24},
                                                                    {9, 12},
                                                                    {9, 1},
                                                                    {8, 21},
                                                                    {8, 11},
                                                                    {7, 31},
                                                                    {7, 20},
                                                                    {7, 9},
                                                                    {6, 28},
                                                                    {6, 16},
                                                                    {6, 6},
                                                                    {5, 27},
                                                                    {5, 16}}};
  const auto [month, day] = kDays[static_cast<std::size_t>(in - 2009)];
  return year(in) / static_cast<int>(month) / static_cast<int>(day);
}

struct MovedDay {
  Date off;
  Date worked;
};

// What the government moved from a day off of the six-day week. Moves from a Saturday (or from a Monday that only
// five-day offices had off, 11 May 2020) do not touch an office that works on that day anyway.
const std::vector<MovedDay> kMovedDays = {
    {year(2009) / 12 / 18, year(2009) / 12 / 20}, {year(2010) / 1 / 8, year(2010) / 1 / 10},
    {year(2012) / 3 / 9, year(2012) / 3 / 11},    {year(2014) / 5 / 2, year(2014) / 5 / 4},
    {year(2014) / 5 / 8, year(2014) / 5 / 11},    {year(2020) / 1 / 3, year(2020) / 1 / 5},
    {year(2020) / 12 / 18, year(2020) / 12 / 20}, {year(2025) / 1 / 3, year(2025) / 1 / 5}};

std::set<sys_days> days_off_by_the_rule() {
  std::set<sys_days> off;
  for (int in = 2009; in <= 2027; ++in) {
    for (Date day : movable_holidays(in)) off.insert(sys_days(day));
    off.insert(sys_days(year(in) / 1 / 7));
    off.insert(sys_days(kurban_ait(in)));
  }
  for (int in = 2009; in <= 2027; ++in)
    for (Date holiday : movable_holidays(in)) {
      if (!is_sunday(holiday)) continue;
      sys_days instead = sys_days(holiday) + days(1);
      while (off.contains(instead) || is_sunday(instead)) instead += days(1);
      off.insert(instead);
    }
  for (const MovedDay& moved : kMovedDays) off.insert(sys_days(moved.off));
  return off;
}

TEST(Calendar, HasEveryHolidayThatTheRuleGivesAndNoOther) {
  std::vector<std::string> expected;
  for (sys_days day : days_off_by_the_rule()) expected.push_back(base::format_date(day));
  EXPECT_EQ(rules().holidays, expected);
  EXPECT_EQ(rules().calendar_through, "2027-12-31");
}

TEST(Calendar, WorksOnSundaysThatPayForAMovedDayWithThatDaysHours) {
  ASSERT_EQ(rules().working_days.size(), kMovedDays.size());
  for (const MovedDay& moved : kMovedDays) {
    EXPECT_TRUE(is_sunday(moved.worked));
    ASSERT_TRUE(hours_of(moved.worked, rules()));
    EXPECT_EQ(hours_of(moved.worked, rules())->closes, std::chrono::hours(18));
    EXPECT_FALSE(hours_of(moved.off, rules()));
  }
}

base::Instant local(std::string_view text) {
  const std::optional<base::Instant> instant = base::parse_rfc3339(text);
  EXPECT_TRUE(instant) << text;
  return instant.value_or(base::Instant());
}

std::string due_in(std::string_view office, std::string_view accepted_at) {
  const base::TimeZone zone = zone_of(*find_office(office));
  return base::format_rfc3339(due_time(local(accepted_at), rules(), zone), zone);
}

TEST(Calendar, IsDueWhenTheNextWorkingDayCloses) {
  const struct {
    std::string_view accepted, due;
  } cases[] = {
      {"2010-07-02", "2010-07-03T13:00:00+05:00"},  // Saturday is a working day of the six-day week
      {"2013-12-27", "2013-12-28T13:00:00+05:00"},
      {"2013-12-28", "2013-12-30T18:00:00+05:00"},
      {"2019-08-09", "2019-08-10T13:00:00+05:00"},
      {"2019-08-10", "2019-08-12T18:00:00+05:00"},  // Kurban Ait on a Sunday is not moved to Monday
      {"2021-03-19", "2021-03-20T13:00:00+05:00"},
      {"2021-03-20", "2021-03-25T18:00:00+05:00"},  // Nauryz from Sunday to Tuesday, the Sunday moved to Wednesday
      {"2021-07-02", "2021-07-03T13:00:00+05:00"},
      {"2021-07-03", "2021-07-05T18:00:00+05:00"},  // the move of 5 July was for five-day offices
      {"2023-07-05", "2023-07-07T18:00:00+05:00"},  // 6 July; the move of 7 July was for five-day offices
      {"2024-05-06", "2024-05-08T18:00:00+05:00"},
      {"2024-05-08", "2024-05-10T18:00:00+05:00"},
      {"2020-01-02", "2020-01-04T13:00:00+05:00"},  // Friday the 3rd moved
      {"2020-01-04", "2020-01-05T18:00:00+05:00"},  // to Sunday the 5th, with a Friday's hours
      {"2025-01-04", "2025-01-05T18:00:00+05:00"},
      {"2026-05-08", "2026-05-11T18:00:00+05:00"},  // Victory Day on a Saturday is lost, not moved
      {"2026-11-21", "2026-11-23T18:00:00+05:00"},
      {"2026-12-31", "2027-01-04T18:00:00+05:00"},
      {"2027-05-08", "2027-05-11T18:00:00+05:00"},
  };
  for (const auto& one : cases)
    EXPECT_EQ(due_in("KZ-06-03", std::string(one.accepted) + "T10:30:00+05:00"), one.due) << one.accepted;
}

TEST(Calendar, CountsFromTheLocalDayOfAcceptanceWhateverTheHour) {
  EXPECT_EQ(due_in("KZ-06-03", "2026-11-23T00:00:00+05:00"), "2026-11-24T18:00:00+05:00");
  EXPECT_EQ(due_in("KZ-06-03", "2026-11-23T23:59:59+05:00"), "2026-11-24T18:00:00+05:00");
  // The same instant, 22:30 UTC on Monday, is Tuesday morning in Atyrau.
  EXPECT_EQ(due_in("KZ-06-03", "2026-11-23T22:30:00Z"), "2026-11-25T18:00:00+05:00");
  EXPECT_EQ(due_in("KZ-06-03", "2026-11-29T12:00:00+05:00"), "2026-11-30T18:00:00+05:00");
}

TEST(Calendar, KnowsTheChangeOfTimeZoneOfMarch2024) {
  EXPECT_EQ(due_in("KZ-03-01", "2024-02-28T10:00:00+06:00"), "2024-02-29T18:00:00+06:00");
  EXPECT_EQ(due_in("KZ-03-01", "2024-02-29T10:00:00+06:00"), "2024-03-01T18:00:00+05:00");
  EXPECT_EQ(due_in("KZ-12-01", "2024-02-29T10:00:00+06:00"), "2024-03-01T18:00:00+05:00");
  EXPECT_EQ(due_in("KZ-06-02", "2024-02-29T10:00:00+05:00"), "2024-03-01T18:00:00+05:00");
  // 18:30 UTC was still the next day in Almaty before the change, and is the same day after it.
  EXPECT_EQ(due_in("KZ-03-01", "2024-02-27T18:30:00Z"), "2024-02-29T18:00:00+06:00");
  EXPECT_EQ(due_in("KZ-03-01", "2024-03-04T18:30:00Z"), "2024-03-05T18:00:00+05:00");
}

TEST(Calendar, IsOpenInTheHoursOfClause9) {
  const base::TimeZone zone = zone_of(*find_office("KZ-06-03"));
  const struct {
    std::string_view at;
    bool open;
  } cases[] = {
      {"2026-11-23T08:59:59+05:00", false}, {"2026-11-23T09:00:00+05:00", true},  {"2026-11-23T12:59:59+05:00", true},
      {"2026-11-23T13:00:00+05:00", false}, {"2026-11-23T14:29:59+05:00", false}, {"2026-11-23T14:30:00+05:00", true},
      {"2026-11-23T17:59:59+05:00", true},  {"2026-11-23T18:00:00+05:00", false}, {"2026-11-21T12:59:59+05:00", true},
      {"2026-11-21T13:00:00+05:00", false}, {"2026-11-22T10:00:00+05:00", false}, {"2026-12-16T10:00:00+05:00", false},
      {"2025-01-05T10:00:00+05:00", true},  {"2025-01-03T10:00:00+05:00", false}};
  for (const auto& one : cases) EXPECT_EQ(is_open(local(one.at), rules(), zone), one.open) << one.at;
}

TEST(Calendar, GoesByTheWeekdayPastItsLastDay) {
  EXPECT_TRUE(hours_of(year(2029) / 1 / 1, rules()));
  EXPECT_FALSE(hours_of(year(2029) / 1 / 7, rules()));
}

TEST(Calendar, KeepsTheDeadlinesOfAFiveDayOffice) {
  const base::TimeZone zone = zone_of(*find_office("KZ-06-03"));
  const struct {
    std::string_view accepted, due;
  } cases[] = {
      {"2010-07-02", "2010-07-03"},  // a working Saturday
      {"2013-12-27", "2013-12-28"}, {"2013-12-28", "2013-12-30"},
      {"2019-08-09", "2019-08-12"},  // Kurban Ait on a Sunday is not moved
      {"2021-03-19", "2021-03-25"}, {"2023-07-05", "2023-07-10"}, {"2024-05-06", "2024-05-10"}, {"2026-05-08", "2026-05-12"},
      {"2020-05-07", "2020-05-11"},  // day off by the law, worked for the 8th
      {"2020-01-02", "2020-01-05"},  // a working Sunday
  };
  for (const auto& one : cases) {
    const base::Instant due = due_time(local(std::string(one.accepted) + "T10:30:00+05:00"), rules(), zone, Week::kFiveDays);
    EXPECT_EQ(base::format_rfc3339(due, zone), std::string(one.due) + "T18:00:00+05:00") << one.accepted;
  }
}

TEST(Calendar, WarnsFromNovemberWhenTheNextYearIsNotThere) {
  const RuleSet& now = rules();  // reaches to the end of 2027
  EXPECT_FALSE(calendar_missing(now, year(2026) / 12 / 31));
  EXPECT_FALSE(calendar_missing(now, year(2027) / 10 / 31));
  EXPECT_TRUE(calendar_missing(now, year(2027) / 11 / 1));
  EXPECT_TRUE(calendar_missing(now, year(2027) / 12 / 31));
  EXPECT_TRUE(calendar_missing(now, year(2028) / 2 / 1)) << "not even this day is covered";
}

// 19 years, hour by hour of acceptance, both weeks, every zone of the offices: what clause 7 promises is always a moment at
// which the office is at work, and never earlier for who came later.
TEST(CalendarProperty, DueTimesLieInWorkingHoursAndNeverRunBackwards) {
  std::set<std::string> zones;
  for (const Office& office : offices()) zones.insert(office.zone);
  ASSERT_GE(zones.size(), 5u);
  for (const std::string& name : zones) {
    const std::optional<base::TimeZone> zone = base::TimeZone::find(name);
    ASSERT_TRUE(zone) << name;
    for (const Week week : {Week::kSixDays, Week::kFiveDays}) {
      base::Instant latest{};
      const base::Instant end = local("2028-01-01T00:00:00Z");
      for (base::Instant at = local("2009-01-01T00:00:00Z"); at < end; at += std::chrono::hours(7)) {
        const base::Instant due = due_time(at, rules(), *zone, week);
        ASSERT_GE(due, latest) << name << " " << base::format_utc(at);
        ASSERT_GT(due, at);
        latest = due;
        const base::LocalTime closing = zone->to_local(due);
        const auto hours = hours_of(closing.day, rules(), week);
        ASSERT_TRUE(hours) << name << " " << base::format_utc(at);
        ASSERT_EQ(closing.since_midnight, hours->closes);
        ASSERT_TRUE(is_open(due - std::chrono::seconds(1), rules(), *zone, week));
        ASSERT_GT(closing.day, zone->to_local(at).day);
      }
    }
  }
}

TEST(CalendarDeathTest, StopsWhenARuleSetNeverOpens) {
  RuleSet never = rules();
  never.hours.clear();
  const base::TimeZone zone = zone_of(*find_office("KZ-06-03"));
  EXPECT_DEATH(due_time(local("2026-11-23T10:00:00+05:00"), never, zone), "no deadline can be computed");
}

}  // namespace
}  // namespace tirkeu::registry
