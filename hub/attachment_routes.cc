// Pictures of an application as they came from its office: listed, shown. Who looked at one is noted like who read a record.
#include "hub/api.h"
#include "sync/daemon/picture_answer.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};

std::optional<base::RowId> id_of(const Call& call) { return base::RowId::parse(call.argument("id")); }

Outcome list(Hub& hub, store::ContentStore& contents, const Call& call) {
  const std::optional<base::RowId> id = id_of(call);
  const std::optional<store::CaseState> state = id ? hub.cases().find(*id) : std::nullopt;
  if (!state) return std::unexpected(daemon::error(404, "not_found"));
  json::array items;
  for (const store::Attachment& fact : hub.book().about<store::Attachment>(*id)) {
    json::object item = daemon::attachment_json(fact, contents, state->office);
    const std::optional<registry::PictureFault> fault = daemon::fault_of(fact, contents);
    item["fault"] = fault ? json::value(registry::code_of(*fault)) : json::value(nullptr);
    items.push_back(std::move(item));
  }
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

Outcome show(Hub& hub, store::ContentStore& contents, const Call& call) {
  const std::optional<base::RowId> id = id_of(call);
  const std::optional<store::Attachment> fact = id ? hub.book().find<store::Attachment>(*id) : std::nullopt;
  if (!fact) return std::unexpected(daemon::error(404, "not_found"));
  if (daemon::fault_of(*fact, contents)) return std::unexpected(daemon::error(409, "picture_not_let_in"));
  hub.audit().note(call.account->name, "read", fact->application, fact->kind);
  return daemon::picture_answer(*fact, contents);
}

}  // namespace

void add_attachment_routes(daemon::Api& api, Hub& hub) {
  const auto contents = std::make_shared<store::ContentStore>(hub.database());
  api.get("/api/v1/applications/{id}/attachments", kReaders, [&hub, contents](const Call& call) { return list(hub, *contents, call); });
  api.get("/api/v1/attachments/{id}", kReaders, [&hub, contents](const Call& call) { return show(hub, *contents, call); });
}

}  // namespace tirkeu::hub
