// Who read whose data: for the head of the office. What was printed is told by the screens, which print.
#include "node/act.h"
#include "sync/daemon/printed.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;

constexpr service::RoleSet kHeads = {service::Role::kHead};

std::expected<AuditQuery, registry::Findings> read_query(const http::Request& request, const base::TimeZone& zone) {
  AuditQuery query;
  registry::Findings findings;
  const auto given = [&](std::string_view name) { return std::string(request.parameter(name).value_or("")); };
  const auto day = [&](std::string_view name, int days_later) -> std::optional<base::Instant> {
    const std::string text = given(name);
    if (text.empty()) return std::nullopt;
    const std::optional<base::Date> date = base::parse_date(text);
    if (!date) {
      findings.push_back(registry::make_finding(registry::Severity::kError, std::string(name), "not_a_date"));
      return std::nullopt;
    }
    return zone.to_instant(base::Date(std::chrono::sys_days(*date) + std::chrono::days(days_later)), {});
  };
  query.from = day("from", 0);
  query.until = day("to", 1);
  if (const std::string record = given("record"); !record.empty()) {
    query.record = base::RowId::parse(record);
    if (!query.record) findings.push_back(registry::make_finding(registry::Severity::kError, "record", "unknown_code"));
  }
  if (!findings.empty()) return std::unexpected(std::move(findings));
  return query;
}

Outcome lines(Node& node, const Call& call) {
  const auto query = read_query(call.request, node.counter().zone());
  if (!query) return std::unexpected(daemon::error_of(query.error()));
  json::array items;
  for (const AuditLine& line : node.audit().lines(*query)) {
    json::object item{{"at", daemon::time_at_office(line.at, node.identity().office_code())},
                      {"account", line.account},
                      {"action", line.action},
                      {"in_log", line.in_log}};
    item["record"] = line.record ? json::value(line.record->to_string()) : json::value(nullptr);
    item["detail"] = line.detail ? json::value(*line.detail) : json::value(nullptr);
    const std::optional<store::CaseState> state = line.record ? node.cases().find(*line.record) : std::nullopt;
    item["ticket_number"] = state ? json::value(state->ticket_number) : json::value(nullptr);
    items.push_back(std::move(item));
  }
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

}  // namespace

void add_audit_routes(daemon::Api& api, Node& node) {
  api.write("/api/v1/applications/{id}/printed", kCounterRoles,
            [&node](const Call& call, daemon::WriteContext& write) { return daemon::note_print(node, call, write); });
  api.get("/api/v1/audit", kHeads, [&node](const Call& call) { return lines(node, call); });
}

}  // namespace tirkeu::node
