// The commands of the command line, each written once and run in one of two places: inside the daemon, which is asked
// through its control socket, or right here when no daemon runs. The socket speaks HTTP (POST /control/v1/run) with mode
// 0600 in the data folder: whoever reaches it is the daemon's own user or root, so there is no login.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <expected>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "schema/registry/language.h"
#include "sync/base/bytes.h"
#include "sync/http/loop.h"
#include "sync/http/server.h"
#include "sync/service/log.h"

namespace tirkeu::daemon {

class AccountStore;

enum class ExitCode : int { kDone = 0, kFailed = 1, kUsage = 2 };

/// One command with everything it needs. Files of the caller are read and written by the command line, not by the daemon,
/// which runs as another user and in another folder: their bytes are `payload`. At most 64 MiB.
struct Command {
  std::string name;  ///< "status", "user add"
  boost::json::object arguments;
  base::Bytes payload;
  registry::Language language = registry::Language::kEnglish;
};

struct CommandResult {
  ExitCode exit = ExitCode::kDone;
  /// What --json prints, and what the plain text is made from.
  boost::json::value output;
  /// One line for stderr in the reader's language, when `exit` is not kDone.
  std::string error;
  base::Bytes payload;

  static CommandResult failed(std::string line) { return {ExitCode::kFailed, nullptr, std::move(line), {}}; }
};

/// The commands of one program. Those that end at once return their result; those that wait (a round, a password hash on a
/// worker) call `done` later on the loop thread.
class CommandTable {
 public:
  using Now = std::function<CommandResult(const Command&)>;
  using Done = std::move_only_function<void(CommandResult)>;
  using Later = std::function<void(Command, Done)>;

  void add(std::string name, Now run);
  void add_later(std::string name, Later run);
  /// Calls `done` once, perhaps inside this call. An exception becomes kFailed with its what(): faults of ours name a file
  /// or a step, never personal data. An unknown command is kUsage.
  void run(Command command, Done done) const;

 private:
  std::map<std::string, Later, std::less<>> commands_;
};

/// The daemon's side: a second Server with ServerOptions::unix_socket = control_socket_of(data) and this handler.
class ControlHandler final : public http::Handler {
 public:
  ControlHandler(const CommandTable& commands, service::Log& log) : commands_(commands), log_(log) {}
  void handle(http::Request request, http::Reply reply) override;
  std::size_t body_limit(std::string_view method, std::string_view path) const override;

 private:
  const CommandTable& commands_;
  service::Log& log_;
};

/// Asks the daemon of this data folder; blocks. An error is one line that says what and what to do.
std::expected<CommandResult, std::string> ask_daemon(const std::filesystem::path& data, const Command& command);

/// Who builds the program's objects around the data folder when no daemon has it open.
class CommandHost {
 public:
  virtual ~CommandHost() = default;
  virtual const CommandTable& commands() const = 0;
};
using OpenHost = std::function<std::unique_ptr<CommandHost>(http::EventLoop& loop)>;

/// Runs a command wherever it belongs: in the daemon when one runs, else here, holding the lock, with the host that `open`
/// makes. Blocks. What `open` throws becomes kFailed.
CommandResult run_command(const std::filesystem::path& data, Command command, const OpenHost& open);

/// The commands "user add", "user passwd", "user disable", "user enable", "user list", the same for node and hub.
/// Arguments: "name" and, for add, "role"; the password is the payload.
void add_user_commands(CommandTable& table, http::EventLoop& loop, AccountStore& accounts);

}  // namespace tirkeu::daemon
