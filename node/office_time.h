// Times as people of one office write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/base/civil_time.h"

namespace tirkeu::node {

/// RFC 3339 as it is; "2026-11-20T10:15" and "2026-11-20T10:15:00", with a blank for the T too, in the office's zone, because what
/// stands on paper has no offset; a day alone is its beginning.
std::optional<base::Instant> read_office_time(std::string_view text, const base::TimeZone& zone);

}  // namespace tirkeu::node
