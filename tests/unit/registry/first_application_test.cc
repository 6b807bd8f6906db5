#include "schema/registry/first_application.h"

#include <gtest/gtest.h>

#include "claims.h"

namespace tirkeu::registry {
namespace {

constexpr const char* kFirstProbable = "confirmed probable verdict.first_probable";
constexpr const char* kLaterProbable = "annulled probable verdict.annulled_probable";
constexpr const char* kFirstCertain = "confirmed certain verdict.first_certain";
constexpr const char* kLaterCertain = "annulled certain verdict.annulled_certain";
constexpr const char* kOnly = "confirmed certain verdict.only";
constexpr const char* kBesideReview = "confirmed certain verdict.first_beside_review";

TEST(FirstApplication, ALonelyClaimIsConfirmedEvenWithAClockAYearWrong) {
  Claim alone = claim_of(2, 9h);
  alone.accepted_at += 24h * 365;
  const std::vector<ClaimOutcome> outcomes = decide({alone});
  EXPECT_EQ(told(outcomes, alone), kOnly);
  EXPECT_EQ(outcomes.at(0).first, alone.application);
  EXPECT_EQ(outcomes.at(0).stay, std::vector{alone.application});
  EXPECT_TRUE(decide({}).empty());
}

TEST(FirstApplication, BoundsAloneOrderForCertain) {
  const Claim first = online_claim_of(3, 9h);
  Claim later = online_claim_of(2, 10h);
  later.clock = base::ClockFlags{0} | base::ClockFlag::kImplausible;
  const std::vector<ClaimOutcome> outcomes = decide({later, first});
  EXPECT_EQ(told(outcomes, first), kFirstCertain);
  EXPECT_EQ(told(outcomes, later), kLaterCertain);
  EXPECT_EQ(outcome_for(outcomes, later).first, first.application);
}

TEST(FirstApplication, BoundsThatTouchAreNotInOrder) {
  Claim left = online_claim_of(2, 9h);
  Claim right = online_claim_of(3, 9h + 2min);  // left's not_after is right's not_before
  left.uncertainty = right.uncertainty = 1h;
  EXPECT_EQ(order_of(left, right).grade, Grade::kUndetermined);
  right.not_before += 1ms;
  EXPECT_EQ(order_of(left, right).grade, Grade::kCertain);
}

TEST(FirstApplication, RecordedTimesOfHealthyClocksOrderProbably) {
  const Claim first = claim_of(3, 9h);
  const Claim later = claim_of(2, 9h + 2min + 1ms);
  const std::vector<ClaimOutcome> outcomes = decide({first, later});
  EXPECT_EQ(told(outcomes, first), kFirstProbable);
  EXPECT_EQ(told(outcomes, later), kLaterProbable);
}

TEST(FirstApplication, ADifferenceWithinTheUncertaintiesOrdersNothing) {
  const Claim left = claim_of(3, 9h);
  const Claim right = claim_of(2, 9h + 2min);
  const std::vector<ClaimOutcome> outcomes = decide({left, right});
  EXPECT_EQ(told(outcomes, left), "review undetermined verdict.review_order");
  EXPECT_EQ(told(outcomes, right), "review undetermined verdict.review_order");
  EXPECT_FALSE(outcomes.at(0).first);
}

TEST(FirstApplication, AClockThatIsAYearWrongPutsBothToReview) {
  for (const base::Milliseconds error : {24h * 365, -24h * 365}) {
    const Claim healthy = claim_of(2, 9h);
    Claim wrong = claim_of(3, 11h);
    wrong.accepted_at += error;
    const std::vector<ClaimOutcome> outcomes = decide({healthy, wrong});
    EXPECT_EQ(told(outcomes, healthy), "review undetermined verdict.review_clock");
    EXPECT_EQ(told(outcomes, wrong), "review undetermined verdict.review_clock");
    EXPECT_EQ(outcomes.at(0).reason.arguments.at("clocks"), "KZ-06-03");
  }
}

TEST(FirstApplication, EveryClockFaultCountsButAnOfficeWithoutTimeSourceIsHealthy) {
  const Claim left = claim_of(2, 9h);
  Claim right = claim_of(3, 11h);
  for (const base::ClockFlag fault :
       {base::ClockFlag::kStepped, base::ClockFlag::kBeforeReceipt, base::ClockFlag::kImplausible}) {
    right.clock = base::ClockFlags{0} | fault;
    EXPECT_EQ(order_of(left, right).grade, Grade::kUndetermined);
    EXPECT_EQ(order_of(right, left).grade, Grade::kUndetermined);
  }
  right.clock = base::ClockFlags{0} | base::ClockFlag::kUnsynchronised;
  EXPECT_EQ(order_of(left, right).grade, Grade::kProbable);
}

TEST(FirstApplication, BoundsThatContradictThemselvesOrderNothing) {
  const Claim left = claim_of(2, 9h);
  Claim right = claim_of(3, 11h);
  std::swap(right.not_before, right.not_after);
  right.not_after = left.not_before - 24h;
  EXPECT_EQ(order_of(left, right).grade, Grade::kUndetermined);
}

TEST(FirstApplication, OneLogIsAnOrderWhateverItsClockSays) {
  Claim first = claim_of(2, 11h);
  Claim later = claim_of(2, 9h);
  later.application = base::RowId::make(6, first.application.incarnation(), 2);
  later.accepted_at -= 24h * 365;
  const std::vector<ClaimOutcome> outcomes = decide({later, first});
  EXPECT_EQ(told(outcomes, first), kFirstCertain);
  EXPECT_EQ(told(outcomes, later), kLaterCertain);
}

TEST(FirstApplication, ALateEarlierClaimOverturnsALaterOne) {
  const Claim known = claim_of(2, 11h);
  EXPECT_EQ(told(decide({known}), known), kOnly);
  const Claim late = claim_of(3, 9h);
  EXPECT_EQ(told(decide({known, late}), known), kLaterProbable);
}

TEST(FirstApplication, TheGradeOfTheFirstIsItsWeakest) {
  const Claim first = claim_of(2, 9h);
  const Claim probable = claim_of(3, 11h);
  Claim certain = online_claim_of(4, 24h * 6);
  const std::vector<ClaimOutcome> outcomes = decide({first, probable, certain});
  EXPECT_EQ(told(outcomes, first), kFirstProbable);
  EXPECT_EQ(told(outcomes, probable), kLaterProbable);
  EXPECT_EQ(told(outcomes, certain), kLaterCertain);
  EXPECT_EQ(outcome_for(outcomes, certain).first, first.application);
}

TEST(FirstApplication, WithdrawalFreesThePlaceForTheNext) {
  Claim first = claim_of(2, 9h);
  const Claim second = claim_of(3, 11h);
  const Claim third = claim_of(4, 13h);
  first.withdrawn = true;
  const std::vector<ClaimOutcome> outcomes = decide({first, second, third});
  EXPECT_EQ(outcomes.size(), 2u);
  EXPECT_EQ(told(outcomes, second), kFirstProbable);
  EXPECT_EQ(outcome_for(outcomes, third).first, second.application);
}

TEST(FirstApplication, AHitAnsweredWithAReasonGoesToReviewAndLeavesTheFirst) {
  const Claim first = claim_of(2, 9h);
  for (const base::Milliseconds at : {9h + 0ms, 9h + 30000ms, 11h + 0ms}) {
    Claim despite = claim_of(3, at);
    despite.despite_hit = true;
    const std::vector<ClaimOutcome> outcomes = decide({first, despite});
    EXPECT_EQ(told(outcomes, first), kBesideReview);
    EXPECT_EQ(told(outcomes, despite), "review undetermined verdict.review_despite_hit");
    EXPECT_EQ(outcome_for(outcomes, despite).first, first.application);
    EXPECT_EQ(outcome_for(outcomes, first).stay.size(), 2u);
  }
}

TEST(FirstApplication, AfterTheFirstWithdrewAClaimDespiteAHitHoldsUpWhoCameLater) {
  Claim despite = claim_of(3, 9h);
  despite.despite_hit = true;
  const Claim later = claim_of(4, 11h);
  const std::vector<ClaimOutcome> outcomes = decide({despite, later});
  EXPECT_EQ(told(outcomes, despite), "review undetermined verdict.review_despite_hit");
  EXPECT_EQ(told(outcomes, later), "review undetermined verdict.review_waits");
}

TEST(FirstApplication, AClaimReceivedAfterARevocationGoesToReviewAndUnseatsNobodyByItsOwnClock) {
  const Claim honest = claim_of(2, 11h);
  Claim revoked = claim_of(3, 9h);
  revoked.after_revocation = true;
  const std::vector<ClaimOutcome> outcomes = decide({honest, revoked});
  EXPECT_EQ(told(outcomes, honest), kBesideReview);
  EXPECT_EQ(told(outcomes, revoked), "review undetermined verdict.review_after_revocation");
  // Where the hub's own receipts prove that it came first, the later one waits for the person.
  revoked.not_after = kDay0 - 24h;
  Claim after = honest;
  after.not_before = kDay0;
  EXPECT_EQ(told(decide({after, revoked}), after), "review undetermined verdict.review_waits");
}

TEST(Stay, ANewCardWithALaterEntryDayIsANewStay) {
  const Claim first = claim_of(2, 9h, "2026-11-20", "1234567");
  const Claim next = claim_of(3, 24h * 4, "2026-11-24", "7654321");
  const std::vector<ClaimOutcome> outcomes = decide({first, next});
  EXPECT_EQ(told(outcomes, first), kOnly);
  EXPECT_EQ(told(outcomes, next), kOnly);
  EXPECT_EQ(outcomes.at(0).stay.size(), 1u);
}

TEST(Stay, EntryDaysUpToThreeApartOrOneCardAreOneStay) {
  const Claim first = claim_of(2, 9h, "2026-11-20", "1234567");
  EXPECT_TRUE(same_stay(first, claim_of(3, 9h, "2026-11-23", "7654321")));
  EXPECT_TRUE(same_stay(first, claim_of(3, 9h, "2026-11-17", "")));
  EXPECT_FALSE(same_stay(first, claim_of(3, 9h, "2026-11-24", "7654321")));
  EXPECT_TRUE(same_stay(first, claim_of(3, 9h, "2026-12-24", "1234567")));
  EXPECT_FALSE(same_stay(claim_of(2, 9h, "2026-11-20", ""), claim_of(3, 9h, "2026-11-24", "")))
      << "no card is no card in common";
}

TEST(Stay, ADepartureBetweenTwoEntriesMakesTwoStaysOfTwoCards) {
  Claim first = claim_of(2, 9h, "2026-11-20", "1234567");
  const Claim next = claim_of(3, 24h * 2, "2026-11-22", "7654321");
  first.departed_on = "2026-11-21";
  EXPECT_FALSE(same_stay(first, next));
  EXPECT_FALSE(same_stay(next, first));
  EXPECT_EQ(told(decide({first, next}), next), kOnly);
  first.departed_on = "2026-11-23";
  EXPECT_TRUE(same_stay(first, next)) << "who left later had not left between";
}

TEST(Stay, AnOldEntryFiledAfterANewerOneGoesToReviewAlone) {
  const Claim newer = claim_of(2, 9h, "2026-11-20", "7654321");
  const Claim older = claim_of(3, 11h, "2026-11-01", "1234567");
  const std::vector<ClaimOutcome> outcomes = decide({newer, older});
  EXPECT_EQ(told(outcomes, newer), kBesideReview);
  EXPECT_EQ(told(outcomes, older), "review undetermined verdict.review_entry_order");
  EXPECT_EQ(outcome_for(outcomes, older).first, newer.application);
}

TEST(Stay, WithoutACardOrEntryDayTheLaterClaimGoesToReview) {
  const Claim first = claim_of(2, 9h, "2026-11-01", "1234567");
  const Claim without_card = claim_of(3, 11h, "2026-11-20", "");
  const Claim without_day = claim_of(4, 13h, "", "7654321");
  EXPECT_EQ(told(decide({first, without_card}), without_card), "review undetermined verdict.review_missing");
  EXPECT_EQ(told(decide({first, without_card}), first), kBesideReview);
  EXPECT_EQ(told(decide({first, without_day}), without_day), "review undetermined verdict.review_missing");
}

TEST(Stay, AnotherBirthDateUnderTheSameNumberGoesToReviewAndTheFirstStays) {
  const Claim first = claim_of(2, 9h);
  Claim other = claim_of(3, 11h);
  other.birth_date = "1948-03-09";
  const std::vector<ClaimOutcome> outcomes = decide({first, other});
  EXPECT_EQ(told(outcomes, first), kBesideReview);
  EXPECT_EQ(told(outcomes, other), "review undetermined verdict.review_birth_date");
  other.birth_date = "1984";
  EXPECT_EQ(told(decide({first, other}), other), kLaterProbable) << "a date known in part agrees with its whole";
}

TEST(Stay, InAChainAnAnnulledClaimStandsInNobodysWay) {
  const Claim monday = claim_of(2, 9h, "2026-11-02", "1111111");
  const Claim thursday = claim_of(3, 11h, "2026-11-05", "2222222");
  const Claim sunday = claim_of(4, 13h, "2026-11-08", "3333333");
  std::vector<ClaimOutcome> outcomes = decide({monday, thursday, sunday});
  EXPECT_EQ(told(outcomes, monday), kFirstProbable);
  EXPECT_EQ(told(outcomes, thursday), "review undetermined verdict.review_chain") << "of one stay with both others";
  EXPECT_EQ(told(outcomes, sunday), kFirstProbable) << "a new stay beside Monday's";
  EXPECT_EQ(outcomes.at(0).stay.size(), 3u);

  const Claim middle_first = claim_of(3, 7h, "2026-11-05", "2222222");
  outcomes = decide({monday, middle_first, sunday});
  EXPECT_EQ(told(outcomes, middle_first), kFirstProbable);
  EXPECT_EQ(told(outcomes, monday), kLaterProbable);
  EXPECT_EQ(told(outcomes, sunday), kLaterProbable);
}

TEST(Stay, NobodyIsAnnulledInFavourOfAClaimInReview) {
  // The holder of the stay with the newer card is itself in question, so its follower waits with it.
  const Claim earlier = claim_of(2, 9h, "2026-11-20", "");
  const Claim holder = claim_of(3, 11h, "2026-11-01", "1234567");
  const Claim follower = claim_of(4, 13h, "2026-11-02", "1234567");
  const std::vector<ClaimOutcome> outcomes = decide({earlier, holder, follower});
  EXPECT_EQ(told(outcomes, earlier), kBesideReview);
  EXPECT_EQ(told(outcomes, holder), "review undetermined verdict.review_missing");
  EXPECT_EQ(told(outcomes, follower), "review undetermined verdict.review_missing");
}

TEST(Judgement, StandsAgainstBetterProof) {
  const Claim first = online_claim_of(2, 9h);
  const Claim later = online_claim_of(3, 11h);
  const Judgement judgement{{first.application, later.application}, later.application};
  const std::vector<ClaimOutcome> outcomes = decide({first, later}, {judgement});
  EXPECT_EQ(told(outcomes, later), "confirmed decided verdict.first_decided");
  EXPECT_EQ(told(outcomes, first), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(outcome_for(outcomes, first).first, later.application);
}

TEST(Judgement, DistinctClaimsAllKeepTheirPlace) {
  Claim first = claim_of(2, 9h);
  Claim despite = claim_of(3, 11h);
  despite.despite_hit = true;
  const std::vector<ClaimOutcome> outcomes =
      decide({first, despite}, {{{first.application, despite.application}, std::nullopt}});
  EXPECT_EQ(told(outcomes, first), "confirmed decided verdict.distinct_decided");
  EXPECT_EQ(told(outcomes, despite), "confirmed decided verdict.distinct_decided");
}

TEST(Judgement, AClaimThatItDidNotSeeGoesToReviewUnlessItIsANewStay) {
  const Claim first = claim_of(2, 9h);
  const Claim later = claim_of(3, 11h);
  const std::vector<Judgement> judgements = {{{first.application, later.application}, first.application}};
  const Claim unseen = claim_of(4, 5h);  // earlier than all that the person saw
  std::vector<ClaimOutcome> outcomes = decide({first, later, unseen}, judgements);
  EXPECT_EQ(told(outcomes, unseen), "review undetermined verdict.review_after_judgement");
  EXPECT_EQ(told(outcomes, first), "confirmed decided verdict.first_decided");
  EXPECT_EQ(outcome_for(outcomes, unseen).first, first.application);
  const Claim new_stay = claim_of(5, 24h * 4, "2026-11-24", "7654321");
  outcomes = decide({first, later, new_stay}, judgements);
  EXPECT_EQ(told(outcomes, new_stay), kOnly);
}

TEST(Judgement, TheNewestHoldsForWhatBothSaw) {
  const Claim first = claim_of(2, 9h);
  const Claim later = claim_of(3, 11h);
  const Claim third = claim_of(4, 13h);
  const Judgement before{{first.application, later.application, third.application}, later.application};
  const Judgement after{{first.application, later.application}, first.application};
  const std::vector<ClaimOutcome> outcomes = decide({first, later, third}, {before, after});
  EXPECT_EQ(told(outcomes, first), "confirmed decided verdict.first_decided");
  EXPECT_EQ(told(outcomes, later), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(told(outcomes, third), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(outcome_for(outcomes, third).first, first.application) << "who followed the loser follows the winner";
}

TEST(Judgement, TwoPlacesInOneStayAreAConflictThatTheOlderOneLoses) {
  const Claim first = claim_of(2, 9h);
  const Claim second = claim_of(3, 11h);
  const Claim third = claim_of(4, 13h);
  const Judgement before{{first.application, third.application}, first.application};
  const Judgement after{{second.application, third.application}, second.application};
  const std::vector<ClaimOutcome> outcomes = decide({first, second, third}, {before, after});
  EXPECT_EQ(told(outcomes, second), "confirmed decided verdict.first_decided");
  EXPECT_EQ(told(outcomes, third), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(told(outcomes, first), "review undetermined verdict.review_judgement_conflict");
}

TEST(Judgement, IsVoidWhenItsFirstWithdraws) {
  Claim first = claim_of(2, 9h);
  const Claim second = claim_of(3, 11h);
  const Claim third = claim_of(4, 13h);
  const std::vector<Judgement> judgements = {
      {{first.application, second.application, third.application}, first.application}};
  first.withdrawn = true;
  const std::vector<ClaimOutcome> outcomes = decide({first, second, third}, judgements);
  EXPECT_EQ(told(outcomes, second), kFirstProbable);
  EXPECT_EQ(told(outcomes, third), kLaterProbable);
}

TEST(Judgement, OnAClaimThatLeftTheDocumentIsMadeAgain) {
  const Claim first = claim_of(2, 9h);
  const Claim second = claim_of(3, 11h);
  const std::vector<Judgement> judgements = {{{first.application, second.application}, first.application}};
  EXPECT_EQ(told(decide({second}, judgements), second), "review undetermined verdict.review_judgement_gap");
}

TEST(Uncertainty, GrowsWithTheTimeSinceTheLastReceipt) {
  EXPECT_EQ(uncertainty(60s, 0ms), 60s);
  EXPECT_EQ(uncertainty(60s, -24h), 60s);
  EXPECT_EQ(uncertainty(60s, 2000s), 61s);
  EXPECT_EQ(uncertainty(60s, 24h * 10), 60s + 432s);
}

TEST(Verdict, NamesOfficeTicketAndLocalTimeOfTheFirstInEveryLanguage) {
  const Claim first = claim_of(3, 4h + 10min);
  const Claim later = claim_of(2, 9h);
  const ClaimOutcome outcome = outcome_for(decide({first, later}), later);
  for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish}) {
    const std::string sentence = text(language, outcome.reason);
    for (const std::string_view part : {"KZ-06-03", "06-03-2026-AB-000001-7", "20.11.2026 09:10", "15"})
      EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
    EXPECT_EQ(sentence.find('{'), std::string::npos) << sentence;
  }
}

TEST(Verdict, EvidenceIsOneAsciiLineWithEverythingThatGrades) {
  const Claim first = claim_of(3, 4h + 10min);
  Claim later = claim_of(2, 9h);
  later.clock = base::ClockFlags{0} | base::ClockFlag::kUnsynchronised;
  const std::vector<ClaimOutcome> outcomes = decide({first, later});
  const std::string own =
      later.application.to_string() +
      " KZ-06-02 recorded 2026-11-20T09:00:00.000Z bounds 2026-11-15T00:00:00.000Z/2026-11-25T00:00:00.000Z clock 1 "
      "uncertainty_ms 60000";
  const std::string other =
      first.application.to_string() +
      " KZ-06-03 recorded 2026-11-20T04:10:00.000Z bounds 2026-11-15T00:00:00.000Z/2026-11-25T00:00:00.000Z clock 0 "
      "uncertainty_ms 60000";
  EXPECT_EQ(outcome_for(outcomes, later).evidence, own + "; " + other);
}

TEST(Verdict, AFloodOfClaimsDoesNotFillTheEvidence) {
  std::vector<Claim> flood;
  for (std::uint64_t counter = 1; counter <= 200; ++counter) {
    Claim claim = claim_of(2, 9h);
    claim.application = base::RowId::make(6, 1040, counter);
    flood.push_back(claim);
  }
  const std::vector<ClaimOutcome> outcomes = decide(flood);
  EXPECT_NE(outcomes.back().evidence.find("; and 192 more"), std::string::npos);
  EXPECT_LT(outcomes.back().evidence.size(), 2000u);
  EXPECT_LT(text(Language::kRussian, outcomes.front().reason).size(), 1000u);
}

}  // namespace
}  // namespace tirkeu::registry
