// tirkeu-node: the command line. Each command is a function of invocation.h.
#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <sys/stat.h>

#include "node/main/invocation.h"
#include "node/version.h"

namespace tirkeu::node {
namespace {

/// What the parser filled in, and which function the chosen command is.
struct Chosen {
  Invocation invocation;
  std::string enrolment, file;
  std::vector<std::string> files;
  UserWish user;
  bool dry_run = false;
  std::string office;
  bool once = false;  ///< accepted and without effect: `sync` is one round anyway
  std::function<int()> run;
};

CLI::App* add(CLI::App& parent, Chosen& chosen, const std::string& name, std::function<int()> run) {
  const std::string key = "cli.node." + (parent.get_parent() == nullptr ? std::string() : parent.get_name() + "_") + name;
  CLI::App* command = parent.add_subcommand(name, chosen.invocation.text(key));
  // -h shows this command's help, whatever stands behind it.
  command->fallthrough();
  command->callback([&chosen, run = std::move(run)] { chosen.run = run; });
  return command;
}

void add_setting_up(CLI::App& app, Chosen& chosen) {
  const Invocation& invocation = chosen.invocation;
  CLI::App* init = add(app, chosen, "init", [&] { return run_init(chosen.invocation, chosen.enrolment); });
  init->add_option("--enrolment", chosen.enrolment, invocation.text("cli.node.option_enrolment"))->required();
  add(app, chosen, "serve", [&] { return run_serve(chosen.invocation); });
  add(app, chosen, "check-config", [&] { return run_check_config(chosen.invocation); });
  CLI::App* request = add(app, chosen, "request", [&] { return run_request(chosen.invocation, chosen.office, chosen.file); });
  request->add_option("OFFICE", chosen.office, invocation.text("cli.node.option_office"))->required();
  request->add_option("--out", chosen.file, invocation.text("cli.node.option_request_out"))->required();
  add(app, chosen, "rotate-keys", [&] { return run_rotate_keys(chosen.invocation); });
  CLI::App* recover = add(app, chosen, "recover", [&] { return run_recover(chosen.invocation, chosen.enrolment); });
  recover->add_option("--enrolment", chosen.enrolment, invocation.text("cli.node.option_recover_enrolment"));
}

void add_rounds(CLI::App& app, Chosen& chosen) {
  const Invocation& invocation = chosen.invocation;
  add(app, chosen, "status", [&] { return run_status(chosen.invocation); });
  CLI::App* sync = add(app, chosen, "sync", [&] { return run_sync(chosen.invocation); });
  sync->add_flag("--once", chosen.once, invocation.text("cli.node.option_once"));
  CLI::App* export_command = add(app, chosen, "export", [&] { return run_export(chosen.invocation, chosen.file); });
  export_command->add_option("FILE", chosen.file, invocation.text("cli.node.option_export"))->required();
  CLI::App* import_command = add(app, chosen, "import", [&] { return run_import(chosen.invocation, chosen.files); });
  CLI::App* take_over = add(app, chosen, "take-over", [&] { return run_take_over(chosen.invocation, chosen.file, chosen.dry_run); });
  take_over->add_option("FILE", chosen.file, invocation.text("cli.node.option_take_over"))->required();
  take_over->add_flag("--dry-run", chosen.dry_run, invocation.text("cli.node.option_dry_run"));
  import_command->add_option("FILE", chosen.files, invocation.text("cli.node.option_import"))->required();
}

void add_keeping(CLI::App& app, Chosen& chosen) {
  const Invocation& invocation = chosen.invocation;
  add(app, chosen, "verify", [&] { return run_verify(chosen.invocation); });
  CLI::App* backup = add(app, chosen, "backup", [&] { return run_backup(chosen.invocation, chosen.file); });
  backup->add_option("FILE", chosen.file, invocation.text("cli.node.option_backup"))->required();
  CLI::App* restore = add(app, chosen, "restore", [&] { return run_restore(chosen.invocation, chosen.file); });
  restore->add_option("FILE", chosen.file, invocation.text("cli.node.option_restore"))->required();
}

void add_users(CLI::App& app, Chosen& chosen) {
  const Invocation& invocation = chosen.invocation;
  CLI::App* user = app.add_subcommand("user", invocation.text("cli.node.user"));
  user->fallthrough();
  user->require_subcommand(1);
  for (const char* act : {"add", "passwd", "disable", "enable", "list"}) {
    CLI::App* command = add(*user, chosen, act, [&chosen, act] {
      chosen.user.act = act;
      return run_user(chosen.invocation, chosen.user);
    });
    const std::string_view name(act);
    if (name != "list") command->add_option("NAME", chosen.user.name, invocation.text("cli.node.option_name"))->required();
    if (name == "add") command->add_option("--role", chosen.user.role, invocation.text("cli.node.option_role"))->required();
    if (name == "add" || name == "passwd")
      command->add_option("--password-file", chosen.user.password_file, invocation.text("cli.node.option_password"))->required();
  }
}

int run_program(int argc, char** argv) {
  Chosen chosen;
  Invocation& invocation = chosen.invocation;
  invocation.language = daemon::language_of_environment();
  CLI::App app(invocation.text("cli.node.about"), std::string(kProgram));
  app.set_help_flag("-h,--help", invocation.text("cli.node.option_help"));
  app.set_version_flag("--version", std::string(kProgram) + " " + std::string(version()), invocation.text("cli.node.option_version"));
  app.require_subcommand(1);
  app.add_option("--config", invocation.config_file, invocation.text("cli.node.option_config"))->type_name("FILE");
  app.add_option("--data", invocation.data, invocation.text("cli.node.option_data"))->type_name("DIR");
  bool wants_json = false;
  app.add_flag("--json", wants_json, invocation.text("cli.node.option_json"));
  add_setting_up(app, chosen);
  add_rounds(app, chosen);
  add_keeping(app, chosen);
  add_users(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& shown) {
    return app.exit(shown);
  } catch (const CLI::ParseError& wrong) {
    return daemon::fail(std::cerr, kProgram, std::string(wrong.what()) + " " + invocation.text("cli.node.see_help"), daemon::ExitCode::kUsage);
  }
  if (wants_json) invocation.form = daemon::OutputForm::kJson;
  try {
    return chosen.run();
  } catch (const UsageError& wrong) {
    return daemon::fail(std::cerr, kProgram, wrong.what(), daemon::ExitCode::kUsage);
  }
}

}  // namespace
}  // namespace tirkeu::node

int main(int argc, char** argv) {
  // A browser that has gone is an error of that write, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);
  // Databases, copies and backups hold people's data: whatever makes a file here makes it for its owner alone.
  umask(0077);
  try {
    tirkeu::crypto::initialise();
    return tirkeu::node::run_program(argc, argv);
  } catch (const std::exception& fault) {
    return tirkeu::daemon::fail(std::cerr, tirkeu::node::kProgram, fault.what());
  }
}
