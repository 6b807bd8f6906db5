#include "hub/admission.h"

#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class AdmissionTest : public DepartmentTest {
 protected:
  std::unique_ptr<ScriptedNode> node = bound_node(3);
};

TEST_F(AdmissionTest, AGapIsAnsweredWithWhatIsHeld) {
  node->accept(application_of("U1"));
  node->accept(application_of("U2"));
  node->accept(application_of("U3"));
  const AdmissionReport report = admit(node->up(base::Sequence{2}));
  EXPECT_EQ(report.result, Result::kGap);
  EXPECT_EQ(node->take(*report.answer).receipt.held_through, 0u);
  EXPECT_EQ(count("application"), 0);
  EXPECT_EQ(round(*node).entries, 3u);
  EXPECT_EQ(down.receipt.applied_through, 3u);
}

TEST_F(AdmissionTest, WhatOverlapsIsComparedAndTheRestTaken) {
  node->accept(application_of("U1"));
  round(*node);
  node->accept(application_of("U2"));
  const AdmissionReport report = admit(node->up(base::Sequence{1}));
  EXPECT_EQ(report.result, Result::kTaken);
  EXPECT_EQ(report.entries, 1u);
  EXPECT_EQ(report.held_through, 2u);
  EXPECT_EQ(count("application"), 2);
}

TEST_F(AdmissionTest, TwoEntriesWithOneSequenceStopTheKeyAndBothAreKept) {
  node->accept(application_of("U1"));
  const base::Bytes first = node->up();
  // The same machine, rewound to before its entry, writes another one.
  wire::Entry entry = wire::decode_entry(node->logs.entry(node->incarnation, 1)->bytes, limits).value();
  entry.recorded_at += 1h;
  const base::Bytes bytes = wire::encode(entry);
  wire::UpHeader other = node->header();
  other.section.head = wire::prefix16(wire::entry_digest(*node->logs.digest_at(node->incarnation, 0), bytes));
  const base::Bytes forked = protocol::write_up(other, {bytes}, node->sign, node->enrolment.grant.hub_seal_key, entropy);
  EXPECT_EQ(admit(first).result, Result::kTaken);
  const AdmissionReport report = admit(forked);
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(report.refusal, wire::Refusal::kEquivocation);
  EXPECT_EQ(node->open(*report.answer).header().refusal, wire::Refusal::kEquivocation);
  EXPECT_EQ(record(*node).state, NodeState::kEquivocated);
  EXPECT_EQ(kept(), "equivocation 1");
  store::Statement quarantined(hub->database(), "SELECT bundle FROM quarantine");
  ASSERT_TRUE(quarantined.step());
  EXPECT_EQ(quarantined.blob(0), forked);
  quarantined.reset();
  EXPECT_TRUE(hub->logs().entry(node->incarnation, 1));

  node->accept(application_of("U2"));
  EXPECT_EQ(admit(node->up(base::Sequence{1})).refusal, wire::Refusal::kEquivocation);
  EXPECT_EQ(count("application"), 1);
  EXPECT_EQ(kept(), "equivocation 2");
}

TEST_F(AdmissionTest, ABrokenChainIsKeptAndStopsNobody) {
  node->accept(application_of("U1"));
  node->accept(application_of("U2"));
  std::vector<base::Bytes> entries;
  for (const base::Sequence sequence : {1, 2}) entries.push_back(node->logs.entry(node->incarnation, sequence)->bytes);
  wire::Entry changed = wire::decode_entry(entries[0], limits).value();
  changed.recorded_at -= 24h;
  entries[0] = wire::encode(changed);
  wire::UpHeader header = node->header();
  header.section.head = wire::prefix16(node->logs.head(node->incarnation).digest);
  const AdmissionReport report = admit(protocol::write_up(header, entries, node->sign, node->enrolment.grant.hub_seal_key, entropy));
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(report.refusal, wire::Refusal::kBroken);
  EXPECT_EQ(kept(), "broken_chain 1");
  EXPECT_EQ(count("application"), 0);
  EXPECT_EQ(record(*node).state, NodeState::kActive);
  EXPECT_EQ(node->take(*report.answer).receipt.held_through, 0u);
  EXPECT_EQ(round(*node).entries, 2u);
}

TEST_F(AdmissionTest, ANodeOnAnotherHistoryLearnsTheDigestThatIsHeld) {
  node->accept(application_of("U1"));
  round(*node);
  wire::UpHeader header = node->header();
  header.section.head = wire::Prefix16{9};
  const AdmissionReport report =
      admit(protocol::write_up(header, {}, node->sign, node->enrolment.grant.hub_seal_key, entropy));
  EXPECT_EQ(report.refusal, wire::Refusal::kBroken);
  EXPECT_EQ(node->open(*report.answer).header().receipt.digest, wire::prefix8(*hub->logs().digest_at(node->incarnation, 1)));
}

