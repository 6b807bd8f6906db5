#include "schema/registry/indicators.h"

#include <gtest/gtest.h>

#include <boost/json/serialize.hpp>

#include "schema/registry/csv.h"

namespace tirkeu::registry {
namespace {

using namespace std::chrono_literals;
using std::chrono::year;

constexpr base::Instant kFrom = std::chrono::sys_days(year(2026) / 11 / 1);
constexpr base::Instant kUntil = std::chrono::sys_days(year(2026) / 12 / 1);

IndicatorInput november() {
  IndicatorInput input;
  input.from = kFrom;
  input.until = kUntil;
  input.now = kUntil + 24h;
  return input;
}

TEST(Indicators, OnePointOneCountsCasesByTheirDueTime) {
  IndicatorInput input = november();
  const base::Instant due = kFrom + 48h;
  input.cases = {{due, due, {}},                             // to the moment
                 {due, due + 1ms, {}},                       // late
                 {due, std::nullopt, {}},                    // still open, and due
                 {due, std::nullopt, due},                   // withdrawn in time: nobody owes anything
                 {due, std::nullopt, due + 1ms},             // withdrawn too late to excuse the office
                 {due, due - 1h, due + 5h},                  // decided, then withdrawn
                 {kFrom - 1ms, kFrom + 1h, {}},              // due in October
                 {kFrom, kFrom - 72h, {}},                   // decided in October, due in November
                 {kUntil, kUntil - 1h, {}}};                 // due in December
  EXPECT_EQ(compute(input).timeliness, (Share{3, 6}));
  input.now = due - 1h;
  EXPECT_EQ(compute(input).timeliness, (Share{3, 4})) << "what is open and not yet due is not late";
}

TEST(Indicators, EveryPartOfAFigureSaysWhy) {
  const IndicatorInput period = november();
  const base::Instant due = kFrom + 48h;
  const auto why = [&](std::string_view code, const auto& fact) {
    const std::optional<Part> part = part_in(code, fact, period);
    return part ? std::string(part->why) + (part->counted ? " counted" : "") + (part->of ? " of" : "") : "no part";
  };
  EXPECT_EQ(why("1.1", ServedCase{due, due, {}}), "in_time counted of");
  EXPECT_EQ(why("1.1", ServedCase{due, due + 1h, {}}), "late of");
  EXPECT_EQ(why("1.1", ServedCase{due, {}, {}}), "undecided of");
  EXPECT_EQ(why("1.1", ServedCase{due, {}, due}), "withdrawn");
  EXPECT_EQ(why("1.1", ServedCase{due, {}, due + 1h}), "withdrawn_late of");
  EXPECT_EQ(why("1.1", ServedCase{kUntil, due, {}}), "no part");
  EXPECT_EQ(why("4.1", ServedCase{kUntil, due, {}}), "decided of");
  EXPECT_EQ(why("2.1", ServedCase{due, due, {}}), "no part");
  EXPECT_EQ(why("7.2", VisitTimes{due, {}, due + 16min}), "left_late of");
  EXPECT_EQ(why("7.3", VisitTimes{due, {}, due + 16min}), "never_called");
  EXPECT_EQ(why("3.1", Opinion{due, true, false, true}), "not_satisfied of");
  EXPECT_EQ(why("4.1", AnsweredComplaint{due, true}), "founded counted");
  EXPECT_EQ(why("4.1", AnsweredComplaint{kUntil, true}), "no part");
  for (const char* key : {"in_time", "late", "undecided", "withdrawn", "withdrawn_late", "not_due", "decided", "called_in_time", "called_late",
                          "left_early", "left_late", "never_called", "served_in_time", "served_late", "satisfied", "not_satisfied", "founded",
                          "unfounded", "informs", "no_page"})
    for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish})
      EXPECT_FALSE(text(language, "indicator_why." + std::string(key)).starts_with("indicator_why.")) << key;
}

TEST(Indicators, ADepartmentIsTheSumOfItsOffices) {
  IndicatorInput one = november(), two = november();
  one.information_is_electronic = true;
  one.cases = {{kFrom + 1h, kFrom, {}}, {kFrom + 1h, kFrom + 2h, {}}};
  two.cases = {{kFrom + 1h, kFrom, {}}};
  Indicators sum = compute(one);
  sum += compute(two);
  EXPECT_EQ(sum.timeliness, (Share{2, 3}));
  EXPECT_EQ(sum.electronic, (Share{1, 2}));
}

TEST(Indicators, FourPointOneRelatesFoundedComplaintsToWhatWasDecidedInThePeriod) {
  IndicatorInput input = november();
  input.cases = {{kFrom, kFrom + 1h, {}}, {kUntil + 1h, kUntil - 1h, {}}, {kFrom, kFrom - 1h, {}}, {kFrom, std::nullopt, {}}};
  input.complaints = {{kFrom + 1h, true}, {kFrom + 2h, false}, {kUntil, true}};
  EXPECT_EQ(compute(input).complaints, (Share{1, 2}));
}

TEST(Indicators, OpinionsCountEachQuestionForItself) {
  IndicatorInput input = november();
  input.opinions = {{kFrom, true, false, true}, {kFrom + 1h, true, true, false}, {kFrom + 2h, false, false, true}, {kUntil, true, true, true}};
  const Indicators found = compute(input);
  EXPECT_EQ(found.process, (Share{2, 3}));
  EXPECT_EQ(found.information, (Share{1, 3}));
  EXPECT_EQ(found.courtesy, (Share{2, 3}));
}

