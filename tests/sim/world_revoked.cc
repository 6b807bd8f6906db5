// A key that is revoked while its office goes on as if nothing had happened (F12).
#include "tests/sim/world.h"

namespace tirkeu::sim {

void World::begin_revoked() {
  later(std::chrono::hours(dice_.between(6, 24 * options_.days)), [this] { revoke(*offices_[dice_.below(offices_.size())]); });
}

void World::revoke(Office& office) {
  // Of an office with several lives this would have to say which of them; that is a matter for named tests.
  if (office.lives > 0 || office.twinned || hub_of_another_schema_) return;
  try {
    if (!hub_->fleet().revoke(office.number, std::nullopt, "the computer was stolen", "admin")) return count("revoked before it was ever heard of");
  } catch (const store::StoreError& fault) {
    return recover_hub_from(fault);
  }
  count("key revoked");
  trace("revoked " + office.code);
  office.revoked = true;
  office.held_when_revoked = hub_->logs().head(office.node->status().incarnation).sequence;
}

}  // namespace tirkeu::sim
