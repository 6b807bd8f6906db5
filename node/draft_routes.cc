#include <boost/json.hpp>

#include "node/api.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

constexpr service::RoleSet kCounterRoles = {service::Role::kClerk, service::Role::kHead};

struct Shared {
  Node& node;
  Drafts& drafts;

  json::object json_of(const Draft& draft) const {
    boost::system::error_code fault;
    json::value body = json::parse(draft.body, fault);
    return {{"slot", draft.slot},
            {"saved_at", daemon::time_at_office(draft.saved_at, node.identity().office_code())},
            {"body", fault ? json::value(nullptr) : std::move(body)}};
  }
};

Outcome list(const Shared& shared, const Call& call) {
  json::array items;
  for (const Draft& draft : shared.drafts.list(call.account->name)) items.push_back(shared.json_of(draft));
  return daemon::answer(200, json::object{{"items", std::move(items)}, {"next", nullptr}});
}

Outcome one(const Shared& shared, const Call& call) {
  const std::optional<Draft> draft = shared.drafts.find(call.account->name, call.argument("slot"));
  if (!draft) return std::unexpected(daemon::error(404, "not_found"));
  return daemon::answer(200, shared.json_of(*draft));
}

Outcome save(const Shared& shared, const Call& call, WriteContext& write) {
  const std::string& slot = call.argument("slot");
  const json::object* object = call.body.if_object();
  const json::value* body = object != nullptr ? object->if_contains("body") : nullptr;
  if (!Drafts::is_slot(slot) || body == nullptr) {
    registry::Finding finding = registry::make_finding(registry::Severity::kError, body == nullptr ? "body" : "slot",
                                                       body == nullptr ? "required" : "unknown_code");
    return std::unexpected(daemon::error_of({std::move(finding)}));
  }
  store::Transaction transaction(shared.node.database());
  const Drafts::Saved saved = shared.drafts.save(call.account->name, slot, json::serialize(*body));
  // Another's slot is answered as if it were not there.
  if (saved == Drafts::Saved::kNotYours) return std::unexpected(daemon::error(404, "not_found"));
  if (saved == Drafts::Saved::kTooMany)
    return std::unexpected(daemon::error(409, "too_many_drafts", {{"number", std::to_string(Drafts::kPerAccountMax)}}));
  const Draft stored = *shared.drafts.find(call.account->name, slot);
  http::Response response = daemon::answer(
      200, json::object{{"slot", slot}, {"saved_at", daemon::time_at_office(stored.saved_at, shared.node.identity().office_code())}});
  write.record(response);
  transaction.commit();
  return response;
}

Outcome drop(const Shared& shared, const Call& call, WriteContext& write) {
  store::Transaction transaction(shared.node.database());
  shared.drafts.forget(call.account->name, call.argument("slot"));
  http::Response response = daemon::answer(200, json::object{{"slot", call.argument("slot")}});
  write.record(response);
  transaction.commit();
  return response;
}

}  // namespace

void add_draft_routes(daemon::Api& api, Node& node, Drafts& drafts) {
  const Shared shared{node, drafts};
  api.get("/api/v1/drafts", kCounterRoles, [shared](const Call& call) { return list(shared, call); });
  api.get("/api/v1/drafts/{slot}", kCounterRoles, [shared](const Call& call) { return one(shared, call); });
  api.write(
      "/api/v1/drafts/{slot}", kCounterRoles, [shared](const Call& call, WriteContext& write) { return save(shared, call, write); },
      "PUT");
  api.write(
      "/api/v1/drafts/{slot}", kCounterRoles, [shared](const Call& call, WriteContext& write) { return drop(shared, call, write); },
      "DELETE");
}

}  // namespace tirkeu::node
