// Pictures of an application: attached by a clerk, listed, shown. Who looked at one is noted like who read a record.
#include "node/act.h"
#include "schema/registry/photo.h"
#include "sync/daemon/picture_answer.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

std::optional<std::string> given(const Call& call, std::string_view name) {
  const std::optional<std::string_view> value = call.request.parameter(name);
  return value && !value->empty() ? std::optional<std::string>(*value) : std::nullopt;
}

std::optional<base::RowId> id_of(const Call& call) { return base::RowId::parse(call.argument("id")); }

/// What the law asks of a photo are warnings here: the clerk sees the person and the paper photo (cl. 11).
json::array warnings(const AttachmentWish& wish, const Call& call) {
  if (wish.kind != "photo") return {};
  return findings_json(registry::judge_photo(call.request.body), call.language);
}

Outcome attach(Node& node, const Written& written, const Call& call, WriteContext& write) {
  const AttachmentWish wish{given(call, "kind").value_or(""), given(call, "paper")};
  std::optional<http::Response> response;
  const Done<store::Attachment> done = node.attachments().attach(
      id_of(call).value_or(base::RowId{}), wish, call.request.body, call.account->name, [&](const store::Attachment& fact) {
        json::object body = daemon::attachment_json(fact, node.attachments().contents(), node.identity().office_code());
        body["findings"] = warnings(wish, call);
        response = daemon::answer(201, body);
        write.record(*response);
      });
  if (!done) return std::unexpected(refusal_error(done.error(), node.identity().office_code(), call.language));
  written();
  return std::move(*response);
}

Outcome list(Node& node, const Call& call) {
  const std::optional<base::RowId> id = id_of(call);
  if (!id || !node.cases().find(*id)) return std::unexpected(daemon::error(404, "not_found"));
  json::array items;
  for (const store::Attachment& fact : node.book().about<store::Attachment>(*id))
    items.push_back(daemon::attachment_json(fact, node.attachments().contents(), node.identity().office_code()));
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

Outcome show(Node& node, const Call& call) {
  const std::optional<base::RowId> id = id_of(call);
  const std::optional<store::Attachment> fact = id ? node.book().find<store::Attachment>(*id) : std::nullopt;
  if (!fact) return std::unexpected(daemon::error(404, "not_found"));
  node.audit().note(call.account->name, "read", fact->application, fact->kind);
  return daemon::picture_answer(*fact, node.attachments().contents());
}

}  // namespace

void add_attachment_routes(daemon::Api& api, Node& node, Written written) {
  api.write_bytes("/api/v1/applications/{id}/attachments", kCounterRoles, daemon::kPictureBytesMax,
                  [&node, written](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, daemon::Finish finish) {
                    finish.run([&] { return attach(node, written, *call, *write); });
                  });
  api.get("/api/v1/applications/{id}/attachments", kCounterRoles, [&node](const Call& call) { return list(node, call); });
  api.get("/api/v1/attachments/{id}", kCounterRoles, [&node](const Call& call) { return show(node, call); });
}

}  // namespace tirkeu::node
