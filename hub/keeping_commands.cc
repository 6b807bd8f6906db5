// Keeping the hub's data: verify, backup. Both read a snapshot, and neither holds up a round: they work on a thread and a
// reading connection of their own.
#include <boost/json.hpp>
#include <deque>

#include "hub/commands.h"
#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;

/// What came back to this hub from a node was signed by whatever key it had then.
store::CheckTransfer check_transfers(std::vector<crypto::VerifyKey> hub_keys) {
  return [hub_keys = std::move(hub_keys)](const store::LogRecord& log, const store::LogStore::Transfer& transfer, const crypto::Digest& head) {
    return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, std::span(hub_keys), log.incarnation, head);
  };
}

store::DatabaseOptions reading() {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  options.read_only = true;
  return options;
}

/// A consistent copy of the hub's database, made beside the connection that writes: rounds and administrators go on meanwhile.
void copy_beside(const std::filesystem::path& data, const std::filesystem::path& target) {
  store::Database(HubFiles::in(data).database, reading()).copy_to(target);
}

/// A file that goes with its scope: a snapshot holds personal data.
class Snapshot {
 public:
  Snapshot(const std::filesystem::path& data, std::filesystem::path path) : path_(std::move(path)) {
    std::filesystem::remove(path_);
    copy_beside(data, path_);
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

CommandResult verify(std::uint32_t department, const std::filesystem::path& data, const Command& command) {
  const Snapshot snapshot(data, data / "verify.tmp");
  store::Database database(snapshot.path().string(), reading());
  store::Settings settings(database);
  store::Verifier verifier(database, department, base::Limits(), check_transfers(Department(settings).sign_keys()));
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

CommandResult copy_database(const std::filesystem::path& data, const Command& command) {
  const json::value* file = command.arguments.if_contains("file");
  if (file == nullptr || !file->is_string()) return {ExitCode::kUsage, nullptr, "backup FILE", {}};
  const std::filesystem::path target(std::string(file->get_string()));
  if (std::filesystem::exists(target))
    return CommandResult::failed(registry::text(command.language, "hub.file_exists", {{"file", target.string()}}));
  copy_beside(data, target);
  return {ExitCode::kDone, json::object{{"file", target.string()}, {"bytes", std::filesystem::file_size(target)}}, "", {}};
}

/// Beside the copy its keys, without which it is of no use.
void copy_keys(const std::filesystem::path& data, base::Disk& disk, const Command& command, json::object& output) {
  const std::filesystem::path keys(std::string(output["file"].get_string()) + ".keys");
  disk.replace(keys, *disk.read(data / "hub.keys", 4096), base::FileMode::kPrivate);
  output["keys"] = keys.string();
  output["note"] = registry::text(command.language, "hub.backup_note");
}

/// Runs what reads the whole database on a worker, one after the other, so that no round waits for it.
class KeepingDesk : public std::enable_shared_from_this<KeepingDesk> {
 public:
  using Work = std::function<CommandResult(const Command&)>;                ///< on a worker: it may touch files and nothing else
  using After = std::function<void(const Command&, json::object& output)>;  ///< when it is done, on the loop thread
  explicit KeepingDesk(http::EventLoop& loop) : loop_(loop) {}

  void run(Work work, After after, Command command, daemon::CommandTable::Done done) {
    waiting_.push_back({std::move(work), std::move(after), std::move(command), std::move(done)});
    if (waiting_.size() == 1) begin();
  }

 private:
  struct Job {
    Work work;
    After after;
    Command command;
    daemon::CommandTable::Done done;
  };
  void begin() {
    // The job stays at the front of the queue meanwhile, and nothing else touches it.
    const Job& job = waiting_.front();
    const auto work = [&job] {
      try {
        return job.work(job.command);
      } catch (const std::exception& fault) {
        return CommandResult::failed(fault.what());
      }
    };
    loop_.compute(work, [self = shared_from_this()](CommandResult result) { self->end(std::move(result)); });
  }
  void end(CommandResult result) {
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    if (!waiting_.empty()) begin();
    try {
      if (job.after && result.exit == ExitCode::kDone) job.after(job.command, result.output.as_object());
    } catch (const std::exception& fault) {
      result = CommandResult::failed(fault.what());
    }
    job.done(std::move(result));
  }

  http::EventLoop& loop_;
  std::deque<Job> waiting_;
};

}  // namespace

void add_keeping_commands(daemon::CommandTable& table, HubHost& host, http::EventLoop& loop, const std::filesystem::path& data,
                          base::Disk& disk) {
  const auto desk = std::make_shared<KeepingDesk>(loop);
  const auto department = static_cast<std::uint32_t>(host.hub().department().number());
  table.add_later("verify", [desk, department, data](Command command, daemon::CommandTable::Done done) {
    desk->run([department, data](const Command& asked) { return verify(department, data, asked); }, {}, std::move(command), std::move(done));
  });
  table.add_later("backup", [desk, data, &disk](Command command, daemon::CommandTable::Done done) {
    desk->run([data](const Command& asked) { return copy_database(data, asked); },
              [data, &disk](const Command& asked, json::object& output) { copy_keys(data, disk, asked, output); }, std::move(command),
              std::move(done));
  });
}

}  // namespace tirkeu::hub
