// Clause 15 as the hub carries it out: from bundles to verdicts and questions. The decision itself is tested in schema/registry.
#include <boost/json/parse.hpp>

#include "hub/adjudication.h"
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class Verdicts : public DepartmentTest {
 protected:
  store::Verdict newest(const store::Acceptance& accepted) { return hub->book().verdicts(accepted.id).back(); }
  /// A claim at Индер, an hour later one at Махамбет that knows nothing of it; only the later one has arrived.
  void claim_twice_later_first() {
    first = inder->accept(application_of("U1"));
    clock.pass(1h);
    second = makhambet->accept(application_of("U1"));
    clock.pass(1h);
    round(*makhambet);
  }
  /// Two claims that only a person can order: the second was accepted although the clerk saw the first.
  Duplicate open_question() {
    first = inder->accept(application_of("U1"));
    round(*inder);
    clock.pass(1h);
    second = makhambet->accept(application_of("U1"), "it was another person");
    round(*makhambet);
    const DuplicatePage page = hub->review_desk().list("open", std::nullopt, 10);
    EXPECT_EQ(page.items.size(), 1u);
    return page.items.front();
  }
  std::string states() {
    std::string text;
    for (const Duplicate& duplicate : hub->review_desk().list("", std::nullopt, 10).items)
      text += (text.empty() ? "" : ",") + duplicate.state + " " + duplicate.outcome;
    return text;
  }

  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
  store::Acceptance first, second;
};

TEST_F(Verdicts, ALonelyClaimIsConfirmedAndItsOfficeToldSo) {
  first = inder->accept(application_of("U1"));
  EXPECT_EQ(round(*inder).verdicts, 1u);
  EXPECT_EQ(told(first.id), "confirmed certain verdict.only");
  EXPECT_EQ(hub->cases().find(first.id)->confirmation, "confirmed");
  ASSERT_EQ(inder->book.verdicts(first.id).size(), 1u);
  EXPECT_EQ(inder->book.verdicts(first.id)[0].first, first.id);
  EXPECT_EQ(count("duplicate"), 0);
}

TEST_F(Verdicts, ThoseOfOneRoundAreOneEntryInTheLogOfEachOfficeConcerned) {
  first = inder->accept(application_of("U1"));
  clock.pass(1h);
  round(*inder);
  const auto entries = [&](int office) { return hub->logs().head(EpochLogs(0).verdicts(office)).sequence; };
  const base::Sequence of_inder = entries(3), of_makhambet = entries(4);
  clock.pass(1h);
  second = inder->accept(application_of("U2"));
  for (const char* number : {"U3", "U4", "U5"}) inder->accept(application_of(number));
  const store::Acceptance rival = makhambet->accept(application_of("U2"));
  round(*makhambet);
  EXPECT_EQ(entries(4), of_makhambet + 1);
  EXPECT_EQ(round(*inder).verdicts, 5u) << "four of its own, and one that calls the other office's into question";
  EXPECT_EQ(entries(3), of_inder + 1);
  EXPECT_EQ(entries(4), of_makhambet + 2);
  EXPECT_EQ(inder->book.verdicts(second.id).size(), 1u);
  EXPECT_EQ(hub->cases().find(rival.id)->confirmation, "review");
  EXPECT_EQ(hub->cases().first_difference(), std::nullopt);
}

TEST_F(Verdicts, ABacklogIsSplitIntoEntriesThatStaySmall) {
  for (std::size_t i = 0; i <= kVerdictsPerEntry; ++i) inder->accept(application_of("U" + std::to_string(i)));
  const base::Sequence before = hub->logs().head(EpochLogs(0).verdicts(3)).sequence;
  EXPECT_EQ(round(*inder).verdicts, kVerdictsPerEntry + 1);
  EXPECT_EQ(hub->logs().head(EpochLogs(0).verdicts(3)).sequence, before + 2);
  EXPECT_EQ(inder->logs.head(EpochLogs(0).verdicts(3)).sequence, before + 2);
}

