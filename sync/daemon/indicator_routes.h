// GET indicators and GET indicators/{code}/records: the same at node and hub, which differ in whose figures they know.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sync/daemon/api.h"
#include "sync/daemon/indicator_desk.h"
#include "sync/store/book.h"

namespace tirkeu::daemon {

/// What a program knows that the routes do not.
struct IndicatorSite {
  service::RoleSet roles{};
  std::vector<const registry::Office*> offices{};   ///< whose figures are known here; the first one's zone says what month it is
  std::function<base::Instant()> now{};
  IndicatorDesk::Informs informs{};
  /// Told before the answer leaves: "export" of a table, "search" of the records behind a figure.
  std::function<void(const Call& call, const std::string& action, const std::string& detail)> audit{};
};

/// GET indicators?from=&until=&office=&format=: days, `until` not included, by default the present month; an absent office means all
/// of them together. {from, until, office|null, rule_set, rows:[…], records:{applications, visits, opinions, complaints}}; with
/// format=csv the table of Annex 5 in the language asked for. Targets are those of the year of `from`, by the rule set in force on the
/// last day of the period, or today where that is still to come.
/// GET indicators/{code}/records (same parameters, and cursor): {items:[{kind, id, label, office, at, counted, of, why}], next}. The
/// numbers of `counted` and `of` over all pages are the figure's.
/// `database`, `book` and `rules` outlive `api`.
void add_indicator_routes(Api& api, store::Database& database, store::Book& book, const registry::RuleBook& rules, IndicatorSite site);

}  // namespace tirkeu::daemon