TEST(Indicators, ThreePointTwoIsThisOneService) {
  IndicatorInput input = november();
  EXPECT_EQ(compute(input).electronic, (Share{0, 1}));
  input.information_is_electronic = true;
  EXPECT_EQ(compute(input).electronic, (Share{1, 1}));
}

TEST(Indicators, VisitsMeasureWaitingAndServiceOfFifteenMinutes) {
  IndicatorInput input = november();
  const base::Instant at = kFrom + 5h;
  input.visits = {{at, at + 15min, at + 30min},           // both to the minute
                  {at, at + 15min + 1ms, at + 16min},     // kept waiting
                  {at, at + 1min, at + 17min},            // served too long
                  {at, std::nullopt, at + 15min},         // left in time
                  {at, std::nullopt, at + 16min},         // left, having waited too long
                  {kUntil - 1min, kUntil - 1min, kUntil}};  // December's
  EXPECT_EQ(compute(input).waiting, (Share{2, 4}));
  EXPECT_EQ(compute(input).service, (Share{2, 3}));
}

TEST(Indicators, NothingToCountIsNoPercentage) {
  const Indicators none = compute(november());
  EXPECT_EQ(none.timeliness.percent(), std::nullopt);
  EXPECT_EQ(none.complaints.percent(), std::nullopt);
  EXPECT_EQ((Share{1, 3}).percent().has_value(), true);
}

TEST(Indicators, AdjoiningPeriodsCountEachFactOnce) {
  IndicatorInput whole = november();
  for (int hour = 0; hour < 30 * 24; hour += 5) {
    const base::Instant at = kFrom + std::chrono::hours(hour);
    whole.cases.push_back({at, at + (hour % 3 - 1) * 1h, {}});
    whole.visits.push_back({at - 10min, at - 5min * (hour % 4), at});
    whole.opinions.push_back({at, hour % 2 == 0, hour % 3 == 0, true});
    whole.complaints.push_back({at, hour % 2 == 0});
  }
  IndicatorInput first = whole, second = whole;
  first.until = second.from = kFrom + 24h * 13;
  const Indicators all = compute(whole), one = compute(first), two = compute(second);
  for (std::size_t row = 0; row < all.rows().size(); ++row) {
    if (all.rows()[row].code == "3.2") continue;  // one service in any period
    EXPECT_EQ(all.rows()[row].share->count, one.rows()[row].share->count + two.rows()[row].share->count) << all.rows()[row].code;
    EXPECT_EQ(all.rows()[row].share->of, one.rows()[row].share->of + two.rows()[row].share->of) << all.rows()[row].code;
  }
}

TEST(Indicators, PrintInTheLayoutOfAnnex5InEveryLanguage) {
  IndicatorInput input = november();
  input.opinions = {{kFrom, true, false, true}, {kFrom, true, true, true}, {kFrom, false, true, true}};
  RuleSet rules = newest_rule_set();
  rules.targets[2026]["2.1"] = {95.5, 97};
  const Indicators found = compute(input);
  for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
    const auto rows = read_csv(annex5_csv(found, rules, 2026, language));
    ASSERT_TRUE(rows);
    ASSERT_EQ(rows->size(), 9u);
    for (const CsvRow& row : *rows) {
      ASSERT_EQ(row.size(), 6u);
      EXPECT_FALSE(row[0].starts_with("indicator.") || row[0].starts_with("annex5."));
    }
    EXPECT_TRUE((*rows)[2][0].starts_with("2.1."));
    EXPECT_EQ(CsvRow((*rows)[2].begin() + 1, (*rows)[2].end()), (CsvRow{"95.5", "97", "66.67", "2", "3"}));
    EXPECT_EQ(CsvRow((*rows)[1].begin() + 1, (*rows)[1].end()), (CsvRow{"", "", "", "0", "0"}));
  }
  const boost::json::array json = annex5_json(found, rules, 2026, Language::kEnglish);
  ASSERT_EQ(json.size(), 8u);
  EXPECT_EQ(json[1].at("code"), "2.1");
  EXPECT_EQ(json[1].at("count"), 2);
  EXPECT_EQ(json[1].at("normative"), 95.5);
  EXPECT_TRUE(json[0].at("percent").is_null());
  EXPECT_EQ(json[6].at("clause"), "cl. 7.2");
  for (const boost::json::value& row : json)
    EXPECT_FALSE(row.at("definition").as_string().starts_with("indicator_definition.")) << row.at("code");
}

TEST(Complaint, IsDueAfterFifteenOrThirtyCalendarDays) {
  EXPECT_EQ(complaint_due(year(2026) / 11 / 23, ComplaintTerm::kOrdinary), base::Date(year(2026) / 12 / 8));
  EXPECT_EQ(complaint_due(year(2026) / 11 / 23, ComplaintTerm::kExtended), base::Date(year(2026) / 12 / 23));
  RuleSet rules = newest_rule_set();
  rules.complaint_days = 10;
  EXPECT_EQ(complaint_due(year(2024) / 2 / 20, ComplaintTerm::kOrdinary, rules), base::Date(year(2024) / 3 / 1));
}

}  // namespace
}  // namespace tirkeu::registry
