// A hub and one of its offices on disks in memory, at work until there is enough to damage.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "hub/hub.h"
#include "node/node.h"
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
  node::Node& node() { return *node_; }
  hub::Hub& hub() { return *hub_; }
  hub::HubKeys hub_keys() { return hub::HubKeys::load(hub_files_, "hub.keys"); }

 private:
  node::NodeWorld node_world();
  hub::HubWorld hub_world();

  sim::TrueTime truth_;
  sim::Dice dice_{1};
  sim::Dice hub_dice_{2}, node_dice_{3};
  sim::People people_{sim::Dice(4)};
  store::FaultDisk hub_disk_{"hub at work"}, node_disk_{"office at work"};
  sim::MemoryDisk hub_files_, node_files_;
  std::unique_ptr<sim::SimClock> hub_clock_, node_clock_;
  std::unique_ptr<hub::Hub> hub_;
  std::unique_ptr<node::Node> node_;
};

}  // namespace tirkeu::damage
