// Terms and calendars across several rule sets: each day is looked up in the set that is in force on it.
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "schema/registry/rule_book.h"

namespace tirkeu::registry {
namespace {

using namespace std::chrono_literals;
using std::chrono::year;

/// The newest embedded set, in force from `day` on, with five days a week at KZ-06-03.
std::string five_day_set(const std::string& day) {
  boost::json::value set = boost::json::parse(rule_set_json(newest_rule_set().id));
  set.at("id") = day;
  set.at("valid_from") = day;
  set.at("five_day_offices") = boost::json::array{"KZ-06-03"};
  return boost::json::serialize(set);
}

/// Noon in Atyrau.
base::Instant noon(base::Date day) { return std::chrono::sys_days(day) + 7h; }
std::string due(const RuleBook& book, base::Date day) {
  const Office& office = *find_office("KZ-06-03");
  return base::format_rfc3339(due_time(noon(day), book, office), zone_of(office));
}

TEST(CalendarInForce, TheDayLookedAtDecidesByItsOwnSet) {
  RuleBook book;
  ASSERT_TRUE(book.add(five_day_set("2026-11-23")));
  EXPECT_EQ(due(book, year(2026) / 11 / 20), "2026-11-21T13:00:00+05:00") << "that Saturday was worked, whatever holds now";
  EXPECT_EQ(due(book, year(2026) / 11 / 27), "2026-11-30T18:00:00+05:00");
}

TEST(CalendarInForce, AnApplicationNamesTheSetThatJudgesIt) {
  RuleBook book;
  ASSERT_TRUE(book.add(five_day_set("2026-11-23")));
  EXPECT_EQ(book.of_acceptance("2011-02-28", year(2026) / 11 / 24).id, "2011-02-28");
  EXPECT_EQ(book.of_acceptance("unknown", year(2026) / 11 / 24).id, "2026-11-23");
  EXPECT_EQ(book.of_acceptance("unknown", year(2026) / 11 / 22).id, newest_rule_set().id);
}

TEST(CalendarInForce, TheNextYearIsMissedFromNovemberOnUntilAnySetHasIt) {
  RuleBook book;
  EXPECT_EQ(missing_calendar_year(book, year(2026) / 12 / 31), std::nullopt);
  EXPECT_EQ(missing_calendar_year(book, year(2027) / 10 / 31), std::nullopt);
  EXPECT_EQ(missing_calendar_year(book, year(2027) / 11 / 1), 2028);
  EXPECT_EQ(missing_calendar_year(book, year(2028) / 1 / 1), 2028) << "now it is this year's";
  boost::json::value next = boost::json::parse(five_day_set("2028-01-01"));
  next.at("calendar_through") = "2028-12-31";
  ASSERT_TRUE(book.add(boost::json::serialize(next)));
  EXPECT_EQ(missing_calendar_year(book, year(2027) / 11 / 1), std::nullopt) << "issued, though not in force yet";
}

}  // namespace
}  // namespace tirkeu::registry
