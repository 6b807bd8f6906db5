// The keys of the hub and the root key change while the department works. Nothing is lost, nobody is driven to an office, and what an old
// key says later moves nobody.
#include <gtest/gtest.h>

#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using namespace std::chrono_literals;

class Keys : public TwoOffices {
 protected:
  Keys() : root_(load()) {}
  std::filesystem::path data() const { return hub_folder_.path() / "hub"; }
  hub::HubFiles files() const { return hub::HubFiles::in(data()); }
  hub::RootKey load() { return *hub::load_root_key(disk_, files().root_key, "invented passphrase"); }
  void reopen() {
    hub_.reset();
    hub_ = std::make_unique<hub::Hub>(files(), hub_world(), "test");
  }
  void rotate() {
    pass(1min);
    const auto change = hub::make_change(hub_->key_standing(), root_, hub_entropy_);
    ASSERT_TRUE(change);
    ASSERT_TRUE(hub_->change_keys(*change));
  }
  void rotate_root() {
    pass(1min);
    auto handover = hub::hand_over(hub_->key_standing(), root_, hub_entropy_);
    ASSERT_TRUE(handover);
    ASSERT_TRUE(hub_->change_keys(handover->change));
    root_ = std::move(handover->next);
  }
  base::Bytes up(Office& office) { return office->round().make_up(1u << 20).bundle; }
  hub::AdmissionReport admit(const base::Bytes& bundle) { return hub_->admission().admit(bundle, hub::Admission::Road::kLine, 1u << 20); }
  std::uint64_t serial(Office& office) { return office->round().hub_trust().keys().serial; }
  /// As the link does it: statements and proofs asked for are given, until nothing is asked any more. Returns how many exchanges.
  int whole_round(Office& office) {
    for (int exchanges = 1; exchanges <= 8; ++exchanges) {
      const hub::AdmissionReport report = admit(up(office));
      if (!report.answer) {
        if (office->round().hub_return().shows_all()) break;
        office->round().hub_return().show_all();
        continue;
      }
      while (hub_->make_index_entries(100) > 0) {
      }
      const auto down = office->round().take_down(*report.answer);
      EXPECT_TRUE(down) << (down ? "" : code_of(down.error().kind)) << (down ? "" : down.error().detail);
      if (!down) break;
      if (!(down->hub_keys || down->asked_back || down->more || office->status().unsent > 0)) return exchanges;
    }
    ADD_FAILURE() << "no end of exchanges";
    return 99;
  }
  void expect_held(Office& office, base::RowId application) {
    EXPECT_EQ(office->status().unsent, 0u);
    EXPECT_EQ(office->status().state, "ok");
    ASSERT_TRUE(hub_->cases().find(application));
    EXPECT_EQ(*hub_->cases().find(application), *office->cases().find(application));
  }
  void keep_backup() {
    hub_->note_witness();
    hub_->database().copy_to(hub_folder_.path() / "backup.db");
    std::filesystem::copy_file(files().keys, hub_folder_.path() / "backup.keys");
  }
  void restore_backup() {
    hub_.reset();
    for (const char* const file : {"hub.db", "hub.db-wal", "hub.db-shm", "hub.keys"}) std::filesystem::remove(data() / file);
    std::filesystem::remove(files().witness);
    std::filesystem::copy_file(hub_folder_.path() / "backup.db", data() / "hub.db");
    std::filesystem::copy_file(hub_folder_.path() / "backup.keys", data() / "hub.keys");
    hub_ = std::make_unique<hub::Hub>(files(), hub_world(), "test");
  }

  hub::RootKey root_;
};

TEST_F(Keys, ChangedAtTheHubReachTheOfficeWithItsNextAnswer) {
  const base::RowId before = accepted(two_);
  round(two_);
  rotate();
  registry::Application person = registry::test::yilmaz();
  person.document.number = "U7654321";
  const base::RowId after = accept(two_, {}, person)->application;
  const node::DownSummary down = round(two_);
  EXPECT_FALSE(down.asked_back);
  EXPECT_EQ(serial(two_), hub_->key_standing().serial);
  round(two_);
  expect_held(two_, before);
  expect_held(two_, after);
}

TEST_F(Keys, OnceKnownAreToldNoMore) {
  round(two_);
  rotate();
  const std::size_t telling = answer_for(two_).size();
  round(two_);
  round(two_);
  EXPECT_LT(answer_for(two_).size() + 150, telling);
}

