// Reads a request body of which every member is known by name.
#pragma once

#include <boost/json/object.hpp>
#include <expected>

#include "schema/registry/json_member_reader.h"

namespace tirkeu::node {

/// Runs `read(reader, findings)` over the members of `body`; a body that is no object has none, and a member that `read` did not ask
/// for is an error.
template <class Value, class Read>
std::expected<Value, registry::Findings> read_members(const boost::json::value& body, Read read) {
  static const boost::json::object kNone;
  registry::Findings findings;
  const boost::json::object* object = body.if_object();
  registry::MemberReader reader(object != nullptr ? *object : kNone, "", findings);
  Value value = read(reader, findings);
  reader.finish();
  if (registry::has_errors(findings)) return std::unexpected(std::move(findings));
  return value;
}

}  // namespace tirkeu::node
