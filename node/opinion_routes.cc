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

json::value or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); }

json::object complaint_json(const ComplaintRecord& record) {
  const store::Complaint& complaint = record.complaint;
  json::array steps;
  for (const store::ComplaintStep& step : record.steps)
    steps.push_back(json::object{{"step", step.step},
                                 {"at", daemon::time_at_office(step.recorded_at, complaint.office)},
                                 {"official", step.official},
                                 {"due_on", or_null(step.due_on)},
                                 {"outcome", or_null(step.outcome)},
                                 {"text", step.text}});
  return {{"id", complaint.id.to_string()},
          {"number", complaint.number},
          {"office", complaint.office},
          {"received_at", daemon::time_at_office(complaint.received_at, complaint.office)},
          {"accepted_by", complaint.accepted_by},
          {"channel", complaint.channel},
          {"kind", complaint.kind},
          {"name", complaint.name},
          {"patronymic", or_null(complaint.patronymic)},
          {"postal_address", complaint.postal_address},
          {"contact", or_null(complaint.contact)},
          {"outgoing_number", or_null(complaint.outgoing_number)},
          {"outgoing_date", or_null(complaint.outgoing_date)},
          {"signed", complaint.is_signed},
          {"about_office", complaint.about_office},
          {"ticket_number", or_null(complaint.ticket_number)},
          {"text", complaint.text},
          {"due_on", record.due_on},
          {"state", record.state},
          {"outcome", record.steps.empty() ? json::value(nullptr) : or_null(record.steps.back().outcome)},
          {"steps", std::move(steps)}};
}

Outcome receive(Node& node, const Written& written, const Call& call, WriteContext& write) {
  const auto wish = read_complaint(call.body);
  if (!wish) return std::unexpected(daemon::error_of(wish.error()));
  std::optional<http::Response> response;
  const Done<store::Complaint> done = node.opinions().receive(*wish, call.account->name, [&](const store::Complaint& complaint) {
    json::object body = complaint_json({complaint, {}, "received", complaint.due_on});
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
  api.get("/api/v1/complaints", kCounterRoles, [&node](const Call&) {
    json::array items;
    for (const ComplaintRecord& record : node.opinions().complaints(kComplaintsShown)) items.push_back(complaint_json(record));
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
