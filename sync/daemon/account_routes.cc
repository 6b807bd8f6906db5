#include "sync/daemon/account_routes.h"

#include <algorithm>
#include <boost/json/array.hpp>
#include <memory>

#include "sync/crypto/password.h"
#include "sync/daemon/browser_checks.h"

namespace tirkeu::daemon {
namespace {

/// Beyond this many the next login is told to come back: each waits for one of two workers with a body in memory.
constexpr int kLoginsWaitingMax = 32;

/// A place in the queue for hashing, given back however the wait ends.
class Turn {
 public:
  explicit Turn(std::shared_ptr<int> waiting) : waiting_(std::move(waiting)) { ++*waiting_; }
  ~Turn() { --*waiting_; }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::shared_ptr<int> waiting_;
};

/// What the handlers work with; copied into each.
struct Shared {
  ApiParts parts;
  std::optional<base::TimeZone> zone;
  std::shared_ptr<int> waiting = std::make_shared<int>(0);

  AccountStore& accounts() const { return parts.accounts; }
  std::string time(base::Instant instant) const { return zone ? base::format_rfc3339(instant, *zone) : base::format_utc(instant); }
};

/// Text members of a body; what is missing is noted per field.
class Members {
 public:
  explicit Members(const boost::json::value& body) : object_(body.if_object()) {}
  std::string text(std::string_view name) {
    const boost::json::value* value = object_ ? object_->if_contains(name) : nullptr;
    if (value != nullptr && value->is_string()) return std::string(value->get_string());
    complain(name, "missing_text", {"api.field.missing_text", {}});
    return {};
  }
  void complain(std::string_view path, std::string_view code, registry::Message message) {
    errors_.push_back({std::string(path), std::string(code), std::move(message), {}});
  }
  bool good() const { return errors_.empty(); }
  ApiError error() const {
    ApiError all = daemon::error(422, "unusable_fields");
    all.fields = errors_;
    return all;
  }

