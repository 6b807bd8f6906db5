#include "hub/lives.h"

#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

/// An office whose machine begins a second life by itself, and one whose machine is replaced by another.
class LivesOfAnOffice : public DepartmentTest {
 protected:
  static constexpr int kOffice = 3;
  base::Bytes file = hub->enrolment_desk().write(kOffice, {}).file;
  std::unique_ptr<ScriptedNode> first = node_with(file, kOffice);

  std::unique_ptr<ScriptedNode> life(base::Incarnation number) {
    return std::make_unique<ScriptedNode>(file, "KZ-06-03", clock, 500 + number, number);
  }
  std::unique_ptr<ScriptedNode> successor() {
    std::unique_ptr<ScriptedNode> next = life(first->incarnation + 1);
    first->name_successor(*next);
    return next;
  }
};

TEST_F(LivesOfAnOffice, ASuccessorIsBoundByTheWordOfTheLifeBefore) {
  const store::Acceptance before = first->accept(application_of("U1"));
  round(*first);
  const std::unique_ptr<ScriptedNode> next = successor();
  const store::Acceptance after = next->accept(application_of("U2"));
  EXPECT_EQ(round(*next).result, Result::kTaken);
  EXPECT_EQ(record(*first).state, NodeState::kSuperseded);
  EXPECT_EQ(record(*first).closed_at, 1u);
  EXPECT_EQ(record(*next).state, NodeState::kActive);
  EXPECT_EQ(told(before.id), "confirmed certain verdict.only");
  EXPECT_EQ(told(after.id), "confirmed certain verdict.only");
  EXPECT_EQ(kept(), "");
}

TEST_F(LivesOfAnOffice, WhatTheHubHoldsOfTheLifeBeforeComesDown) {
  first->accept(application_of("U1"));
  first->accept(application_of("U2"));
  round(*first);
  const std::unique_ptr<ScriptedNode> next = successor();
  round(*next);
  ASSERT_EQ(down.introduced.size(), 1u);
  EXPECT_EQ(down.introduced[0].incarnation, first->incarnation);
  EXPECT_EQ(down.introduced[0].sign_key, first->sign.verify_key());
  EXPECT_EQ(next->logs.head(first->incarnation).digest, first->logs.head(first->incarnation).digest);
  store::Statement held(next->database, "SELECT count(*) FROM application");
  ASSERT_TRUE(held.step());
  EXPECT_EQ(held.integer(0), 2);
  held.reset();
  round(*next);
  EXPECT_TRUE(down.introduced.empty()) << "a log that the node names is not introduced again";
}

TEST_F(LivesOfAnOffice, ATailOfTheLifeBeforeIsTakenAfterTheSuccession) {
  first->accept(application_of("U1"));
  round(*first);
  const store::Acceptance tail = first->accept(application_of("U2"));
  const std::unique_ptr<ScriptedNode> next = successor();
  round(*next);
  EXPECT_EQ(record(*first).closed_at, 2u);
  const AdmissionReport report = round(*first);
  EXPECT_EQ(report.result, Result::kTaken);
  EXPECT_EQ(report.refusal, wire::Refusal::kSuperseded) << "whoever still writes there must learn of it";
  EXPECT_EQ(told(tail.id), "confirmed certain verdict.only");
  EXPECT_EQ(kept(), "");
}

TEST_F(LivesOfAnOffice, WhatGoesBeyondTheEndIsKeptWhole) {
  round(*first);
  const std::unique_ptr<ScriptedNode> next = successor();
  round(*next);
  const store::Acceptance beyond = first->accept(application_of("U9"));
  const AdmissionReport report = round(*first);
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(report.refusal, wire::Refusal::kSuperseded);
  EXPECT_EQ(kept(), "superseded 1");
  EXPECT_EQ(told(beyond.id), "none");
  EXPECT_EQ(record(*first).state, NodeState::kSuperseded);
}

TEST_F(LivesOfAnOffice, ASecondSuccessorIsKeptForAPerson) {
  first->accept(application_of("U1"));
  round(*first);
  const std::unique_ptr<ScriptedNode> next = successor();
  round(*next);
  for (const base::Incarnation number : {first->incarnation + 1, first->incarnation + 2}) {
    ScriptedNode twin(file, "KZ-06-03", clock, 900 + number, number);
    first->name_successor(twin);
    EXPECT_EQ(admit(twin.up()).refusal, wire::Refusal::kSecondKey);
  }
  EXPECT_EQ(kept(), "second_key 2");
  EXPECT_EQ(record(*next).sign_key, next->sign.verify_key());
}

