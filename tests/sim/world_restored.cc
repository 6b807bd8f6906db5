// The hub's disk dies, and what is left is a backup of some hours or days before (F3). Its witness is often still there.
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

}  // namespace

void World::begin_restored() {
  later(hours(dice_.between(2, std::max(3, 20 * options_.days))), [this] {
    const std::shared_ptr<const store::FaultDisk::Image> backup = hub_disk_->snapshot();
    const std::size_t revoked = revoked_offices();
    later(hours(dice_.between(1, 72)), [this, backup, revoked] {
      // What no node was told is lost with the disk: a revocation would be an administrator's to repeat.
      if (revoked_offices() == revoked) restore_hub(backup);
      begin_restored();
    });
  });
}

std::size_t World::revoked_offices() const {
  std::size_t revoked = 0;
  for (const std::unique_ptr<Office>& office : offices_) revoked += office->revoked ? 1 : 0;
  return revoked;
}

void World::restore_hub(const std::shared_ptr<const store::FaultDisk::Image>& backup) {
  count("hub restored from backup");
  trace("hub restored");
  hub_disk_->heal();
  if (dice_.chance(70)) hub_->note_witness();
  hub_.reset();
  hub_disk_->restore(backup);
  if (dice_.chance(25)) {
    count("hub restored without a witness");
    hub_files_.remove("hub.witness");
  } else {
    count("hub restored with its witness");
  }
  hub_clock_->boot();
  hub_ = std::make_unique<hub::Hub>(hub::HubFiles{"hub.db", "hub.keys", "hub.root", "hub.witness", hub_disk_->vfs()}, world_of_hub(), "sim");
  // Answers that are still on the road speak of what this hub has forgotten.
  restored_at_ = serial_;
  check_places();
}

}  // namespace tirkeu::sim