TEST_F(AdmissionTest, WhatComesAfterARevocationIsRefusedAndKept) {
  node->accept(application_of("U1"));
  round(*node);
  ASSERT_TRUE(hub->fleet().revoke(3, std::nullopt, "stolen", "dana"));
  node->accept(application_of("U2"));
  const base::Bytes bundle = node->up();
  const AdmissionReport report = admit(bundle);
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(node->open(*report.answer).header().refusal, wire::Refusal::kRevoked);
  EXPECT_EQ(kept(), "revoked 1");
  EXPECT_EQ(record(*node).held_through, 1u);
  EXPECT_EQ(count("application"), 1);
  restart();
  EXPECT_EQ(admit(bundle).refusal, wire::Refusal::kRevoked);
  EXPECT_EQ(kept(), "revoked 1");
}

TEST_F(AdmissionTest, BytesThatAreNoBundleOfOursAreNamedByTheirFault) {
  EXPECT_EQ(admit(base::bytes_of("hello")).fault, protocol::BundleFault::kNotABundle);
  const base::Bytes whole = node->up();
  EXPECT_EQ(admit(base::ByteView(whole).first(whole.size() - 1)).fault, protocol::BundleFault::kDamaged);
  EXPECT_EQ(admit(base::Bytes(limits.bundle_bytes_max + 1, 'T')).fault, protocol::BundleFault::kTooLarge);
  wire::UpHeader header = node->header();
  const crypto::SigningKey stranger = crypto::SigningKey::generate(entropy);
  header.section.head = wire::prefix16(node->logs.head(node->incarnation).digest);
  EXPECT_EQ(admit(protocol::write_up(header, {}, stranger, node->enrolment.grant.hub_seal_key, entropy)).fault,
            protocol::BundleFault::kWrongSignature);
  EXPECT_EQ(count("quarantine"), 0);
}

TEST_F(AdmissionTest, ABundleIsOneTransactionEvenWhenPowerFails) {
  node->accept(application_of("U1"));
  const base::Bytes bundle = node->up();
  disk.fail_at(2, store::FaultDisk::Fault::kCrash, store::FaultDisk::Duration::kForEver);
  EXPECT_THROW(admit(bundle), store::StoreError);
  hub.reset();
  disk.crash(nullptr);
  disk.heal();
  hub = std::make_unique<Hub>(files(), world(), "test");
  EXPECT_EQ(count("application"), record(*node).held_through == 1 ? 1 : 0);
  EXPECT_EQ(count("application"), count("claim"));
  const AdmissionReport again = admit(bundle);
  EXPECT_EQ(again.held_through, 1u);
  EXPECT_EQ(count("application"), 1);
}

/// Entries that hold what their author may not write: held, never applied, named; the next one still counts.
class ForeignRows : public AdmissionTest {
 protected:
  ForeignRows() {
    foreign = other->accept(application_of("F1"));
    round(*other);
    own = node->accept(application_of("U1"));
    round(*node);
  }
  void expect_held_but_not_applied() {
    const base::Sequence bad = node->logs.head(node->incarnation).sequence;
    const store::Acceptance next = node->accept(application_of("U2"));
    const std::int64_t before = rows();
    const AdmissionReport report = round(*node);
    EXPECT_EQ(report.result, Result::kTaken);
    EXPECT_EQ(report.refusal, wire::Refusal::kBroken);
    EXPECT_EQ(down.receipt.held_through, bad + 1);
    EXPECT_EQ(down.receipt.applied_through, bad + 1);
    EXPECT_EQ(down.receipt.quarantined, std::vector<base::Sequence>{bad});
    EXPECT_TRUE(hub->logs().entry(node->incarnation, bad));
    EXPECT_EQ(kept(), "broken 1");
    EXPECT_EQ(rows(), before + 1);
    EXPECT_EQ(told(next.id), "confirmed certain verdict.only");
    EXPECT_EQ(hub->cases().find(foreign.id)->state, "accepted");
    EXPECT_EQ(hub->cases().find(foreign.id)->document_key, "TUR F1");
    EXPECT_FALSE(hub->cases().rebuild());
    node->accept(application_of("U3"));
    EXPECT_EQ(round(*node).refusal, wire::Refusal::kNone);
    EXPECT_EQ(kept(), "broken 1");
  }
  std::int64_t rows() {
    std::int64_t sum = 0;
    for (const char* table : {"application", "correction", "later_papers", "decision", "withdrawal", "departure"}) sum += count(table);
    return sum;
  }
  base::Bytes withdrawal_changeset() {
    return node->changeset_of(wire::LogKind::kOffice, [&] {
      node->book.insert(store::Withdrawal{node->mint(), own.id, clock.now(), "aigerim", "asked for it"});
    });
  }

  std::unique_ptr<ScriptedNode> other = bound_node(4);
  store::Acceptance foreign, own;
};

