#include "schema/registry/rule_set.h"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "yilmaz.h"

namespace tirkeu::registry::test {
namespace {

using std::chrono::year;

TEST(RuleSet, TheNewestIsTheWordingOfJuly2013) {
  const RuleSet& rules = newest_rule_set();
  EXPECT_EQ(rules.id, "2013-07-23");
  EXPECT_TRUE(rules.valid_from_is_doubtful);
  EXPECT_EQ(rules.categories, (std::vector<std::string>{"annex2-2", "annex2-3", "annex2-4", "annex2-5"}));
  EXPECT_EQ(rules.papers,
            (std::vector<std::string>{"identity_document", "visa", "migration_card", "application", "arrival_sheet_1",
                                      "arrival_sheet_2", "statistical_coupon", "photo"}));
  EXPECT_EQ(rule_set_json("2013-07-23").substr(0, 1), "{");
  EXPECT_TRUE(rule_set_json("2010-01-01").empty());
  EXPECT_TRUE(rule_set_json("countries.").empty());
}

TEST(RuleSet, HasTheTwelveStatesAndTermsOfAnnex3) {
  const RuleSet& rules = newest_rule_set();
  EXPECT_EQ(rules.visa_free.size(), 12u);
  for (const std::string_view state : {"AZE", "BLR", "KGZ", "RUS", "TJK", "UZB"}) {
    ASSERT_TRUE(rules.visa_free.contains(state)) << state;
    EXPECT_FALSE(rules.visa_free.find(state)->second.days || rules.visa_free.find(state)->second.months) << state;
  }
  for (const std::string_view state : {"GEO", "MDA", "MNG", "UKR"})
    EXPECT_EQ(rules.visa_free.find(state)->second.days, 90) << state;
  for (const std::string_view state : {"ARM", "TUR"}) EXPECT_EQ(rules.visa_free.find(state)->second.months, 1) << state;
  EXPECT_FALSE(needs_visa("TUR", rules));
  EXPECT_TRUE(needs_visa("CHN", rules));
  EXPECT_TRUE(needs_visa("XXA", rules));
}

TEST(RuleSet, CountsVisaFreeTermsFromTheDayAfterEntry) {
  const RuleSet& rules = newest_rule_set();
  EXPECT_EQ(last_visa_free_day("TUR", year(2026) / 11 / 20, rules), base::Date(year(2026) / 12 / 20));
  EXPECT_EQ(last_visa_free_day("ARM", year(2027) / 1 / 31, rules), base::Date(year(2027) / 2 / 28));
  EXPECT_EQ(last_visa_free_day("UKR", year(2026) / 11 / 20, rules), base::Date(year(2027) / 2 / 18));
  EXPECT_EQ(last_visa_free_day("RUS", year(2026) / 11 / 20, rules), std::nullopt);
  EXPECT_EQ(last_visa_free_day("CHN", year(2026) / 11 / 20, rules), std::nullopt);
}

TEST(RuleSet, HasTheHoursOfClause9) {
  const RuleSet& rules = newest_rule_set();
  ASSERT_EQ(rules.hours.size(), 6u);
  for (int weekday = 1; weekday <= 5; ++weekday) {
    EXPECT_EQ(rules.hours.at(weekday).opens, std::chrono::hours(9));
    EXPECT_EQ(rules.hours.at(weekday).break_starts, std::chrono::hours(13));
    EXPECT_EQ(rules.hours.at(weekday).break_ends, std::chrono::minutes(14 * 60 + 30));
    EXPECT_EQ(rules.hours.at(weekday).closes, std::chrono::hours(18));
  }
  EXPECT_EQ(rules.hours.at(6).closes, std::chrono::hours(13));
  EXPECT_EQ(rules.hours.at(6).break_starts, rules.hours.at(6).break_ends);
}

TEST(RuleSet, BacksEveryRefusalGroundWithAClause) {
  const RuleSet& rules = newest_rule_set();
  ASSERT_FALSE(rules.refusal_grounds.empty());
  EXPECT_EQ(rules.refusal_clauses.size(), rules.refusal_grounds.size());
  for (const std::string& ground : rules.refusal_grounds)
    EXPECT_FALSE(rules.refusal_clauses.at(ground).empty()) << ground;
  EXPECT_EQ(rules.refusal_clauses.at("incomplete_documents"), "cl. 16");
  EXPECT_EQ(rules.refusal_clauses.at("first_application_elsewhere"), "cl. 15");
}

TEST(RuleSet, ChecklistAsksThreePapersOfAVisaFreeCitizen) {
  EXPECT_EQ(checklist(yilmaz(), newest_rule_set()),
            (std::vector<std::string>{"identity_document", "migration_card", "application"}));
  EXPECT_TRUE(missing_papers(yilmaz(), newest_rule_set()).empty());
}

TEST(RuleSet, ChecklistAsksForTheVisaOfEverybodyElse) {
  Application application = yilmaz();
  application.applicant.citizenship = "CHN";
  EXPECT_EQ(missing_papers(application, newest_rule_set()), (std::vector<std::string>{"visa"}));
  application.documents.push_back("visa");
  EXPECT_TRUE(missing_papers(application, newest_rule_set()).empty());
}

TEST(RuleSet, ChecklistAsksFourMorePapersForAStayOverSixMonths) {
  Application application = yilmaz();
  application.applicant.citizenship = "RUS";
  application.stay.until = "2027-05-20";
  EXPECT_EQ(checklist(application, newest_rule_set()).size(), 3u) << "six months to the day are not over six months";
  application.stay.until = "2027-05-21";
  EXPECT_EQ(missing_papers(application, newest_rule_set()),
            (std::vector<std::string>{"arrival_sheet_1", "arrival_sheet_2", "statistical_coupon", "photo"}));
  EXPECT_EQ(missing_papers(application, newest_rule_set(), {"photo", "arrival_sheet_2"}),
            (std::vector<std::string>{"arrival_sheet_1", "statistical_coupon"}));
}

TEST(RuleSet, RefusesABrokenFileAndSaysWhere) {
  const auto fault_of = [](std::string_view pointer, boost::json::value replacement) {
    boost::json::value file = boost::json::parse(rule_set_json("2013-07-23"));
    set_at(file, pointer, std::move(replacement));
    try {
      parse_rule_set(boost::json::serialize(file));
      return std::string("accepted");
    } catch (const std::runtime_error& fault) {
      return std::string(fault.what());
    }
  };
  EXPECT_EQ(fault_of("/id", "2013-07-23"), "accepted");
  EXPECT_EQ(fault_of("/visa_free/ZZZ", boost::json::object()),
            "rule set: visa_free.ZZZ: There is no state ZZZ: take the three-letter ICAO code, for example TUR.");
  EXPECT_EQ(fault_of("/hours/1/opens", "9:00"), "rule set: hours.1.opens: “9:00” is no time of day: write it as 09:00.");
  EXPECT_TRUE(fault_of("/papers", 7).starts_with("rule set: papers: "));
  EXPECT_THROW(parse_rule_set("{}"), std::runtime_error);
  EXPECT_THROW(parse_rule_set("["), std::runtime_error);
  EXPECT_THROW(parse_rule_set("[]"), std::runtime_error);
}

}  // namespace
}  // namespace tirkeu::registry::test
