// A complaint handed to an office is considered by the department, and the office can tell the person how it stands.
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

class ForwardedComplaint : public TwoOffices {
 protected:
  static daemon::ComplaintWish wish() {
    daemon::ComplaintWish wish;
    wish.channel = "person";
    wish.kind = "person";
    wish.name = "Йылмаз Мехмет";
    wish.postal_address = "Индербор, Нысанбаев 9";
    wish.is_signed = true;
    wish.about_office = "KZ-06-02";
    wish.text = "Waited two hours.";
    return wish;
  }
};

TEST_F(ForwardedComplaint, TheOfficeSeesStateDayAndOutcomeAfterItsNextRound) {
  const auto complaint = three_->opinions().receive(wish(), "aigul");
  ASSERT_TRUE(complaint);
  EXPECT_FALSE(hub_->complaints().find(complaint->id)) << "nothing has travelled yet";
  round(three_);
  const hub::ComplaintPage journal = hub_->complaints().list({.office = "KZ-06-03"});
  ASSERT_EQ(journal.items.size(), 1u);
  EXPECT_EQ(journal.items[0].complaint.number, "KZ-06-03/2026/C-1");
  EXPECT_EQ(hub_->complaints().open(), 1u);

  ASSERT_TRUE(hub_->complaints().step(complaint->id, {"taken_up", {}, "given to inspector Омаров"}, "dana"));
  ASSERT_TRUE(hub_->complaints().step(complaint->id, {"extended", {}, "the office is asked"}, "dana"));
  EXPECT_EQ(three_->opinions().complaints(10).at(0).state, "received");
  round(three_);
  const daemon::ComplaintRecord extended = three_->opinions().complaints(10).at(0);
  EXPECT_EQ(extended.state, "extended");
  EXPECT_EQ(extended.due_on, "2026-12-21") << "30 calendar days from 21 November";

  ASSERT_TRUE(hub_->complaints().step(complaint->id, {"answered", "founded", "an apology was sent"}, "dana"));
  round(three_);
  const daemon::ComplaintRecord answered = three_->opinions().complaints(10).at(0);
  EXPECT_EQ(answered.state, "answered");
  EXPECT_EQ(answered.steps.back().outcome, "founded");
  EXPECT_EQ(answered.steps.back().text, "an apology was sent");
  EXPECT_EQ(hub_->complaints().open(), 0u);
}

TEST_F(ForwardedComplaint, NoOtherOfficeLearnsOfIt) {
  const auto complaint = three_->opinions().receive(wish(), "aigul");
  ASSERT_TRUE(complaint);
  round(three_);
  ASSERT_TRUE(hub_->complaints().step(complaint->id, {"taken_up", {}, "given to inspector Омаров"}, "dana"));
  settle(two_, three_);
  EXPECT_TRUE(two_->opinions().complaints(10).empty());
  EXPECT_TRUE(two_->book().steps_of(complaint->id).empty());
  EXPECT_EQ(three_->book().steps_of(complaint->id).size(), 1u);
}

}  // namespace
}  // namespace tirkeu::testing
