// The failures that have hurt such systems before (F4-F12, numbered as in tests/sim), each in its plainest form: a line that lets only
// one direction through, an entry that cannot be applied, clocks of other years, a long absence, every order of arrival, replays, a
// revoked key. What only a disk can do is in tests/unit/store and tests/damage.
#include <algorithm>
#include <numeric>

#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using Result = hub::AdmissionReport::Result;
using std::chrono::hours;

/// A department that a test can make anew.
class Department : public TwoOffices {
 public:
  using TwoOffices::accept;
  using TwoOffices::accepted;
  using TwoOffices::answer_for;
  using TwoOffices::confirmation;
  using TwoOffices::hub_;
  using TwoOffices::pass;
  using TwoOffices::round;
  using TwoOffices::three_;
  using TwoOffices::two_;

  base::Bytes up(Office& office) { return office->round().make_up(1u << 20).bundle; }
  hub::AdmissionReport admit(const base::Bytes& bundle, hub::Admission::Road road = hub::Admission::Road::kLine) {
    return hub_->admission().admit(bundle, road, 1u << 20);
  }
  std::int64_t rows(store::Database& database, const std::string& table) {
    store::Statement count = store::Statement::computed(database, "SELECT count(*) FROM " + table);
    count.step();
    return count.integer(0);
  }

 private:
  void TestBody() override {}
};

registry::Application of_number(const std::string& number) {
  registry::Application application = registry::test::yilmaz();
  application.document.number = number;
  application.migration_card.number = "7" + number.substr(number.size() - 6);
  return application;
}

TEST(F4, ALineThatLetsOnlyOneDirectionThroughLosesNothingAndDoublesNothing) {
  Department department;
  for (int day = 0; day < 5; ++day) {
    ASSERT_TRUE(department.accept(department.two_, {}, of_number("U1000000" + std::to_string(day))));
    department.answer_for(department.two_);  // It went up; the answer never came down.
    department.pass(hours(24));
  }
  EXPECT_EQ(department.two_->status().receipted, 0u);
  EXPECT_EQ(department.hub_->status().applications, 5u);
  for (int day = 5; day < 8; ++day) {
    ASSERT_TRUE(department.accept(department.two_, {}, of_number("U1000000" + std::to_string(day))));
    department.up(department.two_);  // Nothing went up.
  }
  department.round(department.two_);
  EXPECT_EQ(department.two_->status().unsent, 0u) << "one round over a sound line is enough";
  EXPECT_EQ(department.hub_->status().applications, 8u);
}

/// Withdraws an application that nobody holds: no clerk can, a broken program might.
void write_poison(node::Node& node) {
  node.journal().record([&](node::Journal::Writing& writing) {
    store::Withdrawal fact;
    fact.id = writing.mint();
    fact.recorded_at = writing.at();
    fact.application = base::RowId::make(6, base::kIncarnationMax, 1);
    fact.reason = "written by a broken program";
    fact.clerk = "aigul";
    writing.add(fact);
  });
}

TEST(F5, AnEntryThatCannotBeAppliedDelaysNothingWhereverItStands) {
  for (int position = 0; position <= 4; ++position) {
    Department department;
    for (int number = 0; number <= 4; ++number) {
      if (number == position) write_poison(*department.two_.node);
      if (number < 4) ASSERT_TRUE(department.accept(department.two_, {}, of_number("U2000000" + std::to_string(number))));
    }
    department.round(department.two_);
    EXPECT_EQ(department.hub_->status().applications, 4u) << "position " << position;
    EXPECT_EQ(department.hub_->status().quarantined, 1u) << "position " << position;
    EXPECT_EQ(department.two_->status().unsent, 0u) << "position " << position;
    ASSERT_TRUE(department.accept(department.two_, {}, of_number("U20000009")));
    department.round(department.two_);
    EXPECT_EQ(department.hub_->status().applications, 5u) << "what comes later flows, position " << position;
  }
}

