// The door of the e-government portal, open at any hour (cl. 9): POST and GET /portal/v1/applications.
//
// Its own door, beside the administrators': a machine with a bearer token instead of a login, and the portal's key kept for good in the
// book instead of the front's memory of a week, so neither route asks the front for idempotency. Tokens travel over TLS only, except
// from this machine itself.
#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "hub/api.h"
#include "hub/portal_body.h"
#include "sync/daemon/portal.h"
#include "sync/daemon/record_json.h"
#include "sync/service/rate_limit.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;

/// A portal of one department has a few requests in an hour; each asks a few times what became of it.
constexpr std::size_t kRequestsPerMinute = 600;
/// Whoever tries tokens is told to wait; who has one is not held up by that.
constexpr std::size_t kWrongTokensPerMinute = 30;
constexpr std::size_t kKeyBytesMax = 200;
constexpr std::string_view kScheme = "Bearer ";

class PortalDoor {
 public:
  PortalDoor(Hub& hub, base::Clock& clock) : hub_(hub), clock_(clock) {}

  /// The portal that asks, when it may.
  std::expected<std::string, daemon::ApiError> enter(const Call& call) {
    if (!call.request.tls && call.request.peer == http::Peer::kRemote) return std::unexpected(daemon::error(403, "tls_needed"));
    const std::string_view header = call.request.headers.get("Authorization");
    const bool is_bearer = http::equal_without_case(header.substr(0, kScheme.size()), kScheme);
    const std::optional<std::string> portal =
        is_bearer ? hub_.portal_tokens().holder(header.substr(kScheme.size())) : std::nullopt;
    const base::Instant now = clock_.now();
    if (!portal && wrong_.take(now)) {
      daemon::ApiError error = daemon::error(401, "portal_token_needed");
      error.headers.set("WWW-Authenticate", "Bearer realm=\"tirkeu-portal\"");
      return std::unexpected(std::move(error));
    }
    if (portal && limits_.try_emplace(*portal, kRequestsPerMinute, std::chrono::minutes(1)).first->second.take(now)) return *portal;
    daemon::ApiError error = daemon::error(429, "portal_too_many");
    error.headers.set("Retry-After", "60");
    return std::unexpected(std::move(error));
  }
  Hub& hub() { return hub_; }
  base::Instant now() { return clock_.now(); }

 private:
  Hub& hub_;
  base::Clock& clock_;
  service::RateLimit wrong_{kWrongTokensPerMinute, std::chrono::minutes(1)};
  std::map<std::string, service::RateLimit, std::less<>> limits_;  ///< by portal: only names that are in the database
};

json::object request_json(Hub& hub, const store::PortalRequest& request) {
  return {{"key", daemon::name_of_request(request.request_key).key},
          {"state", "received"},
          {"office", request.office},
          {"office_name", registry::find_office(request.office)->name_kk},
          {"received_at", daemon::time_at_office(request.received_at, request.office)},
          {"due_at", daemon::time_at_office(hub.portal_desk().due_at(request), request.office)}};
}

json::object refusal_json(Hub& hub, const store::Decision& decision, const registry::Office& office, registry::Language language) {
  const std::string ground = decision.ground.value_or("");
  const registry::RuleSet* known = hub.rule_desk().rules().find(decision.rule_set);
  const registry::RuleSet& rules = known != nullptr ? *known : hub.portal_desk().rules_on(decision.recorded_at, office);
  const auto clause = rules.refusal_clauses.find(ground);
  json::array missing;
  for (const std::string& paper : decision.missing)
    missing.push_back(json::object{{"code", paper}, {"name", registry::text(language, "paper." + paper)}});
  return {{"ground", ground},
          {"ground_text", registry::text(language, "refusal_ground." + ground)},
          {"clause", clause == rules.refusal_clauses.end() ? "" : clause->second},
          {"text", decision.text ? json::value(*decision.text) : json::value(nullptr)},
          {"missing", std::move(missing)},
          {"refused_at", daemon::time_at_office(decision.recorded_at, office.code)},
          {"court", registry::text(language, "portal.court")}};
}

/// What the portal is told of the application: its state, or that its place of registration turned out to be elsewhere.
std::string state_word(const store::CaseState& state) {
  return state.confirmation == "annulled" && state.state != "refused" && state.state != "withdrawn" ? "annulled" : state.state;
}

