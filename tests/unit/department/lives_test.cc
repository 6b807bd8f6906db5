// Machines that are put back, copied and lost, and the office that goes on: with both programs, over both roads.
#include "tests/unit/department/office_lives.h"

namespace tirkeu::testing {
namespace {

TEST_F(OfficeLives, F1ADatabasePutBackIsNoticedAtTheStartAndTheOfficeGoesOnAtOnce) {
  const base::RowId kept = take(two_, "U1");
  round(two_);
  const std::unique_ptr<Image> before = image_of(two_);
  const base::RowId lost = take(two_, "U2");
  round(two_);
  put_back(two_, *before, Witness::kStays);
  EXPECT_EQ(state(two_), LifeState::kRewound);
  EXPECT_FALSE(two_->may_write());

  const node::Recovered recovered = recover(two_);
  EXPECT_EQ(recovered.was, LifeState::kRewound);
  EXPECT_EQ(recovered.begun, recovered.ended + 1);
  EXPECT_TRUE(two_->may_write());
  const base::RowId after = take(two_, "U3");
  EXPECT_EQ(after.incarnation(), recovered.begun);
  settle_one(two_);
  for (const base::RowId id : {kept, lost, after}) {
    EXPECT_TRUE(holds(two_->cases(), id));
    EXPECT_TRUE(holds(hub_->cases(), id));
    EXPECT_EQ(confirmation(two_, id), "confirmed");
  }
  EXPECT_EQ(two_->status().unsent, 0u);
  expect_agreement(two_);
}

TEST_F(OfficeLives, F1AWholeDiskPutBackIsNoticedByTheFirstReceipt) {
  take(two_, "U1");
  round(two_);
  const std::unique_ptr<Image> before = image_of(two_);
  const base::RowId lost = take(two_, "U2");
  round(two_);
  put_back(two_, *before, Witness::kIsPutBackToo);
  EXPECT_EQ(state(two_), LifeState::kOk) << "nothing on this machine can tell";
  EXPECT_FALSE(two_->round().take_down(answer_for(two_)));
  EXPECT_EQ(state(two_), LifeState::kRewound);
  recover(two_);
  settle_one(two_);
  EXPECT_TRUE(holds(two_->cases(), lost));
  expect_agreement(two_);
}

TEST_F(OfficeLives, AStickThatWasOnItsWayWhenTheDatabaseWasPutBackIsTakenIn) {
  take(two_, "U1");
  round(two_);
  const std::unique_ptr<Image> before = image_of(two_);
  const base::RowId on_the_stick = take(two_, "U2");
  const base::Bytes stick = two_->round().make_up(1u << 20).bundle;
  put_back(two_, *before, Witness::kStays);
  recover(two_);
  settle_one(two_);
  EXPECT_FALSE(holds(two_->cases(), on_the_stick));
  EXPECT_EQ(hub_->admission().admit(stick, hub::Admission::Road::kStick, 1u << 20).result, hub::AdmissionReport::Result::kTaken);
  settle_one(two_);
  EXPECT_EQ(confirmation(two_, on_the_stick), "confirmed");
  EXPECT_EQ(quarantined("superseded"), 0);
  expect_agreement(two_);
}

TEST_F(OfficeLives, F1BWhoWritesPastTheOldHeadBeforeTheyTalkIsAProvenFork) {
  take(two_, "U1");
  round(two_);
  const std::unique_ptr<Image> before = image_of(two_);
  const base::RowId at_hub = take(two_, "U2");
  round(two_);
  put_back(two_, *before, Witness::kIsPutBackToo);
  const base::RowId other = take(two_, "U3");
  take(two_, "U4");
  static_cast<void>(two_->round().take_down(answer_for(two_)));
  EXPECT_EQ(state(two_), LifeState::kCloned);
  EXPECT_FALSE(two_->may_write());
  EXPECT_TRUE(holds(hub_->cases(), at_hub)) << "nothing acknowledged is overwritten";
  EXPECT_TRUE(holds(two_->cases(), other)) << "nor is the other branch";
  EXPECT_EQ(quarantined("equivocation") + quarantined("broken_chain"), 1);
  // The clerk goes on at once; what the machine wrote besides waits for the department (restate_test.cc).
  recover(two_);
  EXPECT_TRUE(two_->may_write());
}

TEST_F(OfficeLives, F2ACopiedDiskOnAnotherMachineDoesNotWrite) {
  take(two_, "U1");
  round(two_);
  const std::unique_ptr<Image> image = image_of(two_);
  Office twin(2, 92);
  twin.marks = {{base::MachineMark::Kind::kSystem, "another system"}};
  twin.clock.set(two_.clock.now());
  copy_disk(image->folder.path(), twin.folder.path());
  copy_witness(image->folder.path(), twin.folder.path());
  twin.open();
  EXPECT_EQ(state(twin), LifeState::kMoved);
  EXPECT_FALSE(twin->may_write());
}

/// Both machines are live and neither knows of the other; who goes on is whose succession reaches the hub first.
class Twins : public OfficeLives {
 protected:
  Twins() {
    common_ = take(two_, "U1");
    round(two_);
    const std::unique_ptr<Image> image = image_of(two_);
    twin_.marks = {{base::MachineMark::Kind::kSystem, "another system"}};
    twin_.clock.set(two_.clock.now());
    copy_disk(image->folder.path(), twin_.folder.path());
    copy_witness(image->folder.path(), twin_.folder.path());
    twin_.open();
  }
  base::RowId common_;
  Office twin_{2, 92};
};

TEST_F(Twins, F2TheCopyGoesOnAndTheOriginalIsTold) {
  recover(twin_);
  const base::RowId on_twin = take(twin_, "U2");
  settle_one(twin_);
  EXPECT_TRUE(holds(hub_->cases(), on_twin));
  const base::RowId on_original = take(two_, "U3");
  ASSERT_TRUE(two_->round().take_down(answer_for(two_)));
  EXPECT_EQ(state(two_), LifeState::kSuperseded);
  EXPECT_FALSE(two_->may_write());
  EXPECT_EQ(quarantined("superseded"), 1) << "kept whole, for an administrator";
  EXPECT_TRUE(holds(two_->cases(), on_original));
  EXPECT_FALSE(holds(hub_->cases(), on_original));
  expect_agreement(twin_);
}

TEST_F(Twins, F2TheOriginalIsHeardFirstAndTheCopyGetsWhatItWrote) {
  const base::RowId on_original = take(two_, "U3");
  round(two_);
  recover(twin_);
  const base::RowId on_twin = take(twin_, "U2");
  settle_one(twin_);
  EXPECT_TRUE(holds(twin_->cases(), on_original)) << "the office's book goes down to the life that goes on";
  EXPECT_TRUE(holds(hub_->cases(), on_twin));
  expect_agreement(twin_);
  round(two_);
  EXPECT_EQ(state(two_), LifeState::kSuperseded);
  // The original wants to go on as well: a second successor waits for a person.
  recover(two_);
  take(two_, "U5");
  static_cast<void>(two_->round().take_down(answer_for(two_)));
  EXPECT_EQ(quarantined("second_key"), 1);
}

TEST_F(OfficeLives, ALostMachinesBookComesBackToANewOneAndTheOldOneIsStopped) {
  std::vector<base::RowId> held;
  for (int i = 0; i < 30; ++i) held.push_back(take(two_, "U" + std::to_string(100 + i)));
  ASSERT_TRUE(two_->counter().register_stay(held.front(), "aigul"));
  settle_one(two_);
  const base::RowId only_there = take(two_, "U900");

  Office machine(2, 93);
  machine.clock.set(two_.clock.now());
  node::Node::create(machine.files(), *protocol::read_enrolment(hub_->enrolment_desk().write(2, {}).file), machine.world());
  machine.open();
  const base::RowId at_once = take(machine, "U901");
  int rounds = 0;
  bool more = true;
  std::uint32_t returned = 0;
  while (more && ++rounds < 50) {
    const node::UpSummary up = machine->round().make_up(1u << 20);
    const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, 4096);
    ASSERT_TRUE(report.answer);
    hub_->make_index_entries(100);
    const auto down = machine->round().take_down(*report.answer);
    ASSERT_TRUE(down) << code_of(down.error().kind) << down.error().detail;
    returned += down->returned;
    more = down->more;
    pass(std::chrono::seconds(1));
  }
  EXPECT_GT(rounds, 2) << "the book is larger than one answer";
  EXPECT_EQ(returned, 31u);
  settle_one(machine);
  for (const base::RowId id : held) EXPECT_EQ(*machine->cases().find(id), *hub_->cases().find(id));
  EXPECT_EQ(machine->cases().find(held.front())->state, "registered");
  EXPECT_TRUE(holds(hub_->cases(), at_once));
  EXPECT_EQ(hub_->nodes().of_office(2).front().state, hub::NodeState::kSuperseded);
  expect_agreement(machine);