TEST_F(Verdicts, TheSecondIsAnnulledWithOfficeTicketAndTimeOfTheFirst) {
  first = inder->accept(application_of("U1"));
  round(*inder);
  clock.pass(1h);
  round(*makhambet);
  clock.pass(1h);
  second = makhambet->accept(application_of("U1"));
  round(*makhambet);
  EXPECT_EQ(told(first.id), "confirmed certain verdict.first_certain");
  EXPECT_EQ(told(second.id), "annulled certain verdict.annulled_certain");
  ASSERT_EQ(makhambet->book.verdicts(second.id).size(), 1u);
  const store::Verdict verdict = makhambet->book.verdicts(second.id).front();
  EXPECT_EQ(verdict.first, first.id);
  EXPECT_EQ(verdict.first_office, "KZ-06-03");
  EXPECT_EQ(verdict.first_ticket_number, first.ticket_number);
  EXPECT_EQ(verdict.first_accepted_at, first.accepted_at);
  EXPECT_FALSE(verdict.evidence.empty());
  EXPECT_TRUE(boost::json::parse(verdict.reason_arguments).is_object());
  EXPECT_EQ(states(), "settled annulled");
}

TEST_F(Verdicts, EveryOfficeHearsOfItsOwnApplicationsOnly) {
  claim_twice_later_first();
  round(*inder);
  EXPECT_TRUE(makhambet->book.verdicts(first.id).empty());
  EXPECT_TRUE(inder->book.verdicts(second.id).empty());
  EXPECT_EQ(inder->book.verdicts(first.id).size(), 1u);
}

TEST_F(Verdicts, ALateEarlierClaimOverturnsALaterOne) {
  claim_twice_later_first();
  EXPECT_EQ(told(second.id), "confirmed certain verdict.only");
  EXPECT_EQ(round(*inder).verdicts, 2u);
  EXPECT_EQ(told(first.id), "confirmed probable verdict.first_probable");
  EXPECT_EQ(told(second.id), "annulled probable verdict.annulled_probable");
  EXPECT_EQ(hub->book().verdicts(second.id).size(), 2u);
  EXPECT_EQ(newest(second).first_office, "KZ-06-03");
  round(*makhambet);
  EXPECT_EQ(makhambet->book.verdicts(second.id).back().outcome, "annulled");
}

TEST_F(Verdicts, NothingNewWritesNoVerdict) {
  claim_twice_later_first();
  round(*inder);
  inder->decide(first.id);
  EXPECT_EQ(round(*inder).verdicts, 0u);
  EXPECT_EQ(hub->book().verdicts(first.id).size(), 1u);
}

TEST_F(Verdicts, ClaimsThatNobodyCanOrderAreAQuestion) {
  first = inder->accept(application_of("U1"));
  clock.pass(5s);
  second = makhambet->accept(application_of("U1"));
  round(*inder);
  round(*makhambet);
  EXPECT_EQ(told(first.id), "review undetermined verdict.review_order");
  EXPECT_EQ(told(second.id), "review undetermined verdict.review_order");
  EXPECT_EQ(states(), "open review");
}

TEST_F(Verdicts, AnAcceptanceDespiteAHitIsAQuestionForAPerson) {
  const Duplicate question = open_question();
  EXPECT_EQ(told(second.id), "review undetermined verdict.review_despite_hit");
  EXPECT_EQ(hub->cases().find(first.id)->confirmation, "confirmed");
  EXPECT_EQ(question.state, "open");
  EXPECT_EQ(question.outcome, "review");
  ASSERT_EQ(question.sides.size(), 2u);
  EXPECT_EQ(question.sides[0].claim.application, first.id);
  EXPECT_EQ(question.sides[1].application, second.application);
  EXPECT_TRUE(question.sides[1].claim.despite_hit);
  EXPECT_EQ(question.sides[1].verdict->outcome, "review");
}

