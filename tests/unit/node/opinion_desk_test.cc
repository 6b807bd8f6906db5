#include "node/opinion_desk.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

class OpinionTest : public ApiTest {
 protected:
  static json::object complaint() {
    return {{"channel", "person"},
            {"kind", "person"},
            {"name", "Йылмаз Мехмет"},
            {"postal_address", "Индербор, Нысанбаев 9"},
            {"signed", true},
            {"text", "Waited two hours.\nNobody said why."}};
  }
  static json::object opinion() { return {{"process", true}, {"information", false}, {"courtesy", true}}; }
};

TEST_F(OpinionTest, AComplaintGetsItsNumberAndItsDay) {
  const Answer first = post("complaints", complaint());
  ASSERT_EQ(first.status, 201) << json::serialize(first.body);
  EXPECT_EQ(first.text("number"), "KZ-06-03/2026/C-1");
  EXPECT_EQ(first.text("due_on"), "2026-12-06") << "15 calendar days";
  EXPECT_EQ(first.text("about_office"), "KZ-06-03");
  EXPECT_NE(first.text("guidance").find("06.12.2026"), std::string::npos);
  EXPECT_EQ(post("complaints", complaint()).text("number"), "KZ-06-03/2026/C-2");
  const json::value list = get("complaints").body.at("items");
  ASSERT_EQ(list.as_array().size(), 2u);
  EXPECT_EQ(list.at(0).at("number"), "KZ-06-03/2026/C-2");
  EXPECT_EQ(list.at(1).at("state"), "received");
}

TEST_F(OpinionTest, TheNumbersBeginAnewWithTheYear) {
  post("complaints", complaint());
  clock_.pass(std::chrono::hours(24 * 60));
  log_in("aigul", service::Role::kClerk);
  EXPECT_EQ(post("complaints", complaint()).text("number"), "KZ-06-03/2027/C-1");
}

TEST(Opinions, TheDepartmentsOwnCounterNumbersInASeriesOfItsOwn) {
  testing::OfficeNode counter(0);
  daemon::ComplaintWish wish;
  wish.channel = "person";
  wish.kind = "person";
  wish.name = "Йылмаз Мехмет";
  wish.postal_address = "Атырау";
  wish.text = "Waited two hours.";
  const auto first = counter->opinions().receive(wish, "aigul");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->office, "KZ-06");
  EXPECT_EQ(first->number, "KZ-06/2026/CC-1") << "the hub gives out KZ-06/2026/C-1";
}

TEST_F(OpinionTest, AnOrganisationsLetterHasANumberAndADate) {
  json::object body = complaint();
  body["kind"] = "organisation";
  const Answer refused = post("complaints", body);
  ASSERT_EQ(refused.status, 422);
  EXPECT_EQ(refused.body.at("error").at("fields").as_array().size(), 2u);
  body["outgoing_number"] = "14-2/117";
  body["outgoing_date"] = "2026-11-19";
  EXPECT_EQ(post("complaints", body).status, 201);
}

TEST_F(OpinionTest, WhatAComplaintNeedsIsNamed) {
  const Answer empty = post("complaints", json::object{});
  ASSERT_EQ(empty.status, 422);
  EXPECT_EQ(empty.body.at("error").at("fields").at(0).at("path"), "signed");
  json::object body = complaint();
  body["signed"] = "yes";
  EXPECT_EQ(post("complaints", body).body.at("error").at("fields").at(0).at("code"), "not_a_flag");
  body = complaint();
  body["about_office"] = "KZ-99-99";
  EXPECT_EQ(post("complaints", body).status, 422);
}

TEST_F(OpinionTest, AnOpinionNeedsNoLoginAndKeepsTheDayOnly) {
  token_ = "";
  const Answer answer = post("feedback", opinion());
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("given_on"), "2026-11-21");
  EXPECT_EQ(written_, 1);
  EXPECT_EQ(post("complaints", complaint()).status, 401) << "a complaint is received by somebody";
  json::object body = opinion();
  body.erase("courtesy");
  EXPECT_EQ(post("feedback", body).status, 422);
}

TEST_F(OpinionTest, MoreOpinionsThanPeopleCanGiveAreRefused) {
  token_ = "";
  for (std::size_t i = 0; i < OpinionDesk::kOpinionsPerMinute; ++i) ASSERT_EQ(post("feedback", opinion()).status, 201);
  EXPECT_EQ(post("feedback", opinion()).code(), "too_many_opinions");
  clock_.pass(std::chrono::minutes(1));
  EXPECT_EQ(post("feedback", opinion()).status, 201);
}

}  // namespace
}  // namespace tirkeu::node
