#include "node/visit_queue.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

class QueueTest : public ApiTest {
 protected:
  Answer arrive(const std::string& purpose = "application") { return post("visits", json::object{{"purpose", purpose}}); }
  Answer call(const Answer& visit, const json::object& body = {}) { return post("visits/" + visit.text("id") + "/call", body); }
  Answer finish(const Answer& visit, const std::string& outcome = "served") {
    return post("visits/" + visit.text("id") + "/finish", json::object{{"outcome", outcome}});
  }
};

TEST_F(QueueTest, NumbersBeginAtOneEachDayAndGoOnAfterAVisitIsOver) {
  const Answer first = arrive();
  ASSERT_EQ(first.status, 201) << json::serialize(first.body);
  EXPECT_EQ(first.body.at("number"), 1);
  EXPECT_EQ(first.body.at("waiting"), 0);
  const Answer second = arrive("question");
  EXPECT_EQ(second.body.at("number"), 2);
  EXPECT_EQ(second.body.at("waiting"), 1);
  ASSERT_EQ(finish(first, "left").status, 200);
  ASSERT_EQ(finish(second, "left").status, 200);
  EXPECT_EQ(arrive().body.at("number"), 3) << "a number of today is never given twice";
  clock_.pass(std::chrono::hours(48));
  log_in("aigul", service::Role::kClerk);
  EXPECT_EQ(arrive().body.at("number"), 1);
}

TEST_F(QueueTest, NobodyIsCalledOutOfTurnWithoutAReason) {
  const Answer first = arrive();
  const Answer second = arrive();
  EXPECT_EQ(call(second).code(), "not_next");
  EXPECT_EQ(call(second, json::object{{"skip_reason", "  "}}).code(), "not_next");
  ASSERT_EQ(call(second, json::object{{"skip_reason", "with an infant"}}).status, 200);
  EXPECT_EQ(call(second).code(), "visit_state");
  ASSERT_EQ(call(first).status, 200);
  ASSERT_EQ(finish(first).status, 200);
  const auto fact = host_->node().book().find<store::Visit>(*base::RowId::parse(first.text("id")));
  ASSERT_TRUE(fact);
  EXPECT_EQ(fact->skipped, 1);
  EXPECT_EQ(fact->skip_reason, "with an infant");
}

TEST_F(QueueTest, WaitingAndServiceAreMeasured) {
  const Answer visit = arrive();
  clock_.pass(std::chrono::minutes(7));
  ASSERT_EQ(call(visit).status, 200);
  EXPECT_EQ(get("visits").body.at("median_wait_min"), 7);
  clock_.pass(std::chrono::minutes(12));
  const Answer over = finish(visit);
  EXPECT_EQ(over.body.at("waiting_min"), 7);
  EXPECT_EQ(over.body.at("service_min"), 12);
  EXPECT_EQ(written_, 1) << "what is over goes to the department";
  const json::value list = get("visits").body;
  EXPECT_EQ(list.at("finished"), 1);
  EXPECT_EQ(list.at("median_wait_min"), 7);
  EXPECT_TRUE(list.at("called").as_array().empty());
}

TEST_F(QueueTest, OnlyWhoWasCalledIsServed) {
  const Answer visit = arrive();
  EXPECT_EQ(finish(visit).code(), "visit_state");
  EXPECT_EQ(finish(visit, "vanished").status, 422);
  ASSERT_EQ(finish(visit, "left").status, 200);
  EXPECT_EQ(finish(visit, "left").code(), "visit_state");
  EXPECT_EQ(post("visits/77/call", json::object{}).status, 404);
}

TEST_F(QueueTest, OutsideTheHoursIsAllowedAndMarked) {
  EXPECT_EQ(arrive().body.at("outside_hours"), false);
  clock_.pass(std::chrono::hours(4));  // Saturday, 14:00
  log_in("aigul", service::Role::kClerk);
  EXPECT_EQ(arrive().body.at("outside_hours"), true);
}

TEST_F(QueueTest, AForgottenVisitOfYesterdayStandsInNobodysWay) {
  const Answer forgotten = arrive();
  clock_.pass(std::chrono::hours(48));
  log_in("aigul", service::Role::kClerk);
  const Answer today = arrive();
  EXPECT_EQ(today.body.at("waiting"), 0);
  EXPECT_EQ(call(today).status, 200);
  EXPECT_EQ(get("visits").body.at("waiting").as_array().size(), 1u);
  EXPECT_EQ(finish(forgotten, "left").status, 200);
}

TEST_F(QueueTest, TheSameKeyIsOneVisitor) {
  const json::object body{{"purpose", "question"}};
  const Answer first = post("visits", body, "k");
  EXPECT_EQ(post("visits", body, "k").body, first.body);
  EXPECT_EQ(get("visits").body.at("waiting").as_array().size(), 1u);
  EXPECT_EQ(post("visits", json::object{{"purpose", "lunch"}}).status, 422);
}

TEST_F(QueueTest, AnApplicationNamesTheVisitItCameFrom) {
  const Answer visit = arrive();
  json::value body = registry::test::yilmaz_body();
  body.as_object()["visit"] = "77";
  EXPECT_EQ(post("applications", body).status, 422);
  body.as_object()["visit"] = visit.body.at("id");
  const Answer accepted = post("applications", body);
  ASSERT_EQ(accepted.status, 201) << json::serialize(accepted.body);
  EXPECT_EQ(get("applications/" + accepted.text("id")).body.at("visit"), visit.body.at("id"));
}

TEST(Queue, WaitsThroughARestart) {
  testing::OfficeNode node;
  const Done<OpenVisit> visit = node->visits().arrive("application");
  ASSERT_TRUE(visit);
  node.reopen();
  const VisitQueue::Today today = node->visits().today();
  ASSERT_EQ(today.waiting.size(), 1u);
  EXPECT_EQ(today.waiting.front().id, visit->id);
}

}  // namespace
}  // namespace tirkeu::node
