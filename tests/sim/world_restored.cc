// The hub's disk dies, and what is left is a backup of some hours or days before (F3). Its witness is often still there. Whatever
// an office had been told was held comes back, and what it was told of its applications stands.
#include <algorithm>

#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

using std::chrono::hours;

constexpr int kHoursLostMax = 72;

}  // namespace

void World::begin_restored() {
  later(hours(dice_.between(1, std::max(2, 16 * options_.days))), [this] {
    const Backup backup = back_up_hub();
    later(hours(dice_.between(1, std::min<std::int64_t>(kHoursLostMax, 12 * options_.days))), [this, backup] {
      restore_hub(backup);
      if (dice_.chance(50)) begin_restored();
    });
  });
}

World::Backup World::back_up_hub() { return {hub_disk_->snapshot(), hub_files_.read("hub.witness", 1u << 20), grants_.size(), revoked_offices(), hub_of_another_schema_}; }

std::size_t World::revoked_offices() const {
  return static_cast<std::size_t>(std::ranges::count_if(offices_, [](const auto& office) { return office->revoked; }));
}

void World::restore_hub(const Backup& backup) {
  // A revocation that no node was told of is lost with the disk: the administrator's to repeat, and a matter for named tests.
  if (revoked_offices() != backup.revoked) return count("hub not restored across a revocation");
  // Twins, and entries of another schema: not with this at once. What the hub forgets then is the other branch's only copy.
  if (has_twins() || hub_of_another_schema_ || backup.another_schema) return;
  count("hub restored from backup");
  trace("hub restored");
  // The seconds since it was written last may be missing in it.
  if (dice_.chance(60)) hub_->note_witness();
  hub_.reset();
  hub_disk_->restore(backup.disk);
  // Put back together with its witness a hub cannot know what it granted; then `restore` is what people are told to run.
  const std::uint64_t witness = dice_.below(grants_.size() == backup.grants && backup.witness ? 4 : 2);
  if (witness == 1) hub_files_.remove("hub.witness");
  if (witness == 3) hub_files_.replace("hub.witness", *backup.witness, base::FileMode::kPrivate);
  count(witness == 1 ? "hub restored without a witness" : witness == 3 ? "hub restored with a witness of the same age" : "hub restored with its witness");
  hub_clock_->boot();
  hub_ = std::make_unique<hub::Hub>(files_of_hub(), world_of_hub(), "sim");
  ++restorations_;
  // Answers that are still on the road speak of what this hub has forgotten.
  restored_at_ = serial_;
  check_places();
}

bool World::is_forgotten(Office& office, const hub::AdmissionReport& report) {
  if (report.answer || report.refusal != wire::Refusal::kUnknownSender || restorations_ == 0) return false;
  if (office.node->round().hub_return().shows_all()) return false;
  count("office unknown to the restored hub");
  office.node->round().hub_return().show_all();
  return true;
}

void World::check_restored(Office& office) {
  const std::optional<store::StoredReceipt> receipt = office.node->logs().newest_receipt(office.node->identity().incarnation());
  if (!receipt || receipt->epoch != hub_->department().epoch()) violate(office.code + " did not learn that the hub was restored");
  if (const std::optional<hub::Epochs::Begun> epoch = hub_->epochs().newest()) count("epoch begun because of " + epoch->cause);
  for (const Acked& acked : office.acked) {
    const std::vector<store::Verdict> there = hub_->book().verdicts(acked.id);
    for (const store::Verdict& told : office.node->book().verdicts(acked.id)) {
      const auto same = std::ranges::find(there, told.id, &store::Verdict::id);
      if (same == there.end()) violate("the restored hub has not got back a verdict about " + acked.ticket);
      if (same->outcome != told.outcome || same->grade != told.grade) violate("the restored hub contradicts a verdict about " + acked.ticket);
      count("verdict stands after a restore");
    }
  }
}

}  // namespace tirkeu::sim
