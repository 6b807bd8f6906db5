// What the next rule set changes, told to the administrator who is about to sign it.
#include <algorithm>
#include <cstdio>

#include "schema/registry/rule_book.h"

namespace tirkeu::registry {
namespace {

using Names = std::map<std::string, std::string, std::less<>>;

std::string clock_text(std::chrono::minutes time) {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(time.count() / 60 % 24), static_cast<int>(time.count() % 60));
  return text;
}

/// "09:00–13:00, 14:30–18:00": the same in every language.
std::string hours_text(const OpeningHours& hours) {
  if (hours.break_starts == hours.break_ends) return clock_text(hours.opens) + "–" + clock_text(hours.closes);
  return clock_text(hours.opens) + "–" + clock_text(hours.break_starts) + ", " + clock_text(hours.break_ends) + "–" + clock_text(hours.closes);
}

std::string percent_text(const std::optional<double>& percent) {
  if (!percent) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%g", *percent);
  return text;
}

class Comparison {
 public:
  Comparison(const RuleSet& before, const RuleSet& after) : before_(before), after_(after) {}

  std::vector<Message> run() {
    if (before_.valid_from != after_.valid_from) tell("valid_from", {{"day", after_.valid_from}});
    if (before_.portal != after_.portal) tell(after_.portal ? "portal_opened" : "portal_closed");
    hours();
    lists("five_day_office", before_.five_day_offices, after_.five_day_offices);
    papers();
    localities();
    lists("refusal_ground", before_.refusal_grounds, after_.refusal_grounds);
    for (const auto& [ground, clause] : after_.refusal_clauses)
      if (const auto old = before_.refusal_clauses.find(ground); old != before_.refusal_clauses.end() && old->second != clause)
        tell("refusal_clause", {{"code", ground}, {"clause", clause}});
    number("complaint_days", before_.complaint_days, after_.complaint_days);
    number("complaint_days_extended", before_.complaint_days_extended, after_.complaint_days_extended);
    number("paper_uncertainty_minutes", before_.paper_uncertainty_minutes, after_.paper_uncertainty_minutes);
    lists("category", before_.categories, after_.categories);
    visa_free();
    targets();
    calendar();
    return std::move(changes_);
  }

 private:
  void tell(std::string_view what, MessageArguments arguments = {}) {
    changes_.push_back({"change." + std::string(what), std::move(arguments)});
  }

  void number(std::string_view what, int before, int after) {
    if (before != after) tell(what, {{"before", std::to_string(before)}, {"after", std::to_string(after)}});
  }

  void lists(const std::string& what, const std::vector<std::string>& before, const std::vector<std::string>& after) {
    for (const std::string& code : after)
      if (std::ranges::find(before, code) == before.end()) tell(what + "_added", {{"code", code}});
    for (const std::string& code : before)
      if (std::ranges::find(after, code) == after.end()) tell(what + "_removed", {{"code", code}});
  }

  void hours() {
    for (int weekday = 1; weekday <= 7; ++weekday) {
      const auto old = before_.hours.find(weekday);
      const auto now = after_.hours.find(weekday);
      const std::string was = old == before_.hours.end() ? "" : hours_text(old->second);
      const std::string is = now == after_.hours.end() ? "" : hours_text(now->second);
      if (was == is) continue;
      if (is.empty()) tell("weekday_closed", {{"weekday", std::to_string(weekday)}});
      if (!is.empty()) tell("weekday_hours", {{"weekday", std::to_string(weekday)}, {"hours", is}});
    }
  }

  void papers() {
    lists("paper", before_.papers, after_.papers);
    lists("paper_always", before_.papers_always, after_.papers_always);
    lists("paper_long_stay", before_.papers_long_stay, after_.papers_long_stay);
    number("long_stay_months", before_.long_stay_months, after_.long_stay_months);
    lists("document_type", before_.document_types, after_.document_types);
    lists("purpose", before_.purposes, after_.purposes);
    if (before_.category_of_tourist_visa != after_.category_of_tourist_visa)
      tell("category_of_tourist_visa", {{"code", after_.category_of_tourist_visa}});
  }

