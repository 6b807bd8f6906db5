// A department for one test: a hub on a disk in memory, a clock in the test's hand, scripted nodes at its offices.
#pragma once

#include "hub/hub.h"
#include "tests/sim/machine.h"
#include "tests/unit/hub/scripted_node.h"

namespace tirkeu::hub {

using namespace std::chrono_literals;

class QuickTagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    const crypto::Digest digest = crypto::keyed_digest(crypto::Label::kBlindTag, key, base::bytes_of(text));
    return static_cast<std::uint32_t>(base::read_le(base::ByteView(digest).first(4)));
  }
};

class DepartmentTest : public ::testing::Test {
 protected:
  using Result = AdmissionReport::Result;
  static constexpr std::size_t kPlenty = 1u << 20;

  DepartmentTest() : disk("hub-test-hub") {
    clock.reading.wall = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20)) + 4h;
    clock.reading.since_boot = 100h;
    clock.reading.boot_id = {1};
    Hub::CreateOptions options;
    options.department = 6;
    options.public_url = "http://hub.invalid";
    options.root_passphrase = "invented passphrase";
    options.root_cost = {1, 8192};
    Hub::create(files(), options, world());
    hub = std::make_unique<Hub>(files(), world(), "test");
  }

  HubFiles files() const { return {"hub.db", "hub.keys", "hub.root", "hub.witness", disk.vfs()}; }
  HubWorld world() { return {clock, entropy, small_files, tagger, 60s, limits}; }
  void restart() {
    hub.reset();
    hub = std::make_unique<Hub>(files(), world(), "test");
  }

  /// A node of that office with an enrolment file of its own, not yet heard of.
  std::unique_ptr<ScriptedNode> node_of(int office) { return node_with(hub->enrolment_desk().write(office, {}).file, office); }
  std::unique_ptr<ScriptedNode> node_with(const base::Bytes& file, int office) {
    return std::make_unique<ScriptedNode>(file, hub->department().office_code(office), clock, ++seed_);
  }
  /// The same, after a first empty round.
  std::unique_ptr<ScriptedNode> bound_node(int office) {
    std::unique_ptr<ScriptedNode> node = node_of(office);
    EXPECT_EQ(round(*node).result, Result::kNothingNew);
    return node;
  }
  AdmissionReport admit(base::ByteView bundle) { return hub->admission().admit(bundle, Admission::Road::kLine, kPlenty); }
  /// One bundle up and its answer down.
  AdmissionReport round(ScriptedNode& node) {
    const AdmissionReport report = admit(node.up());
    if (report.answer) down = node.take(*report.answer);
    return report;
  }

  /// "confirmed certain verdict.only": the newest verdict as the hub has it.
  std::string told(base::RowId application) {
    const std::vector<store::Verdict> verdicts = hub->book().verdicts(application);
    if (verdicts.empty()) return "none";
    return verdicts.back().outcome + " " + verdicts.back().grade + " " + verdicts.back().reason_key;
  }
  std::int64_t count(const std::string& from) {
    store::Statement statement = store::Statement::computed(hub->database(), "SELECT count(*) FROM " + from);
    statement.step();
    return statement.integer(0);
  }
  /// "second_key 1,late_enrolment 2": causes in quarantine that nobody has settled.
  std::string kept() {
    store::Statement statement(hub->database(),
                               "SELECT cause, count(*) FROM quarantine WHERE settled_at IS NULL GROUP BY cause ORDER BY cause");
    std::string text;
    while (statement.step()) text += (text.empty() ? "" : ",") + statement.text(0) + " " + std::to_string(statement.integer(1));
    return text;
  }
  NodeRecord record(const ScriptedNode& node) { return hub->nodes().find(node.incarnation).value(); }

  base::Limits limits;
  HandClock clock;
  tirkeu::testing::SeededEntropy entropy{7};
  wire::DownHeader down;  ///< of the newest answer that a node took
  store::FaultDisk disk;
  sim::MemoryDisk small_files;
  QuickTagger tagger;
  std::unique_ptr<Hub> hub;

 private:
  std::uint64_t seed_ = 100;
};

}  // namespace tirkeu::hub
