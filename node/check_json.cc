#include "node/check_json.h"

#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

std::string name_of_office(const std::string& code) {
  const registry::Office* office = registry::find_office(code);
  return office == nullptr ? code : office->name_kk;
}

json::value time_or_null(const std::optional<base::Instant>& instant, std::string_view office) {
  return instant ? json::value(daemon::time_at_office(*instant, office)) : json::value(nullptr);
}

/// "Есіл (3 days)" or "Есіл (never)": how long the department has not heard of it, as of the newest answer.
std::string missing_text(const Horizon::Missing& missing, base::Instant as_of, registry::Language language) {
  const std::string name = name_of_office(missing.office);
  if (!missing.held_through) return registry::text(language, "horizon.missing_never", {{"office", name}});
  const auto days = std::chrono::duration_cast<std::chrono::days>(as_of - *missing.held_through).count();
  return registry::text(language, "horizon.missing_days", {{"office", name}, {"days", std::to_string(days)}});
}

daemon::ApiError hit_error(const Refused& refused, std::string_view office, registry::Language language) {
  const Hit& first = refused.check.hits.front();
  const bool is_here = first.office == office;
  daemon::ApiError error = daemon::error(409, is_here ? "already_applied_here" : "first_application_elsewhere",
                                         {{"office", name_of_office(first.office)},
                                          {"ticket", first.ticket_number},
                                          {"day", first.accepted_on}});
  // The ticket is this office's own; what the clerk must say is where the place is now.
  if (first.moved) error.message.key = "api.place_moved";
  error.more["first"] = first_json(first);
  error.more["hits"] = hits_json(refused.check.hits);
  error.more["horizon"] = horizon_json(refused.check.horizon, office, language);
  return error;
}

}  // namespace

json::array codes_json(const std::vector<std::string>& codes) {
  json::array array;
  for (const std::string& code : codes) array.emplace_back(code);
  return array;
}

json::object first_json(const Hit& hit) {
  json::object object{{"office", hit.office},
                      {"office_name", name_of_office(hit.office)},
                      {"ticket_number", hit.ticket_number},
                      {"accepted_on", hit.accepted_on},
                      {"address", nullptr},
                      {"phones", json::array()}};
  if (const registry::Office* office = registry::find_office(hit.office)) {
    object["address"] = office->address_kk;
    object["phones"] = codes_json(office->migration_phones.empty() ? office->secretariat_phones : office->migration_phones);
  }
  object["moved"] = hit.moved;
  object["application_id"] = hit.application ? json::value(hit.application->to_string()) : json::value(nullptr);
  return object;
}

json::array hits_json(const std::vector<Hit>& hits) {
  json::array array;
  for (const Hit& hit : hits) array.push_back(first_json(hit));
  return array;
}

std::string horizon_text(const Horizon& horizon, std::string_view office, registry::Language language) {
  if (!horizon.as_of) return registry::text(language, "horizon.never");
  const std::optional<base::Instant> through = horizon.seen_through ? horizon.seen_through : horizon.as_of;
  const std::string local = daemon::time_at_office(*through, office);
  registry::MessageArguments arguments{{"seen", std::to_string(horizon.offices_seen())},
                                       {"total", std::to_string(horizon.offices_total)},
                                       {"day", local.substr(0, 10)},
                                       {"time", local.substr(11, 5)}};
  if (horizon.missing.empty()) return registry::text(language, "horizon.complete", arguments);
  std::string names;
  for (const Horizon::Missing& missing : horizon.missing)
    names += (names.empty() ? "" : ", ") + missing_text(missing, *horizon.as_of, language);
  arguments["missing"] = names;
  return registry::text(language, horizon.offices_seen() == 0 ? "horizon.nobody" : "horizon.partial", arguments);
}

json::object horizon_json(const Horizon& horizon, std::string_view office, registry::Language language) {
  json::array missing;
  for (const Horizon::Missing& each : horizon.missing)
    missing.push_back(json::object{{"office", each.office},
                                   {"name", name_of_office(each.office)},
                                   {"held_through", time_or_null(each.held_through, office)}});
  return {{"as_of", time_or_null(horizon.as_of, office)},
          {"offices_seen", horizon.offices_seen()},
          {"offices_total", horizon.offices_total},
          {"seen_through", time_or_null(horizon.seen_through, office)},
          {"missing", std::move(missing)},
          {"text", horizon_text(horizon, office, language)}};
}

json::array findings_json(const registry::Findings& findings, registry::Language language) {
  json::array array;
  for (const registry::Finding& finding : findings) array.push_back(daemon::finding_json(finding, language));
  return array;
}

daemon::ApiError refusal_error(const Refused& refused, std::string_view office, registry::Language language) {
  switch (refused.cause) {
    case Refused::Cause::kFindings: return daemon::error_of(refused.findings);
    case Refused::Cause::kHit: return hit_error(refused, office, language);
    case Refused::Cause::kUnknownApplication: return daemon::error(404, "not_found");
    case Refused::Cause::kWrongState: return daemon::error(409, "wrong_state");
    case Refused::Cause::kAnnulled: return daemon::error(409, "annulled");
    case Refused::Cause::kUnderReview: return daemon::error(409, "under_review");
    case Refused::Cause::kAlreadyHeld: return daemon::error(409, "already_held");
    case Refused::Cause::kNotHeld: return daemon::error(409, "not_held");
    case Refused::Cause::kUnknownVisit: return daemon::error(404, "not_found");
    case Refused::Cause::kVisitState: return daemon::error(409, "visit_state");
    case Refused::Cause::kNotNext: return daemon::error(409, "not_next");
    case Refused::Cause::kTooMany: return daemon::error(429, "too_many_opinions");
    case Refused::Cause::kNotWriting: return daemon::error(409, "not_writing");
    case Refused::Cause::kPapersMissing: break;
  }
  std::string papers;
  for (const std::string& paper : refused.missing) papers += (papers.empty() ? "" : ",") + paper;
  daemon::ApiError error = daemon::error(409, "papers_missing", {{"papers", papers}});
  error.more["missing"] = codes_json(refused.missing);
  return error;
}

}  // namespace tirkeu::node