 private:
  const boost::json::object* object_;
  std::vector<FieldError> errors_;
};

void judge(Members& members, std::string_view path, std::string_view password, std::string_view account, service::Role role) {
  std::optional<registry::Message> complaint = service::judge_password(password, account, role);
  if (!complaint) return;
  const std::string code = complaint->key.substr(complaint->key.find('.') + 1);
  members.complain(path, "password_" + code, std::move(*complaint));
}

ApiError throttled(const Throttled& wait) {
  const auto seconds = std::to_string((wait.wait.count() + 999) / 1000);
  ApiError refusal = error(429, "login_throttled", {{"seconds", seconds}});
  refusal.headers.set("Retry-After", seconds);
  return refusal;
}

ApiError error_of(AccountProblem problem) {
  const int status = problem == AccountProblem::kNoSuchAccount ? 404 : problem == AccountProblem::kBadName ? 422 : 409;
  return error(status, std::string(name_of(problem)));
}

boost::json::object me_json(const Account& account) {
  return {{"user", account.name}, {"role", service::name_of(account.role)},
          {"must_change_password", account.password == Account::Password::kMustChange}};
}

boost::json::object account_json(const Shared& shared, const Account& account, service::Role keeper) {
  return {{"name", account.name},
          {"role", service::name_of(account.role)},
          {"state", account.state == Account::State::kActive ? "active" : "disabled"},
          {"must_change_password", account.password == Account::Password::kMustChange},
          {"created_at", shared.time(account.created_at)},
          {"changed_at", shared.time(account.changed_at)},
          {"failures", account.failures},
          {"may_keep", service::may_keep(shared.accounts().program(), keeper, account.role)}};
}

/// The outcome of comparing a password on a worker.
struct Compared {
  AccountStore::Comparison comparison = AccountStore::Comparison::kDifferent;
  std::optional<std::string> made;  ///< a hash made at the same visit
};

Compared compare(const std::string& hash, const std::string& password) {
  if (!crypto::verify_password(hash, password)) return {};
  Compared compared{AccountStore::Comparison::kEqual, std::nullopt};
  if (crypto::needs_rehash(hash)) compared.made = crypto::hash_password(password);
  return compared;
}

/// The attempt, or what to answer instead.
std::expected<LoginAttempt, ApiError> begin(const Shared& shared, const std::string& user, const http::Request& request) {
  if (*shared.waiting >= kLoginsWaitingMax) {
    ApiError busy = error(503, "busy");
    busy.headers.set("Retry-After", "2");
    return std::unexpected(std::move(busy));
  }
  auto begun = shared.accounts().begin_login(user, request.remote_address);
  if (const Throttled* wait = std::get_if<Throttled>(&begun)) {
    shared.parts.log.warning("login_throttled", {{"address", service::Code{request.remote_address}}, {"wait_ms", wait->wait.count()}});
    return std::unexpected(throttled(*wait));
  }
  return std::get<LoginAttempt>(std::move(begun));
}

Outcome finish_login(const Shared& shared, const Call& call, const LoginAttempt& attempt, const Compared& compared) {
  const std::optional<NewLogin> login = shared.accounts().finish_login(attempt, compared.comparison, compared.made);
  if (!login) {
    shared.parts.log.warning("login_refused", {{"address", service::Code{attempt.address}}});
    return std::unexpected(error(401, "wrong_login"));
  }
  // A login that the browser still had ends here, whoever put it there.
  if (const auto old = call.request.cookie(login_cookie_name(call.request))) shared.accounts().logout(*old);
  shared.parts.log.info("login", {{"role", service::Name{service::name_of(login->account.role)}}, {"address", service::Code{attempt.address}}});
  http::Response response = answer(200, me_json(login->account));
  response.headers.add("Set-Cookie", login_cookie(call.request, login->token));
  return response;
}

void login(const Shared& shared, std::shared_ptr<const Call> call, Finish finish) {
  Members members(call->body);
  const std::string user = members.text("user");
  std::string password = members.text("password");
  if (!members.good()) return finish(std::unexpected(members.error()));
  std::expected<LoginAttempt, ApiError> attempt = begin(shared, user, call->request);
  if (!attempt) return finish(std::unexpected(std::move(attempt.error())));
  auto turn = std::make_unique<Turn>(shared.waiting);
  const auto work = [hash = attempt->hash, password = std::move(password)] { return compare(hash, password); };
  auto then = [shared, call, attempt = *attempt, turn = std::move(turn), finish = std::move(finish)](Compared compared) mutable {
    finish.run([&] { return finish_login(shared, *call, attempt, compared); });
  };
  shared.parts.loop.compute(work, std::move(then));
}

Outcome logout(const Shared& shared, const Call& call) {
  if (const auto token = call.request.cookie(login_cookie_name(call.request))) shared.accounts().logout(*token);
  http::Response response = http::Response::empty(204);
  response.headers.add("Set-Cookie", expired_login_cookie(call.request));
  response.headers.set("Clear-Site-Data", "\"storage\"");
  return response;
}

Outcome change_own(const Shared& shared, const Call& call, WriteContext& write, const LoginAttempt& attempt, const Compared& compared) {
  store::Transaction transaction(shared.parts.database);
  const std::optional<NewLogin> proof = shared.accounts().finish_login(attempt, compared.comparison);
  if (!proof) return std::unexpected(error(403, "wrong_password"));
  const auto changed = shared.accounts().set_password(attempt.account, *compared.made, Account::Password::kOwn);
  if (!changed) return std::unexpected(error_of(changed.error()));
  Account account = proof->account;
  account.password = Account::Password::kOwn;
  // Every login ended with the old password, this browser's too: it gets a new one.
  const NewLogin login = shared.accounts().open_login(account, attempt.address);
  http::Response response = answer(200, me_json(account));
  write.record(response);
  transaction.commit();
  shared.parts.log.info("password_changed", {{"role", service::Name{service::name_of(account.role)}}});
  response.headers.add("Set-Cookie", login_cookie(call.request, login.token));
  return response;
}

void own_password(const Shared& shared, std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
  Members members(call->body);
  std::string current = members.text("current");
  std::string wanted = members.text("new");
  if (members.good()) judge(members, "new", wanted, call->account->name, call->account->role);
  if (members.good() && current == wanted) members.complain("new", "password_unchanged", {"api.field.password_unchanged", {}});
  if (!members.good()) return finish(std::unexpected(members.error()));
  std::expected<LoginAttempt, ApiError> attempt = begin(shared, call->account->name, call->request);
  if (!attempt) return finish(std::unexpected(std::move(attempt.error())));
  auto turn = std::make_unique<Turn>(shared.waiting);
  const auto work = [hash = attempt->hash, current = std::move(current), wanted = std::move(wanted)] {
    if (!crypto::verify_password(hash, current)) return Compared{};
    return Compared{AccountStore::Comparison::kEqual, crypto::hash_password(wanted)};
  };
  auto then = [shared, call, write, attempt = *attempt, turn = std::move(turn), finish = std::move(finish)](Compared compared) mutable {
    finish.run([&] { return change_own(shared, *call, *write, attempt, compared); });
  };
  shared.parts.loop.compute(work, std::move(then));
}

Outcome list(const Shared& shared, const Call& call) {
  boost::json::array items;
  for (const Account& account : shared.accounts().list()) items.push_back(account_json(shared, account, call.account->role));
  return answer(200, boost::json::object{{"items", std::move(items)}, {"next", nullptr}});
}

Outcome store_new(const Shared& shared, const Call& call, WriteContext& write, const Account& wanted, const std::string& hash) {
  store::Transaction transaction(shared.parts.database);
  const auto added = shared.accounts().add(wanted.name, wanted.role, hash, Account::Password::kMustChange);
  if (!added) return std::unexpected(error_of(added.error()));
  http::Response response = answer(201, account_json(shared, *shared.accounts().find(wanted.name), call.account->role));
  write.record(response);
  transaction.commit();
  shared.parts.log.info("account_added", {{"role", service::Name{service::name_of(wanted.role)}}});
  return response;
}

void add(const Shared& shared, std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
  Members members(call->body);
  Account wanted;
  wanted.name = members.text("name");
  const std::string role_name = members.text("role");
  std::string password = members.text("password");
  if (!members.good()) return finish(std::unexpected(members.error()));
  const std::optional<service::Role> role = service::parse_role(shared.accounts().program(), role_name);
  if (!role) members.complain("role", "unknown_role", {"api.field.unknown_role", {}});
  if (!service::is_account_name(wanted.name)) members.complain("name", "bad_name", {"api.bad_name", {}});
  if (role) judge(members, "password", password, wanted.name, *role);
  if (!members.good()) return finish(std::unexpected(members.error()));
  wanted.role = *role;
  if (!service::may_keep(shared.accounts().program(), call->account->role, *role)) return finish(std::unexpected(error(403, "not_your_role")));
  auto turn = std::make_unique<Turn>(shared.waiting);
  const auto work = [password = std::move(password)] { return crypto::hash_password(password); };
  auto then = [shared, call, write, wanted, turn = std::move(turn), finish = std::move(finish)](std::string hash) mutable {
    finish.run([&] { return store_new(shared, *call, *write, wanted, hash); });
  };
  shared.parts.loop.compute(work, std::move(then));
}

/// The account named in the path, when the caller may keep it and it is not his own.
std::expected<Account, ApiError> kept(const Shared& shared, const Call& call) {
  const std::string& name = call.argument("name");
  std::optional<Account> account = shared.accounts().find(name);
  if (!account) return std::unexpected(error_of(AccountProblem::kNoSuchAccount));
  if (account->name == call.account->name) return std::unexpected(error(409, "own_account"));
  if (!service::may_keep(shared.accounts().program(), call.account->role, account->role)) return std::unexpected(error(403, "not_your_role"));
  return *account;
}

enum class Act { kPassword, kDisable, kEnable };

Outcome change(const Shared& shared, const Call& call, WriteContext& write, Act act, const std::string& hash) {
  store::Transaction transaction(shared.parts.database);
  const std::expected<Account, ApiError> account = kept(shared, call);
  if (!account) return std::unexpected(account.error());
  const auto done = act == Act::kDisable  ? shared.accounts().disable(account->name)
                    : act == Act::kEnable ? shared.accounts().enable(account->name)
                                          : shared.accounts().set_password(account->name, hash, Account::Password::kMustChange);
  if (!done) return std::unexpected(error_of(done.error()));
  http::Response response = answer(200, account_json(shared, *shared.accounts().find(account->name), call.account->role));
  write.record(response);
  transaction.commit();
  const service::Name role{service::name_of(account->role)};
  if (act == Act::kPassword) shared.parts.log.info("password_reset", {{"role", role}});
  if (act == Act::kDisable) shared.parts.log.info("account_disabled", {{"role", role}});
  if (act == Act::kEnable) shared.parts.log.info("account_enabled", {{"role", role}});
  return response;
}

void reset_password(const Shared& shared, std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
  Members members(call->body);
  std::string password = members.text("password");
  if (!members.good()) return finish(std::unexpected(members.error()));
  const std::expected<Account, ApiError> account = kept(shared, *call);
  if (!account) return finish(std::unexpected(account.error()));
  judge(members, "password", password, account->name, account->role);
  if (!members.good()) return finish(std::unexpected(members.error()));
  auto turn = std::make_unique<Turn>(shared.waiting);
  const auto work = [password = std::move(password)] { return crypto::hash_password(password); };
  auto then = [shared, call, write, turn = std::move(turn), finish = std::move(finish)](std::string hash) mutable {
    finish.run([&] { return change(shared, *call, *write, Act::kPassword, hash); });
  };
  shared.parts.loop.compute(work, std::move(then));
}

service::RoleSet keepers(service::Program program) {
  if (program == service::Program::kHub) return {service::Role::kAdmin};
  return {service::Role::kHead, service::Role::kSysadmin};
}

}  // namespace

void add_account_routes(Api& api, const ApiParts& parts, const ApiOptions& options) {
  const Shared shared{parts, options.zone};
  const service::RoleSet all = service::RoleSet::all();
  const service::RoleSet keep = keepers(options.program);
  const auto own = [&api, all](std::string_view method, std::string_view pattern, auto handler) {
    Route route{.method = std::string(method), .pattern = std::string(pattern), .roles = all, .password = Route::Password::kAny};
    route.handler = std::move(handler);
    api.add(std::move(route));
  };
  Route entry{.method = "POST", .pattern = "/api/v1/login", .access = Access::kPublic, .header = Route::Header::kNotNeeded};
  entry.handler = AskLater([shared](auto call, Finish finish) { login(shared, std::move(call), std::move(finish)); });
  api.add(std::move(entry));
  own("POST", "/api/v1/logout", AskLater([shared](auto call, Finish finish) { finish.run([&] { return logout(shared, *call); }); }));
  own("GET", "/api/v1/me", AskLater([](auto call, Finish finish) { finish(answer(200, me_json(*call->account))); }));
  own("POST", "/api/v1/password", WriteLater([shared](auto call, auto write, Finish finish) {
        own_password(shared, std::move(call), std::move(write), std::move(finish));
      }));
  api.get("/api/v1/users", keep, [shared](const Call& call) { return list(shared, call); });
  api.write_later("/api/v1/users", keep, [shared](auto call, auto write, Finish finish) {
    add(shared, std::move(call), std::move(write), std::move(finish));
  });
  api.write_later("/api/v1/users/{name}/password", keep, [shared](auto call, auto write, Finish finish) {
    reset_password(shared, std::move(call), std::move(write), std::move(finish));
  });
  api.write("/api/v1/users/{name}/disable", keep, [shared](const Call& call, WriteContext& write) { return change(shared, call, write, Act::kDisable, ""); });
  api.write("/api/v1/users/{name}/enable", keep, [shared](const Call& call, WriteContext& write) { return change(shared, call, write, Act::kEnable, ""); });
}

}  // namespace tirkeu::daemon