  ASSERT_TRUE(two_->round().take_down(answer_for(two_)));
  EXPECT_EQ(state(two_), LifeState::kSuperseded);
  EXPECT_EQ(quarantined("superseded"), 1);
  EXPECT_TRUE(holds(two_->cases(), only_there));
}

TEST_F(OfficeLives, ATailThatOnlyThisMachineHasGoesUpBeforeTheNewLife) {
  take(two_, "U1");
  round(two_);
  const base::RowId tail = take(two_, "U2");
  two_->settings().set("state", std::string_view("moved"));
  recover(two_);
  const base::RowId after = take(two_, "U3");
  EXPECT_EQ(two_->status().unsent, 2u);
  const node::UpSummary first = two_->round().make_up(1u << 20);
  EXPECT_EQ(first.life, tail.incarnation());
  EXPECT_EQ(first.waiting, 1u);
  settle_one(two_);
  EXPECT_TRUE(holds(hub_->cases(), tail));
  EXPECT_TRUE(holds(hub_->cases(), after));
  EXPECT_EQ(two_->status().unsent, 0u);
  EXPECT_EQ(quarantined("superseded"), 0);
  expect_agreement(two_);
}

TEST_F(OfficeLives, AnOfficeThatNeverMetItsHubMayLeadThreeLives) {
  std::vector<base::RowId> written{take(two_, "U1")};
  for (int life = 0; life < 2; ++life) {
    two_->settings().set("state", std::string_view("restored"));
    recover(two_);
    written.push_back(take(two_, "U" + std::to_string(10 + life)));
  }
  for (int i = 0; i < 8; ++i) round(two_);
  for (const base::RowId id : written) EXPECT_TRUE(holds(hub_->cases(), id));
  EXPECT_EQ(two_->status().unsent, 0u);
  EXPECT_EQ(state(two_), LifeState::kOk);
  expect_agreement(two_);
}

TEST_F(OfficeLives, TheIndexIsReadInTheNewLifeBeforeTheHubKnowsOfIt) {
  const base::RowId elsewhere = take(three_, "U7");
  settle(three_, two_);
  settle(three_, two_);
  two_->settings().set("state", std::string_view("moved"));
  recover(two_);
  const auto refused = accept(two_, std::nullopt, application("U7"));
  ASSERT_FALSE(refused) << "the other office's place is known";
  EXPECT_EQ(refused.error().cause, node::Refused::Cause::kHit);
  EXPECT_TRUE(holds(hub_->cases(), elsewhere));
}

}  // namespace
}  // namespace tirkeu::testing
