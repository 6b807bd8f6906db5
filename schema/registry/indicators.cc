#include "schema/registry/indicators.h"

#include <cmath>
#include <cstdio>

#include <boost/json/object.hpp>

namespace tirkeu::registry {
namespace {

constexpr std::chrono::minutes kWaitingMax{15};  // cl. 7.2
constexpr std::chrono::minutes kServiceMax{15};  // cl. 7.3

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

struct Cell {
  std::string_view code, clause;
  Share Indicators::* share;
};
/// In the order of Annex 5, then clause 7.
constexpr Cell kCells[] = {{"1.1", "cl. 7.1", &Indicators::timeliness},   {"2.1", "cl. 18", &Indicators::process},
                           {"3.1", "cl. 18", &Indicators::information},   {"3.2", "cl. 4", &Indicators::electronic},
                           {"4.1", "cl. 20", &Indicators::complaints},    {"5.1", "cl. 17", &Indicators::courtesy},
                           {"7.2", "cl. 7.2", &Indicators::waiting},      {"7.3", "cl. 7.3", &Indicators::service}};

Part timeliness_of(const ServedCase& one, const IndicatorPeriod& period) {
  if (one.decided_at) return *one.decided_at <= one.due_at ? Part{true, true, "in_time"} : Part{false, true, "late"};
  if (one.withdrawn_at && *one.withdrawn_at <= one.due_at) return {false, false, "withdrawn"};
  if (one.due_at > period.now) return {false, false, "not_due"};
  return one.withdrawn_at ? Part{false, true, "withdrawn_late"} : Part{false, true, "undecided"};
}

Part waiting_of(const VisitTimes& one) {
  const bool in_time = one.called_at.value_or(one.finished_at) - one.arrived_at <= kWaitingMax;
  if (one.called_at) return in_time ? Part{true, true, "called_in_time"} : Part{false, true, "called_late"};
  // Who leaves within the 15 minutes was not kept waiting too long, and was not served in time either.
  return in_time ? Part{false, false, "left_early"} : Part{false, true, "left_late"};
}

Part service_of(const VisitTimes& one) {
  if (!one.called_at) return {false, false, "never_called"};
  return one.finished_at - *one.called_at <= kServiceMax ? Part{true, true, "served_in_time"} : Part{false, true, "served_late"};
}

template <class Fact>
void add(Share& share, std::string_view code, const std::vector<Fact>& facts, const IndicatorPeriod& period) {
  for (const Fact& one : facts) {
    const std::optional<Part> part = part_in(code, one, period);
    if (!part) continue;
    share.count += part->counted ? 1 : 0;
    share.of += part->of ? 1 : 0;
  }
}

}  // namespace

std::optional<Part> part_in(std::string_view code, const ServedCase& one, const IndicatorPeriod& period) {
  if (code == "1.1" && period.contains(one.due_at)) return timeliness_of(one, period);
  if (code == "4.1" && one.decided_at && period.contains(*one.decided_at)) return Part{false, true, "decided"};
  return std::nullopt;
}

std::optional<Part> part_in(std::string_view code, const VisitTimes& one, const IndicatorPeriod& period) {
  if (!period.contains(one.finished_at)) return std::nullopt;
  if (code == "7.2") return waiting_of(one);
  if (code == "7.3") return service_of(one);
  return std::nullopt;
}

std::optional<Part> part_in(std::string_view code, const Opinion& one, const IndicatorPeriod& period) {
  if (!period.contains(one.given_at)) return std::nullopt;
  const auto of = [](bool satisfied) { return Part{satisfied, true, satisfied ? "satisfied" : "not_satisfied"}; };
  if (code == "2.1") return of(one.process);
  if (code == "3.1") return of(one.information);
  if (code == "5.1") return of(one.courtesy);
  return std::nullopt;
}

std::optional<Part> part_in(std::string_view code, const AnsweredComplaint& one, const IndicatorPeriod& period) {
  if (code != "4.1" || !period.contains(one.answered_at)) return std::nullopt;
  return Part{one.founded, false, one.founded ? "founded" : "unfounded"};
}

std::array<Indicators::Row, 8> Indicators::rows() const {
  std::array<Row, 8> rows{};
  for (std::size_t at = 0; at < rows.size(); ++at) rows[at] = {kCells[at].code, kCells[at].clause, &(this->*kCells[at].share)};
  return rows;
}

Indicators& Indicators::operator+=(const Indicators& other) {
  for (const Cell& cell : kCells) {
    (this->*cell.share).count += (other.*cell.share).count;
    (this->*cell.share).of += (other.*cell.share).of;
  }
  return *this;
}

Indicators compute(const IndicatorInput& input) {
  Indicators result;
  for (const Cell& cell : kCells) {
    Share& share = result.*cell.share;
    add(share, cell.code, input.cases, input);
    add(share, cell.code, input.visits, input);
    add(share, cell.code, input.opinions, input);
    add(share, cell.code, input.complaints, input);
  }
  result.electronic = {input.information_is_electronic ? 1 : 0, 1};
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
  for (const auto& [code, clause, share] : indicators.rows()) {
    const Target target = target_of(rules, year, code);
    row({text(language, "indicator." + std::string(code)), percent_text(target.normative), percent_text(target.next_year),
         percent_text(share->percent()), std::to_string(share->count), std::to_string(share->of)});
  }
  return csv;
}

boost::json::array annex5_json(const Indicators& indicators, const RuleSet& rules, int year, Language language) {
  const auto number = [](const std::optional<double>& value) -> boost::json::value {
    if (!value) return nullptr;
    return std::round(*value * 100) / 100;
  };
  boost::json::array result;
  for (const auto& [code, clause, share] : indicators.rows()) {
    const Target target = target_of(rules, year, code);
    result.push_back(boost::json::object{{"code", code},
                                         {"name", text(language, "indicator." + std::string(code))},
                                         {"clause", clause},
                                         {"count", share->count},
                                         {"of", share->of},
                                         {"percent", number(share->percent())},
                                         {"normative", number(target.normative)},
                                         {"next_year", number(target.next_year)},
                                         {"definition", text(language, "indicator_definition." + std::string(code))}});
  }
  return result;
}

base::Date complaint_due(base::Date received_on, ComplaintTerm term, const RuleSet& rules) {
  const int days = term == ComplaintTerm::kExtended ? rules.complaint_days_extended : rules.complaint_days;
  return std::chrono::sys_days(received_on) + std::chrono::days(days);
}

}  // namespace tirkeu::registry
