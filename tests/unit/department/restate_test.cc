// What lay in quarantine gets out of it and nobody types anything again: machines with a second key, copies that both wrote, and the order that
// makes each say its facts again, over both roads.
#include "tests/unit/department/office_lives.h"

namespace tirkeu::testing {
namespace {

using Result = hub::AdmissionReport::Result;

class Restating : public OfficeLives {
 protected:
  std::string fingerprint(Office& office) { return office->status().fingerprint; }
  hub::AdmissionReport approve(Office& office) {
    const auto report = hub_->admission().approve(office.number, fingerprint(office));
    EXPECT_TRUE(report) << "nothing lies there under " << fingerprint(office);
    return report.value_or(hub::AdmissionReport{});
  }
  /// Until neither side has anything for the other, or ten rounds at most.
  void settle_all(Office& office) {
    for (int i = 0; i < 10; ++i) {
      static_cast<void>(office->round().take_down(answer_for(office)));
      pass(std::chrono::seconds(10));
    }
  }
  /// How many applications with that document the cases have.
  std::size_t with(store::Cases& cases, const std::string& document) { return cases.with_document("TUR " + document).size(); }
  base::RowId one_with(store::Cases& cases, const std::string& document) {
    const std::vector<store::CaseState> found = cases.with_document("TUR " + document);
    EXPECT_EQ(found.size(), 1u) << document;
    return found.empty() ? base::RowId{} : found.front().application;
  }
  void expect_each_once(Office& office, const std::vector<std::string>& documents) {
    for (const std::string& document : documents) {
      EXPECT_EQ(with(hub_->cases(), document), 1u) << document << " at the hub";
      EXPECT_EQ(with(office->cases(), document), 1u) << document << " at the office";
    }
  }
  std::int64_t open_cases() {
    store::Statement count(hub_->database(), "SELECT count(*) FROM quarantine WHERE settled_at IS NULL");
    count.step();
    return count.integer(0);
  }
  struct Bounds {
    base::Instant not_before{}, not_after{};
    bool operator==(const Bounds&) const = default;
  };
  Bounds bounds(base::RowId application) {
    store::Statement claim(hub_->database(), "SELECT not_before, not_after FROM claim WHERE application_id = ?");
    claim.bind(1, application.value);
    EXPECT_TRUE(claim.step());
    return {base::Instant(base::Milliseconds(claim.integer(0))), base::Instant(base::Milliseconds(claim.integer(1)))};
  }
};

/// Two machines that were made with one enrolment file; the hub has heard one of them.
class SecondKey : public Restating {
 protected:
  SecondKey() {
    const base::Bytes file = hub_->enrolment_desk().write(2, {}).file;
    for (Office* machine : {&first_, &second_}) {
      machine->clock.set(two_.clock.now());
      node::Node::create(machine->files(), *protocol::read_enrolment(file), machine->world());
      machine->open();
    }
    take(first_, "U1");
    round(first_);
  }
  void pass(base::Milliseconds time) {
    Restating::pass(time);
    first_.clock.pass(time);
    second_.clock.pass(time);
  }
  Office first_{2, 94};
  Office second_{2, 95};
};

TEST_F(SecondKey, IsApprovedAndSaysItsFactsAgainWithoutAnybodysDoing) {
  const base::RowId old = take(second_, "U2");
  ASSERT_TRUE(second_->counter().register_stay(old, "aigul"));
  const std::string ticket = second_->cases().find(old)->ticket_number;
  take(second_, "U3");
  const node::DownSummary refused = round(second_);
  EXPECT_EQ(refused.refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(with(hub_->cases(), "U2"), 0u);
  pass(std::chrono::hours(1));

  const hub::AdmissionReport report = approve(second_);
  EXPECT_EQ(report.result, Result::kOrdered);
  ASSERT_EQ(report.ends.size(), 1u) << "an office has one living log";
  EXPECT_EQ(report.ends.front().incarnation, first_->identity().incarnation());
  EXPECT_EQ(open_cases(), 0);
  EXPECT_TRUE(round(second_).restated);
  EXPECT_TRUE(second_->may_write());
  EXPECT_EQ(second_->status().restated_entries, 3u);
  EXPECT_FALSE(holds(second_->cases(), old)) << "the book is what the logs say";
  settle_all(second_);

  expect_each_once(second_, {"U1", "U2", "U3"});
  const store::CaseState again = *hub_->cases().find(one_with(hub_->cases(), "U2"));
  EXPECT_EQ(again.ticket_number, ticket) << "the applicant holds it in hand";
  EXPECT_EQ(again.state, "registered");
  EXPECT_EQ(again.application.incarnation(), second_->identity().incarnation());
  EXPECT_EQ(second_->restating().successor(old), again.application);
  EXPECT_EQ(confirmation(second_, again.application), "confirmed");
  EXPECT_EQ(second_->status().unsent, 0u);
  EXPECT_EQ(second_->status().refusal, "none");
  EXPECT_EQ(open_cases(), 0);
  expect_agreement(second_);
  round(first_);
  EXPECT_EQ(state(first_), LifeState::kSuperseded);
}

TEST_F(SecondKey, GoesOnWritingWhileItWaitsAndNothingOfThatIsLost) {
  const base::RowId old = take(second_, "U2");
  round(second_);
  ASSERT_TRUE(second_->counter().register_stay(old, "aigul"));
  take(second_, "U3");
  approve(second_);
  take(second_, "U4");
  round(second_);
  const base::RowId after = take(second_, "U5");
  EXPECT_EQ(after.incarnation(), second_->identity().incarnation());
  settle_all(second_);
  expect_each_once(second_, {"U1", "U2", "U3", "U4", "U5"});
  EXPECT_EQ(hub_->cases().find(one_with(hub_->cases(), "U2"))->state, "registered");
  EXPECT_EQ(open_cases(), 0) << "what came before the order was heard is settled with it";
  expect_agreement(second_);
}

TEST_F(SecondKey, IsApprovedByStickAndAnOldAnswerChangesNothing) {
  take(second_, "U2");
  const auto by_stick = [&] { return *hub_->admission().admit(second_->round().make_up(1u << 20).bundle, hub::Admission::Road::kStick, 1u << 20).answer; };
  const base::Bytes refusal = by_stick();
  ASSERT_TRUE(second_->round().take_down(refusal));
  const base::Bytes order = *approve(second_).answer;
  const auto down = second_->round().take_down(order);
  ASSERT_TRUE(down);
  EXPECT_TRUE(down->restated) << "the answer that approving writes goes onto the stick";
  const base::Incarnation begun = second_->identity().incarnation();
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(second_->round().take_down(by_stick()));
  for (const base::Bytes& old : {refusal, order}) {
    const auto replayed = second_->round().take_down(old);
    ASSERT_TRUE(replayed);
    EXPECT_FALSE(replayed->restated);
  }
  EXPECT_EQ(second_->identity().incarnation(), begun);
  EXPECT_TRUE(second_->may_write());
  settle_all(second_);
  expect_each_once(second_, {"U1", "U2"});
  expect_agreement(second_);
}

TEST_F(SecondKey, AnOldStickThatBringsOnlyWhatWasSaidAgainIsNoCase) {
  take(second_, "U2");
  const base::Bytes old_stick = second_->round().make_up(1u << 20).bundle;
  take(second_, "U3");
  round(second_);
  approve(second_);
  settle_all(second_);
  hub_->admission().admit(old_stick, hub::Admission::Road::kStick, 1u << 20);
  EXPECT_EQ(open_cases(), 0);
  expect_each_once(second_, {"U1", "U2", "U3"});
}

TEST_F(SecondKey, NeitherWinsNorLosesByBeingSaidAgain) {
  take(second_, "U2");
  pass(std::chrono::minutes(1));
  const base::Instant arrived = hub_clock_.now();
  round(second_);
  pass(std::chrono::hours(2));
  // Another office accepts the same person later, with a receipt that is younger than the second machine's first bundle.
  round(three_);
  const auto theirs = accept(three_, std::nullopt, application("U2"));
  ASSERT_TRUE(theirs);
  round(three_);
  EXPECT_EQ(confirmation(three_, theirs->application), "confirmed") << "nobody else is known yet";
  pass(std::chrono::hours(2));
  approve(second_);
  settle_all(second_);
  const std::vector<store::CaseState> all = hub_->cases().with_document("TUR U2");
  ASSERT_EQ(all.size(), 2u);
  const auto ours = std::ranges::find(all, std::string("KZ-06-02"), &store::CaseState::office);
  ASSERT_NE(ours, all.end());
  EXPECT_EQ(bounds(ours->application).not_after, arrived) << "the hub has had it since then";
  EXPECT_EQ(bounds(ours->application).not_before, kMorning) << "when its old grant was written";
  EXPECT_EQ(ours->confirmation, "confirmed");
  settle_all(three_);
  EXPECT_EQ(confirmation(three_, theirs->application), "annulled");
}

TEST_F(SecondKey, WhatALaterLifeOfTheMachineWroteIsSaidAgainToo) {
  take(second_, "U2");
  round(second_);
  second_->settings().set("state", std::string_view("moved"));
  recover(second_);
  take(second_, "U3");
  round(second_);
  approve(second_);
  settle_all(second_);
  expect_each_once(second_, {"U1", "U2", "U3"});
  EXPECT_EQ(second_->status().unsent, 0u);
  expect_agreement(second_);
}

/// One machine's disk was copied, and neither copy can tell: both write under one number.
class ForkedTwins : public Restating {
 protected:
  ForkedTwins() {
    take(two_, "U1");
    round(two_);
    const std::unique_ptr<Image> image = image_of(two_);
    twin_.clock.set(two_.clock.now());
    copy_disk(image->folder.path(), twin_.folder.path());
    copy_witness(image->folder.path(), twin_.folder.path());
    twin_.open();
    take(two_, "A1");
    take(two_, "A2");
    const base::RowId theirs = take(twin_, "B1");
    EXPECT_TRUE(twin_->counter().register_stay(theirs, "aigul"));
    take(twin_, "B2");
  }
  void pass(base::Milliseconds time) {
    Restating::pass(time);
    twin_.clock.pass(time);
  }
  /// A round that may end in an alarm.
  void try_round(Office& office) {
    static_cast<void>(office->round().take_down(answer_for(office)));
    pass(std::chrono::minutes(1));
  }
  void stop_and_go_on(Office& office) {
    try_round(office);
    if (state(office) == LifeState::kOk) return;
    EXPECT_FALSE(office->may_write());
    recover(office);
    EXPECT_TRUE(office->may_write()) << "the clerk goes on within a minute";
  }
  void expect_all_once(Office& living, const std::vector<std::string>& documents) {
    settle_all(living);
    settle_all(living);
    expect_each_once(living, documents);
    EXPECT_EQ(living->status().unsent, 0u);
    EXPECT_EQ(living->status().refusal, "none");
    EXPECT_EQ(open_cases(), 0);
    expect_agreement(living);
  }
  Office twin_{2, 96};
};

TEST_F(ForkedTwins, TheBranchThatTheHubDoesNotHoldIsSaidAgainAndNothingIsLostOrDoubled) {
  try_round(two_);
  stop_and_go_on(twin_);
  take(twin_, "B3");
  for (int i = 0; i < 3; ++i) try_round(twin_);
  EXPECT_EQ(approve(twin_).result, Result::kOrdered);
  expect_all_once(twin_, {"U1", "A1", "A2", "B1", "B2", "B3"});
  EXPECT_EQ(hub_->cases().find(one_with(hub_->cases(), "B1"))->state, "registered");
}

TEST_F(ForkedTwins, BothAreApprovedOneAfterTheOther) {
  try_round(two_);
  stop_and_go_on(twin_);
  take(two_, "A3");
  stop_and_go_on(two_);
  take(two_, "A4");
  take(twin_, "B3");
  for (int i = 0; i < 3; ++i) {
    try_round(twin_);
    try_round(two_);
  }
  EXPECT_EQ(approve(twin_).result, Result::kOrdered);
  settle_all(twin_);
  EXPECT_EQ(approve(two_).result, Result::kOrdered);
  expect_all_once(two_, {"U1", "A1", "A2", "A3", "A4", "B1", "B2", "B3"});
  try_round(twin_);
  EXPECT_EQ(state(twin_), LifeState::kSuperseded) << "an office has one living log";
}

TEST_F(ForkedTwins, BothAreApprovedAndTheOneApprovedFirstIsHeardLast) {
  try_round(two_);
  stop_and_go_on(twin_);
  take(two_, "A3");
  stop_and_go_on(two_);
  for (int i = 0; i < 3; ++i) {
    try_round(twin_);
    try_round(two_);
  }
  EXPECT_EQ(approve(twin_).result, Result::kOrdered);
  EXPECT_EQ(approve(two_).result, Result::kOrdered);
  settle_all(two_);
  settle_all(twin_);
  EXPECT_EQ(state(twin_), LifeState::kSuperseded);
  expect_all_once(two_, {"U1", "A1", "A2", "A3", "B1", "B2"});
}

TEST_F(ForkedTwins, TheOtherWayRoundAndByStickOnly) {
  const auto by_stick = [&](Office& office) {
    const auto answer = hub_->admission().admit(office->round().make_up(1u << 20).bundle, hub::Admission::Road::kStick, 1u << 20).answer;
    static_cast<void>(office->round().take_down(answer.value_or(base::Bytes())));
    pass(std::chrono::hours(5));
  };
  by_stick(twin_);
  by_stick(two_);
  EXPECT_EQ(state(two_), LifeState::kCloned);
  recover(two_);
  take(two_, "A3");
  for (int i = 0; i < 3; ++i) by_stick(two_);
  ASSERT_TRUE(two_->round().take_down(*approve(two_).answer));
  for (int i = 0; i < 4; ++i) by_stick(two_);
  while (hub_->make_index_entries(100) > 0) {
  }
  expect_all_once(two_, {"U1", "A1", "A2", "A3", "B1", "B2"});
}

TEST_F(ForkedTwins, AKeyThatTwoMachinesHaveIsNotApprovedBeforeEachHasItsOwn) {
  try_round(two_);
  try_round(twin_);
  const auto report = hub_->admission().approve(2, fingerprint(twin_));
  ASSERT_TRUE(report);
  EXPECT_EQ(report->result, Result::kRefused);
  EXPECT_EQ(report->refusal, wire::Refusal::kEquivocation);
}

TEST_F(ForkedTwins, AnOrderForOneTwinIsNotCarriedOutByTheOther) {
  try_round(two_);
  stop_and_go_on(twin_);
  for (int i = 0; i < 3; ++i) try_round(twin_);
  const base::Bytes order = *approve(twin_).answer;
  static_cast<void>(two_->round().take_down(order));
  EXPECT_EQ(two_->identity().incarnation(), base::kFirstNodeIncarnation) << "its key does not even open it";
  ASSERT_TRUE(twin_->round().take_down(order));
  expect_all_once(twin_, {"U1", "A1", "A2", "B1", "B2"});
}

TEST_F(Restating, AMachineThatWasSupersededIsApprovedAndGoesOn) {
  take(two_, "U1");
  round(two_);
  Office machine(2, 97);
  machine.clock.set(two_.clock.now());
  node::Node::create(machine.files(), *protocol::read_enrolment(hub_->enrolment_desk().write(2, {}).file), machine.world());
  machine.open();
  take(machine, "M1");
  settle_all(machine);
  // The old machine was not lost after all, and wrote on.
  const base::RowId only_there = take(two_, "U2");
  round(two_);
  EXPECT_EQ(state(two_), LifeState::kSuperseded);
  EXPECT_TRUE(holds(two_->cases(), only_there));
  const hub::AdmissionReport report = approve(two_);
  EXPECT_EQ(report.result, Result::kOrdered);
  ASSERT_EQ(report.ends.size(), 1u);
  EXPECT_EQ(report.ends.front().incarnation, machine->identity().incarnation());
  settle_all(two_);
  settle_all(two_);
  expect_each_once(two_, {"U1", "U2", "M1"});
  EXPECT_TRUE(two_->may_write());
  expect_agreement(two_);
}

TEST_F(Restating, ALateFirstBundleIsTakenInAsItIs) {
  Office machine(2, 98);
  hub_clock_.pass(std::chrono::hours(1));
  node::Node::create(machine.files(), *protocol::read_enrolment(hub_->enrolment_desk().write(2, {}).file), machine.world());
  machine.open();
  const base::RowId written = take(machine, "U7");
  pass(std::chrono::days(15));
  machine.clock.pass(std::chrono::days(15));
  EXPECT_EQ(round(machine).refusal, wire::Refusal::kLateEnrolment);
  EXPECT_EQ(approve(machine).result, Result::kTaken);
  EXPECT_TRUE(holds(hub_->cases(), written)) << "under the id that it always had";
  settle_all(machine);
  EXPECT_TRUE(machine->may_write());
  expect_agreement(machine);
}

}  // namespace
}  // namespace tirkeu::testing
