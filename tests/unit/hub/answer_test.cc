#include "hub/answer_desk.h"

#include "schema/registry/offices.h"
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class Answers : public DepartmentTest {
 protected:
  std::unique_ptr<ScriptedNode> node = bound_node(3);
  registry::Claim claim_of(const store::Acceptance& accepted) {
    const store::CaseState state = hub->cases().find(accepted.id).value();
    store::Statement row(hub->database(), "SELECT not_before, not_after FROM claim WHERE application_id = ?");
    row.bind(1, accepted.id.value);
    EXPECT_TRUE(row.step());
    registry::Claim claim;
    claim.not_before = base::Instant(base::Milliseconds(row.integer(0)));
    claim.not_after = base::Instant(base::Milliseconds(row.integer(1)));
    return claim;
  }
};

TEST_F(Answers, WhatDoesNotFitWaitsAndSaysSo) {
  AdmissionReport report;
  for (int i = 0; i < 12; ++i) {
    node->accept(application_of("U" + std::to_string(i)));
    report = hub->admission().admit(node->up(), Admission::Road::kLine, 1500);  // Its answer is lost, except for the last.
    EXPECT_EQ(report.verdicts, 1u);
  }
  down = node->take(*report.answer);
  EXPECT_TRUE(down.more);
  int rounds = 1;
  for (; down.more && rounds < 50; ++rounds) {
    report = hub->admission().admit(node->up(), Admission::Road::kLine, 1500);
    down = node->take(*report.answer);
  }
  EXPECT_GT(rounds, 2);
  EXPECT_LT(rounds, 20);
  EXPECT_EQ(node->logs.head(EpochLogs(0).verdicts(3)).sequence, hub->logs().head(EpochLogs(0).verdicts(3)).sequence);
}

TEST_F(Answers, OneOfficesBacklogDelaysNobodyElsesVerdicts) {
  std::map<int, std::unique_ptr<ScriptedNode>> others;
  for (const registry::Office* office : registry::offices_of(6))
    if (office->number != 0 && office->number != 3) others[office->number] = bound_node(office->number);
  ASSERT_GT(others.size(), 5u);
  constexpr int kBacklog = 40;
  for (int i = 0; i < kBacklog; ++i) node->accept(application_of("U" + std::to_string(i)));
  for (auto& [number, other] : others) other->accept(application_of("V" + std::to_string(number)));
  clock.pass(14 * 24h);
  constexpr std::size_t kThinLine = 600;
  std::set<int> told;
  bool more = true;
  for (base::Sequence sent = 0; more || sent < kBacklog;) {
    sent = std::min<base::Sequence>(sent + 5, kBacklog);
    wire::UpHeader header = node->header();
    const AdmissionReport report = hub->admission().admit(node->up(header, sent), Admission::Road::kLine, kThinLine);
    more = node->take(*report.answer).more;
    for (auto& [number, other] : others) {
      if (told.contains(number)) continue;
      const AdmissionReport its = hub->admission().admit(other->up(), Admission::Road::kLine, kThinLine);
      EXPECT_FALSE(other->take(*its.answer).more) << number;
      EXPECT_EQ(other->logs.head(EpochLogs(0).verdicts(number)).sequence, hub->logs().head(EpochLogs(0).verdicts(number)).sequence) << number;
      told.insert(number);
    }
    EXPECT_EQ(told.size(), others.size()) << "after one turn of the office with the backlog";
  }
  EXPECT_EQ(count("verdict"), kBacklog + static_cast<std::int64_t>(others.size()));
  EXPECT_EQ(node->logs.head(EpochLogs(0).verdicts(3)).sequence, hub->logs().head(EpochLogs(0).verdicts(3)).sequence);
}

TEST_F(Answers, OnASlowLineTheIndexWaitsForVerdictsAndComesInPieces) {
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  for (int i = 0; i < 800; ++i) other->accept(application_of("V" + std::to_string(i)));
  round(*other);
  while (hub->make_index_entries(16) > 0) {
  }
  node->accept(application_of("U1"));
  wire::UpHeader header = node->header();
  header.slow_line = true;
  const AdmissionReport first = admit(node->up(header));
  down = node->take(*first.answer);
  const auto held = [&] { return node->logs.head(EpochLogs(0).index()).sequence; };
  EXPECT_EQ(first.verdicts, 1u);
  EXPECT_TRUE(down.more);
  const base::Sequence beside = held();
  EXPECT_LT(beside, 10u) << "somebody waits for the verdict, nobody for the index";
  wire::UpHeader next = node->header();
  next.slow_line = true;
  down = node->take(*admit(node->up(next)).answer);
  EXPECT_GT(held(), beside + 20u);
}

