#include "node/portal_routes.h"

#include <boost/json.hpp>

#include "node/act.h"
#include "schema/registry/application_json.h"
#include "sync/daemon/portal.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;

constexpr int kRequestsShown = 200;

json::object request_json(Node& node, const store::PortalRequest& request, registry::Language language) {
  const std::string& office = node.identity().office_code();
  const daemon::RequestName name = daemon::name_of_request(request.request_key);
  boost::system::error_code fault;
  const json::value body = json::parse(request.body, fault);
  const registry::Application application = registry::read_application(body).application;
  const registry::Applicant& person = application.applicant;
  return {{"id", request.id.to_string()},
          {"key", name.key},
          {"portal", name.portal},
          {"received_at", daemon::time_at_office(request.received_at, office)},
          {"due_at", daemon::time_at_office(node.counter().due_at(request.received_at), office)},
          {"name", person.given_names.empty() ? person.surname : person.surname + " " + person.given_names},
          {"citizenship", person.citizenship},
          {"document", application.document.issuing_state + " " + application.document.number},
          {"stay",
           {{"from", application.stay.from},
            {"until", application.stay.until},
            {"address", daemon::address_line(application.stay.address)}}},
          {"signature", daemon::signature_json(request, language)},
          {"body", body}};
}

}  // namespace

void add_portal_routes(daemon::Api& api, Node& node, const std::shared_ptr<PortalInbox>& inbox) {
  api.get("/api/v1/portal-requests", kCounterRoles, [&node, inbox](const Call& call) {
    json::array items;
    for (const store::PortalRequest& request : inbox->waiting(kRequestsShown))
      items.push_back(request_json(node, request, call.language));
    node.audit().note(call.account->name, "read", std::nullopt, "portal requests " + std::to_string(items.size()));
    return daemon::answer(200, json::object{{"items", std::move(items)}});
  });
}

}  // namespace tirkeu::node
