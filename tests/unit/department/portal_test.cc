// A request from the portal on its whole way: hub, office, and what the portal is told.
#include "node/portal_inbox.h"
#include "sync/daemon/portal.h"
#include "sync/daemon/record_json.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

class PortalWay : public TwoOffices {
 protected:
  store::PortalRequest handed_in(const std::string& key) {
    const auto taken = hub_->portal_desk().take_in(
        {"egov", key, "KZ-06-03", std::string(registry::test::kYilmazBody), "cms", {1, 2, 3}});
    EXPECT_TRUE(taken);
    return taken.value_or(store::PortalRequest{});
  }
  static std::vector<store::PortalRequest> waiting(Office& office) {
    return node::PortalInbox(office->database(), office->book()).waiting(10);
  }
  node::Done<node::Accepted> take_in(base::RowId request) {
    return three_->counter().accept(node::Submission{.application = registry::test::yilmaz(), .portal_request = request}, "aigul");
  }
};

TEST_F(PortalWay, TheTermCountsFromTheRequestAndNotFromItsAcceptance) {
  const store::PortalRequest request = handed_in("k1");
  pass(std::chrono::hours(24 * 3));
  round(three_);
  ASSERT_EQ(waiting(three_).size(), 1u);
  const auto accepted = take_in(request.id);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->due_at, three_->counter().due_at(request.received_at));
  EXPECT_LT(accepted->due_at, accepted->accepted_at) << "the day was over before the office heard of it";
  EXPECT_EQ(three_->stay_desk().due(three_.clock.now()).at(0).due_at, accepted->due_at);
  EXPECT_EQ(accepted->due_at, hub_->portal_desk().due_at(request));
  const store::CaseState state = *three_->cases().find(accepted->application);
  const auto record = daemon::record_json(three_->book(), three_->rule_book(), state, registry::Language::kEnglish);
  EXPECT_EQ(record.at("origin"), "portal");
  EXPECT_TRUE(record.at("label").is_null());
}

TEST_F(PortalWay, ARegistrationReachesThePortalAsALabel) {
  const store::PortalRequest request = handed_in("k1");
  round(three_);
  const auto accepted = take_in(request.id);
  ASSERT_TRUE(accepted);
  EXPECT_TRUE(waiting(three_).empty());
  EXPECT_FALSE(hub_->portal_desk().application_of(request.id)) << "nothing has travelled yet";
  ASSERT_TRUE(three_->counter().register_stay(accepted->application, "aigul"));
  round(three_);
  const std::optional<store::CaseState> state = hub_->portal_desk().application_of(request.id);
  ASSERT_TRUE(state);
  EXPECT_EQ(state->state, "registered");
  const auto at_hub = daemon::label_json(hub_->book(), *state, registry::Language::kKazakh);
  EXPECT_EQ(at_hub.at("number").as_string(), accepted->ticket_number);
  EXPECT_EQ(at_hub, daemon::label_json(three_->book(), *three_->cases().find(accepted->application), registry::Language::kKazakh));
  EXPECT_EQ(hub_->portal_desk().waiting(), 0u);
}

TEST_F(PortalWay, ARequestIsTakenUntilThatIsWithdrawn) {
  const store::PortalRequest request = handed_in("k1");
  round(three_);
  node::PortalInbox inbox(three_->database(), three_->book());
  EXPECT_FALSE(inbox.is_taken(request.id));
  const auto accepted = take_in(request.id);
  ASSERT_TRUE(accepted);
  EXPECT_TRUE(inbox.is_taken(request.id));
  ASSERT_TRUE(three_->counter().withdraw(accepted->application, "taken in by mistake", "aigul"));
  EXPECT_FALSE(inbox.is_taken(request.id));
  pass(std::chrono::minutes(1));
  ASSERT_TRUE(take_in(request.id));
  round(three_);
  EXPECT_EQ(hub_->portal_desk().application_of(request.id)->state, "accepted") << "the newest counts";
}

TEST_F(PortalWay, AnotherOfficeKnowsNothingOfIt) {
  const store::PortalRequest request = handed_in("k1");
  settle(two_, three_);
  EXPECT_TRUE(waiting(two_).empty());
  const auto refused =
      two_->counter().accept(node::Submission{.application = registry::test::yilmaz(), .portal_request = request.id}, "aigul");
  ASSERT_FALSE(refused);
  EXPECT_TRUE(registry::test::find_code(refused.error().findings, "unknown_application"));
}

}  // namespace
}  // namespace tirkeu::testing
