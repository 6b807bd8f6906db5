// Pictures of applications, as the offices sent them. Who looked at one is noted like who read a record.
#include <boost/json.hpp>

#include "hub/api.h"
#include "sync/daemon/picture_answer.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;

constexpr service::RoleSet kReaders = {service::Role::kAdmin, service::Role::kAuditor};

Outcome list(Hub& hub, store::ContentStore& contents, const Call& call) {
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  const std::optional<store::CaseState> state = id ? hub.cases().find(*id) : std::nullopt;
  if (!state) return std::unexpected(daemon::error(404, "not_found"));
  json::array items;
  for (const store::Attachment& fact : hub.book().about<store::Attachment>(*id))
    items.push_back(daemon::attachment_json(fact, contents, state->office));
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

Outcome show(Hub& hub, store::ContentStore& contents, const Call& call) {
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  const std::optional<store::Attachment> fact = id ? hub.book().find<store::Attachment>(*id) : std::nullopt;
  if (!fact) return std::unexpected(daemon::error(404, "not_found"));
  hub.audit().note(call.account->name, "read", fact->application, fact->kind);
  return daemon::picture_answer(*fact, contents);
}

}  // namespace

void add_attachment_routes(daemon::Api& api, Hub& hub) {
  api.get("/api/v1/applications/{id}/attachments", kReaders, [&hub](const Call& call) { return list(hub, hub.contents(), call); });
  api.get("/api/v1/attachments/{id}", kReaders, [&hub](const Call& call) { return show(hub, hub.contents(), call); });
}

}  // namespace tirkeu::hub
