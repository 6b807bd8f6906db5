#include "hub/api.h"

#include <boost/json.hpp>

#include "hub/files.h"
#include "hub/query.h"
#include "schema/registry/rule_set.h"
#include "sync/daemon/record_json.h"
#include "sync/daemon/version.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};
constexpr service::RoleSet kEverybody{Role::kAdmin, Role::kAuditor, Role::kSysadmin};

daemon::Outcome list_applications(Hub& hub, const Call& call) {
  const base::TimeZone zone = registry::zone_of(*registry::find_office(hub.department().code()));
  store::CaseQuery query;
  query.text = filled(call.request, "q").value_or("");
  query.state = filled(call.request, "state");
  query.confirmation = filled(call.request, "confirmation");
  query.office = filled(call.request, "office");
  query.cursor = filled(call.request, "cursor");
  const auto from = time_of(call.request, "from", zone, 0);
  if (!from) return std::unexpected(from.error());
  const auto until = time_of(call.request, "to", zone, 1);  // The last day is meant whole.
  if (!until) return std::unexpected(until.error());
  query.from = *from;
  query.until = *until;
  const store::CasePage page = hub.cases().search(query);
  json::array items;
  for (const store::CaseState& state : page.items) items.push_back(daemon::list_item(hub.book(), state));
  hub.audit().note(call.account->name, "search", std::nullopt, "found " + std::to_string(items.size()));
  return daemon::answer(200, json::object{{"items", std::move(items)},
                                          {"next", page.next ? json::value(*page.next) : json::value(nullptr)}});
}

daemon::Outcome openapi() {
  for (const EmbeddedFile& file : files())
    if (file.name == "openapi.json") return http::Response::json(200, std::string(file.bytes));
  return std::unexpected(daemon::error(404, "not_found"));
}

}  // namespace

void add_office_routes(daemon::Api& api, Hub& hub, base::Clock& clock) {
  api.get("/api/v1/offices", kEverybody, [&hub, &clock](const Call&) -> daemon::Outcome {
    json::array offices;
    for (const OfficeStatus& status : hub.fleet().offices(clock.now())) offices.push_back(office_json(status));
    return daemon::answer(200, offices);
  });
  api.get("/api/v1/status", kEverybody, [&hub, &clock](const Call& call) -> daemon::Outcome {
    json::object status = status_json(hub);
    status["calendar"] = daemon::calendar_json(hub.rule_desk().rules(), clock.now(), hub.department().code(), call.language);
    status["version"] = daemon::version();
    return daemon::answer(200, status);
  });
}

void add_hub_routes(daemon::Api& api, Hub& hub, Exchange& exchange, base::Clock& clock) {
  add_office_routes(api, hub, clock);
  add_duplicate_routes(api, hub);
  add_person_routes(api, hub);
  add_rule_routes(api, hub, clock);
  add_transfer_routes(api, hub);
  add_complaint_routes(api, hub, clock);
  add_audit_routes(api, hub);
  add_attachment_routes(api, hub);
  add_portal_routes(api, hub, clock);
  add_indicator_routes(api, hub, clock);
  add_bundle_routes(api, hub, exchange);
  add_quarantine_routes(api, hub);
  api.get("/api/v1/applications", kReaders, [&hub](const Call& call) { return list_applications(hub, call); });
  api.get("/api/v1/applications/{id}", kReaders, [&hub](const Call& call) -> daemon::Outcome {
    const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
    const std::optional<store::CaseState> state = id ? hub.cases().find(*id) : std::nullopt;
    if (!state) return std::unexpected(daemon::error(404, "not_found"));
    hub.audit().note(call.account->name, "read", id, std::nullopt);
    return daemon::answer(200, daemon::record_json(hub.book(), hub.rule_desk().rules(), *state, call.language));
  });
  api.get_public("/api/v1/openapi.json", [](const Call&) { return openapi(); });
  api.raw("POST", kExchangePath, daemon::Access::kPublic, base::Limits().bundle_bytes_max,
          [&exchange](http::Request request, http::Reply reply) { reply(exchange.answer(request)); });
}

}  // namespace tirkeu::hub
