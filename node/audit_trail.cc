#include "node/audit_trail.h"

#include <limits>
#include <utility>

namespace tirkeu::node {
namespace {

std::int64_t milliseconds(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t milliseconds) { return base::Instant(base::Milliseconds(milliseconds)); }

std::optional<base::RowId> record_at(const store::Statement& row, int column) {
  const std::optional<std::int64_t> id = row.optional_integer(column);
  return id ? std::optional(base::RowId{*id}) : std::nullopt;
}

}  // namespace

AuditTrail::AuditTrail(store::Database& database, Journal& journal, const Identity& identity, Counter& counter)
    : database_(database),
      journal_(journal),
      identity_(identity),
      counter_(counter),
      add_(database, "INSERT INTO audit_pending (recorded_at, account, action, record_id, detail) VALUES (?, ?, ?, ?, ?)"),
      pending_(database,
               "SELECT number, recorded_at, account, action, record_id, detail FROM audit_pending ORDER BY number LIMIT ?"),
      any_pending_(database, "SELECT EXISTS (SELECT 1 FROM audit_pending)"),
      remove_(database, "DELETE FROM audit_pending WHERE number <= ?"),
      lines_(database,
             "SELECT recorded_at, account, action, record_id, detail, 1 AS in_log FROM audit "
             "WHERE office = ?1 AND (?2 IS NULL OR record_id = ?2) AND recorded_at >= ?3 AND recorded_at < ?4 "
             "UNION ALL SELECT recorded_at, account, action, record_id, detail, 0 FROM audit_pending "
             "WHERE (?2 IS NULL OR record_id = ?2) AND recorded_at >= ?3 AND recorded_at < ?4 "
             "ORDER BY recorded_at DESC LIMIT ?5") {
  journal_.ride_along([this](Journal::Writing& writing) { drain(writing); });
}

void AuditTrail::note(const std::string& account, const std::string& action, std::optional<base::RowId> record,
                      const std::optional<std::string>& detail) {
  store::Transaction transaction(database_);
  add_.bind(1, milliseconds(journal_.read_clock().wall)).bind(2, account).bind(3, action);
  add_.bind(4, record ? std::optional(record->value) : std::nullopt).bind(5, detail).run();
  transaction.commit();
}

void AuditTrail::drain(Journal::Writing& writing) {
  std::vector<store::Audit> facts;
  std::int64_t newest = 0;
  pending_.bind(1, std::int64_t{kReadsPerEntry});
  while (pending_.step()) {
    newest = pending_.integer(0);
    facts.push_back({{}, identity_.office_code(), instant(pending_.integer(1)), pending_.text(2), pending_.text(3),
                     record_at(pending_, 4), pending_.optional_text(5)});
  }
  for (store::Audit& fact : facts) {
    fact.id = writing.mint();
    writing.add(fact);
  }
  if (!facts.empty()) remove_.bind(1, newest).run();
}

bool AuditTrail::has_pending() {
  any_pending_.step();
  const bool any = any_pending_.integer(0) != 0;
  any_pending_.reset();
  return any;
}

void AuditTrail::flush() {
  while (counter_.may_write() && has_pending()) journal_.record([](Journal::Writing&) {});
}

std::vector<AuditLine> AuditTrail::lines(const AuditQuery& query) {
  using Bound = std::numeric_limits<std::int64_t>;
  lines_.bind(1, identity_.office_code()).bind(2, query.record ? std::optional(query.record->value) : std::nullopt);
  lines_.bind(3, query.from ? milliseconds(*query.from) : Bound::min());
  lines_.bind(4, query.until ? milliseconds(*query.until) : Bound::max()).bind(5, std::int64_t{query.limit});
  std::vector<AuditLine> lines;
  while (lines_.step())
    lines.push_back({instant(lines_.integer(0)), lines_.text(1), lines_.text(2), record_at(lines_, 3), lines_.optional_text(4),
                     lines_.integer(5) != 0});
  return lines;
}

}  // namespace tirkeu::node
