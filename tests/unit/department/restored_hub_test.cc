// F3: the hub is restored from a backup. What it had acknowledged since comes back from the offices, word for word; nothing is typed
// again, and no verdict changes because of it.
#include <gtest/gtest.h>

#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using namespace std::chrono_literals;

class F3RestoredHub : public TwoOffices {
 protected:
  std::filesystem::path data() const { return hub_folder_.path() / "hub"; }
  std::filesystem::path witness() const { return hub_folder_.path() / "hub.witness"; }
  std::filesystem::path backup() const { return hub_folder_.path() / "backup.db"; }

  void back_up() {
    hub_->note_witness();
    hub_->database().copy_to(backup());
    std::filesystem::copy_file(witness(), hub_folder_.path() / "backup.witness");
  }
  enum class Witness { kStays, kLost, kRestoredToo };
  void restore(Witness how) {
    hub_->note_witness();
    hub_.reset();
    for (const char* const file : {"hub.db", "hub.db-wal", "hub.db-shm"}) std::filesystem::remove(data() / file);
    std::filesystem::copy_file(backup(), data() / "hub.db");
    if (how != Witness::kStays) std::filesystem::remove(witness());
    if (how == Witness::kRestoredToo) std::filesystem::copy_file(hub_folder_.path() / "backup.witness", witness());
    hub_ = std::make_unique<hub::Hub>(hub::HubFiles::in(data()), hub_world(), "test");
  }
  /// One round as the link makes it: bundles up and answers down until neither side wants another. Returns how many.
  int whole_round(Office& office) {
    for (int exchanges = 1; exchanges <= 8; ++exchanges) {
      const hub::AdmissionReport report =
          hub_->admission().admit(office->round().make_up(1u << 20).bundle, hub::Admission::Road::kLine, 1u << 20);
      if (!report.answer && !office->round().hub_return().shows_all()) {
        office->round().hub_return().show_all();
        continue;
      }
      EXPECT_TRUE(report.answer) << code_of(report.refusal);
      if (!report.answer) return exchanges;
      while (hub_->make_index_entries(100) > 0) {
      }
      const auto down = office->round().take_down(*report.answer);
      EXPECT_TRUE(down) << (down ? "" : code_of(down.error().kind)) << (down ? "" : down.error().detail);
      if (!down || !(down->asked_back || down->more || office->status().unsent > 0)) return exchanges;
    }
    ADD_FAILURE() << "no end of exchanges";
    return 99;
  }
  /// "first=annulled/certain/2 verdicts": what the office has been told about an application.
  std::string told(store::Book& book, base::RowId application) {
    const std::vector<store::Verdict> verdicts = book.verdicts(application);
    if (verdicts.empty()) return "nothing";
    return verdicts.back().outcome + " " + verdicts.back().grade + " " + verdicts.back().reason_key + " of " + std::to_string(verdicts.size());
  }
  void expect_agreement(Office& office) {
    EXPECT_EQ(office->status().unsent, 0u);
    EXPECT_EQ(office->status().state, "ok");
    for (const store::LogRecord& log : office->logs().logs()) {
      const store::Head ours = office->logs().head(log.incarnation);
      const store::Head hubs = hub_->logs().head(log.incarnation);
      EXPECT_EQ(ours.sequence, hubs.sequence) << "log " << log.incarnation;
      EXPECT_EQ(ours.digest, hubs.digest) << "log " << log.incarnation;
    }
  }
  void expect_verifies(store::Database& database) {
    const store::CheckTransfer check = [](const store::LogRecord& log, const store::LogStore::Transfer& transfer,
                                          const crypto::Digest& head) {
      return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, log.incarnation, head);
    };
    const store::VerifyReport report = store::Verifier(database, 6, base::Limits(), check).run();
    EXPECT_FALSE(report.first) << report.first->incarnation << " " << report.first->sequence << ": " << report.first->what;
  }
  registry::Application person(const std::string& document) {
    registry::Application application = registry::test::yilmaz();
    application.document.number = document;
    return application;
  }
  /// Before the backup one application; in the six hours after it two that concern each other, and a registration.
  void work() {
    before_ = accepted(two_);
    settle(two_, three_);
    back_up();
    pass(1h);
    first_ = accept(two_, {}, person("U7654321"))->application;
    round(two_);
    pass(1h);
    // The index has not told the other office yet.
    second_ = accept(three_, {}, person("U7654321"))->application;
    settle(two_, three_);
    pass(2h);
    EXPECT_TRUE(two_->counter().register_stay(first_, "aigul"));
    settle(two_, three_);
    pass(2h);
    told_first_ = told(two_->book(), first_);
    told_second_ = told(three_->book(), second_);
    EXPECT_EQ(told_second_.substr(0, 8), "annulled");
  }
  void expect_all_back() {
    for (const base::RowId application : {before_, first_, second_}) {
      Office& office = application == second_ ? three_ : two_;
      ASSERT_TRUE(hub_->cases().find(application));
      EXPECT_EQ(*hub_->cases().find(application), *office->cases().find(application));
    }
    EXPECT_EQ(told(hub_->book(), first_), told_first_);
    EXPECT_EQ(told(hub_->book(), second_), told_second_);
    EXPECT_EQ(told(two_->book(), first_), told_first_);
    EXPECT_EQ(told(three_->book(), second_), told_second_);
    expect_agreement(two_);
    expect_agreement(three_);
    expect_verifies(hub_->database());
    expect_verifies(two_->database());
    expect_verifies(three_->database());
  }

  base::RowId before_, first_, second_;
  std::string told_first_, told_second_;
};

