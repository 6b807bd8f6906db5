// Quarantine as people see it: the list with what to do about each case, and the three things that can be done. The same for command line and
// screens.
#include <boost/json.hpp>
#include <charconv>

#include "hub/commands.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;
using service::Role;

constexpr service::RoleSet kReaders{Role::kAdmin, Role::kAuditor, Role::kSysadmin};
constexpr service::RoleSet kDeciders{Role::kAdmin};

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What helps: "approve", "recover" (each machine first), "release", "enrol".
std::string_view cure_of(const QuarantineCase& kept, Hub& hub) {
  if (kept.is_entry()) return "release";
  if (kept.cause == "revoked") return "enrol";
  const std::optional<NodeRecord> node = hub.nodes().find(kept.incarnation);
  const bool is_bound = node && node->sign_key == kept.sign_key;
  return is_bound && (node->state == NodeState::kEquivocated || node->state == NodeState::kActive) ? "recover" : "approve";
}

json::object case_json(const QuarantineCase& kept, Hub& hub, registry::Language language) {
  const std::string office = hub.department().office_code(kept.office);
  const std::string fingerprint = node_fingerprint(kept.sign_key, kept.seal_key);
  const std::string cure(cure_of(kept, hub));
  const std::string id = std::to_string(kept.id);
  json::object object{{"id", id},
                      {"office", office},
                      {"incarnation", kept.incarnation},
                      {"cause", kept.cause},
                      {"cause_text", registry::text(language, "hub.quarantine." + kept.cause)},
                      {"detail", kept.detail},
                      {"fingerprint", fingerprint},
                      {"since", daemon::time_at_office(kept.received_at, office)},
                      {"cure", cure},
                      {"cure_text", registry::text(language, "hub.quarantine.do_" + cure, {{"office", office}, {"fingerprint", fingerprint}, {"id", id}})}};
  const std::optional<std::uint32_t> entries = hub.admission().entries_in(kept.id);
  object["entries"] = entries ? json::value(*entries) : json::value(nullptr);
  return object;
}

json::array list_json(Hub& hub, registry::Language language) {
  json::array cases;
  for (const QuarantineCase& kept : hub.quarantine().open()) cases.push_back(case_json(kept, hub, language));
  return cases;
}

/// What became of a release, as a message; `done` tells whether it is settled.
struct Settled {
  bool done = false;
  registry::Message message;
};

Settled release(Hub& hub, std::int64_t id, const std::string& by) {
  const auto released = hub.admission().release(id, by);
  const registry::MessageArguments arguments{{"id", std::to_string(id)}};
  if (released) return {true, {"hub.quarantine.released", arguments}};
  switch (released.error().cause) {
    case ReleaseFault::Cause::kNoSuchCase: return {false, {"hub.quarantine.no_such_case", arguments}};
    case ReleaseFault::Cause::kWholeBundle: return {false, {"hub.quarantine.not_releasable", arguments}};
    case ReleaseFault::Cause::kStillBroken: break;
  }
  return {false, {"hub.quarantine.still_broken", {{"id", std::to_string(id)}, {"detail", released.error().detail}}}};
}

Settled dismiss(Hub& hub, std::int64_t id, const std::string& reason, const std::string& by) {
  const registry::MessageArguments arguments{{"id", std::to_string(id)}};
  if (!hub.admission().dismiss(id, reason, by)) return {false, {"hub.quarantine.no_such_case", arguments}};
  return {true, {"hub.quarantine.dismissed", arguments}};
}

CommandResult result_of(const Settled& settled, registry::Language language) {
  std::string text = registry::text(language, settled.message);
  if (!settled.done) return CommandResult::failed(std::move(text));
  return CommandResult{ExitCode::kDone, json::object{{"text", std::move(text)}}, "", {}};
}

