// The order to say facts again, on a disk that fails: at every operation of the database and at every small file. Broken off anywhere, the
// machine goes on from there by itself; every fact is there once, and no number is used by two keys.
#include <set>

#include "sync/store/fault_vfs.h"
#include "tests/sim/machine.h"
#include "tests/unit/department/office_lives.h"

namespace tirkeu::testing {
namespace {

using store::FaultDisk;

/// A second machine of KZ-06-02, the same in every run: its entropy is seeded, so that one order serves them all.
struct SecondMachine {
  SecondMachine(const std::string& name, const protocol::Enrolment& enrolment) : disk("restate-" + name), clock(kMorning) {
    node::Node::create(files(), enrolment, world());
    open();
    registry::Application application = registry::test::yilmaz();
    application.document.number = "U2";
    application.stay.address.office = "KZ-06-02";
    const auto accepted = node->counter().accept(application, std::nullopt, "aigul");
    EXPECT_TRUE(accepted);
    EXPECT_TRUE(node->counter().register_stay(accepted->application, "aigul"));
    old = accepted->application;
    first_bundle = node->round().make_up(1u << 20).bundle;
  }
  node::NodeFiles files() const { return {"node.db", "node.keys", disk.vfs()}; }
  node::NodeWorld world() { return {clock, entropy, small, tagger, {}, {{base::MachineMark::Kind::kSystem, "second"}}}; }
  void open() { node = std::make_unique<node::Node>(files(), world(), "test"); }
  /// After whatever happened: the machine starts again, or hears the order again, and goes on.
  void goes_on(const base::Bytes& order) {
    node.reset();
    disk.heal();
    small.heal();
    open();
    static_cast<void>(node->round().take_down(order));
    ASSERT_TRUE(node->may_write()) << node->status().state;
    EXPECT_GT(node->identity().incarnation(), old.incarnation());
    EXPECT_FALSE(node->book().acceptance(old));
    const std::vector<store::CaseState> cases = node->cases().with_document("TUR U2");
    ASSERT_EQ(cases.size(), 1u);
    EXPECT_EQ(cases.front().state, "registered");
    EXPECT_EQ(node->logs().head(node->identity().incarnation()).sequence, 2u);
    EXPECT_EQ(node->logs().replaced().size(), 2u) << "the old entries are evidence";
    std::set<crypto::VerifyKey> keys;
    for (const store::LogRecord& log : node->logs().logs())
      if (log.own) EXPECT_TRUE(keys.insert(log.sign_key).second);
    const store::VerifyReport report = store::Verifier(node->database(), 6, base::Limits()).run();
    EXPECT_FALSE(report.first) << report.first->what;
  }

  FaultDisk disk;
  SetClock clock;
  SeededEntropy entropy{95};
  sim::MemoryDisk small;
  QuickTagger tagger;
  base::RowId old;
  base::Bytes first_bundle;
  std::unique_ptr<node::Node> node;
};

class RestatingFaults : public OfficeLives {
 protected:
  RestatingFaults() {
    enrolment_ = *protocol::read_enrolment(hub_->enrolment_desk().write(2, {}).file);
    Office first(2, 94);
    node::Node::create(first.files(), enrolment_, first.world());
    first.open();
    round(first);
    SecondMachine machine("order", enrolment_);
    hub_->admission().admit(machine.first_bundle, hub::Admission::Road::kLine, 1u << 20);
    const auto approved = hub_->admission().approve(2, machine.node->status().fingerprint);
    EXPECT_TRUE(approved && approved->answer);
    order_ = *approved->answer;
  }
  void fail_everywhere(FaultDisk::Fault fault, FaultDisk::Duration duration, const std::string& name) {
    int failed = 0;
    for (std::uint64_t at = 1;; ++at) {
      SecondMachine machine(name + std::to_string(at), enrolment_);
      machine.disk.fail_at(at, fault, duration);
      bool broken_off = false;
      try {
        static_cast<void>(machine.node->round().take_down(order_));
        broken_off = machine.node->restating().is_ordered();
      } catch (const std::runtime_error&) {
        broken_off = true;
      }
      machine.node.reset();
      if (fault == FaultDisk::Fault::kCrash) machine.disk.crash(&machine.entropy);
      machine.goes_on(order_);
      if (!broken_off || HasFatalFailure()) break;
      ++failed;
      ASSERT_LT(failed, 500);
    }
    EXPECT_GT(failed, 2) << "the faults must have met the operation";
  }
  protocol::Enrolment enrolment_;
  base::Bytes order_;
};

TEST_F(RestatingFaults, PowerGoneAtAnyWriteOfTheDatabase) { fail_everywhere(FaultDisk::Fault::kCrash, FaultDisk::Duration::kForEver, "cut"); }
TEST_F(RestatingFaults, AnInputOutputErrorAtAnyOperation) { fail_everywhere(FaultDisk::Fault::kInputOutput, FaultDisk::Duration::kOnce, "io"); }
TEST_F(RestatingFaults, AFullDiskAtAnyOperation) { fail_everywhere(FaultDisk::Fault::kFull, FaultDisk::Duration::kForEver, "full"); }

TEST_F(RestatingFaults, AnySmallFileThatCannotBeWritten) {
  for (std::uint64_t at = 1; at <= 2; ++at) {
    SecondMachine machine("small" + std::to_string(at), enrolment_);
    machine.small.fail_at(at, false);
    ASSERT_TRUE(machine.node->round().take_down(order_)) << "the clerk's round does not fail for it";
    machine.goes_on(order_);
  }
}

}  // namespace
}  // namespace tirkeu::testing
