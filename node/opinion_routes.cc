// Complaints, which a clerk receives, and opinions, which anybody gives at the kiosk or by the link on the ticket.
#include "node/act.h"
#include "node/day_body.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

constexpr int kComplaintsShown = 500;

Outcome receive(Node& node, const Written& written, const Call& call, WriteContext& write) {
  const auto wish = daemon::read_complaint(call.body);
  if (!wish) return std::unexpected(daemon::error_of(wish.error()));
  std::optional<http::Response> response;
  const Done<store::Complaint> done = node.opinions().receive(*wish, call.account->name, [&](const store::Complaint& complaint) {
    json::object body = daemon::complaint_json(daemon::complaint_record(node.book(), complaint), complaint.received_at);
    body["guidance"] = registry::text(call.language, "complaint.guidance", {{"day", complaint.due_on}});
    response = daemon::answer(201, body);
    write.record(*response);
  });
  if (!done) return std::unexpected(refusal_error(done.error(), node.identity().office_code(), call.language));
  written();
  return std::move(*response);
}

Outcome hear(Node& node, const Written& written, const Call& call, WriteContext& write) {
  const auto wish = read_opinion(call.body);
  if (!wish) return std::unexpected(daemon::error_of(wish.error()));
  std::optional<http::Response> response;
  const Done<store::Feedback> done = node.opinions().hear(*wish, [&](const store::Feedback& fact) {
    response = daemon::answer(201, json::object{{"given_on", fact.given_on}});
    write.record(*response);
  });
  if (!done) return std::unexpected(refusal_error(done.error(), node.identity().office_code(), call.language));
  written();
  return std::move(*response);
}

}  // namespace

void add_opinion_routes(daemon::Api& api, Node& node, Written written) {
  api.write("/api/v1/complaints", kCounterRoles,
            [&node, written](const Call& call, WriteContext& write) { return receive(node, written, call, write); });
  api.get("/api/v1/complaints", kCounterRoles, [&node](const Call& call) {
    json::array items;
    const base::Instant now = node.journal().read_clock().wall;
    for (const daemon::ComplaintRecord& record : node.opinions().complaints(kComplaintsShown))
      items.push_back(daemon::complaint_json(record, now));
    node.audit().note(call.account->name, "read", std::nullopt, "complaints " + std::to_string(items.size()));
    return daemon::answer(200, json::object{{"items", std::move(items)}});
  });
  daemon::Route feedback{.method = "POST", .pattern = "/api/v1/feedback", .access = daemon::Access::kPublic};
  const auto later = [&node, written](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, daemon::Finish finish) {
    finish.run([&] { return hear(node, written, *call, *write); });
  };
  feedback.handler = daemon::WriteLater(later);
  api.add(std::move(feedback));
}

}  // namespace tirkeu::node
