// The JSON form of an application (the body of POST /api/v1/applications) and back.
#pragma once

#include <boost/json/fwd.hpp>
#include <expected>

#include "schema/registry/application.h"
#include "schema/registry/finding.h"

namespace tirkeu::registry {

/// Reads the body. Unknown members, wrong types, texts that are too long, not UTF-8 or hold control characters, and
/// missing members are findings with their paths; `despite` and other members that belong to the request are ignored when
/// named in `ignored`. Text is trimmed; Latin names, document numbers and country codes are upper-cased; dates must be ISO 8601.
std::expected<Application, Findings> parse_application(const boost::json::value& body, std::initializer_list<std::string_view> ignored = {});

/// The same members in the order of the contract; null where there is nothing.
boost::json::object to_json(const Application& application);

}  // namespace tirkeu::registry
