// The JSON form of an application (the body of POST /api/v1/applications) and back.
#pragma once

#include <boost/json/fwd.hpp>
#include <expected>
#include <initializer_list>
#include <string_view>

#include "schema/registry/application.h"
#include "schema/registry/finding.h"

namespace tirkeu::registry {

/// What could be read of a body that may still be half typed: `application` holds every value that is readable, the rest is empty.
struct ReadApplication {
  Application application;
  Findings findings;   ///< all errors of form, in the order of the contract's members
};

/// Reads the body as far as it goes. Unknown members, wrong types, texts that are too long, not UTF-8 or hold control characters,
/// missing members and malformed dates are errors with their paths; members that belong to the request are passed over when
/// named in `ignored` ("despite"). Where nothing applies a member may be null, empty or absent: visa, host, category, mrz, the local
/// names, patronymic, birth_place, issued, expires, border_point, street, house, flat, the host's number, address and phone, and
/// given_names (some people have one name only). The card's number may be empty while the card is not among the documents.
/// Text is trimmed; Latin names, numbers and country codes are upper-cased, "D" becomes "DEU"; dates must be ISO 8601.
ReadApplication read_application(const boost::json::value& body, std::initializer_list<std::string_view> ignored = {});

/// The same for a body that is meant: the findings instead of the application when there is any error.
std::expected<Application, Findings> parse_application(const boost::json::value& body, std::initializer_list<std::string_view> ignored = {});

/// The same members in the order of the contract; null where there is nothing. `mrz` follows at the end when it is there.
boost::json::object to_json(const Application& application);

}  // namespace tirkeu::registry
