// F6, as far as one release exists: a node and a hub of different versions keep working, and nothing is lost or skipped. The newer
// side's database has a book with more columns, so its entries carry a fingerprint that the older side does not know.
#include "node/round_words.h"
#include "node/status_json.h"
#include "schema/registry/language.h"
#include "sync/protocol/envelope.h"
#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"
#include "tests/unit/department/grown_book.h"
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using protocol::BundleFault;

class F6Versions : public TwoOffices {
 protected:
  void upgrade(Office& office) {
    office.node.reset();
    grow_book(office.files().database, store::DatabaseKind::kNode);
    office.open();
  }
  void upgrade_hub() {
    const hub::HubFiles files = hub::HubFiles::in(hub_folder_.path() / "hub");
    hub_.reset();
    grow_book(files.database, store::DatabaseKind::kHub);
    hub_ = std::make_unique<hub::Hub>(files, hub_world(), "test");
  }
  base::RowId take(Office& office, const std::string& document) {
    registry::Application application = registry::test::yilmaz();
    application.document.number = document;
    const auto done = accept(office, std::nullopt, application);
    EXPECT_TRUE(done);
    return done ? done->application : base::RowId{};
  }
  void expect_verifies(store::Database& database) {
    const store::CheckTransfer check = [](const store::LogRecord& log, const store::LogStore::Transfer& transfer, const crypto::Digest& head) {
      return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, log.incarnation, head);
    };
    const store::VerifyReport report = store::Verifier(database, 6, base::Limits(), check).run();
    EXPECT_FALSE(report.first) << report.first->incarnation << " " << report.first->sequence << ": " << report.first->what;
  }
  void expect_all_verify() {
    for (store::Database* database : {&hub_->database(), &two_->database(), &three_->database()}) expect_verifies(*database);
  }
  /// The office's own bundle with another first byte of the header: what a newer program may say there.
  base::Bytes with_flags(Office& office, const std::function<void(base::Bytes&)>& change) {
    const hub::HubKeys keys = hub::HubKeys::load(disk_, hub_folder_.path() / "hub" / "hub.keys");
    const auto envelope = protocol::open_envelope(office->round().make_up(1u << 20).bundle, protocol::Direction::kUp, keys.seal, base::Limits());
    base::Bytes header(envelope->header().begin(), envelope->header().end());
    change(header);
    return protocol::seal_envelope(protocol::Direction::kUp, header, envelope->compressed, office->lives().keys_of(office->lives().current())->sign,
                                   keys.seal.seal_to(), office.entropy)
        .bundle;
  }
};

TEST_F(F6Versions, ANewerNodesEntriesAreHeldAndAppliedWhenTheHubIsUpgraded) {
  upgrade(two_);
  const base::RowId first = take(two_, "U1");
  EXPECT_EQ(round(two_).refusal, wire::Refusal::kUnknownSchema);
  const base::RowId second = take(two_, "U2");
  EXPECT_EQ(round(two_).refusal, wire::Refusal::kUnknownSchema);
  EXPECT_EQ(two_->status().unsent, 0u) << "held is held, whether it is understood or not";
  EXPECT_EQ(two_->status().state, "ok");
  EXPECT_FALSE(hub_->cases().find(first));
  // Another office of the hub's own version is served as ever.
  const base::RowId other = take(three_, "U3");
  round(three_);
  pass(std::chrono::minutes(1));
  round(three_);
  EXPECT_EQ(confirmation(three_, other), "confirmed");

  upgrade_hub();
  EXPECT_TRUE(hub_->cases().find(first)) << "by the upgrade alone, before anybody speaks";
  EXPECT_TRUE(hub_->cases().find(second));
  EXPECT_EQ(round(two_).refusal, wire::Refusal::kNone);
  EXPECT_EQ(confirmation(two_, first), "confirmed");
  EXPECT_EQ(confirmation(two_, second), "confirmed");
  expect_all_verify();
}

TEST_F(F6Versions, AnOlderNodesEntriesAreRowsOfANewerHub) {
  const base::RowId before = take(two_, "U1");
  round(two_);
  upgrade_hub();
  const base::RowId after = take(two_, "U2");
  const node::DownSummary down = round(two_);
  EXPECT_EQ(down.refusal, wire::Refusal::kNone);
  EXPECT_EQ(down.newly_held, 1u);
  for (const base::RowId id : {before, after}) {
    EXPECT_TRUE(hub_->cases().find(id));
    store::Statement later(hub_->database(), "SELECT later IS NULL FROM application WHERE id = ?");
    later.bind(1, id.value);
    ASSERT_TRUE(later.step());
    EXPECT_EQ(later.integer(0), 1);
  }
  expect_verifies(hub_->database());
}

