// Who read whose data, at the department and its offices; and what was printed here, which the screens tell.
#include <boost/json.hpp>

#include "hub/api.h"
#include "hub/query.h"
#include "sync/daemon/printed.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};

json::object line_json(Hub& hub, const store::Audit& line) {
  const std::optional<store::CaseState> state = line.record ? hub.cases().find(*line.record) : std::nullopt;
  json::object item{{"at", daemon::time_at_office(line.recorded_at, line.office)},
                    {"office", line.office},
                    {"account", line.account},
                    {"action", line.action}};
  item["application_id"] = line.record ? json::value(line.record->to_string()) : json::value(nullptr);
  item["ticket_number"] = state ? json::value(state->ticket_number) : json::value(nullptr);
  item["detail"] = line.detail ? json::value(*line.detail) : json::value(nullptr);
  return item;
}

daemon::Outcome list(Hub& hub, const Call& call) {
  const base::TimeZone zone = registry::zone_of(*registry::find_office(hub.department().code()));
  AuditQuery query;
  if (const std::optional<std::string> record = filled(call.request, "record")) {
    query.record = base::RowId::parse(*record);
    if (!query.record) return std::unexpected(bad_parameter("record"));
  }
  query.account = filled(call.request, "account");
  query.office = filled(call.request, "office");
  const auto from = time_of(call.request, "from", zone, 0);
  if (!from) return std::unexpected(from.error());
  const auto until = time_of(call.request, "to", zone, 1);  // The last day is meant whole.
  if (!until) return std::unexpected(until.error());
  query.from = *from;
  query.until = *until;
  const std::optional<TimeCursor> cursor = TimeCursor::parse(filled(call.request, "cursor").value_or(""));
  if (!cursor) return std::unexpected(bad_parameter("cursor"));
  query.after = *cursor;
  const AuditPage page = hub.audit().list(query);
  json::array items;
  for (const store::Audit& line : page.items) items.push_back(line_json(hub, line));
  return daemon::answer(200, json::object{{"items", std::move(items)},
                                          {"next", page.next ? json::value(*page.next) : json::value(nullptr)}});
}

}  // namespace

void add_audit_routes(daemon::Api& api, Hub& hub) {
  api.get("/api/v1/audit", kReaders, [&hub](const Call& call) { return list(hub, call); });
  api.write("/api/v1/applications/{id}/printed", kReaders,
            [&hub](const Call& call, daemon::WriteContext& write) { return daemon::note_print(hub, call, write); });
}

}  // namespace tirkeu::hub
