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
      trail_(database),
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
  note_inside({account, action, record, detail});
  transaction.commit();
}

void AuditTrail::note_inside(const daemon::Reading& reading) { trail_.note(journal_.read_clock().wall, reading); }

void AuditTrail::drain(Journal::Writing& writing) {
  for (store::Audit& fact : trail_.take(identity_.office_code())) {
    fact.id = writing.mint();
    writing.add(fact);
  }
}

void AuditTrail::flush() {
  while (counter_.may_write() && trail_.waits()) journal_.record([](Journal::Writing&) {});
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
