// How long a registration holds.
#pragma once

#include <string>

#include "schema/registry/application.h"

namespace tirkeu::registry {

/// The last day that a registration may name: the end of the stay, and not beyond the document or the visa on which it rests
/// (cl. 11 asks for valid ones). Dates are ISO 8601, so the least text is the earliest day.
inline std::string last_registered_day(const Application& application) {
  std::string last = application.stay.until;
  if (application.document.expires && *application.document.expires < last) last = *application.document.expires;
  if (application.visa && !application.visa->valid_until.empty() && application.visa->valid_until < last)
    last = application.visa->valid_until;
  return last;
}

}  // namespace tirkeu::registry
