// One wording of the standard as data: documents, categories, visa-free states and terms, hours, holidays, refusal grounds.
#pragma once

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/application.h"
#include "schema/registry/finding.h"
#include "sync/base/civil_time.h"

namespace tirkeu::registry {

/// Annex 3: citizens who need no visa, and for how long. No term means that the source states none.
struct VisaFreeTerm {
  std::optional<int> days;
  std::optional<int> months;
};

struct OpeningHours {
  std::chrono::minutes opens{}, break_starts{}, break_ends{}, closes{};  ///< since midnight; no break: break_starts == break_ends
};

/// The working week of an office. Clause 9 says six days; a department may let some offices work five (RuleSet::five_day_offices).
enum class Week { kSixDays, kFiveDays };

/// Annex 5, columns 2 and 3 of one indicator in one year, in percent; set by order of the ministry, absent where not known.
struct Target {
  std::optional<double> normative, next_year;
  bool operator==(const Target&) const = default;
};

/// Annex 5, column 1: the rows that have a value, in its order.
inline constexpr std::string_view kIndicators[] = {"1.1", "2.1", "3.1", "3.2", "4.1", "5.1"};

struct RuleSet {
  std::string id;                                   ///< "2013-07-23"
  std::string valid_from;                           ///< ISO date; doubtful ones say so in the data file's note
  bool valid_from_is_doubtful = false;
  std::map<std::string, VisaFreeTerm, std::less<>> visa_free;      ///< by citizenship
  std::vector<std::string> categories;              ///< Annex 2 categories in force: "annex2-2" …
  std::string category_of_tourist_visa;             ///< the one among them that stands on a visa
  std::vector<std::string> papers;                  ///< every code that `documents` may hold, in the order of the checklist
  std::vector<std::string> papers_always;           ///< asked of everybody
  std::vector<std::string> papers_long_stay;        ///< asked for a stay over `long_stay_months`
  int long_stay_months = 6;
  std::vector<std::string> purposes;                ///< codes offered for stay.purpose; others are allowed as free text
  std::vector<std::string> document_types;          ///< codes that document.type may hold
  std::vector<std::string> refusal_grounds;         ///< closed list of codes
  std::map<std::string, std::string, std::less<>> refusal_clauses;  ///< by ground: the clause behind it ("cl. 16")
  std::map<int, OpeningHours> hours;                ///< by ISO weekday 1..7; a missing day is closed
  std::vector<std::string> holidays;                ///< ISO dates that are days off
  std::vector<std::string> working_days;            ///< ISO dates that are worked although the weekday is closed
  std::map<std::string, std::string, std::less<>> worked_instead_of;  ///< by working day: the day off it pays for, whose hours it keeps
  std::string calendar_through;                     ///< last day that holidays and working_days cover
  std::map<std::string, std::string, std::less<>> holiday_names;    ///< by day off, of either week: "nauryz", "moved" …
  std::vector<std::string> five_day_offices;        ///< codes of the offices that are closed on Saturdays
  std::vector<std::string> five_day_holidays;       ///< ISO dates that only five-day offices have off, besides `holidays`
  std::map<std::string, std::string, std::less<>> five_day_worked_instead_of;  ///< days that only five-day offices work so
  std::map<std::string, std::vector<std::string>, std::less<>> localities;     ///< cl. 13: by office, what lies in its district
  std::map<int, std::map<std::string, Target, std::less<>>> targets;           ///< Annex 5: by reporting year and indicator
  int complaint_days = 15;                          ///< cl. 25, by the law of 2007: calendar days to answer
  int complaint_days_extended = 30;                 ///< the same where checking is needed
  int paper_uncertainty_minutes = 60;               ///< how far a time written by hand in a power cut may be off
  bool portal = false;                              ///< cl. 1, 5, 7.4: requests through the e-government portal are taken
};

/// What is wrong with a rule set, where (as in a finding: "hours.6.closes"), and in words that say what to do.
struct RuleFault {
  std::string path;
  Message message;  ///< of the catalogue's area "rule."
  bool operator==(const RuleFault&) const = default;
};

/// All embedded rule sets, oldest first.
const std::vector<RuleSet>& embedded_rule_sets();
/// The newest embedded one; it stays in force until the hub issues another.
const RuleSet& newest_rule_set();
/// The source text of one, for GET /api/v1/rules; empty when no such rule set is embedded.
std::string_view rule_set_json(std::string_view id);
/// Reads a rule set and refuses what contradicts itself, telling every fault that it finds. Members that it does not know
/// are passed over: an older program reads a newer department's file. Never throws over the content.
std::expected<RuleSet, std::vector<RuleFault>> read_rule_set(std::string_view json);
/// The same for tests and tools; throws std::runtime_error with the first fault in English.
RuleSet parse_rule_set(std::string_view json);
/// The contradictions of a set whose members were read well; read_rule_set() calls it.
std::vector<RuleFault> contradictions_of(const RuleSet& rules);

/// True when cl. 11 asks this citizen for a visa (every state that Annex 3 does not name).
bool needs_visa(std::string_view citizenship, const RuleSet& rules);
/// Annex 3: the last day of a stay without a visa, counted from the day after entry. Nothing: no term, or no visa-free entry at all.
std::optional<base::Date> last_visa_free_day(std::string_view citizenship, base::Date entry, const RuleSet& rules);
/// The day `months` later; the last of the month where that day does not exist (31 January and a month: 28 February).
base::Date add_months(base::Date day, int months);

/// The papers that this application needs under these rules, in checklist order.
std::vector<std::string> checklist(const Application& application, const RuleSet& rules);
/// The papers of the checklist that are not among application.documents or `later`.
std::vector<std::string> missing_papers(const Application& application, const RuleSet& rules, const std::vector<std::string>& later = {});

/// Judges an application that read_application() read; a value that is empty is passed over, since its absence is a finding
/// already. `today` is the office's local day. An empty `own_office` judges without the district of cl. 13 (the hub does).
Findings judge(const Application& application, const RuleSet& rules, std::string_view own_office, base::Date today);

/// The week that this office works by this rule set.
Week week_of(std::string_view office, const RuleSet& rules);
/// cl. 7.1: one working day. Closing time of the first working day after the local day of acceptance.
base::Instant due_time(base::Instant accepted_at, const RuleSet& rules, const base::TimeZone& zone, Week week = Week::kSixDays);
/// The hours of that day, with holidays and moved days; nothing when the office is closed. Days past calendar_through go by the weekday.
std::optional<OpeningHours> hours_of(base::Date day, const RuleSet& rules, Week week = Week::kSixDays);
/// cl. 9: whether the office is open at that instant (closed during the break).
bool is_open(base::Instant instant, const RuleSet& rules, const base::TimeZone& zone, Week week = Week::kSixDays);
/// From 1 November on: the calendar does not reach to the end of the next year yet (or not even to this day), and the
/// department has to issue one.
bool calendar_missing(const RuleSet& rules, base::Date today);

}  // namespace tirkeu::registry
