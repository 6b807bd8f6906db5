// The indicators of one office over the API: figures, the records behind them, the table.
#include "schema/registry/csv.h"
#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

using namespace std::chrono_literals;

class IndicatorTest : public ApiTest {
 protected:
  /// "2/3" of one row of this month.
  std::string figure(std::string_view code, const std::string& query = "") {
    const Answer answer = get("indicators" + query);
    EXPECT_EQ(answer.status, 200);
    for (const json::value& row : answer.body.at("rows").as_array())
      if (row.at("code").as_string() == code)
        return std::to_string(row.at("count").as_int64()) + "/" + std::to_string(row.at("of").as_int64());
    return "no such row";
  }
  /// "KIND counted of: why" of every record behind a figure.
  std::vector<std::string> behind(const std::string& code) {
    const Answer answer = get("indicators/" + code + "/records");
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body.at("next").is_null());
    std::vector<std::string> lines;
    for (const json::value& item : answer.body.at("items").as_array())
      lines.push_back(std::string(item.at("kind").as_string()) + (item.at("counted").as_bool() ? " counted" : "") +
                      (item.at("of").as_bool() ? " of: " : ": ") + std::string(item.at("why").as_string()));
    return lines;
  }
  std::string accept_another() {
    json::value body = registry::test::yilmaz_body();
    body.at("document").at("number") = "U" + std::to_string(2000 + ++people_);
    body.at("migration_card").at("number") = std::to_string(7000 + people_);
    return post("applications", body).text("id");
  }
  void decide(const std::string& id) { EXPECT_EQ(post("applications/" + id + "/decision", {{"decision", "registered"}}).status, 200); }
  /// A login ends after a while without use, and these tests wait for days.
  void pass(base::Milliseconds time) {
    clock_.pass(time);
    log_in("aigul", service::Role::kClerk);
  }
  int people_ = 0;
};

TEST_F(IndicatorTest, TimelinessGoesByTheTermThatTheTicketSays) {
  // Accepted on Saturday, the 21st; due on Monday, the 23rd, at 18:00.
  const std::string in_time = accept_another(), late = accept_another(), withdrawn = accept_another();
  accept_another();
  EXPECT_EQ(figure("1.1"), "0/0") << "nothing is due yet";
  EXPECT_EQ(behind("1.1"), std::vector<std::string>(4, "application: not due yet: left out"));
  decide(in_time);
  EXPECT_EQ(post("applications/" + withdrawn + "/withdrawal", {{"reason", "left the country"}}).status, 200);
  pass(56h);  // Monday, 18:00
  pass(1ms);
  decide(late);
  EXPECT_EQ(figure("1.1"), "1/3");
  EXPECT_EQ(figure("4.1"), "0/2") << "what was decided";
  EXPECT_EQ(behind("1.1"), (std::vector<std::string>{"application counted of: decided in time", "application of: decided after the due time",
                                                     "application: withdrawn before the due time: left out",
                                                     "application of: due and not decided"}));
  EXPECT_EQ(figure("1.1", "?from=2026-11-21&until=2026-11-23"), "0/0");
  EXPECT_EQ(figure("1.1", "?from=2026-11-23&until=2026-11-24"), "1/3");
  EXPECT_EQ(figure("4.1", "?from=2026-11-21&until=2026-11-22&office=KZ-06-03"), "0/1");
}

TEST_F(IndicatorTest, WhatWasTakenOnWasNotServedHere) {
  Submission old;
  old.application = registry::test::yilmaz();
  old.taken_on = TakenOn{testing::kMorning - 72h};
  ASSERT_TRUE(host_->node().counter().take_on(old, "aigul"));
  pass(72h);
  EXPECT_EQ(figure("1.1"), "0/0");
  EXPECT_EQ(figure("4.1"), "0/0");
}

TEST_F(IndicatorTest, OpinionsAndVisitsAreCounted) {
  EXPECT_EQ(post("feedback", {{"process", true}, {"information", false}, {"courtesy", true}}).status, 201);
  const std::string visit = post("visits", {{"purpose", "question"}}).text("id");
  pass(15min);
  EXPECT_EQ(post("visits/" + visit + "/call", json::object()).status, 200);
  pass(15min + 1ms);
  EXPECT_EQ(post("visits/" + visit + "/finish", {{"outcome", "served"}}).status, 200);
  EXPECT_EQ(figure("2.1"), "1/1");
  EXPECT_EQ(figure("3.1"), "0/1");
  EXPECT_EQ(figure("5.1"), "1/1");
  EXPECT_EQ(figure("7.2"), "1/1");
  EXPECT_EQ(figure("7.3"), "0/1");
  EXPECT_EQ(figure("3.2"), "1/1");
  EXPECT_EQ(behind("7.3"), std::vector<std::string>{"visit of: served for more than 15 minutes"});
  EXPECT_EQ(behind("3.2"), std::vector<std::string>{"office counted of: its program serves the information"});
}

