// `recover` on a disk that fails: at every operation of the database and at every small file, once and for ever. Broken off anywhere
// it is repeated; nothing written before is lost, and no number is used by two keys.
#include <gtest/gtest.h>

#include <set>

#include "node/recover.h"
#include "sync/store/fault_vfs.h"
#include "tests/sim/machine.h"
#include "tests/unit/node/office.h"

namespace tirkeu::node {
namespace {

using store::FaultDisk;
using testing::kMorning;

/// An office with two applications whose disk wakes up in another computer.
struct MovedOffice {
  explicit MovedOffice(const std::string& name) : disk("recover-" + name), clock(kMorning) {
    Node::create(files(), testing::invented_enrolment(3, entropy), world());
    for (const char* document : {"U1", "U2"}) write(document);
    marks = {{base::MachineMark::Kind::kSystem, "new"}};
  }
  NodeFiles files() const { return {"node.db", "node.keys", disk.vfs()}; }
  NodeWorld world() { return {clock, entropy, small, tagger, {}, marks}; }
  void write(const char* document) {
    Node node(files(), world(), "test");
    registry::Application application = registry::test::yilmaz();
    application.document.number = document;
    const auto accepted = node.counter().accept(application, std::nullopt, "aigul");
    ASSERT_TRUE(accepted);
    written.push_back(accepted->application);
    node.round().make_up(1000);
  }
  /// After whatever happened, the sysadmin tries again until the office writes; all that was written is there.
  void goes_on() {
    static_cast<void>(recover_in_place(files(), world()));
    Node node(files(), world(), "test");
    ASSERT_TRUE(node.may_write()) << node.status().state;
    for (const base::RowId id : written) EXPECT_TRUE(node.book().acceptance(id));
    std::set<crypto::VerifyKey> keys;
    for (const store::LogRecord& log : node.logs().logs())
      if (log.own) EXPECT_TRUE(keys.insert(log.sign_key).second);
    registry::Application application = registry::test::yilmaz();
    application.document.number = "U9";
    EXPECT_TRUE(node.counter().accept(application, std::nullopt, "aigul"));
  }

  FaultDisk disk;
  testing::SetClock clock;
  testing::SeededEntropy entropy{11};
  sim::MemoryDisk small;
  testing::QuickTagger tagger;
  std::vector<base::MachineMark> marks = {{base::MachineMark::Kind::kSystem, "old"}};
  std::vector<base::RowId> written;
};

void fail_everywhere(FaultDisk::Fault fault, FaultDisk::Duration duration, const std::string& name) {
  int failed = 0;
  for (std::uint64_t at = 1;; ++at) {
    MovedOffice office(name + std::to_string(at));
    office.disk.fail_at(at, fault, duration);
    bool broken_off = false;
    try {
      EXPECT_TRUE(recover_in_place(office.files(), office.world()));
    } catch (const std::runtime_error&) {
      broken_off = true;
    }
    if (fault == FaultDisk::Fault::kCrash) office.disk.crash(&office.entropy);
    office.disk.heal();
    office.goes_on();
    if (!broken_off) break;
    ++failed;
    ASSERT_LT(failed, 500);
  }
  EXPECT_GT(failed, 2) << "the faults must have met the operation";
}

TEST(RecoverFaults, PowerGoneAtAnyWriteOfTheDatabase) { fail_everywhere(FaultDisk::Fault::kCrash, FaultDisk::Duration::kForEver, "cut"); }
TEST(RecoverFaults, AnInputOutputErrorAtAnyOperation) { fail_everywhere(FaultDisk::Fault::kInputOutput, FaultDisk::Duration::kOnce, "io"); }
TEST(RecoverFaults, AFullDiskAtAnyOperation) { fail_everywhere(FaultDisk::Fault::kFull, FaultDisk::Duration::kForEver, "full"); }

TEST(RecoverFaults, AnySmallFileThatCannotBeWritten) {
  for (int at = 1; at <= 2; ++at) {
    MovedOffice office("small" + std::to_string(at));
    office.small.fail_at(static_cast<std::uint64_t>(at), false);
    EXPECT_THROW(static_cast<void>(recover_in_place(office.files(), office.world())), base::DiskError);
    office.small.heal();
    office.goes_on();
  }
}

}  // namespace
}  // namespace tirkeu::node
