// tirkeu-hub: the command line. Each command runs in the daemon when one holds the data folder, else here.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <iostream>
#include <sys/stat.h>

#include "hub/commands.h"
#include "hub/main/init.h"
#include "hub/main/keys.h"
#include "hub/main/serve.h"
#include "sync/daemon/cli.h"
#include "sync/daemon/data_folder.h"
#include "sync/daemon/version.h"

namespace tirkeu::hub {
namespace {

constexpr std::string_view kProgram = "tirkeu-hub";
constexpr std::string_view kDefaultConfig = "/etc/tirkeu/hub.toml";

/// What the whole command line said, whichever command it was.
struct Said {
  std::string config, data, office, fingerprint, reason, out, file, name, role, password_file;
  std::vector<std::string> files;
  std::int64_t incarnation = 0;
  bool json = false;
  InitRequest init;
  RootWish root;
};

class Standalone final : public daemon::CommandHost {
 public:
  Standalone(http::EventLoop& loop, const service::HubConfig& config) : host_(loop, config, service::make_system_sink()) {}
  const daemon::CommandTable& commands() const override { return host_.commands(); }

 private:
  HubHost host_;
};

class CommandLine {
 public:
  explicit CommandLine(registry::Language language)
      : language_(language), app_(registry::text(language, "hub.help.program"), std::string(kProgram)) {}
  int run(int argc, char** argv);

 private:
  CLI::App* add(const std::string& name, CLI::App* parent = nullptr) {
    std::string key = "hub.help." + (parent == nullptr ? name : parent->get_name() + "_" + name);
    CLI::App* command = (parent == nullptr ? &app_ : parent)->add_subcommand(name, help(key));
    // What every command takes may stand before the command and behind it.
    command->fallthrough();
    return command;
  }
  std::string help(const std::string& key) const { return registry::text(language_, key); }
  void define();
  void define_keys();
  void define_users();
  void define_portal();
  int execute();
  std::optional<service::HubConfig> config();
  int send(daemon::Command command);
  int enrol(const service::HubConfig& config);
  int grant(const service::HubConfig& config);
  int import(const service::HubConfig& config);
  int user(CLI::App& command);
  int portal(CLI::App& command);
  daemon::Command command(std::string name, boost::json::object arguments = {}) const {
    return {std::move(name), std::move(arguments), {}, language_};
  }
  daemon::CommandResult ask(const service::HubConfig& config, daemon::Command command) const {
    return daemon::run_command(config.data, std::move(command), [&config](http::EventLoop& loop) {
      return std::make_unique<Standalone>(loop, config);
    });
  }
  int print(const daemon::CommandResult& result) const {
    return daemon::print_result(result, said_.json ? daemon::OutputForm::kJson : daemon::OutputForm::kText, kProgram, std::cout, std::cerr);
  }
  int fail(const std::string& line, daemon::ExitCode code = daemon::ExitCode::kFailed) const {
    return daemon::fail(std::cerr, kProgram, line, code);
  }

