// Reading a rule set, member by member. Nothing here trusts the content: an administrator typed it, or it came over the line.
#include <algorithm>
#include <set>

#include <boost/json/parse.hpp>

#include "schema/registry/countries.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t kBytesMax = 1'000'000;  // the embedded ones have 20 kB
constexpr std::size_t kIdBytesMax = 40;

/// Keeps a fault for each member that cannot be used, and goes on; the result counts only where no fault was found.
class Reader {
 public:
  explicit Reader(const object& root) : root_(root) {}
  RuleSet read();
  std::vector<RuleFault> take_faults() { return std::move(faults_); }

 private:
  /// The path of a member, as findings write it: "hours.6.closes".
  static std::string below(const std::string& path, std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  }
  void fault(std::string path, std::string_view code, MessageArguments arguments = {}) {
    faults_.push_back({std::move(path), {"rule." + std::string(code), std::move(arguments)}});
  }
  void wrong_kind(const std::string& path, std::string_view kind) { fault(path, "wrong_kind", {{"kind", std::string(kind)}}); }
  const value* member(const object& from, const std::string& path, std::string_view name) {
    const value* found = from.if_contains(name);
    if (!found) fault(below(path, name), "missing");
    return found;
  }
  std::string text_of(const value& from, const std::string& path) {
    if (from.is_string()) return std::string(from.as_string());
    wrong_kind(path, "text");
    return {};
  }
  std::string text(std::string_view name) {
    const value* found = member(root_, "", name);
    return found ? text_of(*found, std::string(name)) : std::string();
  }
  bool truth(std::string_view name) {
    const value* found = member(root_, "", name);
    if (found && !found->is_bool()) wrong_kind(std::string(name), "truth");
    return found && found->is_bool() && found->as_bool();
  }
  int number_of(const value& from, const std::string& path, int least, int most);
  int number(std::string_view name, int least, int most) {
    const value* found = member(root_, "", name);
    return found ? number_of(*found, std::string(name), least, most) : least;
  }
  const object& object_of(const value* from, const std::string& path) {
    static const object kNone;
    if (from && from->is_object()) return from->as_object();
    if (from) wrong_kind(path, "object");
    return kNone;
  }
  const object& object_at(std::string_view name) { return object_of(member(root_, "", name), std::string(name)); }
  std::vector<std::string> texts_of(const value* from, const std::string& path);
  std::vector<std::string> texts(std::string_view name) { return texts_of(member(root_, "", name), std::string(name)); }
  std::string day_of(std::string text, const std::string& path);
  std::chrono::minutes time_of(const object& row, const std::string& path, std::string_view name);

  void read_visa_free(RuleSet& rules);
  void read_hours(RuleSet& rules);
  void read_days_off(const object& years, const std::string& path, RuleSet& rules, std::vector<std::string>& days);
  void read_working_days(const value* rows, const std::string& path, std::map<std::string, std::string, std::less<>>& days);
  void read_calendar(RuleSet& rules);
  void read_targets(RuleSet& rules);
  std::optional<double> percent(const object& row, const std::string& path, std::string_view name);

  const object& root_;
  std::vector<RuleFault> faults_;
};

int Reader::number_of(const value& from, const std::string& path, int least, int most) {
  boost::system::error_code error;
  const int number = from.to_number<int>(error);
  if (!error && number >= least && number <= most) return number;
  fault(path, "out_of_range", {{"least", std::to_string(least)}, {"most", std::to_string(most)}});
  return least;
}

std::vector<std::string> Reader::texts_of(const value* from, const std::string& path) {
  std::vector<std::string> result;
  if (from && !from->is_array()) wrong_kind(path, "list");
  if (!from || !from->is_array()) return result;
  for (std::size_t place = 0; place < from->as_array().size(); ++place) {
    const std::string at = path + "." + std::to_string(place);
    std::string item = text_of(from->as_array()[place], at);
    if (item.empty()) continue;
    if (std::ranges::find(result, item) != result.end())
      fault(at, "listed_twice", {{"code", item}});
    else
      result.push_back(std::move(item));
  }
  return result;
}

// The years that a calendar may speak of; what lies outside is a slip of the finger.
std::string Reader::day_of(std::string text, const std::string& path) {
  const auto day = base::parse_date(text);
  if (day && day->year() >= std::chrono::year(1991) && day->year() < std::chrono::year(2100)) return text;
  fault(path, "not_a_date", {{"text", text}});
  return {};
}

