#include "schema/registry/rule_book.h"

#include <gtest/gtest.h>

#include <random>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "yilmaz.h"

namespace tirkeu::registry::test {
namespace {

using std::chrono::year;

constexpr Language kLanguages[] = {Language::kKazakh, Language::kRussian, Language::kEnglish};

boost::json::value next_set() {
  boost::json::value file = boost::json::parse(rule_set_json("2013-07-23"));
  set_at(file, "/id", "2026-12-01");
  set_at(file, "/valid_from", "2026-12-01");
  return file;
}

std::string changed(std::string_view pointer, boost::json::value replacement) {
  boost::json::value file = next_set();
  set_at(file, pointer, std::move(replacement));
  return boost::json::serialize(file);
}

/// "path key" of every fault, each of which must be told in three languages without an open placeholder.
std::vector<std::string> faults_of(std::string_view json) {
  const auto read = RuleBook().check(json);
  std::vector<std::string> result;
  if (read) return result;
  for (const RuleFault& fault : read.error()) {
    result.push_back(fault.path + " " + fault.message.key);
    for (const Language language : kLanguages) {
      const std::string sentence = text(language, fault.message);
      EXPECT_NE(sentence, fault.message.key);
      EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
    }
  }
  return result;
}

std::vector<std::string> changes_to(std::string_view json) {
  const RuleSet after = parse_rule_set(json);
  std::vector<std::string> result;
  for (const Message& change : differences(newest_rule_set(), after)) {
    for (const Language language : kLanguages) {
      const std::string sentence = text(language, change);
      EXPECT_NE(sentence, change.key);
      EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
    }
    if (change.key != "change.valid_from") result.push_back(text(Language::kEnglish, change));
  }
  return result;
}

using List = std::vector<std::string>;

TEST(RuleBook, KnowsBothWordingsFromTheStart) {
  const RuleBook book;
  ASSERT_EQ(book.all().size(), 2u);
  EXPECT_EQ(book.in_force(year(2012) / 5 / 1).id, "2011-02-28");
  EXPECT_EQ(book.in_force(year(2013) / 8 / 2).id, "2011-02-28");
  EXPECT_EQ(book.in_force(year(2013) / 8 / 3).id, "2013-07-23");
  EXPECT_EQ(book.in_force(year(2026) / 11 / 23).id, "2013-07-23");
  EXPECT_EQ(book.in_force(year(1995) / 1 / 1).id, "2011-02-28") << "before the first set the oldest holds";
  EXPECT_EQ(book.find("2010-01-01"), nullptr);
  EXPECT_EQ(book.json_of("2013-07-23"), rule_set_json("2013-07-23"));
  EXPECT_TRUE(book.json_of("2010-01-01").empty());
}

TEST(RuleBook, TheWordingOf2011HadPointOneOfAnnex2AndNoPortal) {
  const RuleBook book;
  const RuleSet& old = *book.find("2011-02-28");
  EXPECT_TRUE(old.valid_from_is_doubtful);
  EXPECT_FALSE(old.portal);
  EXPECT_TRUE(newest_rule_set().portal);
  EXPECT_EQ(old.categories.front(), "annex2-1");
  List told;
  for (const Message& change : differences(old, newest_rule_set())) told.push_back(text(Language::kEnglish, change));
  EXPECT_EQ(told, (List{"Comes into force on 03.08.2013.", "Requests through the web portal are taken.",
                        "Category of Annex 2 removed: category of point 1 of Annex 2 (repealed by resolution No. 734).",
                        "The calendar reaches to 31.12.2027."}));
}

TEST(RuleBook, TakesAnIssuedSetOnAndPutsItInForceOnItsDay) {
  RuleBook book;
  const RuleSet* before = &book.in_force(year(2026) / 11 / 30);
  const std::string json = boost::json::serialize(next_set());
  const auto added = book.add(json);
  ASSERT_TRUE(added);
  EXPECT_EQ((*added)->id, "2026-12-01");
  EXPECT_EQ(&book.in_force(year(2026) / 11 / 30), before) << "references stay good";
  EXPECT_EQ(&book.in_force(year(2026) / 12 / 1), *added);
  EXPECT_EQ(book.json_of("2026-12-01"), json);
  EXPECT_EQ(book.add(json), added) << "the same again is no fault";
  EXPECT_EQ(book.all().size(), 3u);
  const auto other = book.add(changed("/complaint_days", 20));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().front().message.key, "rule.id_taken");
  EXPECT_EQ(book.find("2026-12-01")->complaint_days, 15);
}

TEST(RuleBook, TheOrderOfArrivalDecidesNothing) {
  boost::json::value other = next_set();
  set_at(other, "/id", "2026-12-01.2");
  const std::string first = boost::json::serialize(next_set());
  const std::string second = boost::json::serialize(other);
  RuleBook one, two;
  ASSERT_TRUE(one.add(first) && one.add(second));
  ASSERT_TRUE(two.add(second) && two.add(first));
  EXPECT_EQ(one.in_force(year(2027) / 1 / 1).id, "2026-12-01.2");
  EXPECT_EQ(two.in_force(year(2027) / 1 / 1).id, "2026-12-01.2");
}

TEST(RuleBook, TellsFaultsWithTheirPlace) {
  EXPECT_EQ(faults_of(boost::json::serialize(next_set())), List());
  const struct {
    std::string_view pointer;
    boost::json::value replacement;
    std::string fault;
  } cases[] = {
      {"/id", "a b", "id rule.bad_id"},
      {"/id", "2013-07-23", "id rule.id_taken"},
      {"/valid_from", "2026-13-01", "valid_from rule.not_a_date"},
      {"/valid_from", "2031-01-01", "calendar_through rule.calendar_ends_before"},
      {"/portal", "yes", "portal rule.wrong_kind"},
      {"/papers", 7, "papers rule.wrong_kind"},
      {"/papers_always/0", "letter", "papers_always.letter rule.unknown_paper"},
      {"/papers/1", "photo", "papers.7 rule.listed_twice"},
      {"/papers_always", boost::json::array(), "papers_always rule.empty"},
      {"/visa_free/ZZZ", boost::json::object(), "visa_free.ZZZ rule.unknown_state"},
      {"/visa_free/GEO", boost::json::parse(R"({"days":90,"months":3})"), "visa_free.GEO rule.two_terms"},
      {"/visa_free/GEO", boost::json::parse(R"({"days":-1})"), "visa_free.GEO.days rule.out_of_range"},
      {"/category_of_tourist_visa", "annex2-9", "category_of_tourist_visa rule.unknown_category"},
      {"/refusal_clauses/other_district", "", "refusal_clauses.other_district rule.ground_without_clause"},
      {"/refusal_clauses/mood", "cl. 99", "refusal_clauses.mood rule.clause_without_ground"},
      {"/hours/1/opens", "25:00", "hours.1.opens rule.not_a_time"},
      {"/hours/6/closes", "08:00", "hours.6 rule.hours_not_in_order"},
      {"/hours/8", boost::json::object(), "hours.8 rule.not_a_weekday"},
      {"/hours", boost::json::object(), "hours rule.no_day_open"},
      {"/holidays/2026/2026-02-30", "nauryz", "holidays.2026.2026-02-30 rule.not_a_date"},
      {"/holidays/2026/2027-02-03", "nauryz", "holidays.2026.2027-02-03 rule.day_of_another_year"},
      {"/holidays/2028", boost::json::parse(R"({"2028-01-01":"new_year"})"), "holidays rule.day_after_calendar"},
      {"/five_day/holidays/2026/2026-05-09", "victory_day", "five_day.holidays rule.listed_twice"},
      {"/five_day_offices", boost::json::array{"KZ-99-01"}, "five_day_offices rule.unknown_office"},
      {"/localities/KZ-06", boost::json::array{"Атырау"}, "localities.KZ-06 rule.unknown_office"},
      {"/targets/2026", boost::json::parse(R"({"9.9":{"normative":5}})"), "targets.2026.9.9 rule.unknown_indicator"},
      {"/targets/2026", boost::json::parse(R"({"1.1":{"normative":101}})"), "targets.2026.1.1.normative rule.out_of_range"},
      {"/complaint_days_extended", 14, "complaint_days_extended rule.extended_is_shorter"},
      {"/paper_uncertainty_minutes", 1.5, "paper_uncertainty_minutes rule.out_of_range"},
  };
  for (const auto& one : cases) {
    const List faults = faults_of(changed(one.pointer, one.replacement));
    EXPECT_TRUE(std::ranges::find(faults, one.fault) != faults.end())
        << one.pointer << " should give " << one.fault << ", gives " << (faults.empty() ? "nothing" : faults.front());
  }
}

TEST(RuleBook, RefusesAWorkingDayThatPaysForNoDayOff) {
  boost::json::value file = next_set();
  file.at("working_days").at(0).as_object()["instead_of"] = "2009-12-21";
  EXPECT_EQ(faults_of(boost::json::serialize(file)), (List{"working_days rule.moved_day_is_not_off"}));
}

TEST(RuleBook, RefusesAnOfficeThatNeverOpensForWeeks) {
  boost::json::value file = next_set();
  for (int day = 1; day <= 31; ++day)
    set_at(file, "/holidays/2027/" + base::format_date(year(2027) / 8 / day), "nauryz");
  EXPECT_EQ(faults_of(boost::json::serialize(file)), (List{"holidays rule.closed_too_long"}));
}

TEST(RuleBook, SurvivesEveryTextAndEveryMissingMember) {
  for (const std::string_view text : {"", "[", "[]", "null", "{}", "{\"id\":1}", "\xff\xfe", "{\"id\":\"a\",\"hours\":[1,2]}"})
    EXPECT_FALSE(faults_of(text).empty()) << text;
  EXPECT_EQ(faults_of(std::string(1'000'001, ' ')), (List{" rule.too_large"}));
  const boost::json::value whole = next_set();
  for (const auto& member : whole.as_object()) {
    const std::string name(member.key());
    if (name == "title" || name == "note") continue;
    boost::json::object without = whole.as_object();
    without.erase(name);
    EXPECT_EQ(faults_of(boost::json::serialize(without)).front(), name + " rule.missing");
    for (const boost::json::value& odd : {boost::json::value(nullptr), boost::json::value(-1e300), boost::json::value("x")}) {
      boost::json::object other = whole.as_object();
      other[name] = odd;
      const List faults = faults_of(boost::json::serialize(other));
      EXPECT_TRUE(!faults.empty() || name == "id") << name;
    }
  }
}

TEST(RuleBook, SurvivesDamagedTexts) {
  // Bytes of the text changed, doubled or cut: an answer in every case, and what is accepted can be compared and worked with.
  const std::string whole = boost::json::serialize(next_set());
  std::mt19937 draw(2105);
  for (int round = 0; round < 1500; ++round) {
    std::string text = whole;
    for (auto slips = 1 + draw() % 3; slips > 0; --slips) {
      const std::size_t place = draw() % text.size();
      constexpr std::string_view kSigns = "0123456789-:,.[]{}\"eE ntf";
      if (draw() % 3 == 0)
        text.erase(place, 1 + draw() % 12);
      else
        text[place] = kSigns[draw() % kSigns.size()];
    }
    const auto read = read_rule_set(text);
    if (!read) {
      ASSERT_FALSE(read.error().empty());
      continue;
    }
    differences(newest_rule_set(), *read);
    differences(*read, newest_rule_set());
    for (const Week week : {Week::kSixDays, Week::kFiveDays})
      due_time(base::Instant(std::chrono::sys_days(year(2026) / 12 / 31)), *read, *base::TimeZone::find("Asia/Atyrau"), week);
  }
}

TEST(RuleBook, TellsWhatChangesInWords) {
  EXPECT_EQ(changes_to(boost::json::serialize(next_set())), List());
  EXPECT_EQ(changes_to(changed("/holidays/2026/2026-12-30", "moved")), (List{"New day off: 30.12.2026 (moved day off)."}));
  EXPECT_EQ(changes_to(changed("/visa_free/ARM", boost::json::parse(R"({"days":90})"))),
            (List{"Armenia: no visa needed for up to 90 days."}));
  EXPECT_EQ(changes_to(changed("/visa_free/DEU", boost::json::object())), (List{"Germany: no visa needed, no term stated."}));
  EXPECT_EQ(changes_to(changed("/hours/6/closes", "14:00")), (List{"Saturday: 09:00–14:00."}));
  EXPECT_EQ(changes_to(changed("/hours/7", boost::json::parse(R"({"opens":"10:00","closes":"12:00"})"))),
            (List{"Sunday: 10:00–12:00."}));
  EXPECT_EQ(changes_to(changed("/papers_always/0", "photo")),
            (List{"Now asked of everybody: photo, 35x45 mm.", "No longer asked of everybody: identity document."}));
  EXPECT_EQ(changes_to(changed("/long_stay_months", 3)), (List{"Further papers are asked for a stay over 3 months instead of 6."}));
  EXPECT_EQ(changes_to(changed("/complaint_days", 10)), (List{"Term for considering a complaint: 10 days instead of 15."}));
  EXPECT_EQ(changes_to(changed("/five_day_offices", boost::json::array{"KZ-06-03"})),
            (List{"KZ-06-03 goes over to a five-day week."}));
  EXPECT_EQ(changes_to(changed("/localities/KZ-06-03", boost::json::array{"Индер", "Елтай"})),
            (List{"Added to the district of KZ-06-03: Елтай."}));
  EXPECT_EQ(changes_to(changed("/targets/2027", boost::json::parse(R"({"1.1":{"normative":95.5,"next_year":97}})"))),
            (List{"2027, indicator 1.1 of Annex 5: normative value 95.5 %, target for the next year 97 %."}));
  EXPECT_EQ(changes_to(changed("/portal", false)), (List{"Requests through the web portal are not taken."}));
}

TEST(RuleBook, TellsWhenAGroundOrAStateIsTakenAway) {
  boost::json::value file = next_set();
  file.as_object()["visa_free"].as_object().erase("UKR");
  file.as_object()["refusal_grounds"].as_array().pop_back();
  file.as_object()["refusal_clauses"].as_object().erase("not_a_temporary_stay");
  EXPECT_EQ(changes_to(boost::json::serialize(file)),
            (List{"Ground of refusal removed: The person is no foreigner or stateless person who stays in Kazakhstan temporarily.",
                  "Ukraine: a visa is needed now."}));
}

}  // namespace
}  // namespace tirkeu::registry::test
