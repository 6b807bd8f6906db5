// Power cuts, full disks and failing disks at every single operation of a day's work.
#include "store_fixture.h"
#include "sync/store/verify.h"

namespace tirkeu::store {
namespace {

constexpr int kCommits = 6;

/// Accepts one application after the other, with a checkpoint after every second; returns how many were acknowledged
/// before the disk failed.
int work(FaultDisk& disk) {
  int acknowledged = 0;
  try {
    Office office(disk, "node.db", kOffice, false, 2);
    for (int number = 1; number <= kCommits; ++number) {
      office.accept("YILMAZ", "U" + std::to_string(number), number);
      ++acknowledged;
    }
  } catch (const StoreError&) {
  } catch (const WrongDatabase&) {
  }
  return acknowledged;
}

/// A disk with an enrolled office on it, and how many operations the work takes.
struct Prepared {
  explicit Prepared(const std::string& name) : disk(name) {
    { const Office office(disk, "node.db"); }
    image = disk.snapshot();
    const std::uint64_t before = disk.operations();
    EXPECT_EQ(work(disk), kCommits);
    operations = disk.operations() - before;
  }
  FaultDisk disk;
  std::shared_ptr<const FaultDisk::Image> image;
  std::uint64_t operations = 0;
};

/// What must hold after any accident: entries and rows belong together, the chain is whole, nothing acknowledged is
/// missing.
void expect_whole(FaultDisk& disk, int acknowledged, const std::string& accident) {
  Office office(disk, "node.db", kOffice, false);
  const auto held = static_cast<int>(office.logs.head(kOffice).sequence);
  EXPECT_GE(held, acknowledged) << accident << ": an acknowledged commit is lost";
  EXPECT_LE(held, acknowledged + 1) << accident;
  EXPECT_EQ(office.rows("application"), held) << accident;
  {
    // Folding is a transaction of its own here, so that what is compared is the book.
    Cases cases(office.database, office.book);
    cases.rebuild();
  }
  const VerifyReport report = Verifier(office.database, kDepartment, base::Limits{}).run();
  EXPECT_FALSE(report.first) << accident << ": " << report.first->what;
  office.accept("DEMIR", "V1", 99);
  EXPECT_EQ(static_cast<int>(office.logs.head(kOffice).sequence), held + 1) << accident;
}

TEST(PowerCut, LosesNothingAcknowledgedAtAnyOperation) {
  Prepared prepared("power");
  ASSERT_GT(prepared.operations, 20u);
  for (std::uint64_t at = 1; at <= prepared.operations; ++at) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      prepared.disk.restore(prepared.image);
      prepared.disk.fail_at(at, FaultDisk::Fault::kCrash, FaultDisk::Duration::kForEver);
      const int acknowledged = work(prepared.disk);
      SeededEntropy keep(at * 8 + seed);
      prepared.disk.crash(seed == 0 ? nullptr : &keep);
      expect_whole(prepared.disk, acknowledged,
                   "power cut at operation " + std::to_string(at) + ", seed " + std::to_string(seed));
      if (testing::Test::HasFailure()) return;
    }
  }
}

TEST(PowerCut, TheDiskReallyForgetsWhatWasNotSynced) {
  FaultDisk disk("forgets");
  { const Office office(disk, "node.db"); }
  {
    // With synchronous=OFF nothing is promised: the same disk must then lose the commit, or the test above proves
    // nothing.
    Office office(disk, "node.db", kOffice, false);
    office.database.execute("PRAGMA synchronous = OFF");
    office.accept("YILMAZ", "U1", 1);
    disk.fail_at(1, FaultDisk::Fault::kCrash, FaultDisk::Duration::kForEver);
  }
  disk.crash(nullptr);
  Office office(disk, "node.db", kOffice, false);
  EXPECT_EQ(office.rows("application"), 0);
}

