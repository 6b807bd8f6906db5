// What an application's way through the e-government portal means for it (cl. 1, 5, 7.4, 11): how a request is named, from when the
// term counts, and the label that the applicant prints. The same at node and hub.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "schema/registry/language.h"
#include "sync/store/cases.h"

namespace tirkeu::daemon {

/// Two portals may use one key: "egov 2026-000117", the portal's name, a blank, its key.
std::string request_key(std::string_view portal, std::string_view key);
struct RequestName {
  std::string portal, key;
};
RequestName name_of_request(std::string_view request_key);

/// From when the working day of cl. 7 counts: the portal's request where there is one (7.4), else the acceptance (7.1).
base::Instant term_begins(store::Book& book, const store::Acceptance& acceptance);

/// {"kind","verified":false,"note"}: the filer's signature is kept as it came, and nothing here has verified it.
boost::json::object signature_json(const store::PortalRequest& request, registry::Language language);

/// The last day of a registration that holds; null when there is none. What happened after it can only lengthen it: an extension
/// counts from the moment it was written.
boost::json::value registered_until(store::Book& book, const store::CaseState& state, const registry::Application& present);

/// The registration label of cl. 5: number, name, citizenship, document, when and until when registered, office, address of stay and
/// the authority's words. Null unless the application came through the portal and is registered here for good or as yet: an annulled
/// one has no label.
boost::json::value label_json(store::Book& book, const store::CaseState& state, registry::Language language);

/// "Индербор, Нысанбаев, 9"
std::string address_line(const registry::Address& address);

}  // namespace tirkeu::daemon