// "09:00" as minutes since midnight.
std::chrono::minutes Reader::time_of(const object& row, const std::string& path, std::string_view name) {
  const value* from = member(row, path, name);
  if (!from) return {};
  const std::string at = below(path, name);
  const std::string text = text_of(*from, at);
  const auto digit = [&text](std::size_t place) { return text[place] >= '0' && text[place] <= '9' ? text[place] - '0' : 99; };
  if (text.size() == 5 && text[2] == ':') {
    const int hours = digit(0) * 10 + digit(1);
    const int minutes = digit(3) * 10 + digit(4);
    if (hours <= 23 && minutes <= 59) return std::chrono::minutes(hours * 60 + minutes);
  }
  fault(at, "not_a_time", {{"text", text}});
  return {};
}

void Reader::read_visa_free(RuleSet& rules) {
  for (const auto& [state, term] : object_at("visa_free")) {
    const std::string path = "visa_free." + std::string(state);
    if (!find_country(state)) fault(path, "unknown_state", {{"code", std::string(state)}});
    const object& row = object_of(&term, path);
    VisaFreeTerm read;
    if (const value* days = row.if_contains("days")) read.days = number_of(*days, path + ".days", 1, 3660);
    if (const value* months = row.if_contains("months")) read.months = number_of(*months, path + ".months", 1, 120);
    if (read.days && read.months) fault(path, "two_terms");
    rules.visa_free.emplace(std::string(state), read);
  }
}

void Reader::read_hours(RuleSet& rules) {
  for (const auto& [day, from] : object_at("hours")) {
    const std::string path = "hours." + std::string(day);
    if (day.size() != 1 || day.front() < '1' || day.front() > '7') {
      fault(path, "not_a_weekday", {{"text", std::string(day)}});
      continue;
    }
    const object& row = object_of(&from, path);
    OpeningHours hours;
    hours.opens = time_of(row, path, "opens");
    hours.closes = time_of(row, path, "closes");
    hours.break_starts = row.contains("break_starts") ? time_of(row, path, "break_starts") : hours.closes;
    hours.break_ends = row.contains("break_ends") ? time_of(row, path, "break_ends") : hours.break_starts;
    if (!(hours.opens < hours.closes && hours.opens <= hours.break_starts && hours.break_starts <= hours.break_ends &&
          hours.break_ends <= hours.closes))
      fault(path, "hours_not_in_order");
    rules.hours.emplace(day.front() - '0', hours);
  }
}

void Reader::read_days_off(const object& years, const std::string& path, RuleSet& rules, std::vector<std::string>& days) {
  for (const auto& [year, of_year] : years) {
    const std::string year_path = path + "." + std::string(year);
    for (const auto& [text, name] : object_of(&of_year, year_path)) {
      const std::string at = year_path + "." + std::string(text);
      const std::string day = day_of(std::string(text), at);
      if (day.empty()) continue;
      if (!day.starts_with(std::string(year) + "-")) fault(at, "day_of_another_year", {{"day", day}, {"year", std::string(year)}});
      rules.holiday_names.emplace(day, text_of(name, at));
      days.push_back(day);
    }
  }
  std::ranges::sort(days);
}

void Reader::read_working_days(const value* rows, const std::string& path,
                               std::map<std::string, std::string, std::less<>>& days) {
  if (rows && !rows->is_array()) wrong_kind(path, "list");
  if (!rows || !rows->is_array()) return;
  for (std::size_t place = 0; place < rows->as_array().size(); ++place) {
    const std::string at = path + "." + std::to_string(place);
    const object& row = object_of(&rows->as_array()[place], at);
    const value* date = member(row, at, "date");
    const value* instead = member(row, at, "instead_of");
    if (!date || !instead) continue;
    const std::string day = day_of(text_of(*date, at + "date"), at + "date");
    const std::string off = day_of(text_of(*instead, at + "instead_of"), at + "instead_of");
    if (!day.empty() && !off.empty() && !days.emplace(day, off).second) fault(at, "listed_twice", {{"code", day}});
  }
}