TEST_F(Answers, NothingFitsIntoNothing) {
  node->accept(application_of("U1"));
  const AdmissionReport report = hub->admission().admit(node->up(), Admission::Road::kLine, 0);
  const wire::DownHeader answer = node->take(*report.answer);
  EXPECT_TRUE(answer.more);
  EXPECT_TRUE(answer.sections.empty());
  EXPECT_EQ(answer.receipt.held_through, 1u);
}

TEST_F(Answers, AReceiptIsKeptBeforeItLeavesAndBoundsWhatCitesIt) {
  clock.pass(2h);
  round(*node);
  const wire::Receipt receipt = down.receipt;
  const std::optional<store::StoredReceipt> kept = hub->logs().newest_receipt(node->incarnation);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->number, receipt.number);
  EXPECT_EQ(wire::prefix16(kept->digest), node->newest_cited());
  EXPECT_EQ(receipt.hub_time, clock.now());
  clock.pass(3h);
  const store::Acceptance accepted = node->accept(application_of("U1"));
  clock.pass(1h);
  round(*node);
  EXPECT_EQ(claim_of(accepted).not_before, receipt.hub_time);
  EXPECT_EQ(claim_of(accepted).not_after, clock.now());
}

TEST_F(Answers, BeforeAnyReceiptTheGrantIsTheBound) {
  const std::unique_ptr<ScriptedNode> fresh = node_of(5);
  const base::Instant granted = clock.now();
  clock.pass(5h);
  const store::Acceptance accepted = fresh->accept(application_of("U1"));
  clock.pass(5h);
  round(*fresh);
  EXPECT_EQ(claim_of(accepted).not_before, granted);
}

TEST_F(Answers, AnotherNodesReceiptBoundsNothing) {
  clock.pass(5h);
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  node->cited = other->newest_cited();
  const store::Acceptance foreign = node->accept(application_of("U1"));
  node->cited = wire::Prefix16{1, 2, 3};
  const store::Acceptance invented = node->accept(application_of("U2"));
  round(*node);
  EXPECT_EQ(claim_of(foreign).not_before, node->enrolment.grant.issued_at);
  EXPECT_EQ(claim_of(invented).not_before, node->enrolment.grant.issued_at);
}

TEST_F(Answers, ReceiptsNeverRunBackwards) {
  round(*node);
  const base::Instant last = down.receipt.hub_time;
  clock.pass(-48h);
  round(*node);
  EXPECT_EQ(down.receipt.hub_time, last);
  EXPECT_EQ(hub->status().clock_behind, 48h);
  restart();
  round(*node);
  EXPECT_EQ(down.receipt.hub_time, last);
  clock.pass(49h);
  round(*node);
  EXPECT_EQ(down.receipt.hub_time, last + 1h);
  EXPECT_EQ(hub->status().clock_behind, 0ms);
}

TEST_F(Answers, NumbersOfReceiptsGoUpByOne) {
  const std::uint32_t before = down.receipt.number;
  round(*node);
  EXPECT_EQ(down.receipt.number, before + 1);
  restart();
  round(*node);
  EXPECT_EQ(down.receipt.number, before + 2);
}

TEST_F(Answers, AHubThatLostItsReceiptsSaysSoAndGivesNoNumberTwice) {
  const std::shared_ptr<const store::FaultDisk::Image> backup = disk.snapshot();
  for (int i = 0; i < 5; ++i) round(*node);
  node->accept(application_of("U1"));
  round(*node);
  const wire::Receipt lost = down.receipt;
  hub.reset();
  disk.restore(backup);
  hub = std::make_unique<Hub>(files(), world(), "test");
  const AdmissionReport doubted = admit(node->up());
  EXPECT_EQ(doubted.refusal, wire::Refusal::kRewoundHub);
  EXPECT_EQ(node->open(*doubted.answer).header().receipt.number, 0u) << "a refusal says nothing about what is held";
  EXPECT_EQ(count("receipt WHERE id & 0xffffffff > 2"), 0);

  wire::UpHeader shown = node->header();
  shown.proof = node->proof();
  down = node->take(*admit(node->up(shown)).answer);
  EXPECT_EQ(down.refusal, wire::Refusal::kNone);
  EXPECT_EQ(down.receipt.epoch_number, 1u);
  EXPECT_NE(down.receipt.epoch, lost.epoch);
  EXPECT_GT(down.receipt.number, lost.number);
  EXPECT_EQ(down.receipt.held_through, 0u);
  ASSERT_TRUE(down.lost);
  // The node's newest receipt says what is held now, so it brings everything again.
  EXPECT_EQ(round(*node).entries, 1u);
}

