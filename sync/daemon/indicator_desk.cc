#include "sync/daemon/indicator_desk.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "sync/store/statement_rows.h"

namespace tirkeu::daemon {
namespace {

/// As far as the search for a working day goes; no calendar closes an office for longer.
constexpr int kDaysBackMax = 60;

std::int64_t milliseconds(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant_at(const store::Statement& row, int column) { return base::Instant(base::Milliseconds(row.integer(column))); }
std::optional<base::Instant> optional_instant(const store::Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return instant_at(row, column);
}

/// Terms depend on the day alone, and a day has hundreds of applications.
class DueTimes {
 public:
  explicit DueTimes(const registry::RuleBook& rules) : rules_(rules) {}
  base::Instant of(base::Instant asked_at, const registry::Office& office) {
    const std::pair key(&office, registry::local_day(office.code, asked_at));
    const auto known = known_.find(key);
    if (known != known_.end()) return known->second;
    return known_[key] = registry::due_time(asked_at, rules_, office);
  }

 private:
  const registry::RuleBook& rules_;
  std::map<std::pair<const registry::Office*, std::string>, base::Instant> known_;
};

/// The period of all offices together: zones of one department may differ.
template <class Facts>
std::pair<std::int64_t, std::int64_t> bounds_of(const Facts& facts) {
  base::Instant from = base::Instant::max(), until = base::Instant::min();
  for (const auto& [code, office] : facts) {
    from = std::min(from, office.input.from);
    until = std::max(until, office.input.until);
  }
  return {milliseconds(from), milliseconds(until)};
}

}  // namespace

IndicatorDesk::IndicatorDesk(store::Database& database, const registry::RuleBook& rules, Informs informs)
    : rules_(rules),
      informs_(std::move(informs)),
      // Accepted (or handed over by the portal) late enough to be due in the period, and decided in it whenever accepted.
      cases_(database,
             "WITH wanted (id) AS ("
             "SELECT id FROM application WHERE accepted_at >= ?1 AND accepted_at < ?3"
             " UNION SELECT application_id FROM decision WHERE recorded_at >= ?2 AND recorded_at < ?3"
             " UNION SELECT application.id FROM portal_request JOIN application ON application.portal_request = portal_request.id"
             " WHERE portal_request.received_at >= ?1 AND portal_request.received_at < ?3) "
             "SELECT application.id, application.office, coalesce(portal_request.received_at, application.accepted_at),"
             " (SELECT recorded_at FROM decision WHERE application_id = application.id ORDER BY decision.id LIMIT 1),"
             " (SELECT recorded_at FROM withdrawal WHERE application_id = application.id ORDER BY withdrawal.id LIMIT 1)"
             " FROM wanted JOIN application ON application.id = wanted.id"
             " LEFT JOIN portal_request ON portal_request.id = application.portal_request"
             " WHERE application.origin <> 'taken_on' AND (?4 IS NULL OR application.office = ?4)"),
      visits_(database,
              "SELECT id, office, arrived_at, called_at, finished_at FROM visit "
              "WHERE finished_at >= ?1 AND finished_at < ?2 AND (?3 IS NULL OR office = ?3)"),
      opinions_(database,
                "SELECT id, office, given_on, process, information, courtesy FROM feedback "
                "WHERE given_on >= ?1 AND given_on < ?2 AND (?3 IS NULL OR office = ?3)"),
      // The newest answer, unless the complaint was reopened since.
      complaints_(database,
                  "SELECT complaint.id, complaint.about_office, step.recorded_at, step.outcome FROM complaint"
                  " JOIN complaint_step AS step ON step.id = (SELECT max(id) FROM complaint_step"
                  " WHERE complaint_id = complaint.id AND step IN ('answered', 'reopened'))"
                  " WHERE complaint.id IN (SELECT complaint_id FROM complaint_step WHERE recorded_at >= ?1 AND recorded_at < ?2)"
                  " AND step.step = 'answered' AND (?3 IS NULL OR complaint.about_office = ?3)") {}

base::Date IndicatorDesk::working_day_before(base::Date day, const registry::Office& office) const {
  for (int days = 0; days < kDaysBackMax; ++days) {
    day = base::Date(std::chrono::sys_days(day) - std::chrono::days(1));
    const registry::RuleSet& rules = rules_.in_force(day);
    if (registry::hours_of(day, rules, registry::week_of(office.code, rules))) break;
  }
  return day;
}

void IndicatorDesk::collect_cases(Facts& facts, const std::optional<std::string>& only) {
  const auto [from, until] = bounds_of(facts);
  std::int64_t accepted_from = from;
  for (const auto& [code, one] : facts) {
    const base::TimeZone zone = registry::zone_of(*one.office);
    const base::Date day = working_day_before(zone.to_local(one.input.from).day, *one.office);
    accepted_from = std::min(accepted_from, milliseconds(zone.to_instant(day, {})));
  }
  DueTimes due_times(rules_);
  const store::ResetAtExit reset(cases_);
  cases_.bind(1, accepted_from).bind(2, from).bind(3, until).bind(4, only);
  while (cases_.step()) {
    const auto found = facts.find(cases_.text_view(1));
    if (found == facts.end()) continue;
    registry::ServedCase one;
    one.id = {cases_.integer(0)};
    one.due_at = due_times.of(instant_at(cases_, 2), *found->second.office);
    one.decided_at = optional_instant(cases_, 3);
    one.withdrawn_at = optional_instant(cases_, 4);
    found->second.input.cases.push_back(one);
  }
}

void IndicatorDesk::collect_visits(Facts& facts, const std::optional<std::string>& only) {
  const auto [from, until] = bounds_of(facts);
  const store::ResetAtExit reset(visits_);
  visits_.bind(1, from).bind(2, until).bind(3, only);
  while (visits_.step())
    if (const auto found = facts.find(visits_.text_view(1)); found != facts.end())
      found->second.input.visits.push_back(
          {instant_at(visits_, 2), optional_instant(visits_, 3), instant_at(visits_, 4), {visits_.integer(0)}});
}

void IndicatorDesk::collect_opinions(Facts& facts, const IndicatorScope& scope, const std::optional<std::string>& only) {
  const store::ResetAtExit reset(opinions_);
  opinions_.bind(1, base::format_date(scope.from)).bind(2, base::format_date(scope.until)).bind(3, only);
  while (opinions_.step()) {
    const auto found = facts.find(opinions_.text_view(1));
    const std::optional<base::Date> day = base::parse_date(opinions_.text_view(2));
    if (found == facts.end() || !day) continue;
    found->second.input.opinions.push_back({registry::zone_of(*found->second.office).to_instant(*day, {}), opinions_.integer(3) != 0,
                                            opinions_.integer(4) != 0, opinions_.integer(5) != 0, {opinions_.integer(0)}});
  }
}

void IndicatorDesk::collect_complaints(Facts& facts, const std::optional<std::string>& only) {
  const auto [from, until] = bounds_of(facts);
  const store::ResetAtExit reset(complaints_);
  complaints_.bind(1, from).bind(2, until).bind(3, only);
  while (complaints_.step())
    if (const auto found = facts.find(complaints_.text_view(1)); found != facts.end())
      found->second.input.complaints.push_back(
          {instant_at(complaints_, 2), complaints_.optional_text(3) == "founded", {complaints_.integer(0)}});
}

IndicatorDesk::Facts IndicatorDesk::collect(const IndicatorScope& scope) {
  Facts facts;
  for (const registry::Office* office : scope.offices) {
    const base::TimeZone zone = registry::zone_of(*office);
    OfficeFacts& one = facts[office->code];
    one.office = office;
    one.input.from = zone.to_instant(scope.from, {});
    one.input.until = zone.to_instant(scope.until, {});
    one.input.now = scope.now;
    one.input.information_is_electronic = informs_(*office, one.input.until);
  }
  if (facts.empty()) return facts;
  const std::optional<std::string> only = facts.size() == 1 ? std::optional(facts.begin()->first) : std::nullopt;
  collect_cases(facts, only);
  collect_visits(facts, only);
  collect_opinions(facts, scope, only);
  collect_complaints(facts, only);
  return facts;
}

IndicatorDesk::Figures IndicatorDesk::figures(const IndicatorScope& scope) {
  Figures figures;
  for (const auto& [code, one] : collect(scope)) {
    figures.indicators += registry::compute(one.input);
    figures.applications += one.input.cases.size();
    figures.visits += one.input.visits.size();
    figures.opinions += one.input.opinions.size();
    figures.complaints += one.input.complaints.size();
  }
  return figures;
}

std::vector<IndicatorRecord> IndicatorDesk::records(const IndicatorScope& scope, std::string_view code) {
  using Kind = IndicatorRecord::Kind;
  std::vector<IndicatorRecord> all;
  for (const auto& [office_code, one] : collect(scope)) {
    const auto add = [&](Kind kind, const auto& fact, base::Instant at) {
      if (const std::optional<registry::Part> part = registry::part_in(code, fact, one.input))
        all.push_back({kind, fact.id, one.office, at, *part});
    };
    for (const registry::ServedCase& fact : one.input.cases)
      add(Kind::kApplication, fact, code == "4.1" ? fact.decided_at.value_or(fact.due_at) : fact.due_at);
    for (const registry::VisitTimes& fact : one.input.visits) add(Kind::kVisit, fact, fact.finished_at);
    for (const registry::Opinion& fact : one.input.opinions) add(Kind::kFeedback, fact, fact.given_at);
    for (const registry::AnsweredComplaint& fact : one.input.complaints) add(Kind::kComplaint, fact, fact.answered_at);
    const bool informs = one.input.information_is_electronic;
    if (code == "3.2")
      all.push_back({Kind::kOffice, {one.office->number}, one.office, one.input.from, {informs, true, informs ? "informs" : "no_page"}});
  }
  std::ranges::sort(all, {}, [](const IndicatorRecord& record) { return std::tuple(record.at, record.kind, record.id); });
  return all;
}

}  // namespace tirkeu::daemon
