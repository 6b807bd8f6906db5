// The body of a portal's POST: {"application": {…}, "signature": {"kind": "cms"|"xmldsig", "value": base64}}.
//
// The application is kept byte for byte as it came, because the signature may be over just these bytes; it is judged like one that a
// clerk types. Its office must be one of this department.
#pragma once

#include <boost/json/value.hpp>
#include <string_view>

#include "hub/portal_desk.h"
#include "schema/registry/finding.h"

namespace tirkeu::hub {

/// Bytes of a signature, decoded; a longer one is a finding.
inline constexpr std::size_t kSignatureBytesMax = 48u << 10;
/// Body of the request; larger is answered 413.
inline constexpr std::size_t kPortalBodyBytesMax = 128u << 10;

struct ReadPortalWish {
  PortalWish wish;              ///< without portal and key; of a body with errors as far as it goes
  registry::Findings findings;  ///< errors only
};
/// `text` is what `body` was parsed from; `rules` and `today` judge the application.
ReadPortalWish read_portal_wish(const boost::json::value& body, std::string_view text, const Department& department,
                                const registry::RuleSet& rules, base::Date today);

/// The bytes of the outermost object's last member of that name; empty when there is none that is spelt so. `text` is JSON.
std::string_view raw_member(std::string_view text, std::string_view name);

}  // namespace tirkeu::hub
