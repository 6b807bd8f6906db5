// What a node makes of answers that are old, cut, another's, or that contradict it.
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using node::DownFault;

class Answers : public TwoOffices {};

TEST_F(Answers, AReceiptTurnsWhatWasSentIntoWhatIsHeld) {
  accepted(two_);
  EXPECT_EQ(two_->status().unsent, 1u);
  const base::Bytes answer = answer_for(two_);
  EXPECT_EQ(two_->status().unsent, 1u) << "sent is not held";
  const auto down = two_->round().take_down(answer);
  ASSERT_TRUE(down);
  EXPECT_EQ(down->newly_held, 1u);
  EXPECT_EQ(two_->status().unsent, 0u);
}

TEST_F(Answers, TheSameAnswerTwiceChangesNothing) {
  accepted(two_);
  const base::Bytes answer = answer_for(two_);
  ASSERT_TRUE(two_->round().take_down(answer));
  const node::NodeStatus before = two_->status();
  const auto again = two_->round().take_down(answer);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->old_answer);
  EXPECT_EQ(again->verdicts + again->index_entries + again->other_entries, 0u);
  EXPECT_EQ(two_->status().receipted, before.receipted);
}

TEST_F(Answers, AnOlderAnswerAfterANewerOneTakesNothingBack) {
  accepted(two_);
  const base::Bytes older = answer_for(two_);
  pass(std::chrono::minutes(1));
  registry::Application other = registry::test::yilmaz();
  other.document.number = "U99999999";
  ASSERT_TRUE(accept(two_, std::nullopt, other));
  round(two_);
  EXPECT_EQ(two_->status().receipted, 2u);
  const auto late = two_->round().take_down(older);
  ASSERT_TRUE(late);
  EXPECT_TRUE(late->old_answer);
  EXPECT_EQ(two_->status().receipted, 2u);
}

TEST_F(Answers, ACutOrChangedAnswerIsRefusedAndChangesNothing) {
  const base::RowId id = accepted(two_);
  const base::Bytes answer = answer_for(two_);
  for (std::size_t length = 0; length < answer.size(); length += 7) {
    const auto down = two_->round().take_down(base::ByteView(answer).first(length));
    ASSERT_FALSE(down) << length;
    EXPECT_EQ(down.error().kind, DownFault::Kind::kBundle);
  }
  for (std::size_t at = 0; at < answer.size(); at += 11) {
    base::Bytes changed = answer;
    changed[at] ^= 0x20;
    ASSERT_FALSE(two_->round().take_down(changed)) << at;
  }
  EXPECT_EQ(two_->status().receipted, 0u);
  EXPECT_EQ(confirmation(two_, id), "pending");
  EXPECT_EQ(two_->status().state, "ok");
}

TEST_F(Answers, AnotherOfficesAnswerIsNotOurs) {
  accepted(two_);
  const auto down = three_->round().take_down(answer_for(two_));
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().bundle_fault, protocol::BundleFault::kWrongReceiver);
}

TEST_F(Answers, ALostBundleCostsAnotherRoundAndNothingElse) {
  const base::RowId id = accepted(two_);
  answer_for(two_);  // The answer never arrives.
  pass(std::chrono::minutes(5));
  const node::DownSummary down = round(two_);
  EXPECT_EQ(down.newly_held, 1u);
  EXPECT_EQ(confirmation(two_, id), "confirmed");
}

TEST_F(Answers, ADatabaseOlderThanItsReceiptStopsWritingForGood) {
  accepted(two_);
  round(two_);
  const std::filesystem::path kept = two_.folder.path() / "kept.db";
  two_->database().copy_to(kept);
  pass(std::chrono::minutes(1));
  registry::Application other = registry::test::yilmaz();
  other.document.number = "U99999999";
  ASSERT_TRUE(accept(two_, std::nullopt, other));
  round(two_);

  // The disk is put back to where it was an hour ago.
  two_.node.reset();
  for (const char* rest : {"node.db-wal", "node.db-shm"}) std::filesystem::remove(two_.folder.path() / rest);
  std::filesystem::rename(kept, two_.folder.path() / "node.db");
  two_.node = std::make_unique<node::Node>(two_.files(), two_.world(), "test");
  EXPECT_EQ(two_->status().sequence, 1u);
  const auto down = two_->round().take_down(answer_for(two_));
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().kind, DownFault::Kind::kRewound);
  EXPECT_EQ(two_->status().state, "rewound");
  const auto refused = accept(two_, std::nullopt, other);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().cause, node::Refused::Cause::kNotWriting);
  two_.node.reset();
  two_.node = std::make_unique<node::Node>(two_.files(), two_.world(), "test");
  EXPECT_FALSE(two_->may_write()) << "the alarm outlives the process";
}

TEST_F(Answers, AMarkOfARestoredLifeIsNotWashedAwayByAnAnswer) {
  accepted(two_);
  two_->settings().set("state", std::string_view("restored"));
  round(two_);
  EXPECT_EQ(two_->status().state, "restored");
}

TEST_F(Answers, ARevokedNodeLearnsItAndStopsWriting) {
  round(two_);
  ASSERT_TRUE(hub_->fleet().revoke(2, std::nullopt, "the computer was stolen", "console"));
  const auto down = two_->round().take_down(answer_for(two_));
  ASSERT_TRUE(down);
  EXPECT_EQ(down->refusal, wire::Refusal::kRevoked);
  EXPECT_EQ(two_->status().state, "revoked");
  const auto done = accept(two_);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().cause, node::Refused::Cause::kNotWriting);
}

}  // namespace
}  // namespace tirkeu::testing