TEST_F(IndicatorTest, AComplaintCountsByItsNewestAnswer) {
  const json::value body = {{"channel", "person"}, {"kind", "person"}, {"name", "Арман"}, {"postal_address", "Индербор"},
                            {"signed", true}, {"text", "Кезек тым ұзақ."}};
  const Answer received = post("complaints", body);
  ASSERT_EQ(received.status, 201);
  Node& node = host_->node();
  auto step = [&, number = 1](const std::string& what, const std::optional<std::string>& outcome) mutable {
    store::Transaction transaction(node.database());
    node.book().insert(store::ComplaintStep{base::RowId::make(6, 3, static_cast<std::uint64_t>(number++)),
                                            *base::RowId::parse(received.text("id")), testing::kMorning, "dana", what, {}, outcome, "text"});
    transaction.commit();
  };
  step("answered", "founded");
  EXPECT_EQ(figure("4.1"), "1/0");
  EXPECT_EQ(behind("4.1"), std::vector<std::string>{"complaint counted: complaint answered in the period: founded"});
  step("reopened", {});
  EXPECT_EQ(figure("4.1"), "0/0") << "an answer that was taken back counts no more";
  step("answered", "unfounded");
  EXPECT_EQ(figure("4.1"), "0/0");
  EXPECT_EQ(behind("4.1").size(), 1u);
}

TEST_F(IndicatorTest, TheTableIsThatOfAnnex5AndItsExportIsNoted) {
  for (const auto& [language, heading] : {std::pair("kk", "Сапа мен қол жетімділік көрсеткіштері"),
                                          std::pair("ru", "Показатели качества и доступности"),
                                          std::pair("en", "Indicators of quality and accessibility")}) {
    const Answer table = ask("GET", "/api/v1/indicators?format=csv", {}, "", language);
    EXPECT_EQ(table.headers.get("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_NE(table.headers.get("Content-Disposition").find("indicators-KZ-06-03-2026-11-01-2026-11-30.csv"), std::string::npos);
    const auto rows = registry::read_csv(base::text_of(table.bytes));
    ASSERT_TRUE(rows);
    EXPECT_EQ(rows->size(), 9u);
    EXPECT_EQ(rows->front().front(), heading);
  }
  log_in("serik", service::Role::kHead);
  const Answer audit = get("audit");
  EXPECT_EQ(audit.body.at("items").at(0).at("action"), "export");
  EXPECT_EQ(audit.body.at("items").at(0).at("detail"), "indicators KZ-06-03 2026-11-01/2026-12-01");
}

TEST_F(IndicatorTest, WhatIsNoPeriodOfficeOrRowIsNamed) {
  EXPECT_EQ(get("indicators?from=yesterday").body.at("error").at("fields").at(0).at("path"), "from");
  EXPECT_EQ(get("indicators?from=2026-11-02&until=2026-11-02").body.at("error").at("fields").at(0).at("code"), "empty_period");
  EXPECT_EQ(get("indicators?office=KZ-06-02").body.at("error").at("fields").at(0).at("path"), "office");
  EXPECT_EQ(get("indicators/9.9/records").status, 404);
  EXPECT_EQ(get("indicators/1.1/records?cursor=x").status, 422);
  log_in("sys", service::Role::kSysadmin);
  EXPECT_EQ(get("indicators").status, 403);
}

TEST_F(IndicatorTest, RecordsComeInPagesThatAddUp) {
  for (int opinion = 0; opinion < 130; ++opinion) {
    ASSERT_EQ(post("feedback", {{"process", opinion % 3 == 0}, {"information", true}, {"courtesy", true}}).status, 201);
    pass(5s);
  }
  const Answer first = get("indicators/2.1/records");
  ASSERT_EQ(first.body.at("items").as_array().size(), 100u);
  const Answer second = get("indicators/2.1/records?cursor=" + first.text("next"));
  ASSERT_EQ(second.body.at("items").as_array().size(), 30u);
  EXPECT_TRUE(second.body.at("next").is_null());
  int counted = 0;
  std::set<std::string> ids;
  for (const Answer* page : {&first, &second})
    for (const json::value& item : page->body.at("items").as_array()) {
      counted += item.at("counted").as_bool() ? 1 : 0;
      ids.insert(std::string(item.at("id").as_string()));
    }
  EXPECT_EQ(ids.size(), 130u);
  EXPECT_EQ(figure("2.1"), std::to_string(counted) + "/130");
}

TEST_F(IndicatorTest, ThePhotoIsJudgedAndNotKept) {
  base::Bytes png = {0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 1, 0x9d, 0, 0, 2, 0x13, 8, 2, 0, 0, 0};
  const Answer good = ask("POST", "/api/v1/photos/check", png);
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body.at("width"), 413);
  EXPECT_EQ(good.body.at("height"), 531);
  EXPECT_TRUE(good.body.at("findings").as_array().empty());
  png[19] = 0x90;
  EXPECT_EQ(ask("POST", "/api/v1/photos/check", png).body.at("findings").at(0).at("severity"), "warning");
  const Answer none = ask("POST", "/api/v1/photos/check", {'h', 'i'});
  EXPECT_TRUE(none.body.at("width").is_null());
  EXPECT_FALSE(none.body.at("findings").as_array().empty());
}

TEST_F(IndicatorTest, AMissingCalendarIsToldFromNovemberOn) {
  EXPECT_TRUE(get("status").body.at("calendar").at("missing_year").is_null()) << "the built-in one reaches to the end of 2027";
  clock_.set(std::chrono::sys_days(std::chrono::year(2027) / 10 / 31) + 12h);
  log_in("aigul", service::Role::kClerk);
  EXPECT_TRUE(get("status").body.at("calendar").at("missing_year").is_null());
  pass(12h);
  EXPECT_EQ(get("status").body.at("calendar").at("missing_year"), 2028);
  EXPECT_NE(get("status").body.at("calendar").at("text").as_string().find("2028"), json::string::npos);
}

}  // namespace
}  // namespace tirkeu::node