TEST(F7, NoClockHoweverWrongChangesWhoWasFirstOrStaysWrongForGood) {
  const std::vector<base::Instant> wrong = {base::Instant(std::chrono::sys_days(std::chrono::year(1970) / 1 / 1)),
                                            base::Instant(std::chrono::sys_days(std::chrono::year(2000) / 1 / 1)), kMorning - hours(1),
                                            kMorning + hours(24 * 3652), kMorning - hours(24 * 365)};
  for (const base::Instant clock : wrong) {
    Department department;
    department.round(department.two_);
    department.round(department.three_);
    department.two_.clock.set(clock);
    const auto first = department.accept(department.two_);
    if (!first) {
      // Dates that are impossible by that clock are findings, and nothing was written.
      EXPECT_EQ(first.error().cause, node::Refused::Cause::kFindings);
      EXPECT_EQ(department.rows(department.two_->database(), "application"), 0);
      department.two_.clock.set(kMorning);
      EXPECT_TRUE(department.accept(department.two_)) << "a clock that was put right stands in nobody's way";
      continue;
    }
    department.round(department.two_);
    department.pass(hours(2));
    department.round(department.three_);  // Its claim will cite a receipt that is younger than the other claim.
    department.pass(hours(2));
    const auto second = department.accept(department.three_, "the applicant says it was another person");
    ASSERT_TRUE(second);
    department.round(department.three_);
    department.round(department.two_);
    EXPECT_NE(department.confirmation(department.three_, second->application), "confirmed") << base::format_utc(clock);
    EXPECT_NE(department.confirmation(department.two_, first->application), "annulled") << base::format_utc(clock);
    department.two_.clock.set(kMorning + hours(5));
    EXPECT_TRUE(department.accept(department.two_, {}, of_number("U70000001"))) << base::format_utc(clock);
  }
}

TEST(F8, WhoWasAwayForMonthsBringsEverythingAndRevivesNothing) {
  Department department;
  department.round(department.two_);
  const base::RowId withdrawn = department.accepted(department.two_);
  department.round(department.two_);
  ASSERT_TRUE(department.two_->counter().withdraw(withdrawn, "the applicant asked for it", "aigul"));
  const base::Bytes old = department.up(department.two_);
  std::vector<base::RowId> alone;
  for (int month = 0; month < 7; ++month) {
    department.pass(hours(24 * 30));
    registry::Application application = of_number("U8000000" + std::to_string(month));
    const base::Date today{std::chrono::floor<std::chrono::days>(department.two_.clock.read().wall)};
    application.migration_card.entry_date = application.stay.from = base::format_date(today);
    application.stay.until = base::format_date(base::Date(std::chrono::sys_days(today) + std::chrono::days(20)));
    const auto done = department.accept(department.two_, {}, application);
    ASSERT_TRUE(done) << month;
    alone.push_back(done->application);
  }
  department.round(department.two_);
  EXPECT_EQ(department.two_->status().unsent, 0u);
  for (const base::RowId application : alone) EXPECT_EQ(department.confirmation(department.two_, application), "confirmed");
  EXPECT_EQ(department.admit(old, hub::Admission::Road::kStick).result, Result::kNothingNew) << "the forgotten stick arrives last";
  EXPECT_EQ(department.hub_->cases().find(withdrawn)->state, "withdrawn");
}

