#include "schema/registry/rule_set.h"

#include <algorithm>
#include <stdexcept>

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include "schema/registry/countries.h"
#include "schema/registry/embedded.h"
#include "schema/rules/files.h"

namespace tirkeu::registry {
namespace {

using boost::json::object;
using boost::json::value;

std::string string_of(const value& from) {
  return boost::json::value_to<std::string>(from);
}
std::vector<std::string> strings_of(const value& from) {
  return boost::json::value_to<std::vector<std::string>>(from);
}

[[noreturn]] void refuse(const std::string& what) {
  throw std::runtime_error("rule set: " + what);
}

std::string date_of(const value& from) {
  const std::string text = string_of(from);
  if (!base::parse_date(text)) refuse("'" + text + "' is no date");
  return text;
}

// "09:00" as minutes since midnight.
std::chrono::minutes time_of(const value& from) {
  const std::string text = string_of(from);
  const auto digit = [&text](std::size_t place) {
    if (place >= text.size() || text[place] < '0' || text[place] > '9') refuse("'" + text + "' is no time of day");
    return text[place] - '0';
  };
  const int hours = digit(0) * 10 + digit(1);
  const int minutes = digit(3) * 10 + digit(4);
  if (text.size() != 5 || text[2] != ':' || hours > 23 || minutes > 59) refuse("'" + text + "' is no time of day");
  return std::chrono::minutes(hours * 60 + minutes);
}

OpeningHours hours_of_row(const object& row) {
  OpeningHours hours;
  hours.opens = time_of(row.at("opens"));
  hours.closes = time_of(row.at("closes"));
  hours.break_starts = row.contains("break_starts") ? time_of(row.at("break_starts")) : hours.closes;
  hours.break_ends = row.contains("break_ends") ? time_of(row.at("break_ends")) : hours.break_starts;
  if (!(hours.opens < hours.closes && hours.opens <= hours.break_starts && hours.break_starts <= hours.break_ends &&
        hours.break_ends <= hours.closes))
    refuse("the hours of a day are not in order");
  return hours;
}

void read_visa_free(const object& from, RuleSet& rules) {
  for (const auto& [state, term] : from) {
    if (!find_country(state)) refuse("Annex 3 names the unknown state " + std::string(state));
    VisaFreeTerm read;
    if (const value* days = term.as_object().if_contains("days")) read.days = days->to_number<int>();
    if (const value* months = term.as_object().if_contains("months")) read.months = months->to_number<int>();
    rules.visa_free.emplace(std::string(state), read);
  }
}

void read_calendar(const object& from, RuleSet& rules) {
  for (const auto& [day, hours] : from.at("hours").as_object()) {
    if (day.size() != 1 || day.front() < '1' || day.front() > '7')
      refuse("'" + std::string(day) + "' is no weekday 1 to 7");
    rules.hours.emplace(day.front() - '0', hours_of_row(hours.as_object()));
  }
  if (rules.hours.empty()) refuse("no day of the week is open");
  for (const auto& year : from.at("holidays").as_object())
    for (const auto& holiday : year.value().as_object()) rules.holidays.push_back(date_of(value(holiday.key())));
  for (const value& row : from.at("working_days").as_array()) {
    const std::string day = date_of(row.at("date"));
    rules.working_days.push_back(day);
    rules.worked_instead_of.emplace(day, date_of(row.at("instead_of")));
  }
  std::ranges::sort(rules.holidays);
  std::ranges::sort(rules.working_days);
  rules.calendar_through = date_of(from.at("calendar_through"));
}

void read_papers(const object& from, RuleSet& rules) {
  rules.papers = strings_of(from.at("papers"));
  rules.papers_always = strings_of(from.at("papers_always"));
  rules.papers_long_stay = strings_of(from.at("papers_long_stay"));
  rules.long_stay_months = from.at("long_stay_months").to_number<int>();
  for (const auto* list : {&rules.papers_always, &rules.papers_long_stay})
    for (const std::string& paper : *list)
      if (std::ranges::find(rules.papers, paper) == rules.papers.end())
        refuse("the paper " + paper + " is not among all papers");
}

RuleSet rule_set_of(const object& from) {
  RuleSet rules;
  rules.id = string_of(from.at("id"));
  rules.valid_from = date_of(from.at("valid_from"));
  rules.valid_from_is_doubtful = from.at("valid_from_doubtful").as_bool();
  read_visa_free(from.at("visa_free").as_object(), rules);
  rules.categories = strings_of(from.at("categories"));
  rules.category_of_tourist_visa = string_of(from.at("category_of_tourist_visa"));
  read_papers(from, rules);
  rules.document_types = strings_of(from.at("document_types"));
  rules.purposes = strings_of(from.at("purposes"));
  rules.refusal_grounds = strings_of(from.at("refusal_grounds"));
  // Each ground needs its clause: at() refuses a file that lacks one.
  for (const std::string& ground : rules.refusal_grounds)
    rules.refusal_clauses.emplace(ground, string_of(from.at("refusal_clauses").at(ground)));
  read_calendar(from, rules);
  return rules;
}

// Rule sets are named after the day of their wording ("2013-07-23.json"); countries.json lies in the same folder.
bool is_rule_set(std::string_view name) {
  return name.size() == 15 && base::parse_date(name.substr(0, 10));
}

std::vector<RuleSet> load_rule_sets() {
  std::vector<RuleSet> loaded;
  for (const rules::EmbeddedFile& file : rules::files()) {
    if (!is_rule_set(file.name)) continue;
    try {
      loaded.push_back(parse_rule_set(file.bytes));
    } catch (const std::exception& fault) {
      stop_on_broken_data(std::string(file.name) + ", " + fault.what());
    }
  }
  if (loaded.empty()) stop_on_broken_data("schema/rules holds no rule set");
  std::ranges::sort(loaded, {}, &RuleSet::valid_from);
  return loaded;
}

}  // namespace

RuleSet parse_rule_set(std::string_view json) {
  try {
    return rule_set_of(boost::json::parse(json).as_object());
  } catch (const boost::system::system_error& fault) {
    refuse(fault.what());
  } catch (const std::logic_error& fault) {
    // Boost.JSON's complaint about a member that is missing or of another type.
    refuse(fault.what());
  }
}

const std::vector<RuleSet>& embedded_rule_sets() {
  static const std::vector<RuleSet> loaded = load_rule_sets();
  return loaded;
}

const RuleSet& newest_rule_set() {
  return embedded_rule_sets().back();
}

std::string_view rule_set_json(std::string_view id) {
  for (const rules::EmbeddedFile& file : rules::files())
    if (is_rule_set(file.name) && file.name.substr(0, 10) == id) return file.bytes;
  return {};
}

bool needs_visa(std::string_view citizenship, const RuleSet& rules) {
  return !rules.visa_free.contains(citizenship);
}

std::vector<std::string> checklist(const Application& application, const RuleSet& rules) {
  // cl. 11: a visa belongs to the identity document, except for citizens of Annex 3 states. Who shows one anyway hands
  // it in.
  const bool asks_visa = needs_visa(application.applicant.citizenship, rules) || application.visa.has_value();
  const auto from = base::parse_date(application.stay.from);
  const auto until = base::parse_date(application.stay.until);
  const bool is_long = from && until && *until > add_months(*from, rules.long_stay_months);
  std::vector<std::string> result;
  for (const std::string& paper : rules.papers) {
    const bool always = std::ranges::find(rules.papers_always, paper) != rules.papers_always.end();
    const bool long_stay = std::ranges::find(rules.papers_long_stay, paper) != rules.papers_long_stay.end();
    if (always || (long_stay && is_long) || (paper == "visa" && asks_visa)) result.push_back(paper);
  }
  return result;
}

std::vector<std::string> missing_papers(const Application& application, const RuleSet& rules,
                                        const std::vector<std::string>& later) {
  std::vector<std::string> missing = checklist(application, rules);
  std::erase_if(missing, [&](const std::string& paper) {
    return std::ranges::find(application.documents, paper) != application.documents.end() ||
           std::ranges::find(later, paper) != later.end();
  });
  return missing;
}

}  // namespace tirkeu::registry