TEST_F(Answers, AReceiptNumberFromNowhereIsNotFollowed) {
  wire::UpHeader asked = node->header();
  asked.last_receipt_number = 0xffff'ffffu;
  EXPECT_EQ(admit(node->up(asked)).refusal, wire::Refusal::kRewoundHub);
  asked.proof = node->proof();  // Of a receipt that the hub knows: it shows nothing that was lost.
  const AdmissionReport report = admit(node->up(asked));
  EXPECT_EQ(report.refusal, wire::Refusal::kRewoundHub);
  EXPECT_EQ(node->open(*report.answer).header().receipt.number, 0u);
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  round(*other);
  asked.proof = other->proof();
  EXPECT_EQ(admit(node->up(asked)).refusal, wire::Refusal::kRewoundHub) << "another node's receipt";
  asked.proof = node->proof();
  asked.proof->receipts[0].bytes.back() ^= 1;
  EXPECT_EQ(admit(node->up(asked)).refusal, wire::Refusal::kRewoundHub) << "nobody's receipt";
  EXPECT_FALSE(hub->epochs().newest());
  EXPECT_EQ(round(*node).refusal, wire::Refusal::kNone);
}

TEST_F(Answers, ACursorOnAHistoryThatTheHubDoesNotHaveIsARewoundHub) {
  wire::UpHeader asked = node->header();
  asked.cursors[0].sequence += 1000;
  EXPECT_EQ(admit(node->up(asked)).refusal, wire::Refusal::kRewoundHub);
  asked = node->header();
  asked.cursors[0].digest[0] ^= 1;
  EXPECT_EQ(admit(node->up(asked)).refusal, wire::Refusal::kRewoundHub);
}

TEST_F(Answers, OfTheHorizonOnlyWhatIsNewSinceTheReceiptThatTheNodeNames) {
  round(*node);
  clock.pass(90min);
  round(*node);
  ASSERT_EQ(down.horizon.size(), 1u) << "the other offices were told with the receipt before";
  EXPECT_EQ(down.horizon[0].office, 3u);
  EXPECT_TRUE(down.program.empty());
  // An answer that was lost told nothing: the next one tells everything again.
  const base::Bytes asked = node->up();
  ASSERT_TRUE(admit(asked).answer);
  const AdmissionReport again = admit(node->up());
  EXPECT_EQ(node->open(*again.answer).header().horizon.size(), registry::offices_of(6).size());
  EXPECT_FALSE(node->open(*again.answer).header().program.empty());
}

TEST_F(Answers, TheHorizonNamesEveryOfficeAndWhenItWasHeard) {
  clock.pass(90min);
  // Two answers of which the first is lost: the second tells everything.
  ASSERT_TRUE(admit(node->up()).answer);
  round(*node);
  std::size_t heard = 0;
  for (const wire::OfficeHorizon& office : down.horizon) {
    if (office.office == 3) {
      EXPECT_EQ(office.held_through, std::chrono::floor<std::chrono::minutes>(clock.now()));
    }
    if (office.held_through != base::Instant{}) ++heard;
  }
  EXPECT_EQ(heard, 1u);
  EXPECT_EQ(down.horizon.size(), registry::offices_of(6).size());
}

TEST_F(Answers, AStickThatTravelledDoesNotMakeTheHorizonYounger) {
  round(*node);
  const base::Instant receipt_time = clock.now();
  clock.pass(1h);
  const base::Bytes bundle = node->up();
  clock.pass(72h);  // On the way, while the office goes on working.
  const AdmissionReport report = hub->admission().admit(bundle, Admission::Road::kStick, kPlenty);
  ASSERT_TRUE(report.answer);
  const protocol::AuthenticDown answer = node->open(*report.answer);
  for (const wire::OfficeHorizon& office : answer.header().horizon)
    if (office.office == 3) {
      EXPECT_EQ(office.held_through, std::chrono::floor<std::chrono::minutes>(receipt_time));
    }
}

TEST_F(Answers, AnOldBundleRepeatedOverTheLineDoesNotMakeTheHorizonYounger) {
  const base::Bytes old = node->up();
  round(*node);
  const base::Instant heard = clock.now();
  clock.pass(72h);
  const AdmissionReport report = admit(old);
  ASSERT_TRUE(report.answer);
  const protocol::AuthenticDown answer = node->open(*report.answer);
  for (const wire::OfficeHorizon& office : answer.header().horizon)
    if (office.office == 3) {
      EXPECT_EQ(office.held_through, std::chrono::floor<std::chrono::minutes>(heard));
    }
}

TEST_F(Answers, ARevocationReachesEveryNode) {
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  const auto revoked = hub->fleet().revoke(4, std::nullopt, "stolen", "dana");
  ASSERT_TRUE(revoked);
  round(*node);
  const std::vector<store::Revocation> known = node->book.revocations();
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].incarnation, other->incarnation);
  EXPECT_EQ(known[0].sign_key, base::Bytes(other->sign.verify_key().bytes.begin(), other->sign.verify_key().bytes.end()));
  EXPECT_EQ(known[0].reason, "stolen");
  EXPECT_EQ(known[0].revoked_by, "dana");
}

}  // namespace
}  // namespace tirkeu::hub
