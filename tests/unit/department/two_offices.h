// A department in one process: a hub, the offices KZ-06-02 and KZ-06-03, and both roads between them as a function call.
#pragma once

#include "tests/unit/node/office.h"
#include "hub/hub.h"

namespace tirkeu::testing {

class TwoOffices : public ::testing::Test {
 protected:
  /// One office: its clock may be wrong by itself; true time is the department's.
  struct Office {
    Office(int number_, std::uint64_t seed) : number(number_), entropy(seed), clock(kMorning) {}
    node::NodeFiles files() const { return node::NodeFiles::in(folder.path()); }
    node::NodeWorld world() { return {clock, entropy, disk, tagger, {}, marks}; }
    void open() { node = std::make_unique<node::Node>(files(), world(), "test"); }
    node::Node* operator->() { return node.get(); }

    int number;
    Folder folder;
    SeededEntropy entropy;
    SetClock clock;
    base::SystemDisk disk;
    QuickTagger tagger;
    std::vector<base::MachineMark> marks = {{base::MachineMark::Kind::kSystem, "system"}};
    std::unique_ptr<node::Node> node;
  };

  TwoOffices() {
    hub::Hub::CreateOptions options;
    options.department = 6;
    options.public_url = "http://hub.invalid";
    options.root_passphrase = "invented passphrase";
    options.root_cost = {1, 8u << 20};
    const hub::HubFiles files = hub::HubFiles::in(hub_folder_.path() / "hub");
    std::filesystem::create_directories(hub_folder_.path() / "hub");
    hub::Hub::create(files, options, hub_world());
    hub_ = std::make_unique<hub::Hub>(files, hub_world(), "test");
    for (Office* office : {&two_, &three_}) {
      const auto enrolment = protocol::read_enrolment(hub_->enrolment_desk().write(office->number, {}).file);
      EXPECT_TRUE(enrolment);
      node::Node::create(office->files(), *enrolment, office->world());
      office->node = std::make_unique<node::Node>(office->files(), office->world(), "test");
    }
  }
  hub::HubWorld hub_world() { return {hub_clock_, hub_entropy_, disk_, tagger_, std::chrono::seconds(60), {}}; }

  void pass(base::Milliseconds time) {
    hub_clock_.pass(time);
    two_.clock.pass(time);
    three_.clock.pass(time);
  }

  /// The office's bundle up to the hub; the hub's answer.
  base::Bytes answer_for(Office& office) {
    const node::UpSummary up = office->round().make_up(1u << 20);
    const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, 1u << 20);
    EXPECT_TRUE(report.answer) << code_of(report.result);
    while (hub_->make_index_entries(100) > 0) {
    }
    return report.answer.value_or(base::Bytes());
  }
  node::DownSummary round(Office& office) {
    const auto down = office->round().take_down(answer_for(office));
    EXPECT_TRUE(down) << (down ? "" : code_of(down.error().kind)) << (down ? "" : down.error().detail);
    return down.value_or(node::DownSummary{});
  }
  /// Each office twice: the second time it hears what the other's round has changed.
  void settle(Office& first, Office& second) {
    for (Office* office : {&first, &second, &first, &second}) {
      round(*office);
      pass(std::chrono::minutes(1));
    }
  }

  node::Done<node::Accepted> accept(Office& office, const std::optional<std::string>& reason = {},
                                    registry::Application application = registry::test::yilmaz()) {
    application.stay.address.office = office->identity().office_code();
    return office->counter().accept(application, reason, "aigul");
  }
  base::RowId accepted(Office& office) {
    const auto done = accept(office);
    EXPECT_TRUE(done);
    return done ? done->application : base::RowId{};
  }
  std::string confirmation(Office& office, base::RowId application) {
    const std::optional<store::CaseState> state = office->cases().find(application);
    return state ? state->confirmation : "unknown";
  }

  Folder hub_folder_;
  SeededEntropy hub_entropy_{66};
  SetClock hub_clock_{kMorning};
  base::SystemDisk disk_;
  QuickTagger tagger_;
  std::unique_ptr<hub::Hub> hub_;
  Office two_{2, 62};
  Office three_{3, 63};
};

}  // namespace tirkeu::testing
