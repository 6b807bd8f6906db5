// What every command of the command line has in common: which folder, which configuration, which language, which form.
#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "node/main/machine.h"
#include "schema/registry/language.h"
#include "sync/daemon/cli.h"
#include "sync/service/config.h"

namespace tirkeu::node {

inline constexpr std::string_view kProgram = "tirkeu-node";

/// The caller gave something that cannot be: one line, exit 2.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Invocation {
  std::string config_file;  ///< --config; empty: the default, unless `data` stands for it
  std::string data;         ///< --data
  daemon::OutputForm form = daemon::OutputForm::kText;
  registry::Language language = registry::Language::kEnglish;

  /// The configuration with `data` put in. Throws std::runtime_error with every complaint, one a line.
  service::NodeConfig config() const;
  std::string text(std::string_view key, const registry::MessageArguments& arguments = {}) const {
    return registry::text(language, key, arguments);
  }
  int fail(std::string_view line) const;
};

/// Runs a command of the table in the daemon, or here when none runs.
daemon::CommandResult run(const Invocation& invocation, std::string name, boost::json::object arguments = {}, base::Bytes payload = {});

// One function per command; each returns the exit code.
int run_init(const Invocation& invocation, const std::string& enrolment_file);
/// A new life in a folder that does not exist yet; what `init` does, without its words. Throws std::runtime_error with one line.
void make_node(const Invocation& invocation, const protocol::Enrolment& enrolment);
/// The checked enrolment of a file; the error is one line.
std::expected<protocol::Enrolment, std::string> read_enrolment_file(const Invocation& invocation, const std::string& file);
int run_serve(const Invocation& invocation);
int run_check_config(const Invocation& invocation);
int run_status(const Invocation& invocation);
int run_sync(const Invocation& invocation);
int run_export(const Invocation& invocation, const std::string& file);
int run_import(const Invocation& invocation, const std::vector<std::string>& files);
int run_take_over(const Invocation& invocation, const std::string& file, bool dry_run);
int run_verify(const Invocation& invocation);
int run_backup(const Invocation& invocation, const std::string& file);
int run_restore(const Invocation& invocation, const std::string& file);
int run_recover(const Invocation& invocation, const std::string& enrolment_file);
int run_rotate_keys(const Invocation& invocation);
int run_request(const Invocation& invocation, const std::string& office_code, const std::string& out);
/// The keys with which this machine asked to be enrolled, in DATA.request; nothing when it did not ask. Throws base::DiskError.
std::optional<NodeKeys> requested_keys(base::Disk& disk, const std::filesystem::path& data);
std::filesystem::path request_keys_file(const std::filesystem::path& data);

struct UserWish {
  std::string act;            ///< "add", "passwd", "disable", "enable", "list"
  std::string name;
  std::string role;
  std::string password_file;
};
int run_user(const Invocation& invocation, const UserWish& wish);

}  // namespace tirkeu::node
