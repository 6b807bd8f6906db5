// The commands that work with and without a daemon. Files of the caller are read and written by the command line.
#include <boost/json.hpp>

#include "node/api.h"
#include "node/host.h"
#include "node/round_words.h"
#include "node/status_json.h"
#include "node/take_over.h"
#include "sync/http/certificate.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;

constexpr std::uint64_t kPemBytesMax = 1u << 20;

CommandResult refused(const Command& command, const registry::Message& message) {
  return CommandResult::failed(registry::text(command.language, message));
}

/// A bundle that the hub keeps for its next version is held; with any other refusal nothing of it counts yet.
bool is_refused(wire::Refusal refusal) { return refusal != wire::Refusal::kNone && refusal != wire::Refusal::kUnknownSchema; }

CommandResult export_bundle(Node& node, const Command& command, const base::Limits& limits) {
  node.round().hub_return().show_all();  // On a stick nobody can ask for it later.
  UpSummary up = node.round().make_up(limits.bundle_bytes_max / 2);
  CommandResult result;
  const std::string key = up.waiting > 0 ? "stick.exported_more" : "stick.exported";
  result.output = json::object{
      {"entries", up.count},
      {"waiting", up.waiting},
      {"file_name", bundle_file_name(node, up)},
      {"text", registry::text(command.language, key, {{"entries", std::to_string(up.count)}, {"waiting", std::to_string(up.waiting)}})}};
  result.payload = std::move(up.bundle);
  return result;
}

/// One bundle. A stick carries the answers of many offices: what is sealed to another key is passed over, not refused.
CommandResult import_bundle(Node& node, const Command& command) {
  const protocol::Opened<protocol::ClearPart> clear = protocol::peek(command.payload);
  CommandResult result;
  if (clear && clear->from_hub && !node.round().is_for_us(clear->receiver)) {
    result.output = json::object{{"outcome", "skipped"}, {"text", registry::text(command.language, "stick.other_receiver")}};
    return result;
  }
  const std::expected<DownSummary, DownFault> down = node.round().take_down(command.payload);
  if (!down) return refused(command, fault_error(down.error()).message);
  json::object summary = summary_json(*down, command.language);
  json::value text = summary["text"];
  if (is_refused(down->refusal) && !down->restated) {
    result.exit = daemon::ExitCode::kFailed;
    result.error = std::string(text.as_string());
  }
  result.output = json::object{{"outcome", "taken"}, {"summary", std::move(summary)}, {"text", std::move(text)}};
  return result;
}

/// A consistent copy beside the database, which the command line checks or takes away while work goes on here.
CommandResult snapshot(Node& node, const Command& command, base::Disk& disk, const std::filesystem::path& data) {
  const std::filesystem::path target = data / "snapshot.db";
  disk.remove(target);
  const NodeFiles files = NodeFiles::in(data);
  std::error_code problem;
  const auto size = std::filesystem::file_size(files.database, problem);
  if (!problem && disk.free_bytes(data) < size + (size >> 2))
    return refused(command, {"snapshot.no_room", {{"mb", std::to_string((size + (size >> 2)) >> 20)}}});
  node.database().copy_to(target);
  CommandResult result;
  result.output = json::object{{"snapshot", target.string()}};
  return result;
}

/// The table is the payload. Who may run commands on this machine answers for it under the command's own name.
CommandResult take_over(Node& node, const Command& command) {
  const json::value* dry_run = command.arguments.if_contains("dry_run");
  const bool is_dry = dry_run != nullptr && dry_run->is_bool() && dry_run->get_bool();
  TakeOver job(node.counter(), node.cases(), is_dry ? TakeOver::Mode::kDryRun : TakeOver::Mode::kTake, "take-over");
  const TakeOverReport report = job.run(base::text_of(command.payload));
  CommandResult result;
  if (report.has_stopped) return refused(command, {"api.not_writing", {}});
  json::object output = report_json(report, command.language);
  output["text"] = registry::text(command.language, is_dry ? "take_over.would" : "take_over.done",
                                  {{"rows", std::to_string(report.rows)},
                                   {"taken", std::to_string(report.taken)},
                                   {"repeated", std::to_string(report.repeated)},
                                   {"problems", std::to_string(report.problems.size())}});
  result.output = std::move(output);
  return result;
}

}  // namespace

void add_node_commands(daemon::CommandTable& table, Node& node, Link& link, base::Disk& disk, const std::filesystem::path& data,
                       const std::filesystem::path& certificate, const base::Limits& limits) {
  table.add("status", [&node, &link, &disk, data, certificate](const Command& command) {
    CommandResult result;
    json::object status = status_json(node, link, disk, data, command.language);
    const std::optional<base::Bytes> pem = disk.read(certificate, kPemBytesMax);
    status["certificate_sha256"] = pem ? json::value(http::fingerprint_of(base::text_of(*pem))) : json::value(nullptr);
    result.output = std::move(status);
    return result;
  });
  table.add_later("sync", [&node, &link](Command command, daemon::CommandTable::Done done) {
    const auto waiting = std::make_shared<daemon::CommandTable::Done>(std::move(done));
    link.round_now([&node, language = command.language, waiting](const RoundOutcome& outcome) {
      CommandResult result;
      result.output = outcome_json(outcome, node.identity().office_code(), language);
      if (outcome.result != RoundOutcome::Result::kDone || is_refused(outcome.down.refusal)) {
        result.exit = daemon::ExitCode::kFailed;
        result.error = registry::text(language, message_of(outcome));
      }
      (*waiting)(std::move(result));
    });
  });
  table.add("export", [&node, limits](const Command& command) { return export_bundle(node, command, limits); });
  table.add("import", [&node](const Command& command) { return import_bundle(node, command); });
  table.add("take-over", [&node](const Command& command) { return take_over(node, command); });
  table.add("snapshot", [&node, &disk, data](const Command& command) { return snapshot(node, command, disk, data); });
}

}  // namespace tirkeu::node
