#include "hub/fleet.h"

namespace tirkeu::hub {
namespace {

/// Setting that remembers, per node, the sum of the hub-log sequences its last bundle acknowledged.
std::string cursor_setting(base::Incarnation incarnation) { return "cursors." + std::to_string(incarnation); }

}  // namespace

Fleet::Fleet(store::Database& database, store::LogStore& logs, Nodes& nodes, Ledger& ledger, const Department& department,
             HubTime& time)
    : database_(database),
      logs_(logs),
      nodes_(nodes),
      ledger_(ledger),
      department_(department),
      time_(time),
      settings_(database),
      quarantined_(database, "SELECT count(*) FROM quarantine WHERE office = ? AND settled_at IS NULL") {}

void Fleet::note_cursors(base::Incarnation incarnation, const std::vector<wire::Position>& cursors) {
  std::int64_t sum = 0;
  for (const wire::Position& cursor : cursors)
    if (cursor.incarnation < base::kFirstNodeIncarnation) sum += static_cast<std::int64_t>(cursor.sequence);
  settings_.set(cursor_setting(incarnation), sum);
}

std::vector<OfficeStatus> Fleet::offices(base::Instant now) {
  std::vector<OfficeStatus> all;
  for (const registry::Office* office : registry::offices_of(department_.number())) {
    OfficeStatus status;
    status.office = office;
    status.state = nodes_.grants_of(office->number).empty() ? "none" : "granted";
    const std::vector<NodeRecord> nodes = nodes_.of_office(office->number);
    if (!nodes.empty()) {
      const NodeRecord& node = nodes.back();
      status.state = code_of(node.state);
      status.incarnation = node.incarnation;
      status.last_seen_at = node.last_round_at;
      status.last_sequence_held = node.held_through;
      if (node.last_round_at) status.lag = now - *node.last_round_at;
      status.clock_offset = node.claimed_offset;
      status.clock_flags = node.clock_flags;
      status.program = node.program;
      status.fingerprint = node_fingerprint(node.sign_key, node.seal_key);
      std::int64_t written = 0;
      for (const store::LogRecord& log : logs_.logs())
        if (is_sent_to(log, office->number)) written += static_cast<std::int64_t>(logs_.head(log.incarnation).sequence);
      const std::int64_t taken = settings_.integer(cursor_setting(node.incarnation)).value_or(0);
      status.pending = static_cast<std::uint64_t>(std::max<std::int64_t>(written - taken, 0));
    }
    quarantined_.bind(1, static_cast<std::int64_t>(office->number));
    quarantined_.step();
    status.quarantined = static_cast<int>(quarantined_.integer(0));
    quarantined_.reset();
    all.push_back(std::move(status));
  }
  return all;
}

std::optional<NodeRecord> Fleet::revoke(int office, std::optional<base::Incarnation> incarnation, const std::string& reason,
                                        const std::string& by, std::optional<base::Sequence> after) {
  std::optional<NodeRecord> chosen;
  for (const NodeRecord& node : nodes_.of_office(office))
    if (!incarnation || node.incarnation == *incarnation) chosen = node;
  if (!chosen) return std::nullopt;
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  chosen->state = NodeState::kRevoked;
  chosen->closed_at = std::max(after.value_or(0), chosen->held_through);
  nodes_.put(*chosen);
  store::Revocation fact;
  fact.incarnation = chosen->incarnation;
  fact.sign_key.assign(chosen->sign_key.bytes.begin(), chosen->sign_key.bytes.end());
  fact.last_sequence = *chosen->closed_at;
  fact.reason = reason;
  fact.revoked_at = at;
  fact.revoked_by = by;
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().department(), at, write);
  transaction.commit();
  return chosen;
}

}  // namespace tirkeu::hub