TEST_F(Keys, ThatAreOldStillOpenAStickWhichWasWeeksOnItsWay) {
  round(two_);
  const base::RowId application = accepted(two_);
  const base::Bytes stick = up(two_);
  for (int i = 0; i < 3; ++i) rotate();
  reopen();
  pass(24h * 30);
  const hub::AdmissionReport report = admit(stick);
  ASSERT_TRUE(report.answer) << code_of(report.result);
  EXPECT_EQ(report.entries, 1u);
  ASSERT_TRUE(two_->round().take_down(*report.answer));
  EXPECT_EQ(serial(two_), hub_->key_standing().serial);
  expect_held(two_, application);
}

TEST_F(Keys, LeaveAnAnswerThatWasOnTheRoadHarmless) {
  const base::RowId application = accepted(two_);
  const base::Bytes late = answer_for(two_);
  rotate();
  round(two_);
  const node::NodeStatus status = two_->status();
  const auto down = two_->round().take_down(late);
  ASSERT_TRUE(down) << code_of(down.error().kind);
  EXPECT_TRUE(down->old_answer);
  EXPECT_EQ(two_->status().receipted, status.receipted);
  expect_held(two_, application);
}

TEST_F(Keys, ThatWereReplacedAreNotBelievedLater) {
  round(two_);
  const hub::HubKeys stolen = hub::HubKeys::load(disk_, files().keys);
  rotate();
  round(two_);
  pass(1h);
  wire::DownHeader header;
  header.receipt.epoch = hub_->department().epoch();
  header.receipt.epoch_number = static_cast<std::uint16_t>(hub_->department().logs().number());
  header.receipt.incarnation = two_->identity().incarnation();
  const store::LogRecord log = *two_->logs().log(header.receipt.incarnation);
  header.receipt.sign_key = crypto::key_id(log.sign_key.bytes);
  header.receipt.number = 900'000;
  header.receipt.hub_time = hub_clock_.read().wall;
  header.refusal = wire::Refusal::kRevoked;
  const hub::NodeRecord node = *hub_->nodes().find(header.receipt.incarnation);
  const base::Bytes forged = protocol::write_down(header, {}, stolen.sign, node.seal_key, hub_entropy_).bundle;
  const auto down = two_->round().take_down(forged);
  ASSERT_FALSE(down);
  EXPECT_EQ(code_of(down.error().kind), "old_key");
  // Dated back it is an old answer, and nothing of it is used.
  header.receipt.hub_time = kMorning;
  const auto dated_back = two_->round().take_down(protocol::write_down(header, {}, stolen.sign, node.seal_key, hub_entropy_).bundle);
  ASSERT_TRUE(dated_back);
  EXPECT_TRUE(dated_back->old_answer);
  EXPECT_EQ(two_->status().state, "ok");
}

TEST_F(Keys, OfALowerSerialAreNotTakenBack) {
  round(two_);
  rotate();
  const base::Bytes first = protocol::write_statement_file(*hub_->department().statement());
  rotate();
  const base::Bytes second = protocol::write_statement_file(*hub_->department().statement());
  EXPECT_TRUE(two_->round().take_down(second)->hub_keys);
  const std::uint64_t known = serial(two_);
  const auto down = two_->round().take_down(first);
  ASSERT_TRUE(down);
  EXPECT_TRUE(down->old_answer);
  EXPECT_EQ(serial(two_), known);
}

TEST_F(Keys, ThatARootOfSomebodyElseCertifiedAreRefusedOnBothSides) {
  const hub::RootKey foreign = hub::RootKey::first(hub_entropy_);
  EXPECT_EQ(hub::make_change(hub_->key_standing(), foreign, hub_entropy_).error(), hub::RootKeyFault::kNotOurs);
  hub::KeyStanding standing = hub_->key_standing();
  standing.roots = foreign.chain;
  const auto change = hub::make_change(standing, foreign, hub_entropy_);
  ASSERT_TRUE(change);
  EXPECT_FALSE(hub_->change_keys(*change));
  const auto down = two_->round().take_down(protocol::write_statement_file(change->statement));
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().bundle_fault, protocol::BundleFault::kWrongSignature);
  EXPECT_EQ(serial(two_), 0u);
}

