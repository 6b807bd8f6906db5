// What must hold after every step, and what must hold once the faults have stopped.
#include <algorithm>

#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"
#include "tests/sim/world.h"

namespace tirkeu::sim {
namespace {

/// Rounds per office within which all must agree after the faults stopped.
constexpr int kRoundsToAgree = 4;
/// Exchanges of one round within which a restored hub has back what an office has for it.
constexpr int kExchangesToReturn = 8;
constexpr std::size_t kPlenty = 4u << 20;

}  // namespace

void World::check_places() {
  for (const auto& [stay, claims] : claims_of_stay_) {
    if (claims.size() < 2 || unsure_stays_.contains(stay)) continue;
    std::map<std::string, std::vector<std::string>> confirmed;  // by document, as the hub knows it
    for (const base::RowId claim : claims) {
      const std::optional<store::CaseState> state = hub_->cases().find(claim);
      if (!state || state->state == "withdrawn") continue;
      if (state->confirmation == "confirmed") confirmed[state->document_key].push_back(state->ticket_number);
    }
    for (const auto& [document, tickets] : confirmed)
      if (tickets.size() > 1) violate("two confirmed places for one stay: " + tickets[0] + " and " + tickets[1]);
  }
}

bool World::clean_round(Office& office) {
  Exchanged how = exchange(office);
  for (int more = 0; how == Exchanged::kAskedBack; ++more) {
    if (more == kExchangesToReturn) violate(office.code + " and the restored hub come to no end");
    how = exchange(office);
  }
  return how == Exchanged::kDone;
}

World::Exchanged World::exchange(Office& office) {
  try {
    const node::UpSummary up = office.node->round().make_up(kPlenty);
    hub::AdmissionReport report;
    try {
      report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kPlenty);
      if (report.refusal == wire::Refusal::kLateEnrolment) {
        approve_late(office);
        report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, kPlenty);
      }
      hub_->make_index_entries(1'000'000);
    } catch (const store::StoreError& fault) {
      recover_hub_from(fault);
      return Exchanged::kBrokenOff;
    }
    check_report(office, report);
    if (is_forgotten(office, report)) return Exchanged::kAskedBack;
    if (!report.answer) violate("the hub gave no answer to " + office.code + " on a sound road: " + std::string(report.fault ? protocol::code_of(*report.fault) : wire::code_of(report.refusal)));
    const auto down = office.node->round().take_down(*report.answer);
    if (!down && office.twinned) {
      count("twin found out: " + std::string(node::code_of(down.error().kind)));
      return Exchanged::kDone;
    }
    if (!down) violate(office.code + " refused the answer of a sound road: " + std::string(code_of(down.error().kind)) + " " +
                       std::string(protocol::code_of(down.error().bundle_fault)) + " " + down.error().detail);
    if (down->asked_back) {
      count("office asked for what the hub lost");
      return Exchanged::kAskedBack;
    }
    return Exchanged::kDone;
  } catch (const store::StoreError& fault) {
    recover_from(fault, office);
    return Exchanged::kBrokenOff;
  }
}

void World::converge() {
  trace("faults stop");
  for (const std::unique_ptr<Office>& office : offices_) {
    office->road = {};
    office->disk->heal();
    restart(*office);
  }
  hub_disk_->heal();
  if (hub_of_another_schema_) upgrade_hub();
  // Each life that ended has a tail and a successor of its own to be heard.
  int rounds = kRoundsToAgree + restorations_;
  for (const std::unique_ptr<Office>& office : offices_) rounds = std::max(rounds, kRoundsToAgree + restorations_ + 2 * office->lives);
  for (int round = 0; round < rounds; ++round)
    for (const std::unique_ptr<Office>& office : offices_) {
      truth_.now += std::chrono::minutes(7);
      if (!clean_round(*office)) violate("a disk of " + office->code + " failed after the faults stopped");
    }
  if (has_twins()) settle_twins();
}

void World::check_agreement() {
  for (const std::unique_ptr<Office>& office : offices_) bury_the_lost(*office);
  check_places();
  std::map<std::string, base::RowId> tickets;
  for (const std::unique_ptr<Office>& office : offices_) {
    check_acknowledged(*office);
    if (office->twinned) check_twin(*office);
    if (office->stopped) continue;
    check_poison(*office);
    check_office(*office, tickets);
  }
  check_stays();
  for (const std::unique_ptr<Office>& office : offices_) verify(office->node->database(), office->code);
  verify(hub_->database(), "the hub");
}

