// The main job: one foreigner, two offices without a connection, one place of registration.
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using node::Refused;

constexpr base::Milliseconds kHour = std::chrono::hours(1);

class Duplicate : public TwoOffices {
 protected:
  /// Accepted at KZ-06-02, three hours later at KZ-06-03, nobody connected.
  void accept_in_both() {
    first_ = accepted(two_);
    pass(3 * kHour);
    second_ = accepted(three_);
    pass(kHour);
  }
  void expect_the_first_holds_the_place() {
    EXPECT_EQ(confirmation(two_, first_), "confirmed");
    EXPECT_EQ(confirmation(three_, second_), "annulled");
    const store::CaseState first = *two_->cases().find(first_);
    const std::vector<store::Verdict> verdicts = three_->book().verdicts(second_);
    ASSERT_FALSE(verdicts.empty());
    EXPECT_EQ(verdicts.back().first, first_);
    EXPECT_EQ(verdicts.back().first_office, "KZ-06-02");
    EXPECT_EQ(verdicts.back().first_ticket_number, first.ticket_number);
    EXPECT_EQ(verdicts.back().first_accepted_at, first.accepted_at);
  }

  base::RowId first_, second_;
};

TEST_F(Duplicate, TheFirstIsConfirmedAndTheSecondAnnulledWhenTheFirstSyncsFirst) {
  accept_in_both();
  settle(two_, three_);
  expect_the_first_holds_the_place();
}

TEST_F(Duplicate, TheSameComesOutWhenTheSecondSyncsFirst) {
  accept_in_both();
  settle(three_, two_);
  expect_the_first_holds_the_place();
}

TEST_F(Duplicate, AnAnnulledApplicationCannotBeRegistered) {
  accept_in_both();
  settle(two_, three_);
  const auto registered = three_->counter().register_stay(second_, "aigul");
  ASSERT_FALSE(registered);
  EXPECT_EQ(registered.error().cause, Refused::Cause::kAnnulled);
  EXPECT_TRUE(two_->counter().register_stay(first_, "aigul"));
}

TEST_F(Duplicate, AThirdAttemptIsAQuestionAtBothOfficesWithoutAConnection) {
  accept_in_both();
  settle(two_, three_);
  const std::string ticket = two_->cases().find(first_)->ticket_number;
  const auto at_two = accept(two_);
  ASSERT_FALSE(at_two);
  EXPECT_EQ(at_two.error().check.hits.front().source, node::Hit::Source::kOwnBook);
  const auto at_three = accept(three_);
  ASSERT_FALSE(at_three);
  const node::Hit& hit = at_three.error().check.hits.front();
  EXPECT_EQ(hit.source, node::Hit::Source::kVerdict) << "its own was annulled, so the verdict names who holds the place";
  EXPECT_EQ(hit.office, "KZ-06-02");
  EXPECT_EQ(hit.ticket_number, ticket);
}

TEST_F(Duplicate, AnOfficeThatNeverSawThePersonKnowsFromTheIndex) {
  first_ = accepted(two_);
  settle(two_, three_);
  const auto at_three = accept(three_);
  ASSERT_FALSE(at_three);
  const node::Hit& hit = at_three.error().check.hits.front();
  EXPECT_EQ(hit.source, node::Hit::Source::kIndex);
  EXPECT_EQ(hit.office, "KZ-06-02");
  EXPECT_EQ(hit.accepted_on, "2026-11-21");
  EXPECT_FALSE(at_three.error().check.horizon.as_of == std::nullopt);
}

TEST_F(Duplicate, ANewCardAndEntryIsAcceptedOffline) {
  first_ = accepted(two_);
  settle(two_, three_);
  pass(24 * 15 * kHour);
  registry::Application again = registry::test::yilmaz();
  again.migration_card.number = "7654321";
  again.migration_card.entry_date = "2026-12-05";
  again.stay.from = "2026-12-05";
  again.stay.until = "2026-12-20";
  const auto done = accept(three_, std::nullopt, again);
  ASSERT_TRUE(done);
  settle(three_, two_);
  EXPECT_EQ(confirmation(three_, done->application), "confirmed");
  EXPECT_EQ(confirmation(two_, first_), "confirmed");
}

TEST_F(Duplicate, AHitAnsweredWithAReasonGoesToReview) {
  first_ = accepted(two_);
  settle(two_, three_);
  const auto done = accept(three_, "another person, passports compared");
  ASSERT_TRUE(done);
  settle(three_, two_);
  EXPECT_EQ(confirmation(three_, done->application), "review");
  const auto registered = three_->counter().register_stay(done->application, "aigul");
  ASSERT_FALSE(registered);
  EXPECT_EQ(registered.error().cause, Refused::Cause::kUnderReview);
}

TEST_F(Duplicate, AClockThatIsAYearWrongLeadsToReviewInEitherOrder) {
  three_.clock.pass(24 * 365 * kHour);
  accept_in_both();
  settle(two_, three_);
  EXPECT_EQ(confirmation(three_, second_), "review");
  EXPECT_EQ(confirmation(two_, first_), "review");
}

TEST_F(Duplicate, AWithdrawalOfTheFirstGivesThePlaceToTheSecond) {
  accept_in_both();
  settle(two_, three_);
  ASSERT_TRUE(two_->counter().withdraw(first_, "went to the other district", "aigul"));
  settle(two_, three_);
  EXPECT_EQ(confirmation(three_, second_), "confirmed");
}

}  // namespace
}  // namespace tirkeu::testing
