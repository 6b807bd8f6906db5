// The start check, the witness and `recover` on one office's machine.
#include "node/recover.h"

#include "node/start_check.h"
#include "tests/unit/node/office.h"

namespace tirkeu::node {
namespace {

namespace fs = std::filesystem;
using base::MachineMark;
using testing::OfficeNode;

fs::path witness_of(const OfficeNode& office) { return office.files().witness_path(); }

/// The database as it is now, for putting back later.
class OldCopy {
 public:
  explicit OldCopy(OfficeNode& office) {
    office.close();
    for (const char* file : {"node.db", "node.keys"}) fs::copy_file(office.folder() / file, folder_.path() / file);
    fs::copy_file(witness_of(office), folder_.path() / "witness");
    office.reopen();
  }
  void put_back(OfficeNode& office) const {
    office.close();
    fs::copy_file(folder_.path() / "node.db", office.folder() / "node.db", fs::copy_options::overwrite_existing);
    for (const char* rest : {"node.db-wal", "node.db-shm"}) fs::remove(office.folder() / rest);
  }
  void put_back_keys(OfficeNode& office) const {
    fs::copy_file(folder_.path() / "node.keys", office.folder() / "node.keys", fs::copy_options::overwrite_existing);
  }
  void put_back_witness(OfficeNode& office) const {
    fs::copy_file(folder_.path() / "witness", witness_of(office), fs::copy_options::overwrite_existing);
  }

 private:
  testing::Folder folder_;
};

registry::Application application(const std::string& document) {
  registry::Application application = registry::test::yilmaz();
  application.document.number = document;
  return application;
}
bool accept(OfficeNode& office, const std::string& document) {
  return office->counter().accept(application(document), std::nullopt, "aigul").has_value();
}
LifeState state(OfficeNode& office) { return office->status().life; }

TEST(StartCheck, LeavesASoundLifeAlone) {
  OfficeNode office;
  EXPECT_TRUE(accept(office, "U1"));
  office->round().make_up(1000);
  EXPECT_TRUE(accept(office, "U2"));
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kOk) << "a database ahead of its witness is sound";
  office.clock.pass(std::chrono::hours(100));
  office.reopen();
  EXPECT_TRUE(office->may_write());
}

TEST(StartCheck, ADatabaseOlderThanWhatLeftIsRewound) {
  OfficeNode office;
  accept(office, "U1");
  const OldCopy copy(office);
  accept(office, "U2");
  office->round().make_up(1000);
  copy.put_back(office);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kRewound);
  EXPECT_FALSE(accept(office, "U3"));
  office->round().make_up(1000);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kRewound) << "the witness still names what left";
}

TEST(StartCheck, WhatNeverLeftMayBePutBackUnseen) {
  // Nobody outside has seen it, so nothing contradicts it; the old copy simply goes on.
  OfficeNode office;
  accept(office, "U1");
  const OldCopy copy(office);
  accept(office, "U2");
  copy.put_back(office);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kOk);
}

TEST(StartCheck, ADatabaseOfBeforeTheLastRecoverIsRewound) {
  OfficeNode office;
  const OldCopy copy(office);
  office->settings().set("state", code_of(LifeState::kMoved));
  office.close();
  ASSERT_TRUE(recover_in_place(office.files(), office.world()));
  copy.put_back(office);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kRewound);
  office.close();
  copy.put_back(office);
  copy.put_back_keys(office);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kRewound) << "also when the keys are as old";
}

TEST(StartCheck, AnotherEntryUnderTheWitnessedNumberIsAFork) {
  OfficeNode office;
  accept(office, "U1");
  const OldCopy copy(office);
  accept(office, "U2");
  office->round().make_up(1000);
  const base::Bytes kept = *base::SystemDisk().read(witness_of(office), 4096);
  copy.put_back(office);
  copy.put_back_witness(office);
  office.reopen();
  accept(office, "U3");
  office.close();
  base::SystemDisk().replace(witness_of(office), kept, base::FileMode::kPrivate);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kCloned);
}

TEST(StartCheck, AMissingWitnessIsAFaultAndIsNotMadeAnew) {
  OfficeNode office;
  office.close();
  fs::remove(witness_of(office));
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kUnwitnessed);
  office->round().make_up(1000);
  office.reopen();
  EXPECT_FALSE(fs::exists(witness_of(office)));
}

