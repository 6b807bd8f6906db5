#include "schema/registry/indicators.h"

#include <cmath>
#include <cstdio>

namespace tirkeu::registry {
namespace {

constexpr std::chrono::minutes kWaitingMax{15};  // cl. 7.2
constexpr std::chrono::minutes kServiceMax{15};  // cl. 7.3

void count(Share& share, bool counts) {
  ++share.of;
  if (counts) ++share.count;
}

/// "95", "95.5", "33.33".
std::string percent_text(const std::optional<double>& percent) {
  if (!percent) return {};
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", *percent);
  std::string result = text;
  while (result.back() == '0') result.pop_back();
  if (result.back() == '.') result.pop_back();
  return result;
}

std::string cell(const std::string& text) {
  std::string result = "\"";
  for (const char byte : text) result += byte == '"' ? "\"\"" : std::string(1, byte);
  return result + "\"";
}

Target target_of(const RuleSet& rules, int year, std::string_view code) {
  const auto of_year = rules.targets.find(year);
  if (of_year == rules.targets.end()) return {};
  const auto target = of_year->second.find(code);
  return target == of_year->second.end() ? Target() : target->second;
}

void count_case(const ServedCase& one, const IndicatorInput& input, Indicators& result) {
  const auto in_period = [&input](base::Instant at) { return input.from <= at && at < input.until; };
  if (one.decided_at && in_period(*one.decided_at)) ++result.complaints.of;
  if (!in_period(one.due_at) || (!one.decided_at && (one.withdrawn || one.due_at > input.now))) return;
  count(result.timeliness, one.decided_at && *one.decided_at <= one.due_at);
}

void count_visit(const VisitTimes& one, Indicators& result) {
  const base::Instant waited_until = one.called_at.value_or(one.finished_at);
  const bool in_time = waited_until - one.arrived_at <= kWaitingMax;
  // Who leaves within the 15 minutes was not kept waiting too long, and was not served in time either.
  if (one.called_at || !in_time) count(result.waiting, one.called_at && in_time);
  if (one.called_at) count(result.service, one.finished_at - *one.called_at <= kServiceMax);
}

}  // namespace

std::array<Indicators::Row, 8> Indicators::rows() const {
  return {{{"1.1", &timeliness},
           {"2.1", &process},
           {"3.1", &information},
           {"3.2", &electronic},
           {"4.1", &complaints},
           {"5.1", &courtesy},
           {"7.2", &waiting},
           {"7.3", &service}}};
}

Indicators compute(const IndicatorInput& input) {
  const auto in_period = [&input](base::Instant at) { return input.from <= at && at < input.until; };
  Indicators result;
  for (const ServedCase& one : input.cases) count_case(one, input, result);
  for (const VisitTimes& one : input.visits)
    if (in_period(one.finished_at)) count_visit(one, result);
  for (const Opinion& opinion : input.opinions) {
    if (!in_period(opinion.given_at)) continue;
    count(result.process, opinion.process);
    count(result.information, opinion.information);
    count(result.courtesy, opinion.courtesy);
  }
  for (const AnsweredComplaint& complaint : input.complaints)
    if (complaint.founded && in_period(complaint.answered_at)) ++result.complaints.count;
  count(result.electronic, input.information_is_electronic);
  return result;
}

std::string annex5_csv(const Indicators& indicators, const RuleSet& rules, int year, Language language) {
  std::string csv;
  const auto row = [&csv](std::initializer_list<std::string> cells) {
    std::string line;
    for (const std::string& text : cells) line += (line.empty() ? "" : ",") + cell(text);
    csv += line + "\r\n";
  };
  const auto heading = [language](std::string_view key) { return text(language, "annex5." + std::string(key)); };
  row({heading("indicator"), heading("normative"), heading("next_year"), heading("current"), heading("count"), heading("of")});
  for (const auto& [code, share] : indicators.rows()) {
    const Target target = target_of(rules, year, code);
    row({text(language, "indicator." + std::string(code)), percent_text(target.normative), percent_text(target.next_year),
         percent_text(share->percent()), std::to_string(share->count), std::to_string(share->of)});
  }
  return csv;
}

boost::json::object annex5_json(const Indicators& indicators, const RuleSet& rules, int year) {
  const auto number = [](const std::optional<double>& value) -> boost::json::value {
    if (!value) return nullptr;
    return std::round(*value * 100) / 100;
  };
  boost::json::object result;
  for (const auto& [code, share] : indicators.rows()) {
    const Target target = target_of(rules, year, code);
    result[code] = {{"count", share->count},
                    {"of", share->of},
                    {"percent", number(share->percent())},
                    {"normative", number(target.normative)},
                    {"next_year", number(target.next_year)}};
  }
  return result;
}

base::Date complaint_due(base::Date received_on, ComplaintTerm term, const RuleSet& rules) {
  const int days = term == ComplaintTerm::kExtended ? rules.complaint_days_extended : rules.complaint_days;
  return std::chrono::sys_days(received_on) + std::chrono::days(days);
}

}  // namespace tirkeu::registry
