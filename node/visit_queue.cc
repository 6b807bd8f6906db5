#include "node/visit_queue.h"

#include <algorithm>
#include <array>
#include <utility>

namespace tirkeu::node {
namespace {

constexpr std::array<std::string_view, 4> kPurposes = {"application", "collection", "question", "complaint"};

std::int64_t milliseconds(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t milliseconds) { return base::Instant(base::Milliseconds(milliseconds)); }

OpenVisit read(const store::Statement& row) {
  OpenVisit visit;
  visit.id = base::RowId{row.integer(0)};
  visit.day = row.text(1);
  visit.number = row.integer(2);
  visit.purpose = row.text(3);
  visit.arrived_at = instant(row.integer(4));
  if (!row.is_null(5)) visit.called_at = instant(row.integer(5));
  visit.skipped = row.integer(6);
  visit.skip_reason = row.optional_text(7);
  visit.outside_hours = row.integer(8) != 0;
  return visit;
}

std::unexpected<Refused> refuse(Refused::Cause cause) { return std::unexpected(Refused{.cause = cause}); }
std::unexpected<Refused> refuse_value(std::string path, std::string code) {
  Refused refused{.cause = Refused::Cause::kFindings};
  refused.findings.push_back(registry::make_finding(registry::Severity::kError, std::move(path), std::move(code)));
  return std::unexpected(std::move(refused));
}

/// A clock that was set back in between makes no negative wait.
std::int64_t minutes_between(base::Instant from, base::Instant to) {
  return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
}

std::optional<std::int64_t> median(std::vector<std::int64_t> values) {
  if (values.empty()) return std::nullopt;
  std::ranges::sort(values);
  return (values[(values.size() - 1) / 2] + values[values.size() / 2]) / 2;
}

}  // namespace

VisitQueue::VisitQueue(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter)
    : database_(database),
      journal_(journal),
      book_(book),
      identity_(identity),
      counter_(counter),
      add_(database, "INSERT INTO open_visit (id, day, number, purpose, arrived_at, skipped, outside_hours) VALUES (?, ?, ?, ?, ?, 0, ?)"),
      list_(database,
            "SELECT id, day, number, purpose, arrived_at, called_at, skipped, skip_reason, outside_hours FROM open_visit "
            "ORDER BY day, number"),
      find_(database,
            "SELECT id, day, number, purpose, arrived_at, called_at, skipped, skip_reason, outside_hours FROM open_visit "
            "WHERE id = ?"),
      newest_number_(database,
                     "SELECT max(number) FROM (SELECT number FROM open_visit WHERE day = ?1 "
                     "UNION ALL SELECT number FROM visit WHERE day = ?1 AND office = ?2)"),
      ahead_(database, "SELECT count(*) FROM open_visit WHERE day = ? AND number < ? AND called_at IS NULL"),
      skip_(database,
            "UPDATE open_visit SET skipped = skipped + 1, skip_reason = ? WHERE day = ? AND number < ? AND called_at IS NULL"),
      call_(database, "UPDATE open_visit SET called_at = ? WHERE id = ?"),
      remove_(database, "DELETE FROM open_visit WHERE id = ?"),
      over_(database, "SELECT arrived_at, called_at FROM visit WHERE day = ? AND office = ?") {}

bool VisitQueue::is_purpose(std::string_view purpose) { return std::ranges::find(kPurposes, purpose) != kPurposes.end(); }

std::vector<OpenVisit> VisitQueue::open() {
  std::vector<OpenVisit> all;
  while (list_.step()) all.push_back(read(list_));
  return all;
}

std::optional<OpenVisit> VisitQueue::find(base::RowId id) {
  find_.bind(1, id.value);
  if (!find_.step()) return std::nullopt;
  OpenVisit visit = read(find_);
  find_.reset();
  return visit;
}

bool VisitQueue::knows(base::RowId id) { return find(id) || book_.find<store::Visit>(id); }

std::int64_t VisitQueue::next_number(const std::string& day) {
  newest_number_.bind(1, day).bind(2, identity_.office_code());
  newest_number_.step();
  const std::int64_t newest = newest_number_.optional_integer(0).value_or(0);
  newest_number_.reset();
  return newest + 1;
}

std::int64_t VisitQueue::ahead_of(const OpenVisit& visit) {
  ahead_.bind(1, visit.day).bind(2, visit.number);
  ahead_.step();
  const std::int64_t ahead = ahead_.integer(0);
  ahead_.reset();
  return ahead;
}

VisitQueue::Today VisitQueue::today() {
  const std::string day = base::format_date(counter_.today());
  Today today;
  std::vector<std::int64_t> waits;
  for (OpenVisit& visit : open()) {
    if (visit.called_at && visit.day == day) waits.push_back(minutes_between(visit.arrived_at, *visit.called_at));
    (visit.called_at ? today.called : today.waiting).push_back(std::move(visit));
  }
  over_.bind(1, day).bind(2, identity_.office_code());
  while (over_.step()) {
    ++today.finished;
    if (!over_.is_null(1)) waits.push_back(minutes_between(instant(over_.integer(0)), instant(over_.integer(1))));
  }
  today.median_wait_min = median(std::move(waits));
  return today;
}

Done<OpenVisit> VisitQueue::arrive(const std::string& purpose, const Beside<OpenVisit>& beside) {
  if (!counter_.may_write()) return refuse(Refused::Cause::kNotWriting);
  if (!is_purpose(purpose)) return refuse_value("purpose", "unknown_code");
  OpenVisit visit;
  visit.arrived_at = journal_.read_clock().wall;
  visit.day = base::format_date(counter_.zone().to_local(visit.arrived_at).day);
  visit.purpose = purpose;
  visit.outside_hours = !counter_.is_open(visit.arrived_at);
  store::Transaction transaction(database_);
  visit.id = journal_.mint();
  visit.number = next_number(visit.day);
  add_.bind(1, visit.id.value).bind(2, visit.day).bind(3, visit.number).bind(4, visit.purpose);
  add_.bind(5, milliseconds(visit.arrived_at)).bind(6, std::int64_t{visit.outside_hours}).run();
  if (beside) beside(visit);
  transaction.commit();
  return visit;
}

Done<OpenVisit> VisitQueue::call(base::RowId id, const std::optional<std::string>& skip_reason, const Beside<OpenVisit>& beside) {
  if (!counter_.may_write()) return refuse(Refused::Cause::kNotWriting);
  std::optional<OpenVisit> visit = find(id);
  if (!visit) return refuse(Refused::Cause::kUnknownVisit);
  if (visit->called_at) return refuse(Refused::Cause::kVisitState);
  const bool is_next = ahead_of(*visit) == 0;
  if (!is_next && !skip_reason) return refuse(Refused::Cause::kNotNext);
  visit->called_at = journal_.read_clock().wall;
  store::Transaction transaction(database_);
  if (!is_next) skip_.bind(1, *skip_reason).bind(2, visit->day).bind(3, visit->number).run();
  call_.bind(1, milliseconds(*visit->called_at)).bind(2, id.value).run();
  if (beside) beside(*visit);
  transaction.commit();
  return std::move(*visit);
}

Done<store::Visit> VisitQueue::finish(base::RowId id, const std::string& outcome, const std::string& clerk,
                                      const Beside<store::Visit>& beside) {
  if (!counter_.may_write()) return refuse(Refused::Cause::kNotWriting);
  const std::optional<OpenVisit> visit = find(id);
  if (!visit) return refuse(book_.find<store::Visit>(id) ? Refused::Cause::kVisitState : Refused::Cause::kUnknownVisit);
  if (outcome != "served" && outcome != "left") return refuse_value("outcome", "unknown_code");
  if (outcome == "served" && !visit->called_at) return refuse(Refused::Cause::kVisitState);
  store::Visit fact;
  fact.id = id;
  fact.office = identity_.office_code();
  fact.day = visit->day;
  fact.number = visit->number;
  fact.purpose = visit->purpose;
  fact.arrived_at = visit->arrived_at;
  fact.called_at = visit->called_at;
  fact.outcome = outcome;
  fact.clerk = clerk;
  fact.skipped = visit->skipped;
  fact.skip_reason = visit->skip_reason;
  fact.outside_hours = visit->outside_hours;
  journal_.record(
      [&](Journal::Writing& writing) {
        fact.finished_at = writing.at();
        writing.add(fact);
      },
      [&] {
        remove_.bind(1, id.value).run();
        if (beside) beside(fact);
      });
  return fact;
}

}  // namespace tirkeu::node