daemon::Outcome outcome_of(const Settled& settled, daemon::WriteContext& write, registry::Language language) {
  if (!settled.done) {
    daemon::ApiError error = daemon::error(409, "not_settled");
    error.message = settled.message;
    return std::unexpected(std::move(error));
  }
  http::Response response = daemon::answer(200, json::object{{"text", registry::text(language, settled.message)}});
  write.record_alone(response);
  return response;
}

std::string text_in(const json::value& body, std::string_view name) {
  const json::object* object = body.if_object();
  const json::value* value = object == nullptr ? nullptr : object->if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : "";
}

daemon::Outcome approve(Hub& hub, const Call& call, daemon::WriteContext& write) {
  const std::optional<std::int64_t> id = number(call.argument("id"));
  const std::optional<QuarantineCase> kept = id ? hub.quarantine().find(*id) : std::nullopt;
  if (!kept || kept->settled_at) return std::unexpected(daemon::error(404, "not_found"));
  const std::optional<AdmissionReport> report =
      hub.admission().approve(kept->office, node_fingerprint(kept->sign_key, kept->seal_key), call.account->name);
  if (!report) return std::unexpected(daemon::error(404, "not_found"));
  if (report->result == AdmissionReport::Result::kRefused) {
    daemon::ApiError error = daemon::error(409, "not_settled");
    error.message = {report->refusal == wire::Refusal::kRevoked ? "hub.approve.revoked" : "hub.approve.shared_key", {{"office", report->office}}};
    return std::unexpected(std::move(error));
  }
  hub.note_witness();
  http::Response response = daemon::answer(200, report_json(*report, call.language));
  write.record_alone(response);
  return response;
}

}  // namespace

void add_quarantine_commands(daemon::CommandTable& table, Hub& hub) {
  table.add("quarantine", [&hub](const Command& command) {
    return CommandResult{ExitCode::kDone, list_json(hub, command.language), "", {}};
  });
  const auto id_of = [](const Command& command) {
    const json::value* id = command.arguments.if_contains("id");
    return id != nullptr && id->is_int64() ? id->get_int64() : 0;
  };
  table.add("quarantine release", [&hub, id_of](const Command& command) {
    return result_of(release(hub, id_of(command), "console"), command.language);
  });
  table.add("quarantine dismiss", [&hub, id_of](const Command& command) {
    const json::value* reason = command.arguments.if_contains("reason");
    const std::string why = reason != nullptr && reason->is_string() ? std::string(reason->get_string()) : "";
    return result_of(dismiss(hub, id_of(command), why, "console"), command.language);
  });
}

void add_quarantine_routes(daemon::Api& api, Hub& hub) {
  api.get("/api/v1/quarantine", kReaders, [&hub](const Call& call) -> daemon::Outcome {
    return daemon::answer(200, json::object{{"items", list_json(hub, call.language)}});
  });
  api.write("/api/v1/quarantine/{id}/approve", kDeciders, [&hub](const Call& call, daemon::WriteContext& write) { return approve(hub, call, write); });
  api.write("/api/v1/quarantine/{id}/release", kDeciders, [&hub](const Call& call, daemon::WriteContext& write) -> daemon::Outcome {
    const std::optional<std::int64_t> id = number(call.argument("id"));
    if (!id) return std::unexpected(daemon::error(404, "not_found"));
    return outcome_of(release(hub, *id, call.account->name), write, call.language);
  });
  api.write("/api/v1/quarantine/{id}/dismiss", kDeciders, [&hub](const Call& call, daemon::WriteContext& write) -> daemon::Outcome {
    const std::optional<std::int64_t> id = number(call.argument("id"));
    if (!id) return std::unexpected(daemon::error(404, "not_found"));
    const std::string reason = text_in(call.body, "reason");
    if (reason.empty()) return std::unexpected(daemon::error(422, "reason_missing"));
    return outcome_of(dismiss(hub, *id, reason, call.account->name), write, call.language);
  });
}

}  // namespace tirkeu::hub
