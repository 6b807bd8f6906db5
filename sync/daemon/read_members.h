// Reads a request body of which every member is known by name.
#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "schema/registry/json_member_reader.h"

namespace tirkeu::daemon {

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

/// Takes a true or false out of the object; anything else there, or nothing, is an error.
inline bool take_flag(boost::json::object& object, std::string_view name, registry::Findings& findings) {
  const boost::json::value* value = object.if_contains(name);
  const bool* flag = value == nullptr ? nullptr : value->if_bool();
  if (flag == nullptr)
    findings.push_back(registry::make_finding(registry::Severity::kError, std::string(name), value == nullptr ? "required" : "not_a_flag"));
  const bool is_set = flag != nullptr && *flag;
  object.erase(name);
  return is_set;
}

inline boost::json::object members_of(const boost::json::value& body) {
  return body.is_object() ? body.get_object() : boost::json::object();
}

/// What was found of the flags, then of the rest.
template <class Value>
std::expected<Value, registry::Findings> joined(registry::Findings flags, std::expected<Value, registry::Findings> rest) {
  if (!rest) flags.insert(flags.end(), rest.error().begin(), rest.error().end());
  if (registry::has_errors(flags)) return std::unexpected(std::move(flags));
  return rest;
}

}  // namespace tirkeu::daemon
