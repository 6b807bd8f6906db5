#include "sync/daemon/indicator_routes.h"

#include <algorithm>
#include <boost/json.hpp>
#include <memory>
#include <tuple>

#include "schema/registry/offices.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kRecordsPerPage = 100;
constexpr std::string_view kKinds[] = {"application", "visit", "feedback", "complaint", "office"};

struct Shared {
  std::shared_ptr<IndicatorDesk> desk;
  store::Book& book;
  const registry::RuleBook& rules;
  IndicatorSite site;

  base::Date today() const { return registry::zone_of(*site.offices.front()).to_local(site.now()).day; }
};

struct Asked {
  IndicatorScope scope;
  std::optional<std::string> office;
};

base::Date month_of(base::Date day) { return day.year() / day.month() / 1; }

std::expected<Asked, ApiError> read_scope(const Shared& shared, const http::Request& request) {
  registry::Findings findings;
  const auto complain = [&findings](std::string_view path, std::string_view code) {
    findings.push_back(registry::make_finding(registry::Severity::kError, std::string(path), std::string(code)));
  };
  const auto given = [&request](std::string_view name) { return std::string(request.parameter(name).value_or("")); };
  const auto day = [&](std::string_view name) -> std::optional<base::Date> {
    const std::string text = given(name);
    const std::optional<base::Date> date = base::parse_date(text);
    if (!text.empty() && !date) complain(name, "not_a_date");
    return date;
  };
  Asked asked;
  const std::optional<base::Date> from = day("from"), until = day("until");
  const base::Date month = month_of(shared.today());
  asked.scope.from = from ? *from : until ? month_of(base::Date(std::chrono::sys_days(*until) - std::chrono::days(1))) : month;
  asked.scope.until = until ? *until : base::Date(month_of(asked.scope.from) + std::chrono::months(1));
  if (findings.empty() && asked.scope.until <= asked.scope.from) complain("until", "empty_period");
  asked.scope.offices = shared.site.offices;
  if (const std::string code = given("office"); !code.empty()) {
    asked.office = code;
    std::erase_if(asked.scope.offices, [&code](const registry::Office* office) { return office->code != code; });
    if (asked.scope.offices.empty()) complain("office", "unknown_code");
  }
  if (const std::string format = given("format"); !format.empty() && format != "csv" && format != "json") complain("format", "unknown_code");
  if (!findings.empty()) return std::unexpected(error_of(findings));
  if (asked.scope.offices.size() == 1) asked.office = asked.scope.offices.front()->code;
  asked.scope.now = shared.site.now();
  return asked;
}

std::string days_of(const IndicatorScope& scope) { return base::format_date(scope.from) + "/" + base::format_date(scope.until); }

Outcome figures(const Shared& shared, const Call& call) {
  const auto asked = read_scope(shared, call.request);
  if (!asked) return std::unexpected(asked.error());
  const IndicatorScope& scope = asked->scope;
  const base::Date last(std::chrono::sys_days(scope.until) - std::chrono::days(1));
  const registry::RuleSet& rules = shared.rules.in_force(std::min(last, shared.today()));
  const int year = static_cast<int>(scope.from.year());
  const IndicatorDesk::Figures found = shared.desk->figures(scope);
  const std::string whose = asked->office.value_or(shared.site.offices.front()->code);
  if (call.request.parameter("format") == "csv") {
    const std::string table = registry::annex5_csv(found.indicators, rules, year, call.language);
    const base::ByteView bytes = base::bytes_of(table);
    shared.site.audit(call, "export", "indicators " + whose + " " + days_of(scope));
    const std::string name = "indicators-" + whose + "-" + base::format_date(scope.from) + "-" + base::format_date(last) + ".csv";
    return http::Response::file(name, "text/csv; charset=utf-8", base::Bytes(bytes.begin(), bytes.end()));
  }
  return answer(200, json::object{{"from", base::format_date(scope.from)},
                                  {"until", base::format_date(scope.until)},
                                  {"office", asked->office ? json::value(*asked->office) : json::value(nullptr)},
                                  {"rule_set", rules.id},
                                  {"rows", registry::annex5_json(found.indicators, rules, year, call.language)},
                                  {"records", json::object{{"applications", found.applications},
                                                           {"visits", found.visits},
                                                           {"opinions", found.opinions},
                                                           {"complaints", found.complaints}}}});
}