TEST_F(Verdicts, AJudgementForOneSideAnnulsTheOther) {
  const Duplicate question = open_question();
  const auto decided = hub->review_desk().decide(question.id, second.id, "the first was filed for a namesake", "dana");
  ASSERT_TRUE(decided);
  EXPECT_EQ(decided->state, "decided");
  EXPECT_EQ(told(second.id), "confirmed decided verdict.first_decided");
  EXPECT_EQ(told(first.id), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(newest(first).decided_by, "dana");
  EXPECT_EQ(newest(first).first_ticket_number, second.ticket_number);
  EXPECT_EQ(states().substr(0, 7), "decided");
  const std::vector<store::JudgementFact> judgements = hub->book().judgements();
  ASSERT_EQ(judgements.size(), 1u);
  EXPECT_EQ(judgements[0].reason, "the first was filed for a namesake");
  EXPECT_EQ(judgements[0].claims, (std::vector<base::RowId>{first.id, second.id}));
}

TEST_F(Verdicts, AJudgementThatBothAreDistinctConfirmsBoth) {
  const Duplicate question = open_question();
  const auto decided = hub->review_desk().decide(question.id, std::nullopt, "two persons, one number", "dana");
  ASSERT_TRUE(decided);
  EXPECT_EQ(decided->state, "decided");
  EXPECT_EQ(told(first.id), "confirmed decided verdict.distinct_decided");
  EXPECT_EQ(told(second.id), "confirmed decided verdict.distinct_decided");
  EXPECT_EQ(hub->review_desk().find(question.id)->state, "decided");
  // It can be decided anew; the later judgement holds.
  ASSERT_TRUE(hub->review_desk().decide(question.id, first.id, "one person after all", "dana"));
  EXPECT_EQ(told(second.id), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(count("duplicate"), 1);
}

TEST_F(Verdicts, TheMachineNeverOverturnsAPerson) {
  const Duplicate question = open_question();
  ASSERT_TRUE(hub->review_desk().decide(question.id, second.id, "seen on the telephone", "dana"));
  inder->decide(first.id);
  round(*inder);
  EXPECT_EQ(told(second.id), "confirmed decided verdict.first_decided");
  restart();
  inder->correct(first.id, application_of("U1", "7654321"));
  round(*inder);
  EXPECT_EQ(told(second.id), "confirmed decided verdict.first_decided");
  EXPECT_EQ(told(first.id), "annulled decided verdict.annulled_decided");
  // A third claim, which the person had not seen, is a new question and takes nobody's place.
  const std::unique_ptr<ScriptedNode> isatai = bound_node(5);
  const store::Acceptance third = isatai->accept(application_of("U1"));
  round(*isatai);
  EXPECT_EQ(told(third.id), "review undetermined verdict.review_after_judgement");
  EXPECT_EQ(told(second.id), "confirmed decided verdict.first_decided");
  EXPECT_EQ(hub->review_desk().list("open", std::nullopt, 10).items.size(), 1u);
}

TEST_F(Verdicts, AJudgementNeedsAReasonAClaimAndAQuestion) {
  const Duplicate question = open_question();
  EXPECT_EQ(hub->review_desk().decide(question.id, first.id, " \n", "dana").error(), JudgementFault::kReasonMissing);
  EXPECT_EQ(hub->review_desk().decide(question.id + 7, first.id, "so", "dana").error(), JudgementFault::kUnknownDuplicate);
  const store::Acceptance stranger = inder->accept(application_of("U7"));
  round(*inder);
  EXPECT_EQ(hub->review_desk().decide(question.id, stranger.id, "so", "dana").error(), JudgementFault::kNotAmongClaims);
  EXPECT_EQ(count("judgement"), 0);
  EXPECT_EQ(states(), "open review");
}

TEST_F(Verdicts, AJudgementWhoseAnswerCannotBeKeptNeverWas) {
  const Duplicate question = open_question();
  const auto broken = [](const Duplicate&) { throw std::runtime_error("no answer"); };
  EXPECT_THROW((void)hub->review_desk().decide(question.id, second.id, "so", "dana", broken), std::runtime_error);
  EXPECT_EQ(count("judgement"), 0);
  EXPECT_EQ(hub->review_desk().find(question.id)->state, "open");
  inder->decide(first.id);
  round(*inder);
  EXPECT_EQ(told(second.id), "review undetermined verdict.review_despite_hit");
}

TEST_F(Verdicts, AWithdrawalFreesThePlace) {
  claim_twice_later_first();
  round(*inder);
  EXPECT_EQ(told(second.id), "annulled probable verdict.annulled_probable");
  inder->withdraw(first.id);
  round(*inder);
  EXPECT_EQ(told(second.id), "confirmed certain verdict.only");
  EXPECT_EQ(hub->cases().find(first.id)->state, "withdrawn");
  EXPECT_EQ(states(), "settled annulled");
}

TEST_F(Verdicts, ARefusedApplicationKeepsThePlace) {
  claim_twice_later_first();
  inder->append([&] { inder->book.insert(store::Decision{inder->mint(), first.id, clock.now(), "aigerim", "refused", "ground", {}, {}}); });
  round(*inder);
  EXPECT_EQ(hub->cases().find(first.id)->state, "refused");
  EXPECT_EQ(told(second.id), "annulled probable verdict.annulled_probable");
}

TEST_F(Verdicts, ACorrectedDocumentNumberMovesTheClaim) {
  claim_twice_later_first();
  round(*inder);
  inder->correct(first.id, application_of("U2"));
  EXPECT_EQ(round(*inder).verdicts, 2u);
  EXPECT_EQ(told(second.id), "confirmed certain verdict.only");
  EXPECT_EQ(told(first.id), "confirmed certain verdict.only");
  EXPECT_EQ(states(), "settled annulled");
  // And into a question under the new number.
  clock.pass(1h);
  const store::Acceptance third = makhambet->accept(application_of("U2"));
  round(*makhambet);
  EXPECT_EQ(newest(third).first, first.id);
}

TEST_F(Verdicts, AnotherCardWithALaterEntryIsAnotherStay) {
  first = inder->accept(application_of("U1"));
  round(*inder);
  registry::Application later = application_of("U1", "1111111");
  later.migration_card.entry_date = "2026-12-15";
  second = makhambet->accept(later);
  round(*makhambet);
  EXPECT_EQ(told(first.id), "confirmed certain verdict.only");
  EXPECT_EQ(told(second.id), "confirmed certain verdict.only");
  EXPECT_EQ(states(), "");
}

TEST_F(Verdicts, TheQuestionsAreListedNewestFirstInPages) {
  for (int i = 0; i < 3; ++i) {
    const std::string number = "U" + std::to_string(i);
    inder->accept(application_of(number));
    makhambet->accept(application_of(number));
  }
  round(*inder);
  round(*makhambet);
  const DuplicatePage page = hub->review_desk().list("open", std::nullopt, 2);
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_GT(page.items[0].id, page.items[1].id);
  ASSERT_TRUE(page.next);
  const DuplicatePage rest = hub->review_desk().list("open", page.next, 2);
  ASSERT_EQ(rest.items.size(), 1u);
  EXPECT_LT(rest.items[0].id, page.items[1].id);
  EXPECT_FALSE(rest.next);
}

TEST(Ids, AreJoinedAndSplit) {
  const std::vector<base::RowId> ids = {base::RowId{1}, base::RowId{22}, base::RowId{333}};
  EXPECT_EQ(join_ids(ids), "1 22 333");
  EXPECT_EQ(split_ids("1 22 333"), ids);
  EXPECT_EQ(join_ids({}), "");
  EXPECT_TRUE(split_ids("").empty());
}

}  // namespace
}  // namespace tirkeu::hub