void Reader::read_calendar(RuleSet& rules) {
  read_hours(rules);
  read_days_off(object_at("holidays"), "holidays", rules, rules.holidays);
  read_working_days(member(root_, "", "working_days"), "working_days", rules.worked_instead_of);
  for (const auto& [day, off] : rules.worked_instead_of) rules.working_days.push_back(day);
  rules.calendar_through = day_of(text("calendar_through"), "calendar_through");
  rules.five_day_offices = texts("five_day_offices");
  const object& five = object_at("five_day");
  if (!root_.contains("five_day")) return;
  read_days_off(object_of(member(five, "five_day", "holidays"), "five_day.holidays"), "five_day.holidays", rules,
                rules.five_day_holidays);
  read_working_days(member(five, "five_day", "working_days"), "five_day.working_days", rules.five_day_worked_instead_of);
}

std::optional<double> Reader::percent(const object& row, const std::string& path, std::string_view name) {
  const value* from = row.if_contains(name);
  if (!from || from->is_null()) return std::nullopt;
  boost::system::error_code error;
  const double percent = from->to_number<double>(error);
  if (!error && percent >= 0 && percent <= 100) return percent;
  fault(path + "." + std::string(name), "out_of_range", {{"least", "0"}, {"most", "100"}});
  return std::nullopt;
}

void Reader::read_targets(RuleSet& rules) {
  for (const auto& [year, rows] : object_at("targets")) {
    const std::string path = "targets." + std::string(year);
    if (day_of(std::string(year) + "-01-01", path).empty()) continue;
    auto& of_year = rules.targets[std::stoi(std::string(year))];
    for (const auto& [indicator, row] : object_of(&rows, path)) {
      const std::string at = path + "." + std::string(indicator);
      if (std::ranges::find(kIndicators, std::string_view(indicator)) == std::end(kIndicators))
        fault(at, "unknown_indicator", {{"code", std::string(indicator)}});
      const object& values = object_of(&row, at);
      of_year[std::string(indicator)] = {percent(values, at, "normative"), percent(values, at, "next_year")};
    }
  }
}

RuleSet Reader::read() {
  RuleSet rules;
  rules.id = text("id");
  const auto may_stand_in_an_id = [](char byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.';
  };
  if (rules.id.empty() || rules.id.size() > kIdBytesMax || !std::ranges::all_of(rules.id, may_stand_in_an_id))
    fault("id", "bad_id");
  rules.valid_from = day_of(text("valid_from"), "valid_from");
  rules.valid_from_is_doubtful = truth("valid_from_doubtful");
  read_visa_free(rules);
  rules.categories = texts("categories");
  rules.category_of_tourist_visa = text("category_of_tourist_visa");
  rules.papers = texts("papers");
  rules.papers_always = texts("papers_always");
  rules.papers_long_stay = texts("papers_long_stay");
  rules.long_stay_months = number("long_stay_months", 1, 120);
  rules.document_types = texts("document_types");
  rules.purposes = texts("purposes");
  rules.refusal_grounds = texts("refusal_grounds");
  for (const auto& [ground, clause] : object_at("refusal_clauses"))
    rules.refusal_clauses.emplace(std::string(ground), text_of(clause, "refusal_clauses." + std::string(ground)));
  read_calendar(rules);
  for (const auto& [office, names] : object_at("localities"))
    rules.localities.emplace(std::string(office), texts_of(&names, "localities." + std::string(office)));
  read_targets(rules);
  rules.complaint_days = number("complaint_days", 1, 365);
  rules.complaint_days_extended = number("complaint_days_extended", 1, 365);
  rules.paper_uncertainty_minutes = number("paper_uncertainty_minutes", 0, 7 * 24 * 60);
  rules.portal = truth("portal");
  return rules;
}

}  // namespace

std::expected<RuleSet, std::vector<RuleFault>> read_rule_set(std::string_view json) {
  const auto refused = [](std::string code, MessageArguments arguments) {
    return std::unexpected(std::vector<RuleFault>{{"", {"rule." + code, std::move(arguments)}}});
  };
  if (json.size() > kBytesMax) return refused("too_large", {{"bytes", std::to_string(kBytesMax)}});
  boost::system::error_code error;
  const value parsed = boost::json::parse(json, error);
  if (error) return refused("not_json", {{"detail", error.message()}});
  if (!parsed.is_object()) return refused("wrong_kind", {{"kind", "object"}});
  Reader reader(parsed.as_object());
  RuleSet rules = reader.read();
  std::vector<RuleFault> faults = reader.take_faults();
  if (faults.empty()) faults = contradictions_of(rules);
  if (!faults.empty()) return std::unexpected(std::move(faults));
  return rules;
}

}  // namespace tirkeu::registry
