#include <boost/json/array.hpp>
#include <utility>

#include "sync/base/civil_time.h"
#include "sync/crypto/password.h"
#include "sync/daemon/account_store.h"
#include "sync/daemon/control.h"

namespace tirkeu::daemon {
namespace {

CommandResult refused(const Command& command, const registry::Message& message, ExitCode exit = ExitCode::kFailed) {
  return {exit, nullptr, registry::text(command.language, message), {}};
}

CommandResult refused(const Command& command, AccountProblem problem) {
  return refused(command, {"api." + std::string(name_of(problem)), {}});
}

std::string argument(const Command& command, std::string_view name) {
  const boost::json::value* value = command.arguments.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

boost::json::object to_json(const Account& account) {
  return {{"name", account.name},
          {"role", service::name_of(account.role)},
          {"state", account.state == Account::State::kActive ? "active" : "disabled"},
          {"must_change_password", account.password == Account::Password::kMustChange},
          {"created_at", base::format_utc(account.created_at)}};
}

CommandResult done(AccountStore& accounts, const std::string& name) {
  CommandResult result;
  if (const std::optional<Account> account = accounts.find(name)) result.output = to_json(*account);
  return result;
}

/// Judges the password, hashes it on a worker and gives the hash to `store`.
void with_hash(http::EventLoop& loop, AccountStore& accounts, Command command, service::Role role, CommandTable::Done done_with,
               std::function<std::expected<void, AccountProblem>(const std::string& name, const std::string& hash)> store) {
  const std::string name = argument(command, "name");
  std::string password(base::text_of(command.payload));
  if (const auto complaint = service::judge_password(password, name, role)) return done_with(refused(command, *complaint));
  auto work = [password = std::move(password)] { return crypto::hash_password(password); };
  auto then = [&accounts, name, command = std::move(command), store = std::move(store), done_with = std::move(done_with)](std::string hash) mutable {
    try {
      const auto stored = store(name, hash);
      done_with(stored ? done(accounts, name) : refused(command, stored.error()));
    } catch (const std::exception& fault) {
      done_with(CommandResult::failed(fault.what()));
    }
  };
  loop.compute(std::move(work), std::move(then));
}

void user_add(http::EventLoop& loop, AccountStore& accounts, Command command, CommandTable::Done done_with) {
  const std::optional<service::Role> role = service::parse_role(accounts.program(), argument(command, "role"));
  if (!role) return done_with(refused(command, {"api.field.unknown_role", {}}, ExitCode::kUsage));
  if (!service::is_account_name(argument(command, "name"))) return done_with(refused(command, AccountProblem::kBadName));
  if (accounts.find(argument(command, "name"))) return done_with(refused(command, AccountProblem::kNameTaken));
  with_hash(loop, accounts, std::move(command), *role, std::move(done_with), [&accounts, role](const std::string& name, const std::string& hash) {
    return accounts.add(name, *role, hash, Account::Password::kOwn);
  });
}

void user_passwd(http::EventLoop& loop, AccountStore& accounts, Command command, CommandTable::Done done_with) {
  const std::optional<Account> account = accounts.find(argument(command, "name"));
  if (!account) return done_with(refused(command, AccountProblem::kNoSuchAccount));
  with_hash(loop, accounts, std::move(command), account->role, std::move(done_with), [&accounts](const std::string& name, const std::string& hash) {
    return accounts.set_password(name, hash, Account::Password::kOwn);
  });
}

}  // namespace

void add_user_commands(CommandTable& table, http::EventLoop& loop, AccountStore& accounts) {
  table.add_later("user add", [&](Command command, CommandTable::Done done_with) { user_add(loop, accounts, std::move(command), std::move(done_with)); });
  table.add_later("user passwd", [&](Command command, CommandTable::Done done_with) { user_passwd(loop, accounts, std::move(command), std::move(done_with)); });
  table.add("user disable", [&](const Command& command) {
    const auto disabled = accounts.disable(argument(command, "name"));
    return disabled ? done(accounts, argument(command, "name")) : refused(command, disabled.error());
  });
  table.add("user enable", [&](const Command& command) {
    const auto enabled = accounts.enable(argument(command, "name"));
    return enabled ? done(accounts, argument(command, "name")) : refused(command, enabled.error());
  });
  table.add("user list", [&](const Command&) {
    boost::json::array items;
    for (const Account& account : accounts.list()) items.push_back(to_json(account));
    CommandResult result;
    result.output = std::move(items);
    return result;
  });
}

}  // namespace tirkeu::daemon
