// What the check before acceptance found, and why an act was not done, as the HTTP API says it.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "node/counter.h"
#include "schema/registry/language.h"
#include "sync/daemon/answers.h"

namespace tirkeu::node {

/// {"office","office_name","ticket_number","accepted_on","address","phones","application_id"}: whom the clerk sends the
/// foreigner to. The last is null for another office's application, which this node does not hold.
boost::json::object first_json(const Hit& hit);
boost::json::array hits_json(const std::vector<Hit>& hits);

/// {"as_of","offices_seen","offices_total","seen_through","missing":[{"office","name","held_through"}],"text"}.
boost::json::object horizon_json(const Horizon& horizon, std::string_view office, registry::Language language);
/// The same in one sentence: this department only, how many offices, up to when, who is missing and for how long.
std::string horizon_text(const Horizon& horizon, std::string_view office, registry::Language language);

boost::json::array findings_json(const registry::Findings& findings, registry::Language language);
boost::json::array codes_json(const std::vector<std::string>& codes);

/// The error of an act that was not done: 404 not_found, 409 first_application_elsewhere / already_applied_here /
/// papers_missing / wrong_state / annulled / under_review / not_writing, 422 with the findings.
daemon::ApiError refusal_error(const Refused& refused, std::string_view office, registry::Language language);

}  // namespace tirkeu::node
