#include "sync/daemon/answers.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include <array>

namespace tirkeu::daemon {
namespace {

boost::json::object field_json(const FieldError& field, registry::Language language) {
  boost::json::object json{{"path", field.path}, {"code", field.code}, {"message", registry::text(language, field.message)}};
  for (const auto& [key, value] : field.more) json[key] = value;
  return json;
}

std::string_view name_of(registry::Severity severity) {
  static constexpr std::array<std::string_view, 3> kNames = {"error", "warning", "notice"};
  return kNames[static_cast<std::size_t>(severity)];
}

boost::json::object details_of(const registry::Finding& finding) {
  boost::json::object more{{"severity", name_of(finding.severity)}};
  if (!finding.clause.empty()) more["clause"] = finding.clause;
  return more;
}

}  // namespace

ApiError error(int status, std::string code, registry::MessageArguments arguments) {
  ApiError error;
  error.status = status;
  error.message = {"api." + code, std::move(arguments)};
  error.code = std::move(code);
  return error;
}

ApiError error_of(const registry::Findings& findings, std::string code) {
  ApiError error = daemon::error(422, std::move(code));
  for (const registry::Finding& finding : findings)
    error.fields.push_back({finding.path, finding.code, finding.message, details_of(finding)});
  return error;
}

boost::json::object finding_json(const registry::Finding& finding, registry::Language language) {
  return field_json({finding.path, finding.code, finding.message, details_of(finding)}, language);
}

http::Response to_response(const ApiError& error, registry::Language language) {
  const std::string key = error.message.key.empty() ? "api." + error.code : error.message.key;
  boost::json::array fields;
  for (const FieldError& field : error.fields) fields.push_back(field_json(field, language));
  boost::json::object body{{"code", error.code}, {"message", registry::text(language, key, error.message.arguments)}, {"fields", std::move(fields)}};
  for (const auto& [name, value] : error.more) body[name] = value;
  http::Response response = answer(error.status, boost::json::object{{"error", std::move(body)}});
  response.headers.set("Content-Language", registry::code_of(language));
  for (const auto& [name, value] : error.headers) response.headers.set(name, value);
  return response;
}

http::Response answer(int status, const boost::json::value& body) {
  return http::Response::json(status, boost::json::serialize(body));
}

}  // namespace tirkeu::daemon