TEST_F(ForeignRows, ADecisionOnAnotherOfficesApplicationIsNotApplied) {
  node->decide(foreign.id);
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, AWithdrawalOfAnotherOfficesApplicationIsNotApplied) {
  node->withdraw(foreign.id);
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ACorrectionOfAnotherOfficesApplicationIsNotApplied) {
  node->correct(foreign.id, application_of("U999"));
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ADepartureOfAnotherOfficesApplicantIsNotApplied) {
  node->depart(foreign.id, "2026-11-20");
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, PapersForAnotherOfficesApplicationAreNotApplied) {
  node->append([&] { node->book.insert(store::LaterPapers{node->mint(), foreign.id, clock.now(), "aigerim", {"visa"}}); });
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, AnAcceptanceInAnotherOfficesNameIsNotApplied) {
  node->append([&] {
    store::Acceptance fact = node->acceptance(application_of("U5"));
    fact.office = "KZ-06-04";
    node->book.insert(fact);
  });
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ARowAboutAnApplicationThatNobodyHoldsIsNotApplied) {
  node->decide(base::RowId::make(6, node->incarnation, 5000));
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, OneForeignRowSinksTheWholeEntry) {
  node->append([&] {
    node->book.insert(node->acceptance(application_of("U5")));
    node->book.insert(store::Withdrawal{node->mint(), foreign.id, clock.now(), "aigerim", "asked for it"});
  });
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ATableOfTheHubsIsNotApplied) {
  node->append_raw(node->changeset_of(wire::LogKind::kVerdicts, [&] {
    store::Verdict verdict;
    verdict.id = node->mint();
    verdict.application = own.id;
    verdict.outcome = "confirmed";
    node->book.insert(verdict);
  }));
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ATableWithAColumnMoreIsNotApplied) {
  base::Bytes changeset = withdrawal_changeset();
  ASSERT_EQ(changeset[0], 'T');
  const std::uint8_t columns = changeset[1]++;
  changeset.insert(changeset.begin() + 2 + columns, 0);
  changeset.push_back(5);
  node->append_raw(changeset);
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ARowUnderAnotherAuthorsIdIsNotApplied) {
  base::Bytes changeset = other->changeset_of(wire::LogKind::kOffice, [&] {
    other->book.insert(store::Withdrawal{other->mint(), own.id, clock.now(), "aigerim", "asked for it"});
  });
  node->append_raw(changeset);
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ARowThatIsThereAlreadyIsNotApplied) {
  const base::Bytes changeset = withdrawal_changeset();
  node->append_raw(changeset);
  round(*node);
  EXPECT_EQ(hub->cases().find(own.id)->state, "withdrawn");
  node->append_raw(changeset);
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, BytesThatAreNoChangesetAreNotApplied) {
  node->append_raw({'T', 1});
  expect_held_but_not_applied();
}
TEST_F(ForeignRows, ATimeThatNoCalendarKnowsIsNotApplied) {
  node->append([&] {
    store::Acceptance fact = node->acceptance(application_of("U5"));
    fact.accepted_at = base::Instant::max();
    node->book.insert(fact);
  });
  expect_held_but_not_applied();
}

TEST_F(AdmissionTest, AnEntryOfANewerSchemaIsHeldAndWaitsForTheUpgrade) {
  const store::Acceptance before = node->accept(application_of("U1"));
  const base::Bytes changeset = node->changeset_of(wire::LogKind::kOffice, [&] { node->book.insert(node->acceptance(application_of("U2"))); });
  node->append_raw(changeset, wire::SchemaFingerprint{1, 2, 3});
  node->accept(application_of("U3"));
  const AdmissionReport report = round(*node);
  EXPECT_EQ(report.refusal, wire::Refusal::kUnknownSchema);
  EXPECT_EQ(down.refusal, wire::Refusal::kUnknownSchema);
  EXPECT_EQ(down.receipt.held_through, 3u);
  EXPECT_EQ(down.receipt.applied_through, 1u);
  EXPECT_EQ(count("application"), 1);
  EXPECT_EQ(told(before.id), "confirmed certain verdict.only");
  EXPECT_EQ(kept(), "");
  // Order within a log is kept: nothing overtakes the entry that waits.
  node->accept(application_of("U4"));
  EXPECT_EQ(round(*node).refusal, wire::Refusal::kUnknownSchema);
  EXPECT_EQ(down.receipt.held_through, 4u);
  EXPECT_EQ(count("application"), 1);
}

TEST_F(AdmissionTest, WhatWasHeldBeforeIsEvidenceWithItsSignature) {
  node->accept(application_of("U1"));
  round(*node);
  const std::vector<store::LogStore::Transfer> transfers = hub->logs().transfers(node->incarnation);
  ASSERT_EQ(transfers.size(), 1u);
  EXPECT_TRUE(node->sign.verify_key().verify(crypto::Label::kUpBundle, transfers[0].signed_bytes, transfers[0].signature));
}

}  // namespace
}  // namespace tirkeu::hub