void World::check_office(Office& office, std::map<std::string, base::RowId>& tickets) {
  const node::NodeStatus status = office.node->status();
  if (status.state != (office.revoked ? "revoked" : "ok")) violate(office.code + " ended as " + status.state);
  for (const Acked& acked : office.acked)
    if (!tickets.emplace(acked.ticket, acked.id).second) violate(acked.ticket + " exists twice");
  if (office.revoked) {
    const base::Sequence held = hub_->logs().head(status.incarnation).sequence;
    if (held != office.held_when_revoked) violate("the hub took in what " + office.code + " wrote after its key was revoked");
    return;
  }
  if (status.unsent != 0) violate(office.code + " still has " + std::to_string(status.unsent) + " entries that the hub does not hold");
  for (const store::LogRecord& log : office.node->logs().logs()) {
    const store::Head ours = office.node->logs().head(log.incarnation);
    if (!hub_->logs().log(log.incarnation)) violate(office.code + " has log " + std::to_string(log.incarnation) + ", of which the hub knows nothing");
    const store::Head hubs = hub_->logs().head(log.incarnation);
    if (ours.sequence != hubs.sequence || ours.digest != hubs.digest)
      violate(office.code + " and the hub disagree about log " + std::to_string(log.incarnation) + ": entry " +
              std::to_string(ours.sequence) + " here, " + std::to_string(hubs.sequence) + " there");
  }
  for (const Acked& acked : office.acked) check_case(office, acked);
  if (restorations_ > 0) check_restored(office);
}

void World::check_case(const Office& office, const Acked& acked) {
  const std::optional<store::CaseState> here = office.node->cases().find(acked.id);
  const std::optional<store::CaseState> there = hub_->cases().find(acked.id);
  if (!there) violate(acked.ticket + " was acknowledged and never reached the hub");
  if (!here) violate(acked.ticket + " is held by the hub and did not come back to " + office.code);
  if (*here != *there) violate(acked.ticket + " looks different at its office and at the hub");
  if (there->state != "withdrawn" && there->confirmation == "pending") violate(acked.ticket + " never got a verdict");
  count("verdict " + there->confirmation);
  const std::vector<store::Verdict> verdicts = hub_->book().verdicts(acked.id);
  if (!verdicts.empty()) count("grade " + verdicts.back().grade);
  if (verdicts.size() > 1) count("verdict changed by later knowledge");
}

void World::check_stays() {
  for (const auto& [stay, claims] : claims_of_stay_) {
    if (unsure_stays_.contains(stay)) continue;
    std::map<std::string, std::pair<int, int>> held;  // document → places confirmed or in review, claims standing
    for (const base::RowId claim : claims) {
      const std::optional<store::CaseState> state = hub_->cases().find(claim);
      if (!state || state->state == "withdrawn") continue;
      auto& [places, standing] = held[state->document_key];
      ++standing;
      if (state->confirmation == "confirmed" || state->confirmation == "review") ++places;
    }
    for (const auto& [document, counts] : held)
      if (counts.second > 0 && counts.first == 0) violate("a stay has claims and neither a place nor a question");
  }
}

void World::verify(store::Database& database, const std::string& whose) {
  // Every stored change traces to a valid signature: the author's own, or the transfer's over the head of its run.
  const crypto::VerifyKey hub_key = hub_->logs().log(hub_->department().logs().department())->sign_key;
  const store::CheckTransfer check = [&hub_key](const store::LogRecord& log, const store::LogStore::Transfer& transfer, const crypto::Digest& head) {
    return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, hub_key, log.incarnation, head);
  };
  const store::VerifyReport report = store::Verifier(database, static_cast<std::uint32_t>(department_), base::Limits(), check).run();
  if (report.first)
    violate(whose + " does not verify: log " + std::to_string(report.first->incarnation) + ", entry " +
            std::to_string(report.first->sequence) + ": " + report.first->what);
}

}  // namespace tirkeu::sim