TEST_F(Keys, OfTheRootMayChangeTwiceWhileAnOfficeIsAway) {
  round(two_);
  const hub::RootKey first = load();
  rotate_root();
  rotate();
  rotate_root();
  const base::RowId application = accepted(two_);
  round(two_);
  EXPECT_EQ(two_->round().hub_trust().keys().root, root_.key.verify_key());
  expect_held(two_, application);
  EXPECT_EQ(hub::make_change(hub_->key_standing(), first, hub_entropy_).error(), hub::RootKeyFault::kNotOurs);
  two_.node.reset();
  two_.open();
  EXPECT_EQ(two_->round().hub_trust().keys().root, root_.key.verify_key());
  EXPECT_EQ(whole_round(two_), 1);
}

TEST_F(Keys, ThatANewEnrolmentFileNamesAreTheNewest) {
  rotate_root();
  const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(4, {}).file);
  ASSERT_TRUE(enrolment);
  EXPECT_EQ(enrolment->grant.root_key, root_.key.verify_key());
  Office four(4, 64);
  node::Node::create(four.files(), *enrolment, four.world());
  four.open();
  EXPECT_EQ(serial(four), hub_->key_standing().serial);
  const base::RowId application = accepted(four);
  whole_round(four);
  expect_held(four, application);
  rotate();
  whole_round(four);
  EXPECT_EQ(serial(four), hub_->key_standing().serial);
}

TEST_F(Keys, OfARestoredHubAreChangedAndEverythingComesBack) {
  const base::RowId before = accepted(two_);
  settle(two_, three_);
  keep_backup();
  pass(1h);
  rotate();
  settle(two_, three_);
  registry::Application person = registry::test::yilmaz();
  person.document.number = "U7654321";
  const base::RowId lost = accept(two_, {}, person)->application;
  settle(two_, three_);
  EXPECT_EQ(two_->status().unsent, 0u);
  restore_backup();
  EXPECT_FALSE(hub_->cases().find(lost));
  // It has the keys of the day of the backup, and nobody believes them any more.
  EXPECT_FALSE(admit(up(two_)).answer);
  pass(1h);
  rotate();
  whole_round(two_);
  whole_round(three_);
  whole_round(two_);
  expect_held(two_, before);
  expect_held(two_, lost);
  EXPECT_GT(hub_->department().logs().number(), 1u);
}

TEST_F(Keys, OfALostHubAreReplacedByTheRootKeyAlone) {
  const base::RowId before = accepted(two_);
  settle(two_, three_);
  rotate();
  settle(two_, three_);
  const std::string verdict = confirmation(two_, before);
  hub_.reset();
  std::filesystem::remove_all(data());
  std::filesystem::remove(files().witness);
  std::filesystem::create_directories(data());
  pass(24h);
  hub::Hub::CreateOptions options;
  options.department = 6;
  options.public_url = "http://hub.invalid";
  options.root = &root_;
  hub::Hub::create(files(), options, hub_world());
  hub_ = std::make_unique<hub::Hub>(files(), hub_world(), "test");
  registry::Application person = registry::test::yilmaz();
  person.document.number = "U7654321";
  const base::RowId after = accept(three_, {}, person)->application;
  whole_round(two_);
  whole_round(three_);
  whole_round(two_);
  expect_held(two_, before);
  expect_held(three_, after);
  EXPECT_EQ(confirmation(two_, before), verdict);
}

TEST_F(Keys, SurviveAPowerCutBetweenFileAndDatabase) {
  round(two_);
  // Broken off before the commit: the prepared pair is of no use.
  const hub::HubKeys before = hub::HubKeys::load(disk_, files().keys);
  hub::HubKeys::generate(hub_entropy_).save(disk_, hub::prepared_keys_file(files().keys));
  reopen();
  EXPECT_FALSE(std::filesystem::exists(hub::prepared_keys_file(files().keys)));
  EXPECT_EQ(hub::HubKeys::load(disk_, files().keys).sign.verify_key(), before.sign.verify_key());
  // Broken off after it: the prepared pair is the hub's.
  rotate();
  hub_.reset();
  std::filesystem::rename(files().keys, hub::prepared_keys_file(files().keys));
  before.save(disk_, files().keys);
  hub_ = std::make_unique<hub::Hub>(files(), hub_world(), "test");
  EXPECT_FALSE(std::filesystem::exists(hub::prepared_keys_file(files().keys)));
  const base::RowId application = accepted(two_);
  whole_round(two_);
  expect_held(two_, application);
}

}  // namespace
}  // namespace tirkeu::testing
