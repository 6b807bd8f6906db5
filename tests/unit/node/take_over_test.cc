#include "node/take_over.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

constexpr std::string_view kHeader =
    "accepted_at,paper_number,applicant.surname,applicant.given_names,applicant.birth_date,applicant.sex,applicant.citizenship,"
    "document.type,document.issuing_state,document.number,document.expires,migration_card.number,migration_card.entry_date,"
    "stay.purpose,stay.from,stay.until,stay.address.office,stay.address.locality,host.kind,host.name,documents\n";

std::string row(const std::string& number, const std::string& birth_date = "1984-03-09", const std::string& at = "2026-10-02 11:30") {
  return at + ",118/26,YILMAZ,MEHMET," + birth_date + ",M,TUR,passport,TUR," + number +
         ",2031-05-01,1234567,2026-10-01,business,2026-10-01,2026-10-30,KZ-06-03,Индербор,organisation,\"ТОО \"\"Индер\"\"\"," +
         "identity_document migration_card application\n";
}

class TakeOverTest : public ApiTest {
 protected:
  TakeOverTest() { log_in("dana", service::Role::kHead); }
  Answer take(const std::string& rows, bool dry_run = false) {
    return post("take-over", json::object{{"csv", std::string(kHeader) + rows}, {"dry_run", dry_run}});
  }
};

TEST_F(TakeOverTest, ARowBecomesARegistrationOfTheBook) {
  const Answer answer = take(row("U1"));
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.body.at("rows"), 1);
  ASSERT_EQ(answer.body.at("taken"), 1) << json::serialize(answer.body);
  EXPECT_TRUE(answer.body.at("problems").as_array().empty());
  EXPECT_EQ(host_->node().status().sequence, 1u) << "acceptance and registration are one entry";
  const json::value item = get("applications?q=yilmaz").body.at("items").at(0);
  const json::value shown = get("applications/" + std::string(item.at("id").as_string())).body;
  EXPECT_EQ(shown.at("state"), "registered");
  EXPECT_EQ(shown.at("origin"), "taken_on");
  EXPECT_EQ(shown.at("accepted_at"), "2026-10-02T11:30:00+05:00");
  EXPECT_EQ(shown.at("paper").at("number"), "118/26");
  EXPECT_EQ(shown.at("registered_until"), "2026-10-30");
  EXPECT_EQ(shown.at("application").at("host").at("name"), "ТОО \"Индер\"");
  EXPECT_TRUE(shown.at("missing").as_array().empty());
}

TEST_F(TakeOverTest, ASpreadsheetThatSeparatesBySemicolonsIsReadToo) {
  std::string table = std::string(kHeader) + row("U1");
  std::ranges::replace(table, ',', ';');
  const Answer answer = post("take-over", json::object{{"csv", table}, {"dry_run", true}});
  EXPECT_EQ(answer.body.at("taken"), 1) << json::serialize(answer.body);
}

TEST_F(TakeOverTest, AFaultyRowIsNamedByLineAndTheRestIsTaken) {
  const Answer answer = take(row("U1") + row("U2", "1984-02-30") + row("U3", "1984-03-09", "2027-10-02") + "short,row\n" + row("U4"));
  EXPECT_EQ(answer.body.at("rows"), 5);
  EXPECT_EQ(answer.body.at("taken"), 2);
  const json::array& problems = answer.body.at("problems").as_array();
  ASSERT_EQ(problems.size(), 3u) << json::serialize(answer.body);
  EXPECT_EQ(problems[0].at("line"), 3);
  EXPECT_EQ(problems[0].at("field"), "applicant.birth_date");
  EXPECT_EQ(problems[1].at("line"), 4);
  EXPECT_EQ(problems[1].at("code"), "in_future");
  EXPECT_EQ(problems[2].at("code"), "cells_differ");
}

TEST_F(TakeOverTest, TheSameTableAgainTakesNothingTwice) {
  ASSERT_EQ(take(row("U1") + row("U2")).body.at("taken"), 2);
  const Answer again = take(row("U1") + row("U2") + row("U3") + row("U3"));
  EXPECT_EQ(again.body.at("taken"), 1);
  EXPECT_EQ(again.body.at("repeated"), 3);
  EXPECT_EQ(again.body.at("problems").at(0).at("code"), "taken_already");
  EXPECT_EQ(get("applications").body.at("items").as_array().size(), 3u);
}

TEST_F(TakeOverTest, ATrialSaysTheSameAndWritesNothing) {
  const Answer trial = take(row("U1") + row("U1"), true);
  EXPECT_EQ(trial.body.at("taken"), 1);
  EXPECT_EQ(trial.body.at("repeated"), 1);
  EXPECT_EQ(host_->node().status().sequence, 0u);
  EXPECT_EQ(written_, 0);
}

TEST_F(TakeOverTest, AnUnknownColumnStopsEverything) {
  const Answer answer = post("take-over", json::object{{"csv", "accepted_at,applicant.surnam\n2026-10-02,X\n"}});
  EXPECT_EQ(answer.body.at("taken"), 0);
  EXPECT_EQ(answer.body.at("problems").at(0).at("field"), "applicant.surnam");
  EXPECT_EQ(post("take-over", json::object{{"csv", "\"open"}}).body.at("problems").at(0).at("code"), "csv_unreadable");
  EXPECT_EQ(post("take-over", json::object{{"dry_run", true}}).status, 422);
  log_in("aigul", service::Role::kClerk);
  EXPECT_EQ(take(row("U1")).status, 403) << "for the head of the office";
}

TEST_F(TakeOverTest, ALaterApplicationOfATakenOnStayMeetsIt) {
  take(row("U12345678"));
  json::value body = registry::test::yilmaz_body();
  registry::test::set_at(body, "/migration_card/entry_date", "2026-10-01");
  EXPECT_EQ(post("applications", body).code(), "already_applied_here");
}

}  // namespace
}  // namespace tirkeu::node