json::object answer_json(Hub& hub, const store::PortalRequest& request, const std::optional<store::CaseState>& state,
                         registry::Language language) {
  json::object object = request_json(hub, request);
  for (const char* member : {"ticket_number", "label", "refusal", "annulled"}) object[member] = nullptr;
  object["signature"] = daemon::signature_json(request, language);
  if (!state) return object;
  object["state"] = state_word(*state);
  object["ticket_number"] = state->ticket_number;
  object["label"] = daemon::label_json(hub.book(), *state, language);
  const std::vector<store::Decision> decisions = hub.book().decisions(state->application);
  if (state->state == "refused" && !decisions.empty())
    object["refusal"] = refusal_json(hub, decisions.back(), *registry::find_office(request.office), language);
  if (state->confirmation == "annulled") object["annulled"] = daemon::verdict_json(hub.book(), state->application, language).at("reason");
  return object;
}

/// The portal asks by it in a path, so it is made of what stands there as it is (RFC 3986 section 2.3, and the colon).
bool is_key(std::string_view key) {
  const auto may_stand = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           std::string_view("-._~:").find(letter) != std::string_view::npos;
  };
  return !key.empty() && key.size() <= kKeyBytesMax && key.front() != '.' && std::ranges::all_of(key, may_stand);
}

Outcome take_in(PortalDoor& door, const Call& call) {
  Hub& hub = door.hub();
  const auto portal = door.enter(call);
  if (!portal) return std::unexpected(portal.error());
  const std::string key(call.request.headers.get("Idempotency-Key"));
  if (!is_key(key)) return std::unexpected(daemon::error(400, "portal_key_unusable"));
  const registry::Office& department = *registry::find_office(hub.department().code());
  const base::Date today = registry::zone_of(department).to_local(door.now()).day;
  ReadPortalWish read =
      read_portal_wish(call.body, call.request.body_text(), hub.department(), hub.rule_desk().rules().in_force(today), today);
  // A request that was taken in stays so, whatever rules and dates say of it today.
  if (!hub.portal_desk().find(*portal, key) && !read.findings.empty()) return std::unexpected(daemon::error_of(read.findings));
  read.wish.portal = *portal;
  read.wish.key = key;
  const auto taken = hub.portal_desk().take_in(read.wish);
  if (taken) return daemon::answer(202, request_json(hub, *taken));
  return std::unexpected(daemon::error(409, taken.error() == PortalFault::kNoPortal ? "no_portal_in_force" : "idempotency_key_reused"));
}

Outcome tell(PortalDoor& door, const Call& call) {
  Hub& hub = door.hub();
  const auto portal = door.enter(call);
  if (!portal) return std::unexpected(portal.error());
  const std::optional<store::PortalRequest> request = hub.portal_desk().find(*portal, call.argument("key"));
  if (!request) return std::unexpected(daemon::error(404, "not_found"));
  const std::optional<store::CaseState> state = hub.portal_desk().application_of(request->id);
  const json::object body = answer_json(hub, *request, state, call.language);
  if (!body.at("label").is_null() || !body.at("refusal").is_null())
    hub.audit().note("portal:" + *portal, "read", state->application, "portal");
  return daemon::answer(200, body);
}

void add(daemon::Api& api, const std::shared_ptr<PortalDoor>& door, std::string method, std::string pattern,
         Outcome (*handler)(PortalDoor&, const Call&)) {
  daemon::Route route{.method = std::move(method), .pattern = std::move(pattern), .access = daemon::Access::kPublic};
  route.body_bytes_max = kPortalBodyBytesMax;
  route.header = daemon::Route::Header::kNotNeeded;
  route.handler = daemon::AskLater([door, handler](std::shared_ptr<const Call> call, daemon::Finish finish) {
    finish.run([&] { return handler(*door, *call); });
  });
  api.add(std::move(route));
}

}  // namespace

void add_portal_routes(daemon::Api& api, Hub& hub, base::Clock& clock) {
  const auto door = std::make_shared<PortalDoor>(hub, clock);
  add(api, door, "POST", "/portal/v1/applications", take_in);
  add(api, door, "GET", "/portal/v1/applications/{key}", tell);
}

}  // namespace tirkeu::hub
