// Collects from the book what the indicators of Annex 5 count (cl. 18, 19), for one office or a department, over any period.
//
// What counts in which cell is decided in schema/registry/indicators.h alone; here the facts of the period are found, by indexes on
// their times, so that a month costs a month. The days of a period are each office's own: it begins with the office's midnight. An
// application is looked for from the last working day before the period on, because whatever was accepted earlier was due before it.
// At a hub the book holds what offices' logs brought and nothing else, so the figures are of acknowledged facts only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/indicators.h"
#include "schema/registry/rule_book.h"
#include "sync/store/database.h"

namespace tirkeu::daemon {

struct IndicatorScope {
  base::Date from, until;                          ///< local days, `until` not included
  base::Instant now{};
  std::vector<const registry::Office*> offices{};  ///< one, or all of a department
};

/// One fact behind a figure.
struct IndicatorRecord {
  enum class Kind { kApplication, kVisit, kFeedback, kComplaint, kOffice };
  Kind kind = Kind::kApplication;
  base::RowId id;
  const registry::Office* office = nullptr;
  base::Instant at{};                              ///< by which it belongs to the period
  registry::Part part;
};

class IndicatorDesk {
 public:
  /// Whether the office's program served the public page before that moment (indicator 3.2).
  using Informs = std::function<bool(const registry::Office& office, base::Instant before)>;
  /// Everything outlives the desk.
  IndicatorDesk(store::Database& database, const registry::RuleBook& rules, Informs informs);

  struct Figures {
    registry::Indicators indicators;               ///< the sum over the offices
    std::size_t applications = 0, visits = 0, opinions = 0, complaints = 0;  ///< facts that were looked at
  };
  Figures figures(const IndicatorScope& scope);
  /// Every fact of the period that the row is about, those left out with their reason among them; by time, kind and id.
  std::vector<IndicatorRecord> records(const IndicatorScope& scope, std::string_view code);

 private:
  struct OfficeFacts {
    const registry::Office* office = nullptr;
    registry::IndicatorInput input;
  };
  using Facts = std::map<std::string, OfficeFacts, std::less<>>;
  Facts collect(const IndicatorScope& scope);
  void collect_cases(Facts& facts, const std::optional<std::string>& only);
  void collect_visits(Facts& facts, const std::optional<std::string>& only);
  void collect_opinions(Facts& facts, const IndicatorScope& scope, const std::optional<std::string>& only);
  void collect_complaints(Facts& facts, const std::optional<std::string>& only);
  /// The last day before `day` on which the office works.
  base::Date working_day_before(base::Date day, const registry::Office& office) const;

  const registry::RuleBook& rules_;
  Informs informs_;
  store::Statement cases_, visits_, opinions_, complaints_;
};

}  // namespace tirkeu::daemon