TEST(StartCheck, EveryChangedByteOfAWitnessIsSeen) {
  OfficeNode office;
  const base::Bytes sound = *base::SystemDisk().read(witness_of(office), 4096);
  const Identity identity(office->settings());
  const KeyRing keys = KeyRing::load(office.world().disk, office.files().keys);
  for (std::size_t at = 0; at < sound.size(); ++at) {
    base::Bytes changed = sound;
    changed[at] ^= 0x10;
    base::SystemDisk disk;
    disk.replace(witness_of(office), changed, base::FileMode::kPrivate);
    EXPECT_NE(check_start(identity, office->logs(), keys, WitnessKeeper(disk, witness_of(office)).read(), witness_marks(office.marks)), LifeState::kOk)
        << at;
  }
  base::SystemDisk disk;
  disk.replace(witness_of(office), sound, base::FileMode::kPrivate);
  EXPECT_EQ(check_start(identity, office->logs(), keys, WitnessKeeper(disk, witness_of(office)).read(), witness_marks(office.marks)), LifeState::kOk);
}

TEST(StartCheck, AnotherMachineOrFolderIsNoticed) {
  OfficeNode office;
  const std::vector<MachineMark> home = office.marks;
  office.marks = {{MachineMark::Kind::kSystem, "b"}, {MachineMark::Kind::kPart, "card 1"}};
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kMoved);
  office.marks = home;
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kMoved) << "who goes on is a person's to say, once both may be live";
}

TEST(MachineMarks, OneNewPartMovesNothing) {
  const auto marks = [](const std::vector<MachineMark>& all) { return witness_marks(all); };
  const std::vector<WitnessMark> home =
      marks({{MachineMark::Kind::kSystem, "a"}, {MachineMark::Kind::kPart, "card"}, {MachineMark::Kind::kPart, "disk"}, {MachineMark::Kind::kPlace, "7"}});
  EXPECT_TRUE(is_same_machine(home, home));
  EXPECT_TRUE(is_same_machine(home, marks({{MachineMark::Kind::kSystem, "a"}, {MachineMark::Kind::kPart, "new card"}, {MachineMark::Kind::kPart, "disk"}})));
  EXPECT_FALSE(is_same_machine(home, marks({{MachineMark::Kind::kSystem, "a"}, {MachineMark::Kind::kPart, "c2"}, {MachineMark::Kind::kPart, "d2"}})));
  EXPECT_FALSE(is_same_machine(home, marks({{MachineMark::Kind::kSystem, "b"}, {MachineMark::Kind::kPart, "card"}})));
  EXPECT_FALSE(is_same_machine(home, marks({{MachineMark::Kind::kPlace, "8"}})));
  EXPECT_TRUE(is_same_machine(home, {})) << "a machine that shows nothing proves nothing";
}

TEST(Recover, ASoundLifeGoesOn) {
  OfficeNode office;
  office.close();
  EXPECT_EQ(recover_in_place(office.files(), office.world()).error(), RecoverFault::kSound);
}

TEST(Recover, FindsTheFaultWithoutAStart) {
  OfficeNode office;
  accept(office, "U1");
  const OldCopy copy(office);
  accept(office, "U2");
  office->round().make_up(1000);
  copy.put_back(office);
  const auto recovered = recover_in_place(office.files(), office.world());
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->was, LifeState::kRewound);
  EXPECT_EQ(recovered->ended_at, 2u) << "what has left may still be on its way to the hub";
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kOk);
  EXPECT_EQ(office->identity().incarnation(), recovered->begun);
  EXPECT_TRUE(accept(office, "U2"));
}

TEST(Recover, TakesNoNumberTwiceWhateverWasPutBack) {
  OfficeNode office;
  const OldCopy copy(office);
  const base::Incarnation first = office->identity().incarnation();
  std::vector<base::Incarnation> begun;
  for (int i = 0; i < 3; ++i) {
    office.close();
    copy.put_back(office);
    if (i > 0) copy.put_back_keys(office);
    const auto recovered = recover_in_place(office.files(), office.world());
    if (i == 0) {
      // The copy is as it was, and so are keys and witness: nothing is wrong.
      EXPECT_EQ(recovered.error(), RecoverFault::kSound);
      office.reopen();
      office->settings().set("state", code_of(LifeState::kRestored));
      office.close();
      begun.push_back(recover_in_place(office.files(), office.world())->begun);
      continue;
    }
    ASSERT_TRUE(recovered);
    begun.push_back(recovered->begun);
  }
  EXPECT_EQ(begun, (std::vector<base::Incarnation>{first + 1, first + 2, first + 3}));
}

