// What is wrong with a filed application, field by field, in words that say what cures it.
#pragma once

#include <string>
#include <vector>

#include "schema/registry/language.h"

namespace tirkeu::registry {

enum class Severity {
  kError,    ///< the value cannot be used at all: the application is answered 422 and nothing is written
  kWarning,  ///< against the standard or the rule set: acceptance is possible, registration may not be
  kNotice,   ///< worth a look
};

struct Finding {
  Severity severity = Severity::kError;
  std::string path;     ///< of the JSON body: "applicant.birth_date", "documents"
  std::string code;     ///< stable, for machines: "entry_in_future"
  Message message;      ///< for the clerk; says what cures it
  std::string clause;   ///< of the standard, where one stands behind it: "cl. 11", "Annex 3"; else empty
};
using Findings = std::vector<Finding>;

inline bool has_errors(const Findings& findings) {
  for (const Finding& finding : findings)
    if (finding.severity == Severity::kError) return true;
  return false;
}

}  // namespace tirkeu::registry