TEST_F(F3RestoredHub, TheWitnessBeginsANewEpochAndEachOfficeReturnsAllInOneRound) {
  work();
  restore(Witness::kStays);
  EXPECT_EQ(hub_->epochs().newest()->cause, "witness");
  EXPECT_FALSE(hub_->cases().find(first_));
  EXPECT_LE(whole_round(two_), 3);
  EXPECT_EQ(told(hub_->book(), first_), told_first_);
  EXPECT_LE(whole_round(three_), 3);
  whole_round(two_);
  expect_all_back();
}

TEST_F(F3RestoredHub, TheHubsOwnEntriesComeBackWordForWord) {
  work();
  std::map<base::Incarnation, store::Head> signed_before;
  for (const store::LogRecord& log : two_->logs().logs())
    if (base::is_hub_log(log.incarnation)) signed_before[log.incarnation] = two_->logs().head(log.incarnation);
  restore(Witness::kStays);
  whole_round(two_);
  for (const auto& [log, head] : signed_before) {
    EXPECT_EQ(hub_->logs().head(log).sequence, head.sequence) << "log " << log;
    EXPECT_EQ(hub_->logs().head(log).digest, head.digest) << "log " << log;
  }
}

TEST_F(F3RestoredHub, TheOtherOrderGivesTheSame) {
  work();
  restore(Witness::kStays);
  whole_round(three_);
  // The annulled claim is back before the one that it yielded to: its verdict stands, though nothing here shows why.
  EXPECT_EQ(told(three_->book(), second_), told_second_);
  whole_round(two_);
  whole_round(three_);
  expect_all_back();
}

TEST_F(F3RestoredHub, WithoutAWitnessNobodyCanTellSoAnEpochBegins) {
  work();
  restore(Witness::kLost);
  EXPECT_EQ(hub_->epochs().newest()->cause, "witness_missing");
  whole_round(two_);
  whole_round(three_);
  whole_round(two_);
  expect_all_back();
}

TEST_F(F3RestoredHub, AReceiptProvesWhatAWitnessRestoredWithTheDatabaseCannot) {
  work();
  restore(Witness::kRestoredToo);
  EXPECT_FALSE(hub_->epochs().newest());
  whole_round(two_);
  ASSERT_TRUE(hub_->epochs().newest());
  EXPECT_EQ(hub_->epochs().newest()->cause, "proof");
  whole_round(three_);
  whole_round(two_);
  expect_all_back();
}

TEST_F(F3RestoredHub, ClaimsKeepTheBoundsThatTheirReceiptsProve) {
  work();
  const auto bounds = [this] {
    store::Statement rows(hub_->database(), "SELECT application_id, not_before, not_after FROM claim ORDER BY application_id");
    std::string text;
    while (rows.step()) text += rows.text(0) + " " + rows.text(1) + " " + rows.text(2) + "\n";
    return text;
  };
  const std::string before = bounds();
  restore(Witness::kStays);
  pass(5h);
  whole_round(two_);
  whole_round(three_);
  EXPECT_EQ(bounds(), before);
}

TEST_F(F3RestoredHub, BySticksAlone) {
  work();
  restore(Witness::kStays);
  for (int stick = 0; stick < 3; ++stick)
    for (Office* office : {&two_, &three_}) {
      office->node->round().hub_return().show_all();
      const base::Bytes up = office->node->round().make_up(1u << 20).bundle;
      const hub::AdmissionReport report = hub_->admission().admit(up, hub::Admission::Road::kStick, 1u << 20);
      ASSERT_TRUE(report.answer);
      EXPECT_TRUE(office->node->round().take_down(*report.answer));
    }
  while (hub_->make_index_entries(100) > 0) {
  }
  whole_round(two_);
  whole_round(three_);
  expect_all_back();
}

TEST_F(F3RestoredHub, AnOfficeThatWasEnrolledSinceProvesItselfByGrantAndReceipt) {
  back_up();
  Office four(4, 64);
  const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(4, {}).file);
  node::Node::create(four.files(), *enrolment, four.world());
  four.node = std::make_unique<node::Node>(four.files(), four.world(), "test");
  round(four);
  const base::RowId application = accepted(four);
  round(four);
  round(four);
  const std::string told_there = told(four->book(), application);
  for (const Witness how : {Witness::kStays, Witness::kLost}) {
    restore(how);
    EXPECT_FALSE(hub_->nodes().find(four->identity().incarnation()));
    EXPECT_GT(hub_->nodes().next_incarnation(), four->identity().grant().first_incarnation);
    whole_round(four);
    ASSERT_TRUE(hub_->cases().find(application));
    EXPECT_EQ(told(hub_->book(), application), told_there);
    EXPECT_EQ(told(four->book(), application), told_there);
    expect_agreement(four);
    expect_verifies(hub_->database());
  }
}