TEST(Recover, EightLivesAreAllThatAGrantGives) {
  OfficeNode office;
  for (base::Incarnation life = 1; life < base::kIncarnationsPerGrant; ++life) {
    office->settings().set("state", code_of(LifeState::kRestored));
    office.close();
    ASSERT_TRUE(recover_in_place(office.files(), office.world()));
    office.reopen();
  }
  office->settings().set("state", code_of(LifeState::kRestored));
  office.close();
  EXPECT_EQ(recover_in_place(office.files(), office.world()).error(), RecoverFault::kNumbersUsedUp);
}

TEST(Recover, LeadsOutOfAForkToo) {
  OfficeNode office;
  office->settings().set("state", code_of(LifeState::kCloned));
  office.close();
  EXPECT_TRUE(recover_in_place(office.files(), office.world()));
  office.reopen();
  EXPECT_TRUE(office->may_write());
}

TEST(Recover, IsNotForARevokedKey) {
  OfficeNode office;
  office->settings().set("state", code_of(LifeState::kRevoked));
  office.close();
  EXPECT_EQ(recover_in_place(office.files(), office.world()).error(), RecoverFault::kRevoked);
}

TEST(Recover, KeepsTheQueueAndGivesTicketsOfOtherLetters) {
  OfficeNode office;
  ASSERT_TRUE(accept(office, "U1"));
  const std::string before = office->cases().find(base::RowId::make(6, office->identity().incarnation(), 1))->ticket_number;
  const auto visit = office->visits().arrive("application");
  ASSERT_TRUE(visit);
  office->settings().set("state", code_of(LifeState::kMoved));
  office.close();
  ASSERT_TRUE(recover_in_place(office.files(), office.world()));
  office.reopen();
  const auto queue = office->visits().today().waiting;
  ASSERT_EQ(queue.size(), 1u);
  EXPECT_EQ(queue.front().id.incarnation(), office->identity().incarnation());
  const auto accepted = office->counter().accept(application("U2"), std::nullopt, "aigul");
  ASSERT_TRUE(accepted);
  const auto letters = [](const std::string& ticket) { return ticket.substr(ticket.rfind('/') + 1, 2); };
  EXPECT_NE(letters(accepted->ticket_number), letters(before));
}

TEST(Recover, BrokenOffAfterTheKeysItIsRepeatedUnderTheNextNumber) {
  OfficeNode office;
  const base::Incarnation first = office->identity().incarnation();
  office->settings().set("state", code_of(LifeState::kMoved));
  office.close();
  testing::SeededEntropy entropy(77);
  base::SystemDisk disk;
  KeyRing ring = KeyRing::load(disk, office.files().keys);
  ring.add(first + 1, NodeKeys::generate(entropy));
  ring.save(disk, office.files().keys);
  const auto recovered = recover_in_place(office.files(), office.world());
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->begun, first + 2);
  office.reopen();
  EXPECT_TRUE(accept(office, "U1"));
}

TEST(Recover, PowerGoneBeforeTheNewWitnessIsHarmless) {
  OfficeNode office;
  accept(office, "U1");
  office->round().make_up(1000);
  const base::Bytes old_witness = *base::SystemDisk().read(witness_of(office), 4096);
  office->settings().set("state", code_of(LifeState::kMoved));
  office.close();
  ASSERT_TRUE(recover_in_place(office.files(), office.world()));
  base::SystemDisk().replace(witness_of(office), old_witness, base::FileMode::kPrivate);
  office.reopen();
  EXPECT_EQ(state(office), LifeState::kOk);
  EXPECT_NE(*base::SystemDisk().read(witness_of(office), 4096), old_witness);
}

TEST(Round, LeavesNothingFromTheMachineWhenTheWitnessCannotBeWritten) {
  OfficeNode office;
  accept(office, "U1");
  // A folder lies where the witness is to go.
  fs::remove(witness_of(office));
  fs::create_directory(witness_of(office));
  EXPECT_THROW(office->round().make_up(1000), base::DiskError);
  fs::remove(witness_of(office));
}

}  // namespace
}  // namespace tirkeu::node