using Position = std::tuple<std::int64_t, int, std::int64_t>;
Position position_of(const IndicatorRecord& record) {
  return {record.at.time_since_epoch().count(), static_cast<int>(record.kind), record.id.value};
}
std::string cursor_of(const IndicatorRecord& record) {
  const auto& [at, kind, id] = position_of(record);
  return std::to_string(at) + "." + std::to_string(kind) + "." + std::to_string(id);
}
std::optional<Position> read_cursor(std::string_view text) {
  const std::size_t first = text.find('.'), second = text.rfind('.');
  if (first == std::string_view::npos || first == second) return std::nullopt;
  const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
    if (digits == "0") return 0;
    const std::optional<base::RowId> id = base::RowId::parse(digits);
    return id ? std::optional(id->value) : std::nullopt;
  };
  const auto at = number(text.substr(0, first)), kind = number(text.substr(first + 1, second - first - 1)), id = number(text.substr(second + 1));
  if (!at || !kind || !id || *kind > 9) return std::nullopt;
  return Position(*at, static_cast<int>(*kind), *id);
}

/// What people know the fact by: ticket, number in the day's queue, day, number of the journal, name of the office.
std::string label_of(store::Book& book, const IndicatorRecord& record) {
  switch (record.kind) {
    case IndicatorRecord::Kind::kApplication:
      if (const auto fact = book.acceptance(record.id)) return fact->ticket_number;
      break;
    case IndicatorRecord::Kind::kVisit:
      if (const auto fact = book.find<store::Visit>(record.id)) return fact->day + " № " + std::to_string(fact->number);
      break;
    case IndicatorRecord::Kind::kFeedback: return registry::local_day(record.office->code, record.at);
    case IndicatorRecord::Kind::kComplaint:
      if (const auto fact = book.find<store::Complaint>(record.id)) return fact->number;
      break;
    case IndicatorRecord::Kind::kOffice: return record.office->name_kk;
  }
  return record.id.to_string();
}

json::object record_json(store::Book& book, const IndicatorRecord& record, registry::Language language) {
  // An opinion has a day and no time, so that nobody can be found by it.
  const bool day_only = record.kind == IndicatorRecord::Kind::kFeedback || record.kind == IndicatorRecord::Kind::kOffice;
  return {{"kind", kKinds[static_cast<std::size_t>(record.kind)]},
          {"id", record.id.to_string()},
          {"label", label_of(book, record)},
          {"office", record.office->code},
          {"at", day_only ? registry::local_day(record.office->code, record.at) : time_at_office(record.at, record.office->code)},
          {"counted", record.part.counted},
          {"of", record.part.of},
          {"why", registry::text(language, "indicator_why." + std::string(record.part.why))}};
}

Outcome records(const Shared& shared, const Call& call) {
  const std::string& code = call.argument("code");
  const registry::Indicators none;
  if (std::ranges::none_of(none.rows(), [&code](const registry::Indicators::Row& row) { return row.code == code; }))
    return std::unexpected(error(404, "not_found"));
  const auto asked = read_scope(shared, call.request);
  if (!asked) return std::unexpected(asked.error());
  std::optional<Position> behind;
  if (const auto cursor = call.request.parameter("cursor"); cursor && !cursor->empty()) {
    behind = read_cursor(*cursor);
    if (!behind) return std::unexpected(error_of({registry::make_finding(registry::Severity::kError, "cursor", "unknown_code")}));
  }
  const std::vector<IndicatorRecord> all = shared.desk->records(asked->scope, code);
  auto next = std::ranges::begin(all);
  if (behind) next = std::ranges::upper_bound(all, *behind, {}, position_of);
  json::array items;
  for (; next != all.end() && items.size() < kRecordsPerPage; ++next) items.push_back(record_json(shared.book, *next, call.language));
  shared.site.audit(call, "search", "indicator " + code + " " + days_of(asked->scope) + " found " + std::to_string(items.size()));
  return answer(200, json::object{{"items", std::move(items)},
                                  {"next", next == all.end() ? json::value(nullptr) : json::value(cursor_of(*std::prev(next)))}});
}

}  // namespace

void add_indicator_routes(Api& api, store::Database& database, store::Book& book, const registry::RuleBook& rules, IndicatorSite site) {
  const Shared shared{std::make_shared<IndicatorDesk>(database, rules, site.informs), book, rules, std::move(site)};
  api.get("/api/v1/indicators", shared.site.roles, [shared](const Call& call) { return figures(shared, call); });
  api.get("/api/v1/indicators/{code}/records", shared.site.roles, [shared](const Call& call) { return records(shared, call); });
}

}  // namespace tirkeu::daemon
