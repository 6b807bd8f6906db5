#include "hub/fleet.h"

#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class FleetTest : public DepartmentTest {
 protected:
  OfficeStatus status_of(int number) {
    for (const OfficeStatus& status : hub->fleet().offices(clock.now()))
      if (status.office->number == number) return status;
    return {};
  }
};

TEST_F(FleetTest, ListsEveryOfficeOfTheDepartmentItsOwnCounterFirst) {
  const std::vector<OfficeStatus> offices = hub->fleet().offices(clock.now());
  const auto annex = registry::offices_of(6);
  ASSERT_EQ(offices.size(), annex.size());
  EXPECT_EQ(offices[0].office->code, "KZ-06");
  std::set<std::string> codes;
  for (const OfficeStatus& status : offices) {
    codes.insert(std::string(status.office->code));
    EXPECT_EQ(status.state, "none");
    EXPECT_FALSE(status.last_seen_at);
    EXPECT_FALSE(status.lag);
    EXPECT_EQ(status.incarnation, 0u);
  }
  EXPECT_EQ(codes.size(), annex.size());
}

TEST_F(FleetTest, TellsGrantedFromActiveAndHowLongAgo) {
  const std::unique_ptr<ScriptedNode> node = node_of(3);
  EXPECT_EQ(status_of(3).state, "granted");
  node->accept(application_of("U1"));
  round(*node);
  clock.pass(2h);
  const OfficeStatus status = status_of(3);
  EXPECT_EQ(status.state, "active");
  EXPECT_EQ(status.lag, 2h);
  EXPECT_EQ(status.last_sequence_held, 1u);
  EXPECT_EQ(status.program, "scripted");
  EXPECT_EQ(status.incarnation, node->incarnation);
  EXPECT_EQ(status.fingerprint, node_fingerprint(node->sign.verify_key(), node->seal.seal_to()));
  EXPECT_EQ(status_of(4).state, "none");
}

TEST_F(FleetTest, CountsWhatTheLastRoundHadNotYetBrought) {
  const std::unique_ptr<ScriptedNode> node = bound_node(3);
  const std::unique_ptr<ScriptedNode> other = bound_node(4);
  round(*node);
  EXPECT_EQ(status_of(3).pending, 0u);
  other->accept(application_of("U1"));
  round(*other);
  hub->make_index_entries(5);
  EXPECT_EQ(status_of(3).pending, 1u);
  round(*node);
  round(*node);
  EXPECT_EQ(status_of(3).pending, 0u);
}

TEST_F(FleetTest, ShowsANodesClockBesideTheHubs) {
  const std::unique_ptr<ScriptedNode> node = bound_node(3);
  HandClock slow = clock;
  slow.pass(-7min);
  node->use(slow);
  wire::UpHeader header = node->header();
  header.clock_flags = base::ClockFlags{} | base::ClockFlag::kStepped;
  admit(node->up(header));
  EXPECT_EQ(status_of(3).clock_offset, -7min);
  EXPECT_TRUE(base::has(status_of(3).clock_flags, base::ClockFlag::kStepped));
  // A stick was days on the way: it says nothing about the clock.
  slow.pass(-48h);
  hub->admission().admit(node->up(), Admission::Road::kStick, kPlenty);
  EXPECT_EQ(status_of(3).clock_offset, -7min);
}

TEST_F(FleetTest, CountsWhatLiesInQuarantine) {
  const base::Bytes file = hub->enrolment_desk().write(3, {}).file;
  const std::unique_ptr<ScriptedNode> node = node_with(file, 3);
  round(*node);
  round(*node_with(file, 3));
  EXPECT_EQ(status_of(3).quarantined, 1);
  EXPECT_EQ(status_of(4).quarantined, 0);
  EXPECT_EQ(hub->status().quarantined, 1u);
}

TEST_F(FleetTest, ARevocationNamesKeyAndLastSequence) {
  const std::unique_ptr<ScriptedNode> node = bound_node(3);
  node->accept(application_of("U1"));
  round(*node);
  const auto revoked = hub->fleet().revoke(3, std::nullopt, "stolen", "dana");
  ASSERT_TRUE(revoked);
  EXPECT_EQ(status_of(3).state, "revoked");
  const std::vector<store::Revocation> facts = hub->book().revocations();
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].incarnation, node->incarnation);
  EXPECT_EQ(facts[0].last_sequence, 1u);
  EXPECT_EQ(facts[0].revoked_at, clock.now());
}

TEST_F(FleetTest, NothingIsRevokedWhereNothingIsBound) {
  EXPECT_FALSE(hub->fleet().revoke(3, std::nullopt, "stolen", "dana"));
  const std::unique_ptr<ScriptedNode> node = bound_node(3);
  EXPECT_FALSE(hub->fleet().revoke(3, node->incarnation + 1, "stolen", "dana"));
  EXPECT_FALSE(hub->fleet().revoke(4, node->incarnation, "stolen", "dana"));
  EXPECT_EQ(count("revocation"), 0);
}

TEST_F(FleetTest, ANewNodeWorksBesideARevokedOne) {
  const std::unique_ptr<ScriptedNode> lost = bound_node(3);
  const store::Acceptance accepted = lost->accept(application_of("U1"));
  round(*lost);
  ASSERT_TRUE(hub->fleet().revoke(3, lost->incarnation, "burnt down", "dana"));
  const std::unique_ptr<ScriptedNode> next = bound_node(3);
  EXPECT_EQ(status_of(3).state, "active");
  // It goes on with the office's own cases, whoever of its lives accepted them.
  next->decide(accepted.id);
  EXPECT_EQ(round(*next).refusal, wire::Refusal::kNone);
  EXPECT_EQ(hub->cases().find(accepted.id)->state, "registered");
}

TEST_F(FleetTest, AHubRefusesKeysOfAnotherDatabase) {
  hub.reset();
  HubKeys::generate(entropy).save(small_files, "hub.keys");
  EXPECT_THROW(Hub(files(), world(), "test"), store::WrongDatabase);
}

TEST_F(FleetTest, AHubIsNotMadeOverAnother) {
  Hub::CreateOptions options;
  options.department = 6;
  EXPECT_THROW(Hub::create(files(), options, world()), std::runtime_error);
}

}  // namespace
}  // namespace tirkeu::hub
