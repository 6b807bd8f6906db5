// A JSON body as the front of a daemon parses it, before a reader sees it.
#pragma once

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>

#include "sync/base/bytes.h"
#include "tests/fuzz/expect.h"

namespace tirkeu::fuzz {

/// Nothing when the front would refuse it: no JSON, too deep, no object.
inline std::optional<boost::json::value> json_body(base::ByteView bytes) {
  boost::json::parse_options rules;
  rules.max_depth = 32;
  boost::json::error_code fault;
  const std::string_view text = base::text_of(bytes);
  boost::json::value body = boost::json::parse({text.data(), text.size()}, fault, {}, rules);
  if (fault || !body.is_object()) return std::nullopt;
  return body;
}

/// Findings that a browser can show: each has a code, and a path in UTF-8. A path may quote a member's name with a NUL in it, because
/// it leaves as JSON again.
template <class Findings>
void expect_sayable(const Findings& findings) {
  for (const auto& finding : findings) {
    expect(!finding.code.empty());
    std::string path = finding.path;
    std::erase(path, '\0');
    expect(base::is_utf8_without_nul(base::bytes_of(path)));
  }
}

}  // namespace tirkeu::fuzz
