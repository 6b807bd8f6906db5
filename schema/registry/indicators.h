// Annex 5: the table of quality indicators (cl. 18, 19), computed from plain facts of any period, for an office or a department.
//
// Whoever asks collects the facts of the offices in question and says the period; what counts in which cell is decided here
// alone, so that node, hub and an auditor's script come to the same figures. A figure is kept as a fraction: its numerator and
// denominator can be counted in the book. Nothing to count gives no percentage, not 0 and not 100.
//
// A fact belongs to the period [from, until) by one moment of its own, named at each row; so each fact counts in exactly one
// of two adjoining periods.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "schema/registry/language.h"
#include "schema/registry/rule_set.h"
#include "sync/base/clock.h"

namespace tirkeu::registry {

/// One accepted application.
struct ServedCase {
  base::Instant due_at{};                    ///< cl. 7.1, by the calendar in force at acceptance
  std::optional<base::Instant> decided_at;   ///< of the first decision: registered or refused with reason (cl. 5)
  bool withdrawn = false;                    ///< by the applicant before a decision: the office owes nothing any more
};

/// One visit to the counter that is over.
struct VisitTimes {
  base::Instant arrived_at{};
  std::optional<base::Instant> called_at;    ///< nothing: left without having been called
  base::Instant finished_at{};
};

/// One anonymous opinion.
struct Opinion {
  base::Instant given_at{};                  ///< any moment of the day it was given on
  bool process = false, information = false, courtesy = false;  ///< satisfied with
};

/// One complaint about this service whose consideration has an outcome.
struct AnsweredComplaint {
  base::Instant answered_at{};               ///< of its latest outcome; an earlier one that was reopened does not count
  bool founded = false;
};

struct IndicatorInput {
  base::Instant from{}, until{};             ///< the period, `until` not included
  base::Instant now{};                       ///< what is due later than this is not late yet
  std::vector<ServedCase> cases;
  std::vector<VisitTimes> visits;
  std::vector<Opinion> opinions;
  std::vector<AnsweredComplaint> complaints;
  bool information_is_electronic = false;    ///< the public page with cl. 4's information is served
};

struct Share {
  std::int64_t count = 0;  ///< numerator
  std::int64_t of = 0;     ///< denominator
  std::optional<double> percent() const {
    if (of == 0) return std::nullopt;
    return 100.0 * static_cast<double>(count) / static_cast<double>(of);
  }
  bool operator==(const Share&) const = default;
};

struct Indicators {
  /// 1.1: of the applications whose due time lies in the period and has passed (not later than `now`), or that were decided
  /// before it, those decided not later than it. Withdrawn undecided ones are left out; undecided ones are late.
  Share timeliness;
  /// 2.1: of the opinions given in the period, those satisfied with the process.
  Share process;
  /// 3.1: the same, with the quality of and the information about the service.
  Share information;
  /// 3.2: of the services given here, which is this one, those whose information is available electronically.
  Share electronic;
  /// 4.1: founded complaints answered in the period, to all applications decided in it. It can exceed 100 %.
  Share complaints;
  /// 5.1: the opinions of 2.1 that are satisfied with the courtesy.
  Share courtesy;
  /// cl. 7.2, beside Annex 5: of the visits finished in the period that were called or that left after more than 15 minutes,
  /// those called within 15 minutes of arrival.
  Share waiting;
  /// cl. 7.3, beside Annex 5: of the visits finished in the period that were called, those finished within 15 minutes of it.
  Share service;
  bool operator==(const Indicators&) const = default;

  struct Row {
    std::string_view code;  ///< "1.1" … "5.1" of Annex 5; "7.2" and "7.3" of clause 7
    const Share* share;
  };
  /// In the order of Annex 5, then clause 7.
  std::array<Row, 8> rows() const;
};

Indicators compute(const IndicatorInput& input);

/// The table in the layout of Annex 5 (indicator; normative value; target for the next year; current value), with numerator
/// and denominator behind: RFC 4180, UTF-8, percentages with at most two decimals. Targets of `year` by the rule set.
std::string annex5_csv(const Indicators& indicators, const RuleSet& rules, int year, Language language);
/// {"1.1":{"count":9,"of":10,"percent":90,"normative":null,"next_year":null}, …}
boost::json::object annex5_json(const Indicators& indicators, const RuleSet& rules, int year);

/// Cl. 25: complaints are considered by the law of 2007 within 15 calendar days, 30 where checking is needed (rule-set data),
/// counted from the day after receipt.
enum class ComplaintTerm { kOrdinary, kExtended };
base::Date complaint_due(base::Date received_on, ComplaintTerm term, const RuleSet& rules = newest_rule_set());

}  // namespace tirkeu::registry