TEST_F(F3RestoredHub, AnOfficeEnrolledSinceThatWasNeverHeardWaitsForAPersonAndLosesNothing) {
  back_up();
  Office four(4, 64);
  const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(4, {}).file);
  node::Node::create(four.files(), *enrolment, four.world());
  four.node = std::make_unique<node::Node>(four.files(), four.world(), "test");
  const base::RowId application = accepted(four);
  restore(Witness::kLost);
  four->round().hub_return().show_all();
  const hub::AdmissionReport report = hub_->admission().admit(four->round().make_up(1u << 20).bundle, hub::Admission::Road::kLine, 1u << 20);
  EXPECT_EQ(report.refusal, wire::Refusal::kLateEnrolment) << "its file is known again, the secret in it is not";
  EXPECT_FALSE(hub_->cases().find(application));
  ASSERT_TRUE(hub_->admission().approve(4, four->status().fingerprint));
  whole_round(four);
  EXPECT_TRUE(hub_->cases().find(application));
  expect_agreement(four);
}

TEST_F(F3RestoredHub, AnOfficeThatItForgotIsNotGivenTheNumbersOfItsReceiptsAgain) {
  Office four(4, 64);
  const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(4, {}).file);
  node::Node::create(four.files(), *enrolment, four.world());
  four.node = std::make_unique<node::Node>(four.files(), four.world(), "test");
  back_up();
  accepted(four);
  const base::Bytes claim = four->round().make_up(1u << 20).bundle;
  round(four);
  accept(four, {}, person("U1111111"));
  // Coded after receipt 1 of the first epoch, and still on its way when the hub is restored.
  const base::Bytes late = four->round().make_up(1u << 20).bundle;
  restore(Witness::kStays);
  const hub::Admission::Road road = hub::Admission::Road::kStick;
  EXPECT_EQ(hub_->admission().admit(claim, road, 1u << 20).result, hub::AdmissionReport::Result::kTaken);
  EXPECT_GT(hub_->nodes().find(four->identity().incarnation())->last_receipt, hub::Epochs::first_receipt_in(1));
  EXPECT_EQ(hub_->admission().admit(late, road, 1u << 20).result, hub::AdmissionReport::Result::kGap) << "not taken for a changed one";
  whole_round(four);
  expect_agreement(four);
}

TEST_F(F3RestoredHub, ARevocationThatWasLostComesBackAndHolds) {
  work();
  const base::Incarnation revoked = three_->identity().incarnation();
  ASSERT_TRUE(hub_->fleet().revoke(3, std::nullopt, "stolen", "dana"));
  round(two_);
  restore(Witness::kStays);
  EXPECT_EQ(hub_->nodes().find(revoked)->state, hub::NodeState::kActive);
  whole_round(two_);
  EXPECT_EQ(hub_->nodes().find(revoked)->state, hub::NodeState::kRevoked);
}

TEST_F(F3RestoredHub, RestoredTwiceFromOneBackup) {
  work();
  restore(Witness::kStays);
  whole_round(two_);
  whole_round(three_);
  const base::RowId later = accept(two_, {}, person("U1111111"))->application;
  whole_round(two_);
  restore(Witness::kStays);
  EXPECT_EQ(hub_->epochs().newest()->number, 2u);
  whole_round(two_);
  whole_round(three_);
  whole_round(two_);
  EXPECT_TRUE(hub_->cases().find(later));
  expect_all_back();
}

TEST_F(F3RestoredHub, NobodyWhoMerelySaysSoMakesTheHubBeginAnEpoch) {
  work();
  const auto before = hub_->department().epoch();
  wire::UpHeader header;
  header.incarnation = two_->identity().incarnation();
  const node::NodeKeys& keys = *two_->lives().keys_of(header.incarnation);
  header.sign_key = wire::mark_of(crypto::key_id(keys.sign.verify_key().bytes));
  header.last_receipt_number = 4'000'000;
  header.hub_epoch = before;
  header.section.head = wire::prefix16(two_->logs().head(header.incarnation).digest);
  header.section.first = two_->logs().head(header.incarnation).sequence + 1;
  const base::Bytes bundle = protocol::write_up(header, {}, keys.sign, two_->identity().grant().hub_seal_key, two_.entropy);
  const hub::AdmissionReport report = hub_->admission().admit(bundle, hub::Admission::Road::kLine, 1u << 20);
  EXPECT_EQ(report.refusal, wire::Refusal::kRewoundHub);
  EXPECT_EQ(hub_->department().epoch(), before);
  EXPECT_FALSE(hub_->epochs().newest());
}

}  // namespace
}  // namespace tirkeu::testing
