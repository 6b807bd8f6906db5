#include "hub/complaint_desk.h"

#include <algorithm>

#include "schema/registry/indicators.h"
#include "schema/registry/offices.h"
#include "sync/store/fact_rows.h"

namespace tirkeu::hub {
namespace {

/// 1 when the newest step of the row's complaint is an answer.
#define TIRKEU_IS_ANSWERED                                                                                          \
  "(COALESCE((SELECT step FROM complaint_step WHERE complaint_id = complaint.id ORDER BY complaint_step.id DESC " \
  "LIMIT 1), '') = 'answered')"

bool may_follow(const daemon::ComplaintRecord& record, const std::string& step) {
  if (step == "reopened") return record.state == "answered";
  if (record.state == "answered") return false;
  if (step == "taken_up") return record.state == "received" || record.state == "reopened";
  if (step == "extended") return std::ranges::find(record.steps, "extended", &store::ComplaintStep::step) == record.steps.end();
  return step == "answered";
}

}  // namespace

ComplaintDesk::ComplaintDesk(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time,
                             const Department& department, const registry::RuleBook& rules)
    : database_(database),
      book_(book),
      ledger_(ledger),
      time_(time),
      department_(department),
      rules_(rules),
      numbers_(database),
      list_(store::Statement::computed(
          database, "SELECT " + store::column_names<store::Complaint>() +
                        " FROM complaint WHERE (received_at, id) < (?1, ?2) AND (?3 IS NULL OR office = ?3)"
                        " AND (?4 = 'all' OR " TIRKEU_IS_ANSWERED " = (?4 = 'closed'))"
                        " ORDER BY received_at DESC, id DESC LIMIT ?5")),
      open_(database, "SELECT count(*) FROM complaint WHERE NOT " TIRKEU_IS_ANSWERED) {}

ComplaintPage ComplaintDesk::list(const ComplaintQuery& query) {
  list_.bind(1, query.after.at).bind(2, query.after.id).bind(3, query.office).bind(4, query.state);
  list_.bind(5, static_cast<std::int64_t>(query.limit) + 1);
  ComplaintPage page;
  while (list_.step()) page.items.push_back({store::read_fact<store::Complaint>(list_), {}, "", ""});
  if (page.items.size() > static_cast<std::size_t>(query.limit)) {
    page.items.pop_back();
    const store::Complaint& last = page.items.back().complaint;
    page.next = TimeCursor::of(last.received_at, last.id).to_string();
  }
  for (daemon::ComplaintRecord& record : page.items) record = daemon::complaint_record(book_, std::move(record.complaint));
  return page;
}

std::optional<daemon::ComplaintRecord> ComplaintDesk::find(base::RowId complaint) {
  std::optional<store::Complaint> fact = book_.find<store::Complaint>(complaint);
  if (!fact) return std::nullopt;
  return daemon::complaint_record(book_, std::move(*fact));
}

std::uint64_t ComplaintDesk::open() {
  open_.step();
  const auto count = static_cast<std::uint64_t>(open_.integer(0));
  open_.reset();
  return count;
}

base::Date ComplaintDesk::day_of(base::Instant instant, const std::string& office) const {
  const registry::Office* known = registry::find_office(office);
  return registry::zone_of(known != nullptr ? *known : *registry::find_office(department_.code())).to_local(instant).day;
}

base::Incarnation ComplaintDesk::log_of(const store::Complaint& complaint) const {
  if (base::is_hub_log(complaint.id.incarnation())) return ledger_.numbers().judgements();
  // Admission takes a complaint only from its own office, which is one of this department.
  return ledger_.numbers().verdicts(registry::find_office(complaint.office)->number);
}

std::optional<std::string> ComplaintDesk::new_due_day(const daemon::ComplaintRecord& record, const std::string& step,
                                                      base::Instant at) const {
  const base::Date today = day_of(at, record.complaint.office);
  const registry::RuleSet& rules = rules_.in_force(today);
  if (step == "reopened") return base::format_date(registry::complaint_due(today, registry::ComplaintTerm::kOrdinary, rules));
  if (step != "extended") return std::nullopt;
  base::Instant begun = record.complaint.received_at;
  for (const store::ComplaintStep& earlier : record.steps)
    if (earlier.step == "reopened") begun = earlier.recorded_at;
  return base::format_date(
      registry::complaint_due(day_of(begun, record.complaint.office), registry::ComplaintTerm::kExtended, rules));
}

daemon::ComplaintRecord ComplaintDesk::receive(const daemon::ComplaintWish& wish, const std::string& accepted_by,
                                               const Beside& beside) {
  store::Complaint fact = daemon::complaint_of(wish, department_.code(), accepted_by);
  store::Transaction transaction(database_);
  fact.received_at = time_.take();
  const base::Date day = day_of(fact.received_at, fact.office);
  fact.number = numbers_.next(fact.office + "/" + base::format_date(day).substr(0, 4) + "/C-");
  fact.due_on =
      base::format_date(registry::complaint_due(day, registry::ComplaintTerm::kOrdinary, rules_.in_force(day)));
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().judgements(), fact.received_at, write);
  daemon::ComplaintRecord record = daemon::complaint_record(book_, std::move(fact));
  if (beside) beside(record);
  transaction.commit();
  return record;
}

std::expected<daemon::ComplaintRecord, StepFault> ComplaintDesk::step(base::RowId complaint, const StepWish& wish,
                                                                      const std::string& official, const Beside& beside) {
  const std::optional<daemon::ComplaintRecord> record = find(complaint);
  if (!record) return std::unexpected(StepFault::kUnknownComplaint);
  if (!may_follow(*record, wish.step)) return std::unexpected(StepFault::kNotPossible);
  store::ComplaintStep fact;
  fact.complaint = complaint;
  fact.official = official;
  fact.step = wish.step;
  fact.outcome = wish.outcome;
  fact.text = wish.text;
  store::Transaction transaction(database_);
  fact.recorded_at = time_.take();
  fact.due_on = new_due_day(*record, wish.step, fact.recorded_at);
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, log_of(record->complaint), fact.recorded_at, write);
  daemon::ComplaintRecord after = *find(complaint);
  if (beside) beside(after);
  transaction.commit();
  return after;
}

}  // namespace tirkeu::hub
