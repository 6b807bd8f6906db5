// Entries that cannot be applied, full disks, flipped bits (F5, F11).
#include "sync/store/verify.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

}  // namespace

void World::begin_poison() {
  later(hours(dice_.between(2, 60)), [this] {
    poison(*offices_[dice_.below(offices_.size())]);
    begin_poison();
  });
}

void World::poison(Office& office) {
  // What no clerk can do and a broken program might: a fact about an application that is another office's, or nobody's.
  base::RowId about = base::RowId::make(static_cast<std::uint32_t>(department_), base::kIncarnationMax, 1);
  const Office& other = *offices_[dice_.below(offices_.size())];
  if (other.number != office.number && !other.acked.empty()) about = other.acked[dice_.below(other.acked.size())].id;
  if (office.revoked || office.twinned) return;
  try {
    store::Withdrawal fact;
    office.node->journal().record([&](node::Journal::Writing& writing) {
      fact.id = writing.mint();
      fact.recorded_at = writing.at();
      fact.application = about;
      fact.reason = "written by a broken program";
      fact.clerk = "clerk";
      writing.add(fact);
    });
    office.poison.push_back(fact.id);
    count("poisoned entry");
    trace("poison " + office.code);
  } catch (const store::StoreError& fault) {
    recover_from(fault, office);
  }
}

void World::check_poison(Office& office) {
  if (office.poison.empty() || office.revoked || office.twinned) return;
  // Each is held and stands in quarantine by itself; everything that came after it has been applied (check_case).
  store::Statement kept(hub_->database(), "SELECT count(*) FROM quarantine WHERE office = ? AND cause = 'broken'");
  kept.bind(1, static_cast<std::int64_t>(office.number)).step();
  const auto written = static_cast<std::int64_t>(office.poison.size());
  // What had not left a machine that was put back or lost is in nobody's way.
  const bool is_all = office.lives > 0 ? kept.integer(0) <= written : kept.integer(0) == written;
  if (!is_all) violate("not every poisoned entry of " + office.code + " lies in quarantine");
  kept.reset();
  for (const base::RowId id : office.poison) {
    const std::optional<store::Withdrawal> fact = [&]() -> std::optional<store::Withdrawal> {
      for (const std::unique_ptr<Office>& other : offices_)
        for (const Acked& acked : other->acked)
          for (const store::Withdrawal& withdrawal : hub_->book().withdrawals(acked.id))
            if (withdrawal.id == id) return withdrawal;
      return std::nullopt;
    }();
    if (fact) violate("a poisoned entry of " + office.code + " was applied");
  }
  count("poisoned office goes on");
}

void World::begin_disks() {
  for (const std::unique_ptr<Office>& office : offices_)
    later(hours(dice_.between(3, 100)), [this, office = office.get()] { fill_disk(*office->disk, office->code); });
  later(hours(dice_.between(3, 100)), [this] { fill_disk(*hub_disk_, "hub"); });
  later(hours(dice_.between(10, 24 * options_.days)), [this] { rot(*offices_[dice_.below(offices_.size())]); });
}

void World::fill_disk(store::FaultDisk& disk, const std::string& whose) {
  count(whose == "hub" ? "disk full at the hub" : "disk full at an office");
  trace("disk full " + whose);
  disk.fail_at(1 + dice_.below(20), store::FaultDisk::Fault::kFull, store::FaultDisk::Duration::kForEver);
  // Somebody makes room; without a restart.
  later(hours(dice_.between(2, 30)), [&disk, this, whose] {
    trace("disk has room again " + whose);
    disk.heal();
    later(hours(dice_.between(50, 300)), [this, &disk, whose] { fill_disk(disk, whose); });
  });
}

void World::rot(Office& office) {
  count("bit flipped on a disk");
  // On a copy of the disk, since what follows for the office is another family's matter: is the flip seen at all?
  store::FaultDisk copy(office.disk->vfs() + "-rotten");
  copy.restore(office.disk->snapshot());
  const node::NodeFiles files{"node.db", "node.keys", copy.vfs()};
  // Closing moves what stands in the write-ahead log into the database: there a flip is covered by no checksum of SQLite's.
  MemoryDisk keys = office.files;
  node::Node(files, world_of(office, keys), "sim").status();
  copy.rot("node.db", dice_);
  try {
    node::Node node(files, world_of(office, keys), "sim");
    const store::VerifyReport report = store::Verifier(node.database(), static_cast<std::uint32_t>(department_), base::Limits()).run();
    if (report.first) return count("flipped bit found by verify");
    for (const Acked& acked : office.acked) {
      const std::optional<store::Acceptance> kept = node.book().acceptance(acked.id);
      if (kept && kept->application != acked.application) violate("a flipped bit changed " + acked.ticket + " and verify did not see it");
    }
    count("flipped bit without a meaning");
  } catch (const std::runtime_error& fault) {
    if (dynamic_cast<const Violation*>(&fault) != nullptr) throw;
    count("flipped bit found at the start");
  }
}

}  // namespace tirkeu::sim
