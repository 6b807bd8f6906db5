// Claims whose time stands on paper only, and claims whose place an administrator moved.
#include <gtest/gtest.h>

#include "claims.h"

namespace tirkeu::registry {
namespace {

Claim hearsay_of(unsigned number, base::Milliseconds at) {
  Claim claim = claim_of(number, at);
  claim.on_hearsay = true;
  claim.uncertainty = 1h;
  return claim;
}

TEST(Hearsay, IsProbableAtBestByWhatThePaperSays) {
  const Claim paper = hearsay_of(3, 9h);
  const Claim counter = claim_of(2, 12h);
  const std::vector<ClaimOutcome> outcomes = decide({paper, counter});
  EXPECT_EQ(told(outcomes, paper), "confirmed probable verdict.first_probable");
  EXPECT_EQ(told(outcomes, counter), "annulled probable verdict.annulled_probable");
  EXPECT_NE(outcome_for(outcomes, paper).evidence.find(" on_hearsay"), std::string::npos);
}

TEST(Hearsay, WithinTheUncertaintyOfPaperAPersonDecides) {
  const Claim paper = hearsay_of(3, 9h);
  const Claim counter = claim_of(2, 10h);
  EXPECT_EQ(order_of(paper, counter).grade, Grade::kUndetermined);
  EXPECT_EQ(outcome_for(decide({paper, counter}), paper).outcome, Outcome::kReview);
}

TEST(Hearsay, IsNotOrderedByItsPlaceInTheLog) {
  Claim paper = hearsay_of(3, 9h);
  Claim counter = claim_of(3, 12h);
  paper.application = base::RowId::make(6, 1048, 9);  // entered after the other was accepted
  counter.application = base::RowId::make(6, 1048, 8);
  const Order order = order_of(paper, counter);
  EXPECT_EQ(order.grade, Grade::kProbable);
  EXPECT_TRUE(order.first_is_left) << "the paper says earlier, though it was entered later";
}

TEST(Hearsay, ABoundFromBelowSaysNothing) {
  // The office knew a receipt of day 3 when it typed the ticket in; the ticket may still be of day 0.
  Claim paper = hearsay_of(3, 9h);
  paper.not_before = kDay0 + 24h * 3;
  const Claim counter = online_claim_of(2, 12h);
  const Order order = order_of(paper, counter);
  EXPECT_EQ(order.grade, Grade::kProbable);
  EXPECT_TRUE(order.first_is_left);
  EXPECT_EQ(order_of(counter, paper).first_is_left, false);
}

TEST(Hearsay, IsCertainOnlyWhereTheHubHeldItBeforeTheOtherWasPossible) {
  Claim paper = hearsay_of(3, 9h);
  paper.not_after = kDay0 + 24h;
  const Claim counter = online_claim_of(2, 24h * 2);
  const Order order = order_of(counter, paper);
  EXPECT_EQ(order.grade, Grade::kCertain);
  EXPECT_FALSE(order.first_is_left);
}

TEST(Hearsay, TheClockOfTheDayOfEntryIsNoFaultOfThePaper) {
  Claim paper = hearsay_of(3, 9h);
  paper.clock = base::ClockFlags{0} | base::ClockFlag::kStepped;
  EXPECT_EQ(order_of(paper, claim_of(2, 12h)).grade, Grade::kProbable);
  paper.accepted_at = paper.not_after + 1h;
  EXPECT_EQ(order_of(paper, claim_of(2, 12h)).grade, Grade::kUndetermined) << "a day that was still to come";
}

TEST(Transfer, AnnulsByDecisionAndNamesTheNewOffice) {
  Claim moved = claim_of(3, 9h);
  moved.transferred = "KZ-06-02";
  const std::vector<ClaimOutcome> outcomes = decide({moved});
  EXPECT_EQ(told(outcomes, moved), "annulled decided verdict.transferred");
  EXPECT_EQ(outcomes.front().first, std::nullopt);
  for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
    const std::string sentence = text(language, outcomes.front().reason);
    EXPECT_NE(sentence.find("KZ-06-02"), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
  }
}

TEST(Transfer, FreesThePlaceForTheOfficeThatItWasMovedTo) {
  Claim moved = claim_of(3, 9h);
  moved.transferred = "KZ-06-02";
  const Claim later = claim_of(2, 30h);
  const std::vector<ClaimOutcome> outcomes = decide({moved, later});
  EXPECT_EQ(told(outcomes, later), "confirmed certain verdict.only");
  EXPECT_EQ(told(outcomes, moved), "annulled decided verdict.transferred");
}

TEST(Transfer, OfTheClaimThatAJudgementPutFirstFreesThePlaceToo) {
  Claim moved = claim_of(3, 9h);
  const Claim later = claim_of(2, 30h);
  const std::vector<Judgement> judgements = {{{moved.application, later.application}, moved.application}};
  EXPECT_EQ(told(decide({moved, later}, judgements), later), "annulled decided verdict.annulled_decided");
  moved.transferred = "KZ-06-02";
  EXPECT_EQ(told(decide({moved, later}, judgements), later), "confirmed certain verdict.only");
}

TEST(Transfer, NoThirdOfficeGetsThePlaceByHavingBeenEarlierThanTheNewcomer) {
  Claim moved = claim_of(3, 9h);
  moved.transferred = "KZ-06-02";
  const Claim third = claim_of(4, 12h);  // annulled in favour of the first, until that one was moved
  const std::vector<ClaimOutcome> before = decide({moved, third});
  EXPECT_EQ(told(before, third), "annulled decided verdict.transferred");
  EXPECT_NE(outcome_for(before, third).evidence.find(" transferred KZ-06-02"), std::string::npos);
  const Claim newcomer = claim_of(2, 60h);
  const std::vector<ClaimOutcome> after = decide({moved, third, newcomer});
  EXPECT_EQ(told(after, newcomer), "confirmed certain verdict.only");
  EXPECT_EQ(told(after, third), "annulled decided verdict.transferred");
}

TEST(Transfer, MovedOnAgainThePlaceIsAtTheLastOffice) {
  Claim first = claim_of(3, 9h);
  first.transferred = "KZ-06-02";
  Claim second = claim_of(2, 30h);
  second.transferred = "KZ-06-05";
  second.transferred_at = first.transferred_at + 1h;
  const Claim third = claim_of(5, 60h);
  const std::vector<ClaimOutcome> outcomes = decide({third, second, first});
  EXPECT_EQ(told(outcomes, third), "confirmed certain verdict.only");
  EXPECT_EQ(told(outcomes, second), "annulled decided verdict.transferred");
}

TEST(Transfer, MovedBackThePlaceIsAtTheOldOfficeAndAtNoThirdOne) {
  Claim first = claim_of(3, 9h);
  first.transferred = "KZ-06-02";
  Claim second = claim_of(2, 30h);
  second.transferred = "KZ-06-03";
  second.transferred_at = first.transferred_at + 1h;
  const Claim third = claim_of(5, 12h);
  Claim again = claim_of(3, 60h);
  again.application = base::RowId{first.application.value + 1};
  const std::vector<ClaimOutcome> outcomes = decide({third, again, second, first});
  EXPECT_EQ(told(outcomes, again), "confirmed certain verdict.only");
  EXPECT_EQ(told(outcomes, third), "annulled decided verdict.transferred");
  EXPECT_NE(outcome_for(outcomes, third).evidence.find(" transferred KZ-06-03"), std::string::npos);
}

TEST(Transfer, LeavesOtherStaysAlone) {
  Claim moved = claim_of(3, 9h);
  moved.transferred = "KZ-06-02";
  const Claim next_year = claim_of(4, 24h * 4, "2026-11-24", "7654321");
  EXPECT_EQ(told(decide({moved, next_year}), next_year), "confirmed certain verdict.only");
}

TEST(Transfer, OfAWithdrawnClaimTellsNothing) {
  Claim moved = claim_of(3, 9h);
  moved.transferred = "KZ-06-02";
  moved.withdrawn = true;
  EXPECT_TRUE(decide({moved}).empty());
}

}  // namespace
}  // namespace tirkeu::registry
