// What is wrong with a filed application, field by field, in words that say what cures it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "schema/registry/language.h"

namespace tirkeu::registry {

// The line between error and warning: an error is what no paper and no other day can cure (a value that is missing, unknown
// or contradicts itself). Whatever depends on today's date is a warning at most, because the clock of an offline node may
// be a year off, and refusing to accept is not allowed; so is everything that a later paper or a decision can settle.
enum class Severity {
  kError,    ///< the value cannot be used at all: the application is answered 422 and nothing is written
  kWarning,  ///< against the standard or the rule set: acceptance is possible, registration may not be
  kNotice,   ///< worth a look
};
/// "error", "warning", "notice".
inline std::string_view code_of(Severity severity) {
  return severity == Severity::kError ? "error" : severity == Severity::kWarning ? "warning" : "notice";
}

struct Finding {
  Severity severity = Severity::kError;
  std::string path;     ///< of the JSON body: "applicant.birth_date", "documents"
  std::string code;     ///< stable, for machines: "entry_in_future"
  Message message;      ///< for the clerk; says what cures it
  std::string clause;   ///< of the standard, where one stands behind it: "cl. 11", "Annex 3"; else empty
};
using Findings = std::vector<Finding>;

/// A finding whose message is the catalogue's "finding.<code>".
inline Finding make_finding(Severity severity, std::string path, std::string code, MessageArguments arguments = {}, std::string clause = {}) {
  Message message{"finding." + code, std::move(arguments)};
  return Finding{severity, std::move(path), std::move(code), std::move(message), std::move(clause)};
}

inline bool has_errors(const Findings& findings) {
  for (const Finding& finding : findings)
    if (finding.severity == Severity::kError) return true;
  return false;
}

}  // namespace tirkeu::registry