TEST_F(F6Versions, ANewerHubsEntriesAreHeldByTheNodeWhichSaysSoAndGoesOn) {
  upgrade_hub();
  const base::RowId first = take(two_, "U1");
  round(two_);
  pass(std::chrono::minutes(1));
  const base::RowId second = take(two_, "U2");
  round(two_);
  EXPECT_EQ(two_->status().unsent, 0u);
  EXPECT_EQ(two_->status().state, "ok");
  EXPECT_EQ(confirmation(two_, first), "pending");
  EXPECT_GE(waiting_for_upgrade(*two_.node), 2u);
  expect_verifies(two_->database());

  upgrade(two_);
  EXPECT_EQ(confirmation(two_, first), "confirmed") << "by the upgrade alone, before the next round";
  EXPECT_EQ(confirmation(two_, second), "confirmed");
  EXPECT_EQ(waiting_for_upgrade(*two_.node), 0u);
  const base::RowId third = take(two_, "U3");
  round(two_);
  EXPECT_EQ(confirmation(two_, third), "confirmed");
  expect_all_verify();
}

TEST_F(F6Versions, AnUpgradeInTheMidstOfWhatIsUnsentLosesNothing) {
  const base::RowId before = take(two_, "U1");
  upgrade(two_);
  const base::RowId after = take(two_, "U2");
  EXPECT_EQ(round(two_).refusal, wire::Refusal::kUnknownSchema);
  EXPECT_TRUE(hub_->cases().find(before)) << "what the hub understands is not held up by what follows";
  EXPECT_FALSE(hub_->cases().find(after));
  upgrade_hub();
  round(two_);
  EXPECT_EQ(confirmation(two_, before), "confirmed");
  EXPECT_EQ(confirmation(two_, after), "confirmed");
  expect_all_verify();
}

TEST_F(F6Versions, ABundleOfANewerVersionChangesNothingOnEitherSide) {
  const base::RowId id = take(two_, "U1");
  base::Bytes up = two_->round().make_up(1u << 20).bundle;
  up[3] = 2;
  const hub::AdmissionReport report = hub_->admission().admit(up, hub::Admission::Road::kLine, 1u << 20);
  EXPECT_EQ(report.fault, BundleFault::kUnknownVersion);
  EXPECT_FALSE(report.answer);
  EXPECT_EQ(two_->status().unsent, 1u);

  base::Bytes answer = answer_for(two_);
  answer[3] = 2;
  const auto down = two_->round().take_down(answer);
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().bundle_fault, BundleFault::kUnknownVersion);
  EXPECT_EQ(two_->status().unsent, 1u) << "no receipt was believed";
  EXPECT_EQ(two_->status().state, "ok");
  pass(std::chrono::minutes(1));
  round(two_);
  EXPECT_EQ(confirmation(two_, id), "confirmed");
}

TEST_F(F6Versions, AFlagOrCodecOfANewerProgramIsNotCalledBroken) {
  take(two_, "U1");
  const auto codec = [](base::Bytes& header) { header.front() = static_cast<std::uint8_t>((header.front() & ~7u) | 5u); };
  const auto flag = [](base::Bytes& header) {
    header.front() |= 0x80;
    header.insert(header.begin() + 1, 1);
  };
  for (const std::function<void(base::Bytes&)>& change : {std::function<void(base::Bytes&)>(codec), std::function<void(base::Bytes&)>(flag)}) {
    const hub::AdmissionReport report = hub_->admission().admit(with_flags(two_, change), hub::Admission::Road::kLine, 1u << 20);
    EXPECT_EQ(report.fault, BundleFault::kUnknownVersion);
    EXPECT_EQ(report.result, hub::AdmissionReport::Result::kRefused);
  }
  EXPECT_EQ(hub_->status().quarantined, 0u);
  round(two_);
  EXPECT_EQ(two_->status().unsent, 0u);
}

TEST(VersionWords, SayOnBothSidesWhichProgramIsOlderAndThatNothingIsLost) {
  node::RoundOutcome refused;
  refused.result = node::RoundOutcome::Result::kRefused;
  refused.step = "unknown_version";
  node::RoundOutcome unreadable;
  unreadable.result = node::RoundOutcome::Result::kFault;
  unreadable.step = "unknown_version";
  for (const registry::Language language : {registry::Language::kKazakh, registry::Language::kRussian, registry::Language::kEnglish}) {
    const std::string older = registry::text(language, node::message_of(refused));
    const std::string newer = registry::text(language, node::message_of(unreadable));
    EXPECT_NE(older, newer);
    EXPECT_EQ(older, registry::text(language, "round.hub_older"));
    EXPECT_EQ(newer, registry::text(language, "answer.unknown_version"));
    EXPECT_NE(registry::text(language, "bundle.unknown_version"), "");
  }
}

}  // namespace
}  // namespace tirkeu::testing
