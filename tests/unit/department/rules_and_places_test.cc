// What the department decides and an office shows: rule sets that take hold in between, and a place that was moved.
#include <boost/json.hpp>

#include "sync/daemon/record_json.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu {
namespace {

using namespace std::chrono_literals;

class RulesAndPlaces : public testing::TwoOffices {
 protected:
  /// The newest embedded set, in force from `day` on; `change` may change its members.
  void issue(const std::string& day, const std::function<void(boost::json::object&)>& change) {
    boost::json::object set = boost::json::parse(registry::rule_set_json(registry::newest_rule_set().id)).as_object();
    set["id"] = day;
    set["valid_from"] = day;
    change(set);
    const auto issued = hub_->rule_desk().issue(boost::json::serialize(set), "dana");
    ASSERT_TRUE(issued) << registry::text(registry::Language::kEnglish, issued.error().front().message);
  }
  std::string missing_at(Office& office, base::RowId application) {
    return boost::json::serialize(daemon::record_json(office->book(), office->rule_book(), *office->cases().find(application),
                                                      registry::Language::kEnglish)
                                      .at("missing"));
  }
  std::string missing_at_hub(base::RowId application) {
    return boost::json::serialize(daemon::record_json(hub_->book(), hub_->rule_desk().rules(), *hub_->cases().find(application),
                                                      registry::Language::kEnglish)
                                      .at("missing"));
  }
};

TEST_F(RulesAndPlaces, ARecordIsJudgedByTheSetItWasAcceptedUnder) {
  const base::RowId before = accepted(three_);
  issue("2026-11-23", [](boost::json::object& set) { set["papers_always"].as_array().emplace_back("photo"); });
  settle(two_, three_);
  pass(72h);
  settle(two_, three_);
  registry::Application other = registry::test::yilmaz();
  other.document.number = "U99999999";
  other.migration_card.number = "9999999";
  const auto after = accept(three_, {}, other);
  ASSERT_TRUE(after);
  settle(two_, three_);
  EXPECT_EQ(missing_at(three_, before), "[]");
  EXPECT_EQ(missing_at_hub(before), "[]");
  EXPECT_EQ(missing_at(three_, after->application), R"(["photo"])");
  EXPECT_EQ(missing_at_hub(after->application), R"(["photo"])");
}

TEST_F(RulesAndPlaces, HowFarAHandMayBeOffIsSaidByTheRuleSet) {
  issue("2026-11-20", [](boost::json::object& set) { set["paper_uncertainty_minutes"] = 5; });
  settle(two_, three_);
  node::Submission submission;
  submission.application = registry::test::yilmaz();
  submission.application.stay.address.office = three_->identity().office_code();
  submission.paper = node::PaperTicket{"17", three_.clock.read().wall - 10min};
  ASSERT_TRUE(three_->counter().accept(submission, "aigul"));
  settle(two_, three_);
  store::Statement claim(hub_->database(), "SELECT uncertainty_ms FROM claim");
  ASSERT_TRUE(claim.step());
  EXPECT_GE(claim.integer(0), 360'000) << "a minute for the clock, five for the hand";
  EXPECT_LT(claim.integer(0), 420'000);
  claim.reset();
}

TEST_F(RulesAndPlaces, TheOfficeThatLostAPlaceNamesTheOneThatGotIt) {
  const base::RowId first = accepted(three_);
  settle(two_, three_);
  ASSERT_TRUE(hub_->transfer_desk().transfer(first, "KZ-06-02", "the host lives there", "dana"));
  settle(two_, three_);
  const auto again = accept(three_);
  ASSERT_FALSE(again);
  ASSERT_EQ(again.error().cause, node::Refused::Cause::kHit);
  const node::Hit& hit = again.error().check.hits.front();
  EXPECT_EQ(hit.office, "KZ-06-02");
  EXPECT_TRUE(hit.moved);
  EXPECT_EQ(hit.application, first);
  EXPECT_EQ(hit.ticket_number, three_->cases().find(first)->ticket_number);
}

}  // namespace
}  // namespace tirkeu
