#include "sync/daemon/portal.h"

#include <boost/json.hpp>

#include "schema/registry/countries.h"
#include "schema/registry/offices.h"
#include "schema/registry/stay_end.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

std::string name_of_country(const std::string& code, registry::Language language) {
  const registry::Country* country = registry::find_country(code);
  return country == nullptr ? code : std::string(registry::name_of(*country, language));
}

}  // namespace

std::string request_key(std::string_view portal, std::string_view key) { return std::string(portal) + " " + std::string(key); }

RequestName name_of_request(std::string_view request_key) {
  const std::size_t blank = request_key.find(' ');
  if (blank == std::string_view::npos) return {"", std::string(request_key)};
  return {std::string(request_key.substr(0, blank)), std::string(request_key.substr(blank + 1))};
}

base::Instant term_begins(store::Book& book, const store::Acceptance& acceptance) {
  if (!acceptance.portal_request) return acceptance.accepted_at;
  const std::optional<store::PortalRequest> request = book.find<store::PortalRequest>(*acceptance.portal_request);
  return request ? request->received_at : acceptance.accepted_at;
}

json::object signature_json(const store::PortalRequest& request, registry::Language language) {
  return {{"kind", request.signature_kind}, {"verified", false}, {"note", registry::text(language, "portal.signature")}};
}

json::value registered_until(store::Book& book, const store::CaseState& state, const registry::Application& present) {
  const std::vector<store::Decision> decisions = book.decisions(state.application);
  if (state.state != "registered" || decisions.empty()) return nullptr;
  const std::vector<store::Extension> extensions = book.about<store::Extension>(state.application);
  const bool is_extended = !extensions.empty() && extensions.back().id > decisions.back().id;
  if (is_extended || !decisions.back().registered_until) return json::value(registry::last_registered_day(present));
  return json::value(*decisions.back().registered_until);
}

std::string address_line(const registry::Address& address) {
  std::string line = address.locality;
  for (const std::optional<std::string>* part : {&address.street, &address.house, &address.flat})
    if (*part) line += ", " + **part;
  return line;
}

json::value label_json(store::Book& book, const store::CaseState& state, registry::Language language) {
  const std::optional<store::Acceptance> acceptance = book.acceptance(state.application);
  if (!acceptance || acceptance->origin != "portal") return nullptr;
  if (state.state != "registered" || state.confirmation == "annulled") return nullptr;
  const std::optional<registry::Application> present = book.present_application(state.application);
  const std::vector<store::Decision> decisions = book.decisions(state.application);
  const registry::Office* office = registry::find_office(state.office);
  if (!present || decisions.empty() || office == nullptr) return nullptr;
  const registry::Applicant& person = present->applicant;
  json::object label{{"number", state.ticket_number},
                     {"name", person.given_names.empty() ? person.surname : person.surname + " " + person.given_names},
                     {"citizenship", person.citizenship},
                     {"citizenship_name", name_of_country(person.citizenship, language)},
                     {"document", present->document.issuing_state + " " + present->document.number},
                     {"registered_at", time_at_office(decisions.back().recorded_at, state.office)},
                     {"registered_until", registered_until(book, state, *present)},
                     {"office", state.office},
                     {"office_name", office->name_kk},
                     {"office_address", office->address_kk},
                     {"address", address_line(present->stay.address)}};
  label["authority"] = registry::text(language, "portal.label_authority", {{"office", office->name_kk}});
  return label;
}

}  // namespace tirkeu::daemon
