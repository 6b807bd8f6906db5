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

#include <boost/json/array.hpp>

#include "schema/registry/language.h"
#include "schema/registry/rule_set.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"

namespace tirkeu::registry {

/// One accepted application. Registrations that were taken on from an older register are none: they were served before. An
/// application that a verdict annulled is one like any other, because its applicant waits for the refusal as others for the mark.
struct ServedCase {
  base::Instant due_at{};                      ///< cl. 7.1 and 7.4, as the record shows it
  std::optional<base::Instant> decided_at;     ///< of the first decision: registered or refused with reason (cl. 5)
  std::optional<base::Instant> withdrawn_at;   ///< by the applicant
  base::RowId id{};
};

/// One visit to the counter that is over.
struct VisitTimes {
  base::Instant arrived_at{};
  std::optional<base::Instant> called_at;    ///< nothing: left without having been called
  base::Instant finished_at{};
  base::RowId id{};
};

/// One anonymous opinion.
struct Opinion {
  base::Instant given_at{};                  ///< any moment of the day it was given on
  bool process = false, information = false, courtesy = false;  ///< satisfied with
  base::RowId id{};
};

/// One complaint about this service whose consideration has an outcome.
struct AnsweredComplaint {
  base::Instant answered_at{};               ///< of its latest outcome; an earlier one that was reopened does not count
  bool founded = false;
  base::RowId id{};
};

struct IndicatorPeriod {
  base::Instant from{}, until{};             ///< `until` not included
  base::Instant now{};                       ///< what is due later than this is not late yet
  bool contains(base::Instant at) const { return from <= at && at < until; }
};

struct IndicatorInput : IndicatorPeriod {
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
  /// before it, those decided not later than it. One that was withdrawn undecided, not later than its due time, is left out, for
  /// nobody owes anything any more; any other undecided one is late, so that a withdrawal cures no delay.
  Share timeliness;
  /// 2.1: of the opinions given in the period, those satisfied with the process.
  Share process;
  /// 3.1: the same, with the quality of and the information about the service.
  Share information;
  /// 3.2: the service as each office in question gives it: whether its information (cl. 4) is available electronically.
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
  /// Of two offices over the same days, each by its own clock time: every figure is a sum over offices.
  Indicators& operator+=(const Indicators& other);

  struct Row {
    std::string_view code;    ///< "1.1" … "5.1" of Annex 5; "7.2" and "7.3" of clause 7
    std::string_view clause;  ///< of the standard, that it measures
    const Share* share;
  };
  /// In the order of Annex 5, then clause 7.
  std::array<Row, 8> rows() const;
};

/// What one fact adds to one cell. compute() is the sum of nothing but these, so that each figure can be shown fact by fact.
struct Part {
  bool counted = false;    ///< in the numerator
  bool of = false;         ///< in the denominator
  std::string_view why;    ///< key behind "indicator_why."; a fact that neither counts nor is counted against says why it is left out
};
// By the code of the row. Nothing: the fact belongs to another period, or to no cell of that row.
std::optional<Part> part_in(std::string_view code, const ServedCase& one, const IndicatorPeriod& period);
std::optional<Part> part_in(std::string_view code, const VisitTimes& one, const IndicatorPeriod& period);
std::optional<Part> part_in(std::string_view code, const Opinion& one, const IndicatorPeriod& period);
std::optional<Part> part_in(std::string_view code, const AnsweredComplaint& one, const IndicatorPeriod& period);

Indicators compute(const IndicatorInput& input);

/// The table in the layout of Annex 5 (indicator; normative value; target for the next year; current value), with numerator
/// and denominator behind: RFC 4180, UTF-8, percentages with at most two decimals. Targets of `year` by the rule set.
std::string annex5_csv(const Indicators& indicators, const RuleSet& rules, int year, Language language);
/// [{"code":"1.1","name","clause","count":9,"of":10,"percent":90,"normative":null,"next_year":null,"definition"}, …]
boost::json::array annex5_json(const Indicators& indicators, const RuleSet& rules, int year, Language language);

/// Cl. 25: complaints are considered by the law of 2007 within 15 calendar days, 30 where checking is needed (rule-set data),
/// counted from the day after receipt.
enum class ComplaintTerm { kOrdinary, kExtended };
base::Date complaint_due(base::Date received_on, ComplaintTerm term, const RuleSet& rules = newest_rule_set());

}  // namespace tirkeu::registry