/// What became of both claims when the bundles of two offices arrived in that order, some of them again.
std::string outcome_of(const std::vector<std::size_t>& order) {
  Department department;
  department.round(department.two_);
  department.round(department.three_);
  std::vector<base::Bytes> bundles;
  department.pass(hours(1));
  const auto first = department.accept(department.two_);
  bundles.push_back(department.up(department.two_));
  department.pass(hours(30));
  const auto second = department.accept(department.three_);
  bundles.push_back(department.up(department.three_));
  registry::Application corrected = registry::test::yilmaz();
  corrected.applicant.birth_place = "IZMIR";
  corrected.stay.address.office = "KZ-06-02";
  EXPECT_TRUE(department.two_->counter().correct(first->application, corrected, "as the document has it", "aigul"));
  bundles.push_back(department.up(department.two_));
  bundles.push_back(bundles[0]);
  for (const std::size_t which : order) {
    department.pass(hours(10));
    EXPECT_FALSE(department.admit(bundles[which], hub::Admission::Road::kStick).fault);
  }
  const std::string two = department.hub_->cases().find(first->application)->confirmation;
  const std::string three = department.hub_->cases().find(second->application)->confirmation;
  return two + " " + three;
}

TEST(F9, EveryOrderOfArrivalGivesTheSameOutcome) {
  std::vector<std::size_t> order(4);
  std::iota(order.begin(), order.end(), 0u);
  const std::string expected = outcome_of(order);
  EXPECT_EQ(expected, "confirmed annulled");
  int orders = 0;
  while (std::ranges::next_permutation(order).found) {
    EXPECT_EQ(outcome_of(order), expected) << order[0] << order[1] << order[2] << order[3];
    ++orders;
  }
  EXPECT_EQ(orders, 23);
}

TEST(F10, EveryBundleAgainAndAgainInAnyOrderChangesNothing) {
  Department department;
  std::vector<base::Bytes> bundles, answers;
  for (int day = 0; day < 6; ++day) {
    ASSERT_TRUE(department.accept(department.two_, {}, of_number("U9000000" + std::to_string(day))));
    bundles.push_back(department.up(department.two_));
    answers.push_back(*department.admit(bundles.back()).answer);
    ASSERT_TRUE(department.two_->round().take_down(answers.back()));
    department.pass(hours(24));
  }
  const node::NodeStatus before = department.two_->status();
  SeededEntropy entropy(10);
  for (int times = 0; times < 60; ++times) {
    std::array<std::uint8_t, 2> drawn{};
    entropy.fill(drawn);
    EXPECT_EQ(department.admit(bundles[drawn[0] % bundles.size()], hub::Admission::Road::kStick).entries, 0u);
    const auto down = department.two_->round().take_down(answers[drawn[1] % answers.size()]);
    ASSERT_TRUE(down);
    EXPECT_TRUE(down->old_answer);
  }
  EXPECT_EQ(department.hub_->status().applications, 6u);
  EXPECT_EQ(department.two_->status().receipted, before.receipted);
  EXPECT_EQ(department.rows(department.two_->database(), "receipt"), 6);
}

TEST(F12, ARevokedKeyIsBelievedOnNoRoadAndWhatWasHeldStays) {
  Department department;
  const base::RowId before = department.accepted(department.two_);
  department.round(department.two_);
  ASSERT_TRUE(department.hub_->fleet().revoke(2, std::nullopt, "the computer was stolen", "dana"));
  // Whoever has the machine sets its clock back and goes on.
  department.two_.clock.set(kMorning - hours(24));
  ASSERT_TRUE(department.accept(department.two_, {}, of_number("U12000001")));
  const base::Bytes stolen = department.up(department.two_);
  for (const auto road : {hub::Admission::Road::kLine, hub::Admission::Road::kStick}) {
    const hub::AdmissionReport report = department.admit(stolen, road);
    EXPECT_EQ(report.refusal, wire::Refusal::kRevoked);
    EXPECT_EQ(report.entries, 0u);
  }
  EXPECT_EQ(department.hub_->status().applications, 1u);
  EXPECT_EQ(department.hub_->cases().find(before)->confirmation, "confirmed");
  ASSERT_TRUE(department.two_->round().take_down(*department.admit(stolen).answer));
  EXPECT_EQ(department.two_->status().state, "revoked");
  const auto refused = department.accept(department.two_, {}, of_number("U12000002"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, node::Refused::Cause::kNotWriting);
}

}  // namespace
}  // namespace tirkeu::testing