  void localities() {
    const auto of = [](const RuleSet& rules, const std::string& office) {
      const auto found = rules.localities.find(office);
      return found == rules.localities.end() ? std::vector<std::string>() : found->second;
    };
    std::map<std::string, int> offices;
    for (const auto* set : {&before_, &after_})
      for (const auto& [office, names] : set->localities) offices.emplace(office, 0);
    for (const auto& [office, unused] : offices) {
      const std::vector<std::string> old = of(before_, office), now = of(after_, office);
      for (const std::string& name : now)
        if (std::ranges::find(old, name) == old.end()) tell("locality_added", {{"office", office}, {"locality", name}});
      for (const std::string& name : old)
        if (std::ranges::find(now, name) == now.end()) tell("locality_removed", {{"office", office}, {"locality", name}});
    }
  }

  void visa_free() {
    for (const auto& [state, term] : after_.visa_free) {
      const auto old = before_.visa_free.find(state);
      if (old != before_.visa_free.end() && old->second.days == term.days && old->second.months == term.months) continue;
      if (term.days) tell("visa_free_days", {{"state", state}, {"count", std::to_string(*term.days)}});
      if (term.months) tell("visa_free_months", {{"state", state}, {"count", std::to_string(*term.months)}});
      if (!term.days && !term.months) tell("visa_free", {{"state", state}});
    }
    for (const auto& [state, term] : before_.visa_free)
      if (!after_.visa_free.contains(state)) tell("visa_needed", {{"state", state}});
  }

  void targets() {
    for (const auto& [year, rows] : after_.targets)
      for (const auto& [indicator, target] : rows) {
        const auto old_year = before_.targets.find(year);
        if (old_year != before_.targets.end()) {
          const auto old = old_year->second.find(indicator);
          if (old != old_year->second.end() && old->second == target) continue;
        }
        tell("target", {{"year", std::to_string(year)}, {"indicator", indicator}, {"normative", percent_text(target.normative)},
                        {"next_year", percent_text(target.next_year)}});
      }
    for (const auto& [year, rows] : before_.targets)
      for (const auto& [indicator, target] : rows)
        if (!after_.targets.contains(year) || !after_.targets.at(year).contains(indicator))
          tell("target_removed", {{"year", std::to_string(year)}, {"indicator", indicator}});
  }

  void days_off(const std::string& what, const std::vector<std::string>& before, const std::vector<std::string>& after) {
    // Days that the other calendar does not reach are no change of their own: calendar_through tells them.
    for (const std::string& day : after)
      if (day <= before_.calendar_through && !std::ranges::binary_search(before, day))
        tell(what + "_added", {{"day", day}, {"name", after_.holiday_names.at(day)}});
    for (const std::string& day : before)
      if (day <= after_.calendar_through && !std::ranges::binary_search(after, day))
        tell(what + "_removed", {{"day", day}, {"name", before_.holiday_names.at(day)}});
  }

  void working_days(const std::string& what, const Names& before, const Names& after) {
    for (const auto& [day, off] : after)
      if (const auto old = before.find(day); day <= before_.calendar_through && (old == before.end() || old->second != off))
        tell(what + "_added", {{"day", day}, {"off", off}});
    for (const auto& [day, off] : before)
      if (day <= after_.calendar_through && !after.contains(day)) tell(what + "_removed", {{"day", day}});
  }

  void calendar() {
    if (before_.calendar_through != after_.calendar_through) tell("calendar_through", {{"day", after_.calendar_through}});
    days_off("holiday", before_.holidays, after_.holidays);
    days_off("five_day_holiday", before_.five_day_holidays, after_.five_day_holidays);
    working_days("working_day", before_.worked_instead_of, after_.worked_instead_of);
    working_days("five_day_working_day", before_.five_day_worked_instead_of, after_.five_day_worked_instead_of);
  }

  const RuleSet& before_;
  const RuleSet& after_;
  std::vector<Message> changes_;
};

}  // namespace

std::vector<Message> differences(const RuleSet& before, const RuleSet& after) {
  return Comparison(before, after).run();
}

}  // namespace tirkeu::registry
