#include "sync/daemon/control.h"

#include <sys/stat.h>

#include <thread>

#include <gtest/gtest.h>

#include "sync/base/disk.h"
#include "sync/daemon/data_folder.h"
#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

Command command(std::string name, boost::json::object arguments = {}) {
  Command made;
  made.name = std::move(name);
  made.arguments = std::move(arguments);
  return made;
}

CommandTable echo_table() {
  CommandTable table;
  table.add("echo", [](const Command& asked) {
    CommandResult result;
    result.output = boost::json::object{{"arguments", asked.arguments}, {"language", registry::code_of(asked.language)}};
    result.payload.assign(asked.payload.rbegin(), asked.payload.rend());
    return result;
  });
  table.add("refuse", [](const Command&) { return CommandResult::failed("no room left"); });
  table.add("throw", [](const Command&) -> CommandResult { throw base::DiskError("stick: gone"); });
  return table;
}

/// A daemon of its own thread around a folder: lock, loop, control socket.
class RunningDaemon {
 public:
  explicit RunningDaemon(const std::filesystem::path& data) {
    http::ServerOptions options;
    options.unix_socket = control_socket_of(data);
    lock_ = FolderLock::take(data);
    server_ = std::make_unique<http::Server>(loop_, options, handler_);
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~RunningDaemon() {
    loop_.stop();
    thread_.join();
  }

 private:
  ManualClock clock_;
  std::vector<std::string> lines_;
  service::Log log_{service::LogLevel::kInfo, std::make_unique<Lines>(lines_), clock_};
  CommandTable table_ = echo_table();
  ControlHandler handler_{table_, log_};
  http::EventLoop loop_;
  std::optional<FolderLock> lock_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

class LocalHost final : public CommandHost {
 public:
  const CommandTable& commands() const override { return table_; }

 private:
  CommandTable table_ = echo_table();
};

TEST(FolderLock, IsHeldByOne) {
  TemporaryFolder folder;
  EXPECT_EQ(holder_of(folder.path), Holder::kNobody);
  {
    const auto lock = FolderLock::take(folder.path);
    ASSERT_TRUE(lock);
    EXPECT_FALSE(FolderLock::take(folder.path));
    EXPECT_EQ(holder_of(folder.path), Holder::kCommand);
  }
  EXPECT_TRUE(FolderLock::take(folder.path));
  EXPECT_THROW(FolderLock::take(folder.path / "nowhere"), base::DiskError);
}

TEST(DataFolder, IsMadeForItsOwnerAloneAndNeverOverOtherFiles) {
  TemporaryFolder folder;
  make_data_folder(folder.path / "a/data");
  EXPECT_EQ(std::filesystem::status(folder.path / "a/data").permissions(), std::filesystem::perms::owner_all);
  make_data_folder(folder.path / "a/data");
  EXPECT_THROW(make_data_folder(folder.path), base::DiskError);
}

TEST(Control, CarriesACommandToTheDaemonAndItsResultBack) {
  TemporaryFolder folder;
  RunningDaemon daemon(folder.path);
  EXPECT_EQ(holder_of(folder.path), Holder::kDaemon);
  struct stat status {};
  ASSERT_EQ(stat((folder.path / "control.sock").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);

  Command asked = command("echo", {{"name", "Айгүл"}});
  asked.language = registry::Language::kKazakh;
  for (int i = 0; i < 300'000; ++i) asked.payload.push_back(static_cast<std::uint8_t>(i * 7));
  const auto result = ask_daemon(folder.path, asked);
  ASSERT_TRUE(result) << result.error();
  EXPECT_EQ(result->exit, ExitCode::kDone);
  EXPECT_EQ(boost::json::serialize(result->output), R"({"arguments":{"name":"Айгүл"},"language":"kk"})");
  EXPECT_TRUE(std::equal(asked.payload.rbegin(), asked.payload.rend(), result->payload.begin(), result->payload.end()));
}

TEST(Control, CarriesFailuresAndFaultsAsOneLine) {
  TemporaryFolder folder;
  RunningDaemon daemon(folder.path);
  const auto refused = ask_daemon(folder.path, command("refuse"));
  EXPECT_EQ(refused->exit, ExitCode::kFailed);
  EXPECT_EQ(refused->error, "no room left");
  EXPECT_EQ(ask_daemon(folder.path, command("throw"))->error, "stick: gone");
  const auto unknown = ask_daemon(folder.path, command("dance"));
  EXPECT_EQ(unknown->exit, ExitCode::kUsage);
  EXPECT_EQ(unknown->error, "there is no command dance here; see --help");
}

TEST(Control, SaysWhichDaemonDoesNotAnswer) {
  TemporaryFolder folder;
  const auto result = ask_daemon(folder.path, command("echo"));
  ASSERT_FALSE(result);
  EXPECT_NE(result.error().find(folder.path.string()), std::string::npos);
}

TEST(Control, AnswersOnlyThroughItsSocket) {
  ManualClock clock;
  std::vector<std::string> lines;
  service::Log log(service::LogLevel::kInfo, std::make_unique<Lines>(lines), clock);
  const CommandTable table = echo_table();
  ControlHandler handler(table, log);
  http::EventLoop loop;
  EXPECT_EQ(ask(handler, loop, request("POST", "/control/v1/run", "x")).status, 403);
  http::Request broken = request("POST", "/control/v1/run", "xxxxxxxx");
  broken.peer = http::Peer::kControlSocket;
  EXPECT_EQ(ask(handler, loop, std::move(broken)).status, 400);
}

TEST(RunCommand, RunsHereWhenNoDaemonDoesAndThereWhenOneDoes) {
  TemporaryFolder folder;
  int opened = 0;
  const OpenHost open = [&](http::EventLoop&) {
    ++opened;
    EXPECT_EQ(holder_of(folder.path), Holder::kCommand);
    return std::make_unique<LocalHost>();
  };
  EXPECT_EQ(run_command(folder.path, command("echo"), open).exit, ExitCode::kDone);
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(holder_of(folder.path), Holder::kNobody);
  RunningDaemon daemon(folder.path);
  EXPECT_EQ(run_command(folder.path, command("echo"), open).exit, ExitCode::kDone);
  EXPECT_EQ(opened, 1);
}

TEST(RunCommand, TellsAFaultOfOpeningAsOneLine) {
  TemporaryFolder folder;
  const auto fails = [](http::EventLoop&) -> std::unique_ptr<CommandHost> { throw base::DiskError("book.db: not there; run init"); };
  const CommandResult result = run_command(folder.path, command("echo"), fails);
  EXPECT_EQ(result.exit, ExitCode::kFailed);
  EXPECT_EQ(result.error, "book.db: not there; run init");
}

TEST(UserCommands, AddAndListAccounts) {
  Workplace place(service::Program::kHub);
  CommandTable table;
  add_user_commands(table, place.loop, place.accounts);
  const auto run = [&](Command asked) {
    std::optional<CommandResult> result;
    place.loop.post([&] {
      table.run(std::move(asked), [&](CommandResult made) {
        result = std::move(made);
        place.loop.stop();
      });
    });
    place.loop.run();
    return *result;
  };
  Command add = command("user add", {{"name", "admin"}, {"role", "admin"}});
  const base::ByteView password = base::bytes_of(kPassword);
  add.payload.assign(password.begin(), password.end());
  ASSERT_EQ(run(add).exit, ExitCode::kDone) << run(add).error;
  EXPECT_EQ(run(add).error, "There is an account of this name already.");
  EXPECT_TRUE(crypto::verify_password(*place.accounts.password_hash("admin"), kPassword));
  EXPECT_EQ(place.accounts.find("admin")->password, Account::Password::kOwn);
  EXPECT_EQ(run(command("user list")).output.as_array().size(), 1u);
  EXPECT_EQ(run(command("user disable", {{"name", "admin"}})).error, "This is the last account that can manage others. Add another one first.");
  EXPECT_EQ(run(command("user add", {{"name", "x"}, {"role", "clerk"}})).exit, ExitCode::kUsage);
  Command weak = command("user passwd", {{"name", "admin"}});
  EXPECT_EQ(run(weak).exit, ExitCode::kFailed);
}

}  // namespace
}  // namespace tirkeu::daemon
