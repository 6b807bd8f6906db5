// What an admitted run changes: entries are held, rows applied, claims noted, the decision run for every document touched.
#include "hub/admission.h"

#include "schema/registry/offices.h"

namespace tirkeu::hub {
namespace {

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }

std::int64_t position_of(base::Incarnation incarnation, base::Sequence sequence) {
  return static_cast<std::int64_t>(incarnation) << 40 | static_cast<std::int64_t>(sequence);
}

}  // namespace

bool Admission::take_in(store::Transaction& transaction, const protocol::AuthenticUp& up, const protocol::Run& run, NodeRecord& node,
                        base::Instant at, AdmissionReport& report) {
  for (const protocol::ChainedEntry& chained : run.entries) {
    if (chained.sequence <= node.held_through) {
      if (logs_.digest_at(node.incarnation, chained.sequence) != chained.digest) return false;
      continue;
    }
    store::StoredEntry stored;
    stored.sequence = chained.sequence;
    stored.digest = chained.digest;
    stored.bytes = chained.bytes;
    stored.recorded_at = chained.entry.recorded_at;
    stored.received_at = at;
    stored.applied = false;
    logs_.append(node.incarnation, stored);
    node.held_through = chained.sequence;
    ++report.entries;
  }
  report.result = report.entries > 0 ? AdmissionReport::Result::kTaken : AdmissionReport::Result::kNothingNew;
  if (report.entries > 0) logs_.add_transfer(node.incarnation, node.held_through, up.signed_bytes(), up.signature());
  std::set<std::string> documents;
  apply_waiting(transaction, node, at, documents, report);
  report.verdicts += static_cast<std::uint32_t>(adjudication_.run(transaction, documents, at));
  return true;
}

void Admission::apply_waiting(store::Transaction& transaction, NodeRecord& node, base::Instant at, std::set<std::string>& documents,
                              AdmissionReport& report) {
  while (node.applied_through < node.held_through) {
    const base::Sequence sequence = node.applied_through + 1;
    const std::optional<store::StoredEntry> stored = logs_.entry(node.incarnation, sequence);
    const wire::Decoded<wire::Entry> entry = wire::decode_entry(stored->bytes, settings_.limits);
    std::string trouble = entry ? "" : entry.error().what;
    if (entry) {
      store::Savepoint savepoint(database_);
      const auto rows = applier_.apply(*entry, wire::LogKind::kOffice);
      if (!rows && rows.error().fault == store::ApplyFault::kUnknownSchema) {
        report.refusal = wire::Refusal::kUnknownSchema;  // Held; applied after this hub's upgrade.
        return;
      }
      trouble = rows ? foreign_row(*rows, node) : rows.error().detail;
      if (rows && trouble.empty()) {
        for (const store::AppliedRow& row : *rows) fold(transaction, row, *stored, *entry, node, documents, report);
        logs_.mark_applied(node.incarnation, sequence);
        savepoint.release();
      }
    }
    if (!trouble.empty()) {
      // One bad entry sinks only itself: it is held, named in the receipt, and kept for an administrator.
      report.refusal = wire::Refusal::kBroken;
      keep_.bind(1, static_cast<std::int64_t>(node.incarnation))
          .bind(2, static_cast<std::int64_t>(node.office))
          .bind(3, node.sign_key.bytes)
          .bind(4, node.seal_key.bytes)
          .bind(5, "broken")
          .bind(6, "entry " + std::to_string(sequence) + ": " + trouble)
          .bind(7, stored->bytes)
          .bind(8, stored->digest)
          .bind(9, millis(at))
          .run();
    }
    node.applied_through = sequence;
  }
}

std::string Admission::foreign_row(const std::vector<store::AppliedRow>& rows, const NodeRecord& node) {
  const std::string own = department_.office_code(node.office);
  for (const store::AppliedRow& row : rows) {
    if (row.application.value == 0) {
      if (row.office != own) return std::string(row.table) + " is about another office";
      continue;
    }
    const std::optional<store::Acceptance> acceptance = book_.acceptance(row.application);
    if (!acceptance) return std::string(row.table) + " is about an application that is not held";
    if (acceptance->office != own) return std::string(row.table) + " is about another office's application";
  }
  return "";
}