  registry::Language language_;
  CLI::App app_;
  Said said_;
};

void CommandLine::define() {
  app_.set_version_flag("--version", daemon::version_text(std::string(kProgram)));
  app_.require_subcommand(1);
  app_.add_option("--config", said_.config, help("hub.help.config"))->type_name("FILE");
  app_.add_option("--data", said_.data, help("hub.help.data"))->type_name("DIR");
  app_.add_flag("--json", said_.json, help("hub.help.json"));
  CLI::App* init = add("init");
  init->add_option("--department", said_.init.department, help("hub.help.department"))->required();
  init->add_option("--public-url", said_.init.public_url, help("hub.help.public_url"));
  init->add_option("--root-passphrase-file", said_.init.root_passphrase_file, help("hub.help.root_passphrase_file"));
  init->add_option("--root-key", said_.init.root_key_file, help("hub.help.init_root_key"))->needs("--root-passphrase-file");
  for (const char* const name : {"serve", "check-config", "status", "offices", "verify"}) add(name);
  CLI::App* enrol = add("enrol");
  enrol->add_option("office", said_.office, help("hub.help.office"))->required();
  enrol->add_option("--out", said_.out, help("hub.help.enrol_out"));
  CLI::App* approve = add("approve");
  approve->add_option("office", said_.office, help("hub.help.office"))->required();
  approve->add_option("fingerprint", said_.fingerprint, help("hub.help.fingerprint"))->required();
  CLI::App* revoke = add("revoke");
  revoke->add_option("office", said_.office, help("hub.help.office"))->required();
  revoke->add_option("--incarnation", said_.incarnation, help("hub.help.incarnation"));
  revoke->add_option("--reason", said_.reason, help("hub.help.reason"))->required();
  CLI::App* import = add("import");
  import->add_option("files", said_.files, help("hub.help.files"))->required();
  import->add_option("--out", said_.out, help("hub.help.import_out"))->required();
  for (const char* const name : {"backup", "restore"}) add(name)->add_option("file", said_.file, help("hub.help.file"))->required();
  define_keys();
  define_users();
  define_portal();
}

void CommandLine::define_keys() {
  for (const char* const name : {"rotate-keys", "rotate-root"}) {
    CLI::App* command = add(name);
    command->add_option("--root-key", said_.root.root_key, help("hub.help.root_key"))->required();
    command->add_option("--root-passphrase-file", said_.root.passphrase_file, help("hub.help.root_key_passphrase"))->required();
  }
  CLI::App* root = app_.get_subcommand("rotate-root");
  root->add_option("--new-root-key", said_.root.new_root_key, help("hub.help.new_root_key"))->required();
  root->add_option("--new-root-passphrase-file", said_.root.new_passphrase_file, help("hub.help.new_root_passphrase"))->required();
  CLI::App* grant = add("grant");
  grant->add_option("request", said_.file, help("hub.help.request"))->required();
  grant->add_option("--fingerprint", said_.fingerprint, help("hub.help.request_fingerprint"))->required();
  grant->add_option("--out", said_.out, help("hub.help.enrol_out"))->required();
}

void CommandLine::define_portal() {
  CLI::App* portal = app_.add_subcommand("portal", help("hub.help.portal"));
  portal->require_subcommand(1);
  portal->fallthrough();
  for (const char* const name : {"token", "revoke"})
    add(name, portal)->add_option("name", said_.name, help("hub.help.portal_name"))->required();
  portal->get_subcommand("token")->add_option("--out", said_.out, help("hub.help.portal_out"))->required();
  add("list", portal);
}

void CommandLine::define_users() {
  CLI::App* user = app_.add_subcommand("user", help("hub.help.user"));
  user->require_subcommand(1);
  user->fallthrough();
  for (const char* const name : {"add", "passwd", "disable", "enable"}) {
    CLI::App* command = add(name, user);
    command->add_option("name", said_.name, help("hub.help.user_name"))->required();
    if (command->get_name() == "add") command->add_option("--role", said_.role, help("hub.help.role"))->required();
    if (command->get_name() == "add" || command->get_name() == "passwd")
      command->add_option("--password-file", said_.password_file, help("hub.help.password_file"))->required();
  }
  add("list", user);
}

std::optional<service::HubConfig> CommandLine::config() {
  if (said_.config.empty() && !said_.data.empty()) return service::default_hub_config(said_.data);
  const std::string file = said_.config.empty() ? std::string(kDefaultConfig) : said_.config;
  std::expected<service::HubConfig, service::ConfigErrors> read = service::read_hub_config(file);
  if (!read) {
    for (const service::ConfigError& error : read.error()) fail(error.to_text(language_));
    return std::nullopt;
  }
  if (!said_.data.empty()) read->data = said_.data;
  return *read;
}

int CommandLine::enrol(const service::HubConfig& config) {
  const std::filesystem::path out = said_.out.empty() ? said_.office + ".enrolment" : said_.out;
  if (std::filesystem::exists(out)) return fail(registry::text(language_, "hub.file_exists", {{"file", out.string()}}));
  daemon::CommandResult result = ask(config, command("enrol", {{"office", said_.office}}));
  if (result.exit == daemon::ExitCode::kDone) {
    base::SystemDisk().replace(out, result.payload, base::FileMode::kPrivate);
    result.output.as_object()["file"] = out.string();
    result.output.as_object()["next"] = registry::text(language_, "hub.enrol_next", {{"file", out.string()}});
  }
  return print(result);
}

int CommandLine::grant(const service::HubConfig& config) {
  if (std::filesystem::exists(said_.out)) return fail(registry::text(language_, "hub.file_exists", {{"file", said_.out}}));
  std::expected<base::Bytes, std::string> request = daemon::read_input(said_.file, 64u << 10, language_);
  if (!request) return fail(request.error());
  daemon::Command wanted = command("grant", {{"fingerprint", said_.fingerprint}});
  wanted.payload = std::move(*request);
  daemon::CommandResult result = ask(config, std::move(wanted));
  if (result.exit == daemon::ExitCode::kDone) {
    // Sealed to the office's machine: nobody else can use it.
    base::SystemDisk().replace(said_.out, result.payload, base::FileMode::kShared);
    result.output.as_object()["file"] = said_.out;
    result.output.as_object()["next"] = registry::text(language_, "hub.grant_next", {{"file", said_.out}});
  }
  return print(result);
}

int CommandLine::import(const service::HubConfig& config) {
  // Bundles are sealed, and somebody else may carry the stick.
  if (std::filesystem::create_directories(said_.out)) std::filesystem::permissions(said_.out, std::filesystem::perms(0755));
  boost::json::array reports;
  bool failed = false;
  for (const std::string& file : said_.files) {
    const std::expected<base::Bytes, std::string> bytes = daemon::read_input(file, base::Limits().bundle_bytes_max, language_);
    if (!bytes) {
      failed = true;
      fail(bytes.error());
      continue;
    }
    daemon::Command import = command("import");
    import.payload = *bytes;
    daemon::CommandResult result = ask(config, std::move(import));
    if (!result.output.is_object()) {
      failed = true;
      fail(file + ": " + result.error);
      continue;
    }
    boost::json::object report = result.output.as_object();
    report["file"] = file;
    report["answer"] = nullptr;
    if (!result.payload.empty()) {
      const std::filesystem::path answer =
          std::filesystem::path(said_.out) / (std::filesystem::path(file).stem().string() + ".answer.bundle");
      base::SystemDisk().replace(answer, result.payload, base::FileMode::kShared);
      report["answer"] = answer.string();
    } else {
      failed = true;
      fail(file + ": " + result.error);
    }
    reports.push_back(std::move(report));
  }
  daemon::CommandResult all;
  all.output = std::move(reports);
  const int printed = print(all);
  return failed ? static_cast<int>(daemon::ExitCode::kFailed) : printed;
}

int CommandLine::user(CLI::App& group) {
  const std::optional<service::HubConfig> read = config();
  if (!read) return static_cast<int>(daemon::ExitCode::kFailed);
  const std::string name = group.get_subcommands().front()->get_name();
  daemon::Command request = command("user " + name, {{"name", said_.name}, {"role", said_.role}});
  if (!said_.password_file.empty()) {
    const std::expected<std::string, std::string> password = daemon::read_secret(said_.password_file, language_);
    if (!password) return fail(password.error());
    request.payload.assign(password->begin(), password->end());
  }
  return print(ask(*read, std::move(request)));
}

int CommandLine::portal(CLI::App& group) {
  const std::optional<service::HubConfig> read = config();
  if (!read) return static_cast<int>(daemon::ExitCode::kFailed);
  const std::string name = group.get_subcommands().front()->get_name();
  // Looked at first: a token that cannot be written down would be good for nobody and hold its name.
  if (name == "token" && std::filesystem::exists(said_.out))
    return fail(registry::text(language_, "hub.file_exists", {{"file", said_.out}}));
  daemon::CommandResult result = ask(*read, command("portal " + name, {{"name", said_.name}}));
  if (name == "token" && result.exit == daemon::ExitCode::kDone) {
    base::SystemDisk().replace(said_.out, result.payload, base::FileMode::kPrivate);
    result.output.as_object()["file"] = said_.out;
    result.output.as_object()["next"] = registry::text(language_, "hub.portal_next", {{"file", said_.out}});
  }
  return print(result);
}

int CommandLine::execute() {
  CLI::App& chosen = *app_.get_subcommands().front();
  const std::string name = chosen.get_name();
  if (name == "init") {
    if (said_.data.empty()) return fail(CLI::RequiredError("--data").what(), daemon::ExitCode::kUsage);
    said_.init.data = said_.data;
    return print(init(said_.init, language_));
  }
  if (name == "user") return user(chosen);
  if (name == "portal") return portal(chosen);
  const std::optional<service::HubConfig> read = config();
  if (!read) return static_cast<int>(daemon::ExitCode::kFailed);
  if (name == "serve") return serve(*read, language_);
  if (name == "check-config") {
    std::cout << service::to_toml(*read);
    return 0;
  }
  if (name == "enrol") return enrol(*read);
  if (name == "import") return import(*read);
  if (name == "grant") return grant(*read);
  const Ask asks = [&](daemon::Command one) { return ask(*read, std::move(one)); };
  if (name == "rotate-keys") return print(rotate_keys(said_.root, language_, asks));
  if (name == "rotate-root") return print(rotate_root(said_.root, language_, asks));
  if (name == "restore") return print(restore(said_.file, read->data, language_));
  boost::json::object arguments;
  if (!said_.office.empty()) arguments["office"] = said_.office;
  if (!said_.fingerprint.empty()) arguments["fingerprint"] = said_.fingerprint;
  if (!said_.reason.empty()) arguments["reason"] = said_.reason;
  if (said_.incarnation != 0) arguments["incarnation"] = said_.incarnation;
  if (!said_.file.empty()) arguments["file"] = std::filesystem::absolute(said_.file).string();
  return print(ask(*read, command(name, std::move(arguments))));
}

int CommandLine::run(int argc, char** argv) {
  define();
  try {
    app_.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app_.exit(error);
    return fail(error.what(), daemon::ExitCode::kUsage);
  }
  try {
    return execute();
  } catch (const std::exception& fault) {
    return fail(fault.what());
  }
}

}  // namespace
}  // namespace tirkeu::hub

int main(int argc, char** argv) {
  // Databases, copies and backups hold people's data: whatever makes a file here makes it for its owner alone.
  umask(0077);
  tirkeu::crypto::initialise();
  return tirkeu::hub::CommandLine(tirkeu::daemon::language_of_environment()).run(argc, argv);
}
