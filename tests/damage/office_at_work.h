// A hub and one of its offices on disks in memory, at work until there is enough to damage.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "hub/hub.h"
#include "node/node.h"
#include "node/recover.h"
#include "sync/store/fault_vfs.h"
#include "tests/sim/machine.h"
#include "tests/sim/people.h"

namespace tirkeu::damage {

/// A promise that did not hold; the program ends with it.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class OfficeAtWork {
 public:
  OfficeAtWork();
  ~OfficeAtWork();
  /// So many applications, and now and then a correction, a decision, a withdrawal, a departure.
  void work(int applications);
  /// Rounds until the hub holds everything and the office knows it.
  void settle();
  /// An application that nobody filed before.
  registry::Application next_application();
  base::Bytes some_picture();
  /// Closes both programs and lets the power go: what was not synced is lost in part, as `keep` draws it; nullptr: a clean stop.
  void stop(base::Entropy* keep);
  /// Opens both again. Throws what the programs throw.
  void start();
  /// Everything on both machines, while nothing is open.
  struct Image {
    std::shared_ptr<const store::FaultDisk::Image> hub, node;
    sim::MemoryDisk hub_files, node_files;
    /// What is drawn afterwards is drawn again, so that two runs from one image differ by their faults alone.
    sim::TrueTime truth;
    sim::Dice dice, hub_dice, node_dice;
    sim::People people;
  };
  Image image() const {
    return {hub_disk_.snapshot(), node_disk_.snapshot(), hub_small_files_, node_small_files_, truth_, dice_, hub_dice_, node_dice_, people_};
  }
  void restore(const Image& image);
  struct Machine {
    store::FaultDisk& disk;
    sim::MemoryDisk& files;
  };
  Machine node_machine() { return {node_disk_, node_small_files_}; }
  Machine hub_machine() { return {hub_disk_, hub_small_files_}; }
  /// The office's database, and nothing else of it, as it was before its newest work: it has to begin another life.
  void rewind_node();
  /// Begins that life; false when the program refuses.
  bool recover_node();
  node::Node& node() { return *node_; }
  hub::Hub& hub() { return *hub_; }
  hub::HubKeys hub_keys() { return hub::HubKeys::load(hub_small_files_, "hub.keys"); }

 private:
  node::NodeFiles node_files() const;
  node::NodeWorld node_world();
  hub::HubWorld hub_world();

  sim::TrueTime truth_;
  sim::Dice dice_{1};
  sim::Dice hub_dice_{2}, node_dice_{3};
  sim::People people_{sim::Dice(4)};
  store::FaultDisk hub_disk_{"hub at work"}, node_disk_{"office at work"};
  sim::MemoryDisk hub_small_files_, node_small_files_;
  std::unique_ptr<sim::SimClock> hub_clock_, node_clock_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<node::Node> node_;
};

}  // namespace tirkeu::damage
