#include "hub/audit_desk.h"

#include <limits>

#include "sync/store/fact_rows.h"

namespace tirkeu::hub {
namespace {

std::int64_t millis(const std::optional<base::Instant>& instant, std::int64_t otherwise) {
  return instant ? instant->time_since_epoch().count() : otherwise;
}

}  // namespace

AuditDesk::AuditDesk(store::Database& database, Ledger& ledger, HubTime& time, const Department& department)
    : database_(database),
      ledger_(ledger),
      time_(time),
      department_(department),
      trail_(database),
      list_(store::Statement::computed(
          database, "SELECT " + store::column_names<store::Audit>() +
                        " FROM audit WHERE (recorded_at, id) < (?1, ?2) AND (?3 IS NULL OR record_id = ?3)"
                        " AND (?4 IS NULL OR account = ?4) AND (?5 IS NULL OR office = ?5)"
                        " AND recorded_at >= ?6 AND recorded_at < ?7 ORDER BY recorded_at DESC, id DESC LIMIT ?8")) {}

void AuditDesk::note(const std::string& account, const std::string& action, std::optional<base::RowId> record,
                     const std::optional<std::string>& detail) {
  note_all({{account, action, record, detail}});
}

void AuditDesk::note_all(const std::vector<daemon::Reading>& readings) {
  if (readings.empty()) return;
  store::Transaction transaction(database_);
  for (const daemon::Reading& reading : readings) note_inside(reading);
  transaction.commit();
}

void AuditDesk::note_inside(const daemon::Reading& reading) { trail_.note(time_.take(), reading); }

void AuditDesk::flush() {
  while (trail_.waits()) {
    store::Transaction transaction(database_);
    const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
      for (store::Audit& fact : trail_.take(department_.code())) {
        fact.id = writing.mint();
        writing.add(fact);
      }
    };
    ledger_.append(transaction, ledger_.numbers().judgements(), time_.take(), write);
    transaction.commit();
  }
}

AuditPage AuditDesk::list(const AuditQuery& query) {
  using Bound = std::numeric_limits<std::int64_t>;
  flush();
  list_.bind(1, query.after.at).bind(2, query.after.id);
  list_.bind(3, query.record ? std::optional(query.record->value) : std::nullopt).bind(4, query.account).bind(5, query.office);
  list_.bind(6, millis(query.from, Bound::min())).bind(7, millis(query.until, Bound::max()));
  list_.bind(8, static_cast<std::int64_t>(query.limit) + 1);
  AuditPage page;
  while (list_.step()) page.items.push_back(store::read_fact<store::Audit>(list_));
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    page.next = TimeCursor::of(page.items.back().recorded_at, page.items.back().id).to_string();
  }
  return page;
}

}  // namespace tirkeu::hub
