// Answers of the HTTP API: JSON bodies, and errors that carry a stable code for programs and a sentence for people.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <string>
#include <vector>

#include "schema/registry/finding.h"
#include "schema/registry/language.h"
#include "sync/http/message.h"

namespace tirkeu::daemon {

/// One complaint about one field of the body.
struct FieldError {
  std::string path;  ///< "applicant.birth_date"
  std::string code;
  registry::Message message;
  boost::json::object more;  ///< further members beside path, code and message ("severity", "clause")
};

/// Becomes {"error":{"code","message","fields":[…], …more}}. The sentence is the catalogue's "api.<code>" unless
/// `message` names another key. Not an exception: every caller decides.
struct ApiError {
  int status = 400;
  std::string code;
  registry::Message message;       ///< empty key: "api.<code>" with these arguments
  std::vector<FieldError> fields;
  boost::json::object more;        ///< "first" and "horizon" of 409 first_application_elsewhere, for example
  http::Headers headers;           ///< Retry-After, for example
};

/// ApiError of a code of schema/messages/api.*.json.
ApiError error(int status, std::string code, registry::MessageArguments arguments = {});
/// 422 with the findings of the registry, each with its severity and clause.
ApiError error_of(const registry::Findings& findings, std::string code = "unusable_fields");
/// One finding as {"path","code","message","severity","clause"}, in words of `language`.
boost::json::object finding_json(const registry::Finding& finding, registry::Language language);

http::Response to_response(const ApiError& error, registry::Language language);
/// A JSON answer; Cache-Control: no-store.
http::Response answer(int status, const boost::json::value& body);

/// What a handler gives back.
using Outcome = std::expected<http::Response, ApiError>;

}  // namespace tirkeu::daemon
