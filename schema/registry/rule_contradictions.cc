// What a rule set whose members are all well formed may still get wrong: codes that point nowhere, a calendar that
// contradicts itself, an office that never opens.
#include <algorithm>

#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {
namespace {

/// Longer than any run of days off by law; due_time() searches further than this.
constexpr int kClosedDaysMax = 30;

class Check {
 public:
  explicit Check(const RuleSet& rules) : rules_(rules) {}

  std::vector<RuleFault> run() {
    codes();
    offices();
    calendar();
    if (rules_.complaint_days_extended < rules_.complaint_days) fault("complaint_days_extended", "extended_is_shorter");
    return std::move(faults_);
  }

 private:
  void fault(std::string path, std::string_view code, MessageArguments arguments = {}) {
    faults_.push_back({std::move(path), {"rule." + std::string(code), std::move(arguments)}});
  }
  static bool contains(const std::vector<std::string>& list, std::string_view item) {
    return std::ranges::find(list, item) != list.end();
  }

  void codes() {
    if (rules_.papers_always.empty()) fault("papers_always", "empty");
    if (rules_.document_types.empty()) fault("document_types", "empty");
    if (rules_.refusal_grounds.empty()) fault("refusal_grounds", "empty");
    for (const auto& [path, list] : {std::pair("papers_always.", &rules_.papers_always),
                                     std::pair("papers_long_stay.", &rules_.papers_long_stay)})
      for (const std::string& paper : *list)
        if (!contains(rules_.papers, paper)) fault(path + paper, "unknown_paper", {{"code", paper}});
    if (!contains(rules_.categories, rules_.category_of_tourist_visa))
      fault("category_of_tourist_visa", "unknown_category", {{"code", rules_.category_of_tourist_visa}});
    // cl. 16 and the law: no refusal without the clause that it rests on.
    for (const std::string& ground : rules_.refusal_grounds) {
      const auto clause = rules_.refusal_clauses.find(ground);
      if (clause == rules_.refusal_clauses.end() || clause->second.empty())
        fault("refusal_clauses." + ground, "ground_without_clause", {{"code", ground}});
    }
    for (const auto& [ground, clause] : rules_.refusal_clauses)
      if (!contains(rules_.refusal_grounds, ground)) fault("refusal_clauses." + ground, "clause_without_ground", {{"code", ground}});
  }

  void offices() {
    for (const std::string& code : rules_.five_day_offices)
      if (!find_office(code)) fault("five_day_offices", "unknown_office", {{"code", code}});
    for (const auto& [code, names] : rules_.localities) {
      const Office* office = find_office(code);
      if (!office || office->kind == OfficeKind::kDepartment) fault("localities." + code, "unknown_office", {{"code", code}});
    }
  }

  void moved_days(const std::string& path, const std::map<std::string, std::string, std::less<>>& worked, Week week) {
    for (const auto& [day, off] : worked) {
      const bool is_off = std::ranges::binary_search(rules_.holidays, off) ||
                          (week == Week::kFiveDays && std::ranges::binary_search(rules_.five_day_holidays, off));
      const auto last_of_calendar = rules_.calendar_through;
      if (!is_off && off <= last_of_calendar) fault(path, "moved_day_is_not_off", {{"day", day}, {"off", off}});
      if (std::ranges::binary_search(rules_.holidays, day)) fault(path, "works_on_a_holiday", {{"day", day}});
      if (!hours_of(*base::parse_date(day), rules_, week))
        fault(path, "moved_hours_unknown", {{"day", day}, {"off", off}});
    }
  }

  void calendar() {
    if (rules_.hours.empty()) {
      fault("hours", "no_day_open");
      return;
    }
    if (rules_.calendar_through < rules_.valid_from) fault("calendar_through", "calendar_ends_before", {{"day", rules_.valid_from}});
    for (const auto& [path, list] : {std::pair("holidays", &rules_.holidays), std::pair("five_day.holidays", &rules_.five_day_holidays)}) {
      for (const std::string& day : *list)
        if (day > rules_.calendar_through) fault(path, "day_after_calendar", {{"day", day}});
      if (const auto twice = std::ranges::adjacent_find(*list); twice != list->end())
        fault(path, "listed_twice", {{"code", *twice}});
    }
    for (const std::string& day : rules_.five_day_holidays)
      if (std::ranges::binary_search(rules_.holidays, day)) fault("five_day.holidays", "listed_twice", {{"code", day}});
    moved_days("working_days", rules_.worked_instead_of, Week::kSixDays);
    moved_days("five_day.working_days", rules_.five_day_worked_instead_of, Week::kFiveDays);
    closures(Week::kSixDays);
    if (!rules_.five_day_offices.empty()) closures(Week::kFiveDays);
  }

  /// An office that stays shut for weeks has no due time: due_time() would stop the program.
  void closures(Week week) {
    std::vector<std::string> days = rules_.holidays;
    days.push_back(rules_.valid_from);
    days.push_back(rules_.calendar_through);
    if (week == Week::kFiveDays) days.insert(days.end(), rules_.five_day_holidays.begin(), rules_.five_day_holidays.end());
    const auto [first, last] = std::ranges::minmax(days);
    const std::chrono::sys_days end = std::chrono::sys_days(*base::parse_date(last)) + std::chrono::days(kClosedDaysMax + 2);
    int closed = 0;
    for (std::chrono::sys_days day = *base::parse_date(first); day < end; day += std::chrono::days(1)) {
      closed = hours_of(day, rules_, week) ? 0 : closed + 1;
      if (closed <= kClosedDaysMax) continue;
      fault("holidays", "closed_too_long", {{"days", std::to_string(kClosedDaysMax)}, {"day", base::format_date(day)}});
      return;
    }
  }

  const RuleSet& rules_;
  std::vector<RuleFault> faults_;
};

}  // namespace

std::vector<RuleFault> contradictions_of(const RuleSet& rules) {
  return Check(rules).run();
}

}  // namespace tirkeu::registry
