// Same person, other document: pairs with what speaks for and against each, and the administrator's judgement.
#include <boost/json.hpp>

#include "hub/api.h"
#include "schema/registry/application_json.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};
constexpr service::RoleSet kDeciders{Role::kAdmin};
constexpr int kPage = 20;

json::value side_json(Hub& hub, base::RowId application) {
  const std::optional<store::Acceptance> acceptance = hub.book().acceptance(application);
  const std::optional<registry::Application> present = hub.book().present_application(application);
  if (!acceptance || !present) return nullptr;
  const registry::Office* office = registry::find_office(acceptance->office);
  return json::object{{"application_id", application.to_string()},
                      {"office", acceptance->office},
                      {"office_name", office == nullptr ? acceptance->office : office->name_kk},
                      {"ticket_number", acceptance->ticket_number},
                      {"accepted_at", daemon::time_at_office(acceptance->accepted_at, acceptance->office)},
                      {"application", registry::to_json(*present)}};
}

json::object pair_json(const PersonPair& pair, Hub& hub, registry::Language language) {
  const std::string department = hub.department().code();
  json::array parts;
  for (const PersonPair::Part& part : pair.parts)
    parts.push_back(json::object{{"field", part.field},
                                 {"field_name", registry::text(language, "person.field." + part.field)},
                                 {"level", part.level},
                                 {"level_name", registry::text(language, "person.level." + part.level)},
                                 {"bits", part.bits}});
  json::object object{{"id", pair.left.to_string() + "-" + pair.right.to_string()},
                      {"state", pair.state},
                      {"bits", pair.bits},
                      {"highlighted", pair.bits >= registry::kHighlightedFrom},
                      {"changed_at", daemon::time_at_office(pair.changed_at, department)},
                      {"parts", std::move(parts)},
                      {"sides", json::array{side_json(hub, pair.left), side_json(hub, pair.right)}},
                      {"judgement", nullptr}};
  if (pair.judgement)
    object["judgement"] = json::object{{"judgement", pair.judgement->judgement},
                                       {"reason", pair.judgement->reason},
                                       {"decided_by", pair.judgement->decided_by},
                                       {"decided_at", daemon::time_at_office(pair.judgement->decided_at, department)}};
  return object;
}

daemon::Outcome list(Hub& hub, const Call& call) {
  const std::string state(call.request.parameter("state").value_or(""));
  if (state != "" && state != "open" && state != "judged")
    return std::unexpected(daemon::error(400, "bad_parameter", {{"name", "state"}}));
  const std::optional<std::string_view> given = call.request.parameter("cursor");
  const std::optional<std::string> cursor = given && !given->empty() ? std::optional<std::string>(*given) : std::nullopt;
  const std::optional<PersonPairPage> page = hub.persons().list(state, cursor, kPage);
  if (!page) return std::unexpected(daemon::error(400, "bad_parameter", {{"name", "cursor"}}));
  json::array items;
  std::vector<daemon::Reading> readings;
  for (const PersonPair& pair : page->items) {
    items.push_back(pair_json(pair, hub, call.language));
    for (const base::RowId side : {pair.left, pair.right}) readings.push_back({call.account->name, "read", side, "person"});
  }
  hub.audit().note_all(readings);
  return daemon::answer(200, json::object{{"items", std::move(items)},
                                          {"next", page->next ? json::value(*page->next) : json::value(nullptr)}});
}

struct Wish {
  std::string judgement, reason;
};

std::expected<Wish, daemon::ApiError> read_wish(const json::value& body) {
  const auto bad = [](std::string path, std::string code) {
    daemon::ApiError error = daemon::error(422, "unusable_fields");
    registry::Message message{"finding." + code, {}};
    error.fields.push_back({std::move(path), std::move(code), std::move(message), {}});
    return std::unexpected(std::move(error));
  };
  const json::object* object = body.if_object();
  if (object == nullptr) return bad("", "required");
  Wish wish;
  for (const auto& [name, text] : {std::pair{"judgement", &wish.judgement}, std::pair{"reason", &wish.reason}}) {
    const json::value* value = object->if_contains(name);
    if (value == nullptr || !value->is_string()) return bad(name, "required");
    *text = std::string(value->get_string());
  }
  if (wish.judgement != "same" && wish.judgement != "different" && wish.judgement != "unsure")
    return bad("judgement", "unknown_code");
  return wish;
}

/// "17-42"; the lower id stands first.
std::optional<std::pair<base::RowId, base::RowId>> read_pair(std::string_view text) {
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::optional<base::RowId> left = base::RowId::parse(text.substr(0, dash));
  const std::optional<base::RowId> right = base::RowId::parse(text.substr(dash + 1));
  if (!left || !right) return std::nullopt;
  return std::pair(*left, *right);
}

}  // namespace

void add_person_routes(daemon::Api& api, Hub& hub) {
  api.get("/api/v1/persons", kReaders, [&hub](const Call& call) { return list(hub, call); });
  api.write("/api/v1/persons/{pair}/judgement", kDeciders,
            [&hub](const Call& call, daemon::WriteContext& write) -> daemon::Outcome {
              const std::expected<Wish, daemon::ApiError> wish = read_wish(call.body);
              if (!wish) return std::unexpected(wish.error());
              const auto pair = read_pair(call.argument("pair"));
              if (!pair) return std::unexpected(daemon::error(404, "not_found"));
              http::Response response;
              const auto judged = hub.persons().judge(pair->first, pair->second, wish->judgement, wish->reason, call.account->name,
                                                      [&](const PersonPair& after) {
                                                        response = daemon::answer(200, pair_json(after, hub, call.language));
                                                        write.record(response);
                                                      });
              if (judged) return response;
              if (judged.error() == PersonFault::kUnknownPair) return std::unexpected(daemon::error(404, "not_found"));
              return std::unexpected(daemon::error(422, "reason_missing"));
            });
}

}  // namespace tirkeu::hub
