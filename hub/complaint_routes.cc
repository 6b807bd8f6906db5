// The journal of complaints: the department's list, its own receipts, the steps of consideration.
#include <algorithm>
#include <boost/json.hpp>

#include "hub/api.h"
#include "hub/query.h"
#include "sync/daemon/read_members.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor};
constexpr service::RoleSet kDeciders{Role::kAdmin};

daemon::Outcome list(Hub& hub, base::Clock& clock, const Call& call) {
  ComplaintQuery query;
  query.state = filled(call.request, "state").value_or("all");
  if (query.state != "open" && query.state != "closed" && query.state != "all") return std::unexpected(bad_parameter("state"));
  query.office = filled(call.request, "office");
  const std::optional<TimeCursor> cursor = TimeCursor::parse(filled(call.request, "cursor").value_or(""));
  if (!cursor) return std::unexpected(bad_parameter("cursor"));
  query.after = *cursor;
  const ComplaintPage page = hub.complaints().list(query);
  json::array items;
  for (const daemon::ComplaintRecord& record : page.items) items.push_back(daemon::complaint_json(record, clock.now()));
  hub.audit().note(call.account->name, "read", std::nullopt, "complaints " + std::to_string(items.size()));
  return daemon::answer(200, json::object{{"items", std::move(items)},
                                          {"next", page.next ? json::value(*page.next) : json::value(nullptr)}});
}

daemon::Outcome receive(Hub& hub, const Call& call, daemon::WriteContext& write) {
  const auto wish = daemon::read_complaint(call.body);
  if (!wish) return std::unexpected(daemon::error_of(wish.error()));
  if (const registry::Findings findings = daemon::judge_complaint(*wish); !findings.empty())
    return std::unexpected(daemon::error_of(findings));
  http::Response response;
  hub.complaints().receive(*wish, call.account->name, [&](const daemon::ComplaintRecord& record) {
    json::object body = daemon::complaint_json(record, record.complaint.received_at);
    body["guidance"] = registry::text(call.language, "complaint.guidance", {{"day", record.due_on}});
    response = daemon::answer(201, body);
    write.record(response);
  });
  return response;
}

std::expected<StepWish, registry::Findings> read_step(const json::value& body) {
  return daemon::read_members<StepWish>(body, [](registry::MemberReader& reader, registry::Findings& findings) {
    const auto fault = [&](std::string path, std::string code) {
      findings.push_back(registry::make_finding(registry::Severity::kError, std::move(path), std::move(code), {}, "cl. 25"));
    };
    StepWish wish;
    wish.step = reader.text("step");
    wish.outcome = reader.optional_text("outcome");
    wish.text = reader.optional_lines("text").value_or("");
    if (wish.text.empty()) fault("text", "required");
    if (wish.step.empty()) return wish;
    const bool is_answer = wish.step == "answered";
    if (!is_answer && wish.step != "taken_up" && wish.step != "extended" && wish.step != "reopened") fault("step", "unknown_code");
    if (is_answer && !wish.outcome) fault("outcome", "required");
    if (!is_answer && wish.outcome) fault("outcome", "only_for_answer");
    if (is_answer && wish.outcome && *wish.outcome != "founded" && *wish.outcome != "unfounded") fault("outcome", "unknown_code");
    return wish;
  });
}

daemon::Outcome step(Hub& hub, const Call& call, daemon::WriteContext& write) {
  const auto wish = read_step(call.body);
  if (!wish) return std::unexpected(daemon::error_of(wish.error()));
  const std::optional<base::RowId> id = base::RowId::parse(call.argument("id"));
  if (!id) return std::unexpected(daemon::error(404, "not_found"));
  http::Response response;
  const auto done = hub.complaints().step(*id, *wish, call.account->name, [&](const daemon::ComplaintRecord& record) {
    response = daemon::answer(200, daemon::complaint_json(record, record.steps.back().recorded_at));
    write.record(response);
  });
  if (done) return response;
  if (done.error() == StepFault::kUnknownComplaint) return std::unexpected(daemon::error(404, "not_found"));
  return std::unexpected(daemon::error(409, "step_not_possible"));
}

}  // namespace

void add_complaint_routes(daemon::Api& api, Hub& hub, base::Clock& clock) {
  api.get("/api/v1/complaints", kReaders, [&hub, &clock](const Call& call) { return list(hub, clock, call); });
  api.write("/api/v1/complaints", kDeciders,
            [&hub](const Call& call, daemon::WriteContext& write) { return receive(hub, call, write); });
  api.write("/api/v1/complaints/{id}/steps", kDeciders,
            [&hub](const Call& call, daemon::WriteContext& write) { return step(hub, call, write); });
}

}  // namespace tirkeu::hub
