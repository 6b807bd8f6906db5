// The application of the outside contract, invented like everybody in these tests, and the day on which it is filed.
#pragma once

#include <gtest/gtest.h>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "schema/registry/application_json.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry::test {

inline constexpr std::string_view kYilmazBody = R"({
  "applicant": {"surname":"YILMAZ","given_names":"MEHMET","surname_local":"Йылмаз","given_names_local":"Мехмет","patronymic":null,
                "birth_date":"1984-03-09","sex":"M","citizenship":"TUR","birth_place":"ANKARA"},
  "document": {"type":"passport","issuing_state":"TUR","number":"U12345678","issued":"2021-05-01","expires":"2031-05-01"},
  "visa": null,
  "migration_card": {"number":"1234567","border_point":"Бейнеу","entry_date":"2026-11-20"},
  "stay": {"purpose":"business","from":"2026-11-20","until":"2026-12-18",
           "address":{"office":"KZ-06-03","locality":"Индербор","street":"Нысанбаев","house":"9","flat":null}},
  "host": {"kind":"organisation","name":"ТОО Индер","number":"061211600012","address":"Индербор","phone":"2-10-02"},
  "category": null,
  "documents": ["identity_document","migration_card","application"] })";

inline constexpr base::Date kFilingDay = std::chrono::year(2026) / 11 / 21;

inline boost::json::value yilmaz_body() {
  return boost::json::parse(kYilmazBody);
}

inline Application yilmaz() {
  const std::expected<Application, Findings> parsed = parse_application(yilmaz_body());
  EXPECT_TRUE(parsed) << "the contract's own body must be readable";
  return parsed.value_or(Application());
}

/// Puts `replacement` where the JSON pointer points to; its parent exists, an object or an array.
inline void set_at(boost::json::value& body, std::string_view pointer, boost::json::value replacement) {
  const std::size_t slash = pointer.rfind('/');
  boost::json::value& parent = body.at_pointer(pointer.substr(0, slash));
  const std::string name(pointer.substr(slash + 1));
  if (parent.is_array())
    parent.as_array().at(std::stoul(name)) = std::move(replacement);
  else
    parent.as_object()[name] = std::move(replacement);
}

/// nullptr when no finding has the code.
inline const Finding* find_code(const Findings& findings, std::string_view code) {
  for (const Finding& finding : findings)
    if (finding.code == code) return &finding;
  return nullptr;
}

inline std::string describe(const Findings& findings) {
  std::string result;
  for (const Finding& finding : findings)
    result += std::string(code_of(finding.severity)) + " " + finding.path + " " + finding.code + "\n";
  return result;
}

}  // namespace tirkeu::registry::test
