// Accounts, logins and throttles as rows of the daemon's database (schema/sql/service). The rules are in
// sync/service/accounts.h; hashing a password costs 64 MiB and a tenth of a second, so it is never done here but by the
// caller, who puts it on a worker: begin_login() gives the hash to compare with, finish_login() takes the outcome.
//
// A login is a random 256-bit token, of which only a labelled digest is stored: who reads the database cannot use it.
// Ages are measured on the boot clock, which nobody can set back; a restart of the machine ends every login (another
// boot id), a restart of the daemon does not. Each method that writes does so inside the caller's Transaction when one is
// open, else in one of its own.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sync/base/clock.h"
#include "sync/base/entropy.h"
#include "sync/crypto/keys.h"
#include "sync/service/accounts.h"
#include "sync/store/database.h"

namespace tirkeu::daemon {

/// An account as others may see it: everything but the hash.
struct Account {
  std::string name;
  service::Role role{};
  enum class State { kActive, kDisabled };
  State state = State::kActive;
  enum class Password { kOwn, kMustChange };
  /// kMustChange: somebody else set it; until the owner sets one of his own he may do nothing else.
  Password password = Password::kOwn;
  base::Instant created_at{};
  base::Instant changed_at{};
  std::int64_t failures = 0;  ///< wrong passwords since the last right one, from anywhere
};

/// Why an act on an account was not done. Each has a message in the catalogue: "api.<name_of>".
enum class AccountProblem { kNoSuchAccount, kNameTaken, kBadName, kLastKeeper };
std::string_view name_of(AccountProblem problem);

/// Life of logins; see service::DaemonConfig.
struct LoginRules {
  base::Milliseconds idle = std::chrono::minutes(15);
  base::Milliseconds life = std::chrono::hours(12);
};

/// What a begun login waits for: the comparison of the password with `hash`, done elsewhere. For an unknown or disabled
/// account the hash is one that no password fits, made with the same costs, so that time and answer are the same.
struct LoginAttempt {
  std::string account;
  std::string address;
  std::string hash;
  enum class Target { kAccount, kNobody };
  Target target = Target::kNobody;
};
/// The attempt is not taken before `wait` has passed; nothing was compared and nothing counted.
struct Throttled {
  base::Milliseconds wait{};
};
struct NewLogin {
  std::string token;  ///< 43 letters of base64url; shown once, to the browser alone
  Account account;
};

class AccountStore {
 public:
  /// `decoy_hash`: crypto::hash_password of a random text, made once at the start (see make_decoy_hash).
  AccountStore(store::Database& database, base::Clock& clock, base::Entropy& entropy, service::Program program,
               LoginRules rules, std::string decoy_hash);
  ~AccountStore();
  AccountStore(const AccountStore&) = delete;
  AccountStore& operator=(const AccountStore&) = delete;

  /// Accounts in the order of their names.
  std::vector<Account> list();
  std::optional<Account> find(std::string_view name);
  std::expected<void, AccountProblem> add(std::string_view name, service::Role role, const std::string& password_hash,
                                          Account::Password password);
  /// A new password ends every login of the account and forgives its failures.
  std::expected<void, AccountProblem> set_password(std::string_view name, const std::string& password_hash,
                                                   Account::Password password);
  /// Ends every login of the account. Refuses to disable the last active one that may keep others (kLastKeeper).
  std::expected<void, AccountProblem> disable(std::string_view name);
  std::expected<void, AccountProblem> enable(std::string_view name);
  /// The stored hash, for comparing the present password before a change; nothing for an unknown or disabled account.
  std::optional<std::string> password_hash(std::string_view name);

  /// Counts the attempt as a failure until it has succeeded: many at once would else all pass before the first is counted.
  std::variant<LoginAttempt, Throttled> begin_login(std::string_view name, std::string_view address);
  enum class Comparison { kEqual, kDifferent };
  /// Forgives and opens a login. Nothing: wrong name or password, not told which. `rehashed`: the password hashed anew
  /// when crypto::needs_rehash asked for it.
  std::optional<NewLogin> finish_login(const LoginAttempt& attempt, Comparison comparison,
                                       const std::optional<std::string>& rehashed = std::nullopt);
  /// kBackground: a page that asks by itself, which must not keep a login alive for a clerk who has gone.
  enum class Use { kPerson, kBackground };
  /// The account behind a token, when the login is alive; a person's use keeps it alive. That is written at most twice a
  /// minute, so a login may end half a minute before its idle time. A dead one is removed.
  std::optional<Account> authenticate(std::string_view token, Use use);
  /// A login without a password, for the browser that has just set a new one.
  NewLogin open_login(const Account& account, std::string_view address);
  void logout(std::string_view token);
  /// Every login of the account, or of everybody.
  void end_logins(std::string_view name);
  void end_all_logins();
  /// Living logins, for the metrics.
  std::int64_t living_logins();

  service::Program program() const { return program_; }
  const LoginRules& rules() const { return rules_; }

 private:
  struct Statements;
  /// `name` empty: of the address at any account.
  service::Failures failures_of(std::string_view name, std::string_view address);
  std::optional<Throttled> throttled(std::string_view name, std::string_view address);
  void count_failure(std::string_view name, std::string_view address);
  void forgive(std::string_view name, std::string_view address);
  bool is_last_keeper(const Account& account);

  store::Database& database_;
  base::Clock& clock_;
  base::Entropy& entropy_;
  service::Program program_;
  LoginRules rules_;
  std::string decoy_hash_;
  std::unique_ptr<Statements> statements_;
};

/// A hash of the usual costs that no password fits. Takes a tenth of a second: call it once.
std::string make_decoy_hash(base::Entropy& entropy);

}  // namespace tirkeu::daemon