TEST_F(LivesOfAnOffice, AStoppedKeyNamesNobody) {
  first->accept(application_of("U1"));
  round(*first);
  hub->fleet().revoke(kOffice, std::nullopt, "stolen", "admin");
  const std::unique_ptr<ScriptedNode> next = successor();
  EXPECT_EQ(admit(next->up()).refusal, wire::Refusal::kRevoked);
  EXPECT_EQ(kept(), "revoked 1");
  EXPECT_EQ(count("node"), 1);
}

TEST_F(LivesOfAnOffice, ASuccessorThatStandsOnAnotherBranchIsNotBound) {
  first->accept(application_of("U1"));
  round(*first);
  const std::unique_ptr<ScriptedNode> next = life(first->incarnation + 1);
  first->name_successor(*next, {1, crypto::Digest{9}});
  EXPECT_EQ(admit(next->up()).refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(kept(), "second_key 1");
}

TEST_F(LivesOfAnOffice, AForgedSuccessionLeavesNoTrace) {
  first->accept(application_of("U1"));
  round(*first);
  const std::unique_ptr<ScriptedNode> next = successor();
  const auto refused = [&](auto change) {
    wire::UpHeader header = next->header();
    change(header);
    const AdmissionReport report = admit(next->up(header));
    return report.result == Result::kRefused && report.refusal == wire::Refusal::kUnknownSender && !report.answer;
  };
  EXPECT_TRUE(refused([](wire::UpHeader& header) { header.succession->signature[3] ^= 1; }));
  EXPECT_TRUE(refused([](wire::UpHeader& header) { header.succession->head += 1; }));
  EXPECT_TRUE(refused([](wire::UpHeader& header) { header.succession->grant[0] ^= 1; }));
  EXPECT_TRUE(refused([](wire::UpHeader& header) { header.succession->previous += 1; }));
  EXPECT_TRUE(refused([](wire::UpHeader& header) { header.incarnation += 1; }));
  EXPECT_EQ(count("node"), 1);
  EXPECT_EQ(kept(), "");
}

TEST_F(LivesOfAnOffice, ANewMachineGetsTheBookAndTheOldOneIsTold) {
  const store::Acceptance before = first->accept(application_of("U1"));
  round(*first);
  const std::unique_ptr<ScriptedNode> machine = node_of(kOffice);
  round(*machine);
  EXPECT_EQ(record(*first).state, NodeState::kSuperseded);
  EXPECT_EQ(record(*first).closed_at, 1u);
  EXPECT_EQ(machine->logs.head(first->incarnation).digest, first->logs.head(first->incarnation).digest);
  EXPECT_EQ(machine->book.acceptance(before.id)->ticket_number, before.ticket_number);
  round(*first);
  EXPECT_EQ(down.refusal, wire::Refusal::kSuperseded);
  first->accept(application_of("U2"));
  EXPECT_EQ(admit(first->up()).result, Result::kQuarantined);
}

TEST_F(LivesOfAnOffice, AnOldEnrolmentFileDoesNotStopALaterLife) {
  const std::unique_ptr<ScriptedNode> machine = node_of(kOffice);
  round(*machine);
  const AdmissionReport report = admit(first->up());
  EXPECT_EQ(report.refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(record(*machine).state, NodeState::kActive);
  EXPECT_EQ(kept(), "second_key 1");
}

TEST_F(LivesOfAnOffice, OtherOfficesLivesStayTheirOwn) {
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  other->accept(application_of("U1"));
  round(*other);
  round(*first);
  EXPECT_TRUE(down.introduced.empty());
  EXPECT_EQ(record(*other).state, NodeState::kActive);
}

TEST_F(LivesOfAnOffice, ANewLifeIsBoundedByTheReceiptThatTheOneBeforeKnew) {
  round(*first);
  clock.pass(5h);
  round(*first);
  const base::Instant known = clock.now();
  const std::unique_ptr<ScriptedNode> next = successor();
  next->cited = first->newest_cited();
  clock.pass(1h);
  const store::Acceptance accepted = next->accept(application_of("U1"));
  clock.pass(1h);
  round(*next);
  store::Statement row(hub->database(), "SELECT not_before FROM claim WHERE application_id = ?");
  row.bind(1, accepted.id.value);
  ASSERT_TRUE(row.step());
  EXPECT_EQ(base::Instant(base::Milliseconds(row.integer(0))), known);
}

}  // namespace
}  // namespace tirkeu::hub