base::Instant Admission::grant_time(const NodeRecord& node) {
  for (const GrantRecord& grant : nodes_.grants_of(node.office))
    if (wire::grant_digest(grant.grant_bytes) == node.grant_digest) return grant.issued_at;
  return node.bound_at;
}

base::Instant Admission::not_before(const wire::Entry& entry, const NodeRecord& node, base::RowId application) {
  // A receipt cannot be cited before it existed: whoever cites it wrote after its hub time. The grant stands for the time
  // before the first receipt, and for what cannot be resolved: it is the weakest bound we signed.
  base::Instant bound = grant_time(node);
  const std::optional<store::StoredReceipt> receipt = logs_.receipt_by_prefix(entry.last_receipt);
  // Also one of an earlier life of this office: a new life begins with what the one before it knew.
  const std::optional<NodeRecord> told =
      receipt && receipt->incarnation != node.incarnation ? nodes_.find(receipt->incarnation) : std::nullopt;
  if (receipt && (receipt->incarnation == node.incarnation || (told && told->office == node.office))) bound = std::max(bound, receipt->hub_time);
  // Entries are written in the order of their log, so citing an older receipt than an entry before does not move one back.
  return std::max(bound, adjudication_.bound_of_claim_before(application).value_or(bound));
}

void Admission::note_coverage(NodeRecord& node, const wire::UpHeader& header, Road road, base::Instant at) {
  // Only a bundle that cites the newest receipt is known to be younger than it. Over a line it was made just now; a stick may
  // have travelled since that receipt, and what the office wrote meanwhile is not on it.
  if (header.last_receipt_number != node.last_receipt) return;
  const std::optional<store::StoredReceipt> cited = logs_.newest_receipt(node.incarnation);
  base::Instant covered = cited ? cited->hub_time : grant_time(node);
  if (road == Road::kLine && header.complete) covered = at;
  node.covered_until = std::max(covered, node.covered_until.value_or(covered));
}

const registry::RuleSet& Admission::rules_of(const store::Acceptance& acceptance) const {
  const std::string accepted_on = registry::local_day(acceptance.office, acceptance.accepted_at);
  return rules_.of_acceptance(acceptance.rule_set, *base::parse_date(accepted_on));
}

void Admission::fold(store::Transaction& transaction, const store::AppliedRow& row, const store::StoredEntry& stored,
                     const wire::Entry& entry, const NodeRecord& node, std::set<std::string>& documents, AdmissionReport& report) {
  if (row.application.value == 0) return;
  cases_.refresh(row.application);
  const std::optional<store::CaseState> state = cases_.find(row.application);
  documents.insert(state->document_key);
  if (row.table == "application") {
    ++report.applications;
    ClaimRecord claim;
    claim.application = row.application;
    claim.document_key = state->document_key;
    claim.entry_position = position_of(node.incarnation, stored.sequence);
    claim.not_before = not_before(entry, node, row.application);
    claim.not_after = *stored.received_at;
    claim.clock = entry.clock_flags;
    claim.uncertainty = registry::uncertainty(settings_.clock_uncertainty, state->accepted_at - claim.not_before);
    claim.after_revocation = node.state == NodeState::kRevoked;
    // What a hand wrote on paper, or another register says, is off by more than a clock.
    const store::Acceptance acceptance = *book_.acceptance(row.application);
    if (acceptance.origin == "paper")
      claim.uncertainty += std::chrono::minutes(rules_of(acceptance).paper_uncertainty_minutes);
    if (acceptance.origin == "taken_on") claim.uncertainty += std::chrono::hours(24);
    adjudication_.add_claim(claim);
    persons_.note(row.application, *stored.received_at);
  } else if (row.table == "correction") {
    if (const std::optional<std::string> left = adjudication_.move_claim(row.application, state->document_key))
      documents.insert(*left);
    index_.supersede(transaction, row.application, *stored.received_at);
    persons_.note(row.application, *stored.received_at);
  }
}

}  // namespace tirkeu::hub
