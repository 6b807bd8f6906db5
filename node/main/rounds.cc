// `status`, `sync`, `export`, `import`, `take-over`, `user …`: commands that the daemon, or a node opened for the moment, carries out.
#include <boost/json.hpp>
#include <iostream>
#include <unistd.h>

#include "node/main/invocation.h"
#include "sync/protocol/bundle.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

constexpr std::size_t kTableBytesMax = 48u << 20;

std::string text_of(const json::value& output, std::string_view name) {
  const json::object* object = output.if_object();
  const json::value* value = object == nullptr ? nullptr : object->if_contains(name);
  if (value == nullptr || value->is_null()) return "-";
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

/// The sentence of a result, or the whole of it as JSON.
int print(const Invocation& invocation, const daemon::CommandResult& result, const std::string& prefix = "") {
  if (invocation.form == daemon::OutputForm::kJson) return daemon::print_result(result, invocation.form, kProgram, std::cout, std::cerr);
  if (result.exit != daemon::ExitCode::kDone) return daemon::fail(std::cerr, kProgram, prefix + result.error, result.exit);
  std::cout << prefix << text_of(result.output, "text") << '\n';
  return 0;
}

}  // namespace

int run_status(const Invocation& invocation) {
  const daemon::CommandResult result = run(invocation, "status");
  if (result.exit != daemon::ExitCode::kDone || invocation.form == daemon::OutputForm::kJson)
    return daemon::print_result(result, invocation.form, kProgram, std::cout, std::cerr);
  const json::value& output = result.output;
  daemon::Table table{{invocation.text("cli.status.what"), invocation.text("cli.status.value")}, {}};
  const auto row = [&](std::string_view key, std::string value) {
    table.rows.push_back({invocation.text("cli.status." + std::string(key)), std::move(value)});
  };
  row("office", text_of(output, "office") + " " + text_of(output, "office_name"));
  row("state", invocation.text("node_state." + text_of(output, "state")));
  if (!output.at("advice").is_null()) row("advice", text_of(output, "advice"));
  row("incarnation", text_of(output, "incarnation"));
  row("sequence", text_of(output, "sequence"));
  row("receipted", text_of(output, "receipted"));
  row("unsent", text_of(output, "unsent"));
  row("picture_bytes_unsent", text_of(output, "picture_bytes_unsent"));
  row("last_round_at", text_of(output, "last_round_at"));
  const json::value& error = output.at("last_error");
  row("last_error", error.is_null() ? "-" : text_of(error, "message"));
  row("index", text_of(output.at("index"), "text"));
  row("clock", invocation.text("clock." + text_of(output, "clock")));
  row("calendar", text_of(output.at("calendar"), "text"));
  row("disk", text_of(output, "disk_free_mb") + " MiB");
  row("fingerprint", text_of(output, "fingerprint"));
  row("certificate", text_of(output, "certificate_sha256"));
  row("version", text_of(output, "version"));
  daemon::print_table(std::cout, table);
  return 0;
}

int run_sync(const Invocation& invocation) {
  // A slow line takes minutes; whoever looks on is told that it goes on.
  if (isatty(STDERR_FILENO) != 0) std::cerr << invocation.text("cli.node.sync_begins") << '\n';
  return print(invocation, run(invocation, "sync"));
}

int run_export(const Invocation& invocation, const std::string& file) {
  const daemon::CommandResult result = run(invocation, "export");
  if (result.exit == daemon::ExitCode::kDone) {
    base::SystemDisk disk;
    disk.replace(file, result.payload, base::FileMode::kShared);
  }
  return print(invocation, result, invocation.form == daemon::OutputForm::kText ? file + ": " : "");
}

int run_import(const Invocation& invocation, const std::vector<std::string>& files) {
  const std::size_t bytes_max = base::Limits().bundle_bytes_max;
  int exit = 0;
  int taken = 0;
  for (const std::string& file : files) {
    auto bytes = daemon::read_input(file, bytes_max, invocation.language);
    if (!bytes) {
      exit = invocation.fail(bytes.error());
      continue;
    }
    const daemon::CommandResult result = run(invocation, "import", {}, std::move(*bytes));
    if (result.exit == daemon::ExitCode::kDone && text_of(result.output, "outcome") == "taken") ++taken;
    if (const int code = print(invocation, result, invocation.form == daemon::OutputForm::kText ? file + ": " : ""); code != 0) exit = code;
  }
  if (exit == 0 && taken == 0) return invocation.fail(invocation.text("stick.none_for_us"));
  return exit;
}

int run_take_over(const Invocation& invocation, const std::string& file, bool dry_run) {
  auto bytes = daemon::read_input(file, kTableBytesMax, invocation.language);
  if (!bytes) return invocation.fail(bytes.error());
  const daemon::CommandResult result = run(invocation, "take-over", {{"dry_run", dry_run}}, std::move(*bytes));
  if (result.exit == daemon::ExitCode::kDone && invocation.form == daemon::OutputForm::kText) {
    for (const json::value& problem : result.output.at("problems").as_array())
      std::cout << file << ':' << text_of(problem, "line") << ": " << text_of(problem, "field") << ": " << text_of(problem, "message") << '\n';
  }
  const int code = print(invocation, result);
  if (code != 0 || result.exit != daemon::ExitCode::kDone) return code;
  // Repeated rows are no failure: a corrected table is simply given again.
  const bool all_taken = result.output.at("problems").as_array().size() == result.output.at("repeated").to_number<std::size_t>();
  return all_taken ? 0 : invocation.fail(invocation.text("take_over.correct_and_repeat"));
}

int run_user(const Invocation& invocation, const UserWish& wish) {
  json::object arguments;
  if (!wish.name.empty()) arguments["name"] = wish.name;
  if (!wish.role.empty()) arguments["role"] = wish.role;
  base::Bytes payload;
  if (!wish.password_file.empty()) {
    const auto secret = daemon::read_secret(wish.password_file, invocation.language);
    if (!secret) return invocation.fail(secret.error());
    base::append(payload, base::bytes_of(*secret));
  }
  const daemon::CommandResult result = run(invocation, "user " + wish.act, std::move(arguments), std::move(payload));
  return daemon::print_result(result, invocation.form, kProgram, std::cout, std::cerr);
}

}  // namespace tirkeu::node
