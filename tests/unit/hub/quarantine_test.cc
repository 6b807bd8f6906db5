// What lies in quarantine: who may fill how much of it, and how single entries and whole cases get out.
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

constexpr int kOffice = 3;

class QuarantineTest : public DepartmentTest {
 protected:
  std::int64_t only_case() {
    const std::vector<QuarantineCase> open = hub->quarantine().open();
    EXPECT_EQ(open.size(), 1u);
    return open.empty() ? 0 : open.front().id;
  }
  /// An entry that cannot be applied: its application comes later, or never.
  base::RowId decide_on_what_is_not_there() {
    base::RowId later;
    node->append([&] {
      later = node->mint();
      node->book.insert(store::Decision{node->mint(), later, clock.now(), "aigerim", "registered", {}, {}, {}});
    });
    round(*node);
    return later;
  }
  std::string settled(std::int64_t id) {
    store::Statement row(hub->database(), "SELECT settled_as, settled_by, coalesce(reason, '-'), length(bundle) FROM quarantine WHERE id = ?");
    row.bind(1, id);
    EXPECT_TRUE(row.step());
    EXPECT_GT(row.integer(3), 0) << "the bytes stay";
    return row.text(0) + " " + row.text(1) + " " + row.text(2);
  }
  std::unique_ptr<ScriptedNode> node = bound_node(kOffice);
};

TEST_F(QuarantineTest, APoisonedEntryIsReleasedOnceItCanBeApplied) {
  const base::RowId later = decide_on_what_is_not_there();
  EXPECT_EQ(kept(), "broken 1");
  const std::int64_t id = only_case();
  const auto too_early = hub->admission().release(id, "dana");
  ASSERT_FALSE(too_early);
  EXPECT_EQ(too_early.error().cause, ReleaseFault::Cause::kStillBroken);
  EXPECT_EQ(kept(), "broken 1");

  node->append([&] {
    store::Acceptance fact = node->acceptance(application_of("U1"));
    fact.id = later;
    node->book.insert(fact);
  });
  round(*node);
  EXPECT_EQ(hub->cases().find(later)->state, "accepted");
  ASSERT_TRUE(hub->admission().release(id, "dana"));
  EXPECT_EQ(hub->cases().find(later)->state, "registered");
  EXPECT_EQ(settled(id), "released dana -");
  EXPECT_EQ(hub->admission().release(id, "dana").error().cause, ReleaseFault::Cause::kNoSuchCase);
  EXPECT_FALSE(hub->cases().rebuild());
  round(*node);
  EXPECT_TRUE(down.receipt.quarantined.empty()) << "the node's screen shows it no more";
}

TEST_F(QuarantineTest, ADismissedCaseIsSettledWithReasonAndNameAndItsBytesStay) {
  decide_on_what_is_not_there();
  const std::int64_t id = only_case();
  EXPECT_TRUE(hub->admission().dismiss(id, "typed by a test", "dana"));
  EXPECT_EQ(settled(id), "dismissed dana typed by a test");
  EXPECT_EQ(kept(), "");
  EXPECT_FALSE(hub->admission().dismiss(id, "again", "dana"));
}

TEST_F(QuarantineTest, AWholeBundleIsNotReleased) {
  const base::Bytes file = hub->enrolment_desk().write(kOffice + 1, {}).file;
  const std::unique_ptr<ScriptedNode> first = node_with(file, kOffice + 1);
  round(*first);
  const std::unique_ptr<ScriptedNode> second = node_with(file, kOffice + 1);
  second->accept(application_of("U2"));
  admit(second->up());
  EXPECT_EQ(hub->admission().release(only_case(), "dana").error().cause, ReleaseFault::Cause::kWholeBundle);
  EXPECT_EQ(hub->admission().entries_in(only_case()), 1u);
}

TEST_F(QuarantineTest, AFloodingMachineFillsItsOwnShareAndHarmsNobodyElse) {
  hub.reset();
  HubWorld small_world = world();
  small_world.quarantine.cases_per_key = 3;
  hub = std::make_unique<Hub>(files(), small_world, "test");
  const base::Bytes file = hub->enrolment_desk().write(kOffice + 1, {}).file;
  const std::unique_ptr<ScriptedNode> first = node_with(file, kOffice + 1);
  round(*first);
  const std::unique_ptr<ScriptedNode> flood = node_with(file, kOffice + 1);
  for (int i = 0; i < 3; ++i) {
    flood->accept(application_of("F" + std::to_string(i)));
    EXPECT_EQ(admit(flood->up()).refusal, wire::Refusal::kSecondKey);
  }
  flood->accept(application_of("F9"));
  const AdmissionReport refused = admit(flood->up());
  EXPECT_EQ(refused.result, Result::kRefused);
  EXPECT_EQ(refused.refusal, wire::Refusal::kQuarantineFull);
  EXPECT_EQ(flood->open(*refused.answer).header().refusal, wire::Refusal::kQuarantineFull) << "the machine is told why";
  EXPECT_EQ(kept(), "second_key 3") << "what lies there stays";
  const std::unique_ptr<ScriptedNode> third = node_with(file, kOffice + 1);
  third->accept(application_of("T1"));
  EXPECT_EQ(admit(third->up()).refusal, wire::Refusal::kSecondKey) << "another sender has a share of its own";
  node->accept(application_of("U1"));
  EXPECT_EQ(round(*node).entries, 1u);
}

TEST_F(QuarantineTest, ARevocationNamesTheLastEntryThatIsStillTaken) {
  node->accept(application_of("U1"));
  round(*node);
  const store::Acceptance on_the_way = node->accept(application_of("U2"));
  const base::Bytes stick = node->up();
  const auto revoked = hub->fleet().revoke(kOffice, std::nullopt, "stolen", "dana", 2);
  ASSERT_TRUE(revoked);
  EXPECT_EQ(hub->book().revocations().back().last_sequence, 2u);
  const AdmissionReport late = admit(stick);
  EXPECT_EQ(late.result, Result::kTaken);
  EXPECT_EQ(late.refusal, wire::Refusal::kRevoked) << "its clerk sees it";
  EXPECT_EQ(hub->book().verdicts(on_the_way.id).back().outcome, "review") << "first received after the revocation";
  node->accept(application_of("U3"));
  EXPECT_EQ(admit(node->up()).result, Result::kQuarantined);
  EXPECT_EQ(kept(), "revoked 1");
  EXPECT_EQ(hub->admission().approve(kOffice, node_fingerprint(node->sign.verify_key(), node->seal.seal_to()))->refusal, wire::Refusal::kRevoked);
}

}  // namespace
}  // namespace tirkeu::hub
