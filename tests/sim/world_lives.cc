// Machines that are put back to an old copy, moved to another computer, or lost (F1, F2): their life must not go on, and the office
// does. What had not left a lost disk is lost with it, and only that.
#include "node/recover.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

std::vector<base::MachineMark> marks_of(const std::string& machine) { return {{base::MachineMark::Kind::kSystem, machine}}; }

}  // namespace

node::NodeFiles World::files_of(const Office& office) const { return {"node.db", "node.keys", office.disk->vfs()}; }

void World::begin_lives() {
  const auto some_day = [this] { return std::chrono::hours(dice_.between(4, 24 * options_.days)); };
  const auto somebody = [this]() -> Office& { return *offices_[dice_.below(offices_.size())]; };
  later(some_day(), [this, somebody] { copy_for_later(somebody()); });
  if (dice_.chance(60)) later(some_day(), [this, somebody] { move_machine(somebody()); });
  if (dice_.chance(60)) later(some_day(), [this, somebody] { lose_machine(somebody()); });
}

void World::copy_for_later(Office& office) {
  if (office.twinned || hub_of_another_schema_) return;
  office.node.reset();
  office.disk->crash(&office.dice);
  office.disk->heal();
  const auto image = office.disk->snapshot();
  const std::optional<base::Bytes> keys = office.files.read("node.keys", 4096);
  restart(office);
  const int life = office.lives;
  later(std::chrono::hours(dice_.between(2, 80)), [this, &office, image, keys, life] {
    // A copy of another machine's disk is no copy of this one's.
    if (office.lives == life && !office.revoked && !office.twinned && !hub_of_another_schema_) put_back(office, image, *keys);
  });
}

void World::put_back(Office& office, const std::shared_ptr<const store::FaultDisk::Image>& image, const base::Bytes& keys) {
  count("database put back from an old copy");
  trace("put back " + office.code);
  office.node.reset();
  office.disk->crash(nullptr);
  office.disk->heal();
  office.disk->restore(image);
  office.files.replace("node.keys", keys, base::FileMode::kPrivate);
  office.clock->boot();
  open_machine(office);
}

void World::move_machine(Office& office) {
  if (office.revoked || office.twinned || hub_of_another_schema_) return;
  count("disk moved to another computer");
  trace("moved " + office.code);
  office.node.reset();
  office.disk->crash(&office.dice);
  office.disk->heal();
  office.marks = marks_of(office.code + " computer " + std::to_string(office.lives + 2));
  office.clock->boot();
  open_machine(office);
}

void World::lose_machine(Office& office) {
  if (office.revoked || office.twinned || hub_of_another_schema_) return;
  std::optional<protocol::Enrolment> enrolment;
  try {
    enrolment = enrol(office.number);
  } catch (const store::StoreError& fault) {
    return recover_hub_from(fault);
  }
  count("machine lost");
  trace("lost " + office.code);
  ++office.lives;
  office.node.reset();
  const std::string name = office.disk->vfs() + "-" + std::to_string(office.lives);
  // Others may still mean to do something to the old disk.
  lost_disks_.push_back(std::exchange(office.disk, std::make_unique<store::FaultDisk>(name)));
  office.files = MemoryDisk();
  office.marks = marks_of(name);
  office.clock->boot();
  node::Node::create(files_of(office), *enrolment, world_of(office));
  open_machine(office);
}

void World::open_machine(Office& office) {
  office.node = std::make_unique<node::Node>(files_of(office), world_of(office), "sim");
  if (!office.node->may_write()) {
    const std::string was = office.node->status().state;
    count("life found " + was);
    office.node.reset();
    const auto recovered = node::recover_in_place(files_of(office), world_of(office));
    if (!recovered) {
      if (recovered.error() != node::RecoverFault::kNumbersUsedUp) violate(office.code + " was " + was + " and could not go on");
      return lose_machine(office);
    }
    ++office.lives;
    count("new life begun in place");
    office.node = std::make_unique<node::Node>(files_of(office), world_of(office), "sim");
    if (!office.node->may_write()) violate(office.code + " cannot write in its new life");
  }
  forget_what_never_left(office);
}

void World::forget_what_never_left(Office& office) {
  // What is not in the book now comes back from the hub, if it ever got there, or is still on its way. In a life that simply goes
  // on nothing of it had left, and its numbers are given again.
  const base::Incarnation life = office.node->identity().incarnation();
  std::erase_if(office.acked, [&](const Acked& acked) {
    if (office.node->book().acceptance(acked.id)) return false;
    if (acked.id.incarnation() != life) {
      office.away.insert(acked.id);
      return false;
    }
    for (auto& [stay, claims] : claims_of_stay_) std::erase(claims, acked.id);
    count("application lost with its disk");
    return true;
  });
  store::Statement written(office.node->database(), "SELECT 1 FROM withdrawal WHERE id = ?");
  std::erase_if(office.poison, [&](const base::RowId id) {
    written.bind(1, id.value);
    const bool is_here = written.step();
    written.reset();
    return !is_here && id.incarnation() == life;
  });
}

bool World::is_of_an_ended_life(const Office& office, const hub::AdmissionReport& report) {
  if (office.lives == 0 || report.result != hub::AdmissionReport::Result::kQuarantined) return false;
  if (report.refusal != wire::Refusal::kSuperseded && report.refusal != wire::Refusal::kSecondKey) return false;
  count("bundle of an ended life kept for a person");
  return true;
}

bool World::is_away(const Office& office, const Acked& acked) const {
  return office.away.contains(acked.id) && !office.node->book().acceptance(acked.id);
}

void World::bury_the_lost(Office& office) {
  std::erase_if(office.acked, [&](const Acked& acked) {
    if (!office.away.contains(acked.id)) return false;
    const bool held = hub_->book().acceptance(acked.id).has_value();
    count(held ? "application came back from the hub" : "application lost with its disk");
    return !held;
  });
}

}  // namespace tirkeu::sim
