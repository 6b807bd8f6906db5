#include "node/take_over.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <utility>

#include "node/office_time.h"
#include "schema/registry/application_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 37> kColumns = {
    "applicant.surname", "applicant.given_names", "applicant.surname_local", "applicant.given_names_local", "applicant.patronymic",
    "applicant.birth_date", "applicant.sex", "applicant.citizenship", "applicant.birth_place", "applicant.iin",
    "document.type", "document.issuing_state", "document.number", "document.issued", "document.expires",
    "visa.number", "visa.category", "visa.valid_from", "visa.valid_until",
    "migration_card.number", "migration_card.border_point", "migration_card.entry_date",
    "stay.purpose", "stay.from", "stay.until", "stay.address.office", "stay.address.locality", "stay.address.street",
    "stay.address.house", "stay.address.flat",
    "host.kind", "host.name", "host.number", "host.address", "host.phone",
    "category", "documents"};
constexpr std::array<std::string_view, 3> kOwnColumns = {"accepted_at", "paper_number", "registered_until"};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_own(std::string_view column) { return std::ranges::find(kOwnColumns, column) != kOwnColumns.end(); }
bool is_known(std::string_view column) { return is_own(column) || std::ranges::find(kColumns, column) != kColumns.end(); }

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

/// "stay.address.house" deep into the object.
void set_member(json::object& object, std::string_view path, json::value value) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) {
    object[path] = std::move(value);
    return;
  }
  json::value& inner = object[path.substr(0, dot)];
  if (!inner.is_object()) inner = json::object();
  set_member(inner.get_object(), path.substr(dot + 1), std::move(value));
}

/// Codes between blanks, commas or semicolons.
json::array codes_of(std::string_view text) {
  json::array codes;
  while (true) {
    const std::size_t begin = text.find_first_not_of(" ,;");
    if (begin == std::string_view::npos) return codes;
    text.remove_prefix(begin);
    const std::size_t end = std::min(text.find_first_of(" ,;"), text.size());
    codes.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
}

}  // namespace

TakeOver::TakeOver(Counter& counter, store::Cases& cases, Mode mode, std::string clerk)
    : counter_(counter), cases_(cases), mode_(mode), clerk_(std::move(clerk)) {}

void TakeOver::complain(std::size_t line, std::string path, std::string code, registry::MessageArguments arguments) {
  report_.problems.push_back(
      {line, registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), std::move(arguments))});
}

bool TakeOver::read_header(const registry::CsvRow& header) {
  const std::size_t problems = report_.problems.size();
  for (const std::string& cell : header) {
    std::string column = trimmed(cell);
    if (!is_known(column)) complain(1, column, "unknown_member");
    if (std::ranges::find(columns_, column) != columns_.end()) complain(1, column, "column_twice");
    columns_.push_back(std::move(column));
  }
  return report_.problems.size() == problems;
}

std::string TakeOver::cell(const registry::CsvRow& row, std::string_view column) const {
  const auto found = std::ranges::find(columns_, column);
  return found == columns_.end() ? "" : trimmed(row[static_cast<std::size_t>(found - columns_.begin())]);
}

json::object TakeOver::body_of(const registry::CsvRow& row) const {
  // Objects that must be there are, even when none of their columns is: each missing member is then named.
  json::object body{{"applicant", json::object()}, {"document", json::object()}, {"migration_card", json::object()}};
  body["stay"] = json::object{{"address", json::object()}};
  body["documents"] = codes_of(cell(row, "documents"));
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::string value = trimmed(row[i]);
    if (value.empty() || is_own(columns_[i]) || columns_[i] == "documents") continue;
    set_member(body, columns_[i], json::value(value));
  }
  return body;
}

bool TakeOver::is_repeated(const registry::Application& application) {
  const std::string key = store::document_key(application.document);
  for (const store::CaseState& state : cases_.with_document(key))
    if (state.entry_date == application.migration_card.entry_date && state.state != "withdrawn") return true;
  return !seen_.insert(key + " " + application.migration_card.entry_date).second;
}

void TakeOver::take_row(const registry::CsvRow& row, std::size_t line) {
  const registry::ReadApplication read = registry::read_application(body_of(row));
  Submission submission{read.application};
  TakenOn taken_on{.register_number = cell(row, "paper_number"), .registered_until = cell(row, "registered_until")};
  registry::Findings findings = read.findings;
  const std::string at = cell(row, "accepted_at");
  const std::optional<base::Instant> accepted_at = read_office_time(at, counter_.zone());
  if (!accepted_at)
    findings.push_back(registry::make_finding(registry::Severity::kError, "accepted_at", at.empty() ? "required" : "bad_time"));
  taken_on.accepted_at = accepted_at.value_or(base::Instant{});
  submission.taken_on = std::move(taken_on);
  for (registry::Finding& finding : counter_.judge_submission(submission)) findings.push_back(std::move(finding));
  const std::size_t problems = report_.problems.size();
  for (registry::Finding& finding : findings)
    if (finding.severity == registry::Severity::kError) report_.problems.push_back({line, std::move(finding)});
  if (report_.problems.size() != problems) return;
  if (is_repeated(submission.application)) {
    ++report_.repeated;
    complain(line, "document.number", "taken_already");
    return;
  }
  if (mode_ == Mode::kTake && !counter_.take_on(submission, clerk_)) {
    report_.has_stopped = true;
    return;
  }
  ++report_.taken;
}

TakeOverReport TakeOver::run(std::string_view csv) {
  report_ = {};
  columns_.clear();
  seen_.clear();
  if (csv.starts_with(kByteOrderMark)) csv.remove_prefix(kByteOrderMark.size());
  const auto table = registry::read_csv(csv, registry::separator_of(csv));
  if (!table) complain(1, "", "csv_unreadable", {{"where", table.error()}});
  if (table && table->empty()) complain(1, "", "csv_empty");
  if (!table || table->empty() || !read_header(table->front())) return std::move(report_);
  for (std::size_t i = 1; i < table->size() && !report_.has_stopped; ++i) {
    const registry::CsvRow& row = (*table)[i];
    if (std::ranges::all_of(row, [](const std::string& cell) { return trimmed(cell).empty(); })) continue;
    ++report_.rows;
    if (row.size() != columns_.size())
      complain(i + 1, "", "cells_differ", {{"cells", std::to_string(row.size())}, {"columns", std::to_string(columns_.size())}});
    else
      take_row(row, i + 1);
  }
  return std::move(report_);
}

json::object report_json(const TakeOverReport& report, registry::Language language) {
  json::array problems;
  for (const TakeOverReport::Problem& problem : report.problems)
    problems.push_back(json::object{{"line", problem.line},
                                    {"field", problem.finding.path},
                                    {"code", problem.finding.code},
                                    {"message", registry::text(language, problem.finding.message)}});
  return {{"rows", report.rows}, {"taken", report.taken}, {"repeated", report.repeated}, {"problems", std::move(problems)}};
}

}  // namespace tirkeu::node
