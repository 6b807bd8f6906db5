// A hub whose schema is another than the offices' (F6): it holds what they write, receipts it, and applies it after the upgrade.
//
// There is one release so far, so the other schema is this one with a column more; while the hub has it, it writes nothing of its own.
#include <algorithm>

#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

}  // namespace

void World::begin_versions() {
  later(hours(dice_.between(4, 24 * options_.days)), [this] {
    change_hub_schema();
    begin_versions();
  });
}

bool World::is_everybody_known() {
  return std::ranges::all_of(offices_, [this](const auto& office) {
    return office->stopped || hub_->nodes().find(office->node->identity().incarnation()).has_value();
  });
}

void World::change_hub_schema() {
  // Who is bound gets a key for the index, which would be an entry of the other schema.
  if (hub_of_another_schema_ || has_twins() || !is_everybody_known()) return;
  try {
    while (hub_->make_index_entries(1000) > 0) {
    }
    hub_->database().execute("ALTER TABLE feedback ADD COLUMN of_another_release TEXT");
  } catch (const store::StoreError& fault) {
    return recover_hub_from(fault);
  }
  count("hub of another schema");
  trace("hub of another schema");
  hub_of_another_schema_ = true;
  hub_.reset();
  hub_ = std::make_unique<hub::Hub>(files_of_hub(), world_of_hub(), "sim");
  later(hours(dice_.between(2, 60)), [this] {
    if (hub_of_another_schema_) upgrade_hub();
  });
}

void World::upgrade_hub() {
  try {
    hub_->database().execute("ALTER TABLE feedback DROP COLUMN of_another_release");
  } catch (const store::StoreError& fault) {
    recover_hub_from(fault);
    return later(hours(1), [this] {
      if (hub_of_another_schema_) upgrade_hub();
    });
  }
  trace("hub upgraded");
  count("hub upgraded");
  hub_of_another_schema_ = false;
  hub_.reset();
  hub_ = std::make_unique<hub::Hub>(files_of_hub(), world_of_hub(), "sim");
}

}  // namespace tirkeu::sim
