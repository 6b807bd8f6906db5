// Rule sets and moved places: what an administrator changes for everybody, and for one stay.
#include <boost/json.hpp>

#include "hub/api.h"
#include "hub/query.h"
#include "schema/registry/rule_set.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor, Role::kSysadmin};
constexpr service::RoleSet kDeciders{Role::kAdmin};

json::object preview_json(const RuleDesk::Preview& preview, registry::Language language) {
  json::array differences;
  for (const registry::Message& message : preview.differences) differences.emplace_back(registry::text(language, message));
  return {{"id", preview.rules.id},
          {"valid_from", preview.rules.valid_from},
          {"valid_from_doubtful", preview.rules.valid_from_is_doubtful},
          {"before", preview.before},
          {"differences", std::move(differences)}};
}

daemon::ApiError faults_error(const RuleDesk::Faults& faults) {
  daemon::ApiError error = daemon::error(422, "rule_set_faulty");
  for (const registry::RuleFault& fault : faults)
    error.fields.push_back({"content" + (fault.path.empty() ? "" : "." + fault.path), fault.message.key, fault.message, {}});
  return error;
}

/// {"content": …}: the rule set as a JSON object, or the text of its file.
std::optional<std::string> content_of(const json::value& body) {
  const json::object* object = body.if_object();
  const json::value* content = object == nullptr ? nullptr : object->if_contains("content");
  if (content == nullptr) return std::nullopt;
  if (content->is_string()) return std::string(content->get_string());
  if (content->is_object()) return json::serialize(*content);
  return std::nullopt;
}

daemon::ApiError missing(std::string path) {
  daemon::ApiError error = daemon::error(422, "unusable_fields");
  error.fields.push_back({std::move(path), "required", {"finding.required", {}}, {}});
  return error;
}

std::string text_of(const json::value& body, std::string_view member) {
  const json::object* object = body.if_object();
  const json::value* value = object == nullptr ? nullptr : object->if_contains(member);
  return value == nullptr || !value->is_string() ? "" : std::string(value->get_string());
}

daemon::ApiError transfer_error(TransferFault fault) {
  switch (fault) {
    case TransferFault::kUnknownApplication:
      return daemon::error(404, "not_found");
    case TransferFault::kHoldsNoPlace:
      return daemon::error(409, "holds_no_place");
    case TransferFault::kUnknownOffice:
      return daemon::error(422, "unknown_office");
    case TransferFault::kSameOffice:
      return daemon::error(422, "same_office");
    case TransferFault::kReasonMissing:
      break;
  }
  return daemon::error(422, "reason_missing");
}

daemon::Outcome transfer(Hub& hub, const Call& call, daemon::WriteContext& write) {
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  if (!id) return std::unexpected(daemon::error(404, "not_found"));
  http::Response response;
  const auto done = hub.transfer_desk().transfer(
      *id, text_of(call.body, "to_office"), text_of(call.body, "reason"), call.account->name, [&](const store::PlaceTransfer&) {
        response = daemon::answer(200, daemon::record_json(hub.book(), hub.rule_desk().rules(), *hub.cases().find(*id), call.language));
        write.record(response);
      });
  if (!done) return std::unexpected(transfer_error(done.error()));
  return response;
}

}  // namespace

void add_rule_routes(daemon::Api& api, Hub& hub, base::Clock& clock) {
  api.get("/api/v1/rules", kReaders, [&hub, &clock](const Call& call) -> daemon::Outcome {
    const base::TimeZone zone = registry::zone_of(*registry::find_office(hub.department().code()));
    const registry::RuleBook& rules = hub.rule_desk().rules();
    const std::string id = filled(call.request, "id").value_or(rules.in_force(zone.to_local(clock.now()).day).id);
    if (rules.find(id) == nullptr) return std::unexpected(daemon::error(404, "not_found"));
    return http::Response::json(200, std::string(rules.json_of(id)));
  });
  api.get("/api/v1/rules/all", kReaders, [&hub, &clock](const Call&) -> daemon::Outcome {
    const base::TimeZone zone = registry::zone_of(*registry::find_office(hub.department().code()));
    const registry::RuleBook& rules = hub.rule_desk().rules();
    const std::string in_force = rules.in_force(zone.to_local(clock.now()).day).id;
    json::array items;
    for (const registry::RuleSet* set : rules.all())
      items.push_back(json::object{{"id", set->id},
                                   {"valid_from", set->valid_from},
                                   {"valid_from_doubtful", set->valid_from_is_doubtful},
                                   {"calendar_through", set->calendar_through},
                                   {"in_force", set->id == in_force}});
    return daemon::answer(200, json::object{{"items", std::move(items)}});
  });
  api.ask("/api/v1/rules/preview", kDeciders, [&hub](const Call& call) -> daemon::Outcome {
    const std::optional<std::string> content = content_of(call.body);
    if (!content) return std::unexpected(missing("content"));
    const auto preview = hub.rule_desk().preview(*content);
    if (!preview) return std::unexpected(faults_error(preview.error()));
    return daemon::answer(200, preview_json(*preview, call.language));
  });
  api.write("/api/v1/rules", kDeciders, [&hub](const Call& call, daemon::WriteContext& write) -> daemon::Outcome {
    const std::optional<std::string> content = content_of(call.body);
    if (!content) return std::unexpected(missing("content"));
    http::Response response;
    const auto issued = hub.rule_desk().issue(*content, call.account->name, [&](const RuleDesk::Preview& preview) {
      response = daemon::answer(201, preview_json(preview, call.language));
      write.record(response);
    });
    if (!issued) return std::unexpected(faults_error(issued.error()));
    return response;
  });
}

void add_transfer_routes(daemon::Api& api, Hub& hub) {
  api.write("/api/v1/applications/{id}/transfer", kDeciders,
            [&hub](const Call& call, daemon::WriteContext& write) { return transfer(hub, call, write); });
}

}  // namespace tirkeu::hub
