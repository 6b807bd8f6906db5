// Keeping the hub's data: verify, backup. Both read a snapshot made on the writer's own connection.
#include <boost/json.hpp>

#include "hub/commands.h"
#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;

std::optional<std::string> check_transfer(const store::LogRecord& log, const store::LogStore::Transfer& transfer,
                                          const crypto::Digest& head) {
  return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, log.incarnation, head);
}

/// A file that goes with its scope: a snapshot holds personal data.
class Snapshot {
 public:
  Snapshot(store::Database& database, std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::remove(path_);
    database.copy_to(path_);
  }
  ~Snapshot() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

CommandResult verify(Hub& hub, const std::filesystem::path& data, const Command& command) {
  const Snapshot snapshot(hub.database(), data / "verify.tmp");
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  options.read_only = true;
  store::Database database(snapshot.path().string(), options);
  store::Verifier verifier(database, static_cast<std::uint32_t>(hub.department().number()), base::Limits(), check_transfer);
  const store::VerifyReport report = verifier.run();
  if (report.first)
    return CommandResult::failed(registry::text(command.language, "hub.verify_failed",
                                                {{"incarnation", std::to_string(report.first->incarnation)},
                                                 {"sequence", std::to_string(report.first->sequence)},
                                                 {"what", report.first->what}}));
  json::object output{{"result", "ok"},
                      {"logs", report.logs},
                      {"entries", report.entries},
                      {"signatures", report.signatures},
                      {"transfers", report.transfers},
                      {"rows", report.rows}};
  return {ExitCode::kDone, std::move(output), "", {}};
}

CommandResult back_up(Hub& hub, const std::filesystem::path& data, base::Disk& disk, const Command& command) {
  const json::value* file = command.arguments.if_contains("file");
  if (file == nullptr || !file->is_string()) return {ExitCode::kUsage, nullptr, "backup FILE", {}};
  const std::filesystem::path target(std::string(file->get_string()));
  if (std::filesystem::exists(target))
    return CommandResult::failed(registry::text(command.language, "hub.file_exists", {{"file", target.string()}}));
  hub.database().copy_to(target);
  std::filesystem::path keys = target;
  keys += ".keys";
  disk.replace(keys, *disk.read(data / "hub.keys", 4096), base::FileMode::kPrivate);
  json::object output{{"file", target.string()}, {"keys", keys.string()}, {"bytes", std::filesystem::file_size(target)}};
  output["note"] = registry::text(command.language, "hub.backup_note");
  return {ExitCode::kDone, std::move(output), "", {}};
}

}  // namespace

void add_keeping_commands(daemon::CommandTable& table, HubHost& host, const std::filesystem::path& data, base::Disk& disk) {
  Hub& hub = host.hub();
  table.add("verify", [&hub, data](const Command& command) { return verify(hub, data, command); });
  table.add("backup", [&hub, data, &disk](const Command& command) { return back_up(hub, data, disk, command); });
}

}  // namespace tirkeu::hub