void expect_clear_faults(FaultDisk::Fault fault, FaultDisk::Duration duration, const std::string& name) {
  Prepared prepared(name);
  int refused = 0;
  for (std::uint64_t at = 1; at <= prepared.operations; ++at) {
    prepared.disk.restore(prepared.image);
    prepared.disk.fail_at(at, fault, duration);
    const int acknowledged = work(prepared.disk);
    if (acknowledged < kCommits) ++refused;
    prepared.disk.heal();
    expect_whole(prepared.disk, acknowledged, name + " at operation " + std::to_string(at));
    if (testing::Test::HasFailure()) return;
  }
  EXPECT_GT(refused, 0) << "no fault ever reached a commit";
}

TEST(FullDisk, RefusesClearlyAndWritesNothingInHalves) {
  expect_clear_faults(FaultDisk::Fault::kFull, FaultDisk::Duration::kForEver, "full");
  expect_clear_faults(FaultDisk::Fault::kFull, FaultDisk::Duration::kOnce, "full once");
}

TEST(FailingDisk, RefusesClearlyAndWritesNothingInHalves) {
  expect_clear_faults(FaultDisk::Fault::kInputOutput, FaultDisk::Duration::kForEver, "failing");
  expect_clear_faults(FaultDisk::Fault::kInputOutput, FaultDisk::Duration::kOnce, "failing once");
}

TEST(FullDisk, GoesOnInTheSameConnectionOnceThereIsSpace) {
  FaultDisk disk("goes on");
  Office office(disk, "node.db");
  office.accept("YILMAZ", "U1", 1);
  disk.fail_at(1, FaultDisk::Fault::kFull, FaultDisk::Duration::kForEver);
  try {
    office.accept("YILMAZ", "U2", 2);
    FAIL() << "a full disk must not be answered with success";
  } catch (const StoreError& fault) {
    EXPECT_EQ(fault.kind(), StoreError::Kind::kDiskFull);
    EXPECT_FALSE(fault.fatal());
    EXPECT_NE(std::string(fault.what()).find("disk is full"), std::string::npos);
  }
  EXPECT_EQ(office.rows("application"), 1);
  disk.heal();
  EXPECT_EQ(office.accept("YILMAZ", "U2", 2).counter(), 2u);
  EXPECT_EQ(office.logs.head(kOffice).sequence, 2u);
  EXPECT_EQ(office.rows("application"), 2);
}

TEST(FailingDisk, NothingFollowsInATransactionThatAFaultUndid) {
  FaultDisk disk("undone");
  Office office(disk, "node.db");
  office.database.execute("PRAGMA cache_size = 1");
  {
    Transaction transaction(office.database);
    office.book.insert(office.acceptance("YILMAZ", "U1", 1));
    disk.fail_at(1, FaultDisk::Fault::kInputOutput, FaultDisk::Duration::kForEver);
    const auto spill = [&] {
      for (int number = 0; number < 500; ++number) office.book.insert(office.acceptance("DEMIR", "V", 1000 + number));
    };
    EXPECT_THROW(spill(), StoreError);
    disk.heal();
    EXPECT_THROW(office.book.insert(RuleSetIssue{{1}, "late", "{}"}), StoreError);
    EXPECT_THROW(transaction.commit(), StoreError);
  }
  EXPECT_EQ(office.rows("application"), 0);
  EXPECT_EQ(office.rows("rule_set"), 0);
}

TEST(FaultDisk, RewindsAMachineToAnImage) {
  FaultDisk disk("rewind");
  { Office(disk, "node.db").accept("YILMAZ", "U1", 1); }
  const auto image = disk.snapshot();
  { Office(disk, "node.db", kOffice, false).accept("YILMAZ", "U2", 2); }
  disk.restore(image);
  Office office(disk, "node.db", kOffice, false);
  EXPECT_EQ(office.logs.head(kOffice).sequence, 1u);
}

}  // namespace
}  // namespace tirkeu::store
