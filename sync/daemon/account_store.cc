#include "sync/daemon/account_store.h"

#include <algorithm>

#include "sync/base/bytes.h"
#include "sync/base/invariant.h"
#include "sync/crypto/password.h"
#include "sync/daemon/own_transaction.h"

namespace tirkeu::daemon {
namespace {

/// One address may mistype this often over all accounts, because a whole office may sit behind one.
constexpr std::int64_t kFreeFailuresOfAddress = 20;
/// Failures are forgotten this long after the last one: honest slips of a whole office must not add up over the weeks.
constexpr base::Milliseconds kFailureLife = std::chrono::hours(1);
/// A living login is written back at most this often.
constexpr base::Milliseconds kTouchEvery = std::chrono::seconds(30);

std::string random_text(base::Entropy& entropy) {
  std::array<std::uint8_t, 32> bytes{};
  entropy.fill(bytes);
  std::string text = base::to_base64(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

crypto::Digest digest_of(std::string_view token) {
  return crypto::digest(crypto::Label::kLoginToken, base::bytes_of(token));
}

crypto::Digest subject_of(std::string_view account, std::string_view address) {
  std::string text(account);
  text.push_back('\0');
  text += address;
  return crypto::digest(crypto::Label::kLoginFailure, base::bytes_of(text));
}

base::Instant instant_of(std::int64_t milliseconds) { return base::Instant(base::Milliseconds(milliseconds)); }

Account read_account(const store::Statement& row, service::Program program) {
  const std::optional<service::Role> role = service::parse_role(program, row.text_view(1));
  base::require(role.has_value(), "an account has a role that this program does not know");
  Account account;
  account.name = row.text(0);
  account.role = *role;
  account.state = row.integer(2) != 0 ? Account::State::kDisabled : Account::State::kActive;
  account.password = row.integer(3) != 0 ? Account::Password::kMustChange : Account::Password::kOwn;
  account.created_at = instant_of(row.integer(4));
  account.changed_at = instant_of(row.integer(5));
  account.failures = row.integer(6);
  return account;
}

}  // namespace

struct AccountStore::Statements {
  explicit Statements(store::Database& db)
      : list(db, "SELECT name, role, disabled, must_change, created_at, changed_at, failures FROM account ORDER BY name"),
        find(db, "SELECT name, role, disabled, must_change, created_at, changed_at, failures FROM account WHERE name = ?"),
        hash(db, "SELECT password_hash FROM account WHERE name = ? AND disabled = 0"),
        add(db, "INSERT INTO account (name, role, password_hash, disabled, created_at, changed_at, must_change, failures) "
                "VALUES (?, ?, ?, 0, ?, ?, ?, 0)"),
        set_password(db, "UPDATE account SET password_hash = ?, must_change = ?, changed_at = ?, failures = 0 WHERE name = ?"),
        rehash(db, "UPDATE account SET password_hash = ? WHERE name = ?"),
        set_disabled(db, "UPDATE account SET disabled = ?, changed_at = ? WHERE name = ?"),
        count(db, "UPDATE account SET failures = failures + 1 WHERE name = ?"),
        forgive(db, "UPDATE account SET failures = 0 WHERE name = ?"),
        failures(db, "SELECT failures, boot_id, since_boot FROM login_failure WHERE subject = ?"),
        put_failure(db, "INSERT INTO login_failure (subject, failures, boot_id, since_boot) VALUES (?, 1, ?, ?) "
                        "ON CONFLICT (subject) DO UPDATE SET failures = failures + 1, boot_id = excluded.boot_id, "
                        "since_boot = excluded.since_boot"),
        drop_failure(db, "DELETE FROM login_failure WHERE subject = ?"),
        take_back(db, "UPDATE login_failure SET failures = max(0, failures - ?) WHERE subject = ?"),
        prune_failures(db, "DELETE FROM login_failure WHERE CASE WHEN boot_id = ? THEN since_boot < ? ELSE ? END"),
        login(db, "SELECT a.name, a.role, a.disabled, a.must_change, a.created_at, a.changed_at, a.failures, l.boot_id, "
                  "l.started, l.used FROM login AS l JOIN account AS a ON a.name = l.account WHERE l.token_digest = ?"),
        open(db, "INSERT INTO login (token_digest, account, boot_id, started, used, address) VALUES (?, ?, ?, ?, ?, ?)"),
        touch(db, "UPDATE login SET used = ? WHERE token_digest = ?"),
        close(db, "DELETE FROM login WHERE token_digest = ?"),
        close_of(db, "DELETE FROM login WHERE account = ?"),
        close_all(db, "DELETE FROM login"),
        close_dead(db, "DELETE FROM login WHERE boot_id <> ? OR started <= ? OR used <= ?"),
        living(db, "SELECT count(*) FROM login WHERE boot_id = ? AND started > ? AND used > ?") {}

  store::Statement list, find, hash, add, set_password, rehash, set_disabled, count, forgive;
  store::Statement failures, put_failure, drop_failure, take_back, prune_failures;
  store::Statement login, open, touch, close, close_of, close_all, close_dead, living;
};

std::string_view name_of(AccountProblem problem) {
  static constexpr std::array<std::string_view, 4> kNames = {"no_such_account", "name_taken", "bad_name", "last_keeper"};
  return kNames[static_cast<std::size_t>(problem)];
}

std::string make_decoy_hash(base::Entropy& entropy) { return crypto::hash_password(random_text(entropy)); }

AccountStore::AccountStore(store::Database& database, base::Clock& clock, base::Entropy& entropy,
                           service::Program program, LoginRules rules, std::string decoy_hash)
    : database_(database), clock_(clock), entropy_(entropy), program_(program), rules_(rules),
      decoy_hash_(std::move(decoy_hash)), statements_(std::make_unique<Statements>(database)) {}

AccountStore::~AccountStore() = default;

std::vector<Account> AccountStore::list() {
  std::vector<Account> accounts;
  while (statements_->list.step()) accounts.push_back(read_account(statements_->list, program_));
  return accounts;
}

std::optional<Account> AccountStore::find(std::string_view name) {
  store::Statement& row = statements_->find.bind(1, name);
  if (!row.step()) return std::nullopt;
  Account account = read_account(row, program_);
  row.reset();
  return account;
}

std::optional<std::string> AccountStore::password_hash(std::string_view name) {
  store::Statement& row = statements_->hash.bind(1, name);
  if (!row.step()) return std::nullopt;
  std::string hash = row.text(0);
  row.reset();
  return hash;
}

std::expected<void, AccountProblem> AccountStore::add(std::string_view name, service::Role role,
                                                      const std::string& password_hash, Account::Password password) {
  if (!service::is_account_name(name)) return std::unexpected(AccountProblem::kBadName);
  OwnTransaction transaction(database_);
  if (find(name)) return std::unexpected(AccountProblem::kNameTaken);
  const std::int64_t now = clock_.now().time_since_epoch().count();
  const std::int64_t must_change = password == Account::Password::kMustChange ? 1 : 0;
  statements_->add.bind(1, name).bind(2, service::name_of(role)).bind(3, password_hash).bind(4, now).bind(5, now).bind(6, must_change).run();
  transaction.commit();
  return {};
}

std::expected<void, AccountProblem> AccountStore::set_password(std::string_view name, const std::string& password_hash,
                                                               Account::Password password) {
  OwnTransaction transaction(database_);
  const std::int64_t now = clock_.now().time_since_epoch().count();
  const std::int64_t must_change = password == Account::Password::kMustChange ? 1 : 0;
  const int changed = statements_->set_password.bind(1, password_hash).bind(2, must_change).bind(3, now).bind(4, name).run();
  if (changed == 0) return std::unexpected(AccountProblem::kNoSuchAccount);
  end_logins(name);
  transaction.commit();
  return {};
}

bool AccountStore::is_last_keeper(const Account& account) {
  const auto keeps = [this](const Account& one) {
    return one.state == Account::State::kActive && service::may_keep(program_, one.role, one.role);
  };
  return keeps(account) && std::ranges::count_if(list(), keeps) == 1;
}

std::expected<void, AccountProblem> AccountStore::disable(std::string_view name) {
  OwnTransaction transaction(database_);
  const std::optional<Account> account = find(name);
  if (!account) return std::unexpected(AccountProblem::kNoSuchAccount);
  if (is_last_keeper(*account)) return std::unexpected(AccountProblem::kLastKeeper);
  statements_->set_disabled.bind(1, std::int64_t{1}).bind(2, clock_.now().time_since_epoch().count()).bind(3, name).run();
  end_logins(name);
  transaction.commit();
  return {};
}

std::expected<void, AccountProblem> AccountStore::enable(std::string_view name) {
  OwnTransaction transaction(database_);
  const std::int64_t now = clock_.now().time_since_epoch().count();
  const int changed = statements_->set_disabled.bind(1, std::int64_t{0}).bind(2, now).bind(3, name).run();
  if (changed == 0) return std::unexpected(AccountProblem::kNoSuchAccount);
  transaction.commit();
  return {};
}

service::Failures AccountStore::failures_of(std::string_view name, std::string_view address) {
  store::Statement& row = statements_->failures.bind(1, subject_of(name, address));
  service::Failures failures;
  if (!row.step()) return failures;
  failures.count = row.integer(0);
  const base::ByteView boot_id = row.blob_view(1);
  std::ranges::copy(boot_id.first(std::min(boot_id.size(), failures.boot_id.size())), failures.boot_id.begin());
  failures.since_boot = base::Milliseconds(row.integer(2));
  row.reset();
  return failures;
}

std::optional<Throttled> AccountStore::throttled(std::string_view name, std::string_view address) {
  const base::ClockReading now = clock_.read();
  const base::Milliseconds wait = std::max(service::wait_left(failures_of(name, address), now),
                                           service::wait_left(failures_of("", address), now, kFreeFailuresOfAddress));
  if (wait == base::Milliseconds(0)) return std::nullopt;
  return Throttled{wait};
}

void AccountStore::count_failure(std::string_view name, std::string_view address) {
  const base::ClockReading now = clock_.read();
  // A row of an earlier boot can still make somebody wait until this boot is older than the longest wait.
  const std::int64_t drop_earlier_boots = now.since_boot > service::kThrottleMax ? 1 : 0;
  statements_->prune_failures.bind(1, now.boot_id).bind(2, (now.since_boot - kFailureLife).count()).bind(3, drop_earlier_boots).run();
  for (std::string_view account : {name, std::string_view()})
    statements_->put_failure.bind(1, subject_of(account, address)).bind(2, now.boot_id).bind(3, now.since_boot.count()).run();
  statements_->count.bind(1, name).run();
}

void AccountStore::forgive(std::string_view name, std::string_view address) {
  // Only slips at this account are taken off the address: who knows one password must not wipe out guesses at others.
  const std::int64_t slips = failures_of(name, address).count;
  statements_->drop_failure.bind(1, subject_of(name, address)).run();
  statements_->take_back.bind(1, slips).bind(2, subject_of("", address)).run();
  statements_->forgive.bind(1, name).run();
}

std::variant<LoginAttempt, Throttled> AccountStore::begin_login(std::string_view name, std::string_view address) {
  if (const std::optional<Throttled> wait = throttled(name, address)) return *wait;
  OwnTransaction transaction(database_);
  count_failure(name, address);
  transaction.commit();
  LoginAttempt attempt{std::string(name), std::string(address), decoy_hash_, LoginAttempt::Target::kNobody};
  if (std::optional<std::string> hash = password_hash(name)) {
    attempt.hash = std::move(*hash);
    attempt.target = LoginAttempt::Target::kAccount;
  }
  return attempt;
}

std::optional<NewLogin> AccountStore::finish_login(const LoginAttempt& attempt, Comparison comparison,
                                                   const std::optional<std::string>& rehashed) {
  if (comparison == Comparison::kDifferent || attempt.target == LoginAttempt::Target::kNobody) return std::nullopt;
  OwnTransaction transaction(database_);
  // The comparison took a while: the account may have been disabled or given another password meanwhile.
  if (password_hash(attempt.account) != attempt.hash) return std::nullopt;
  forgive(attempt.account, attempt.address);
  if (rehashed) statements_->rehash.bind(1, *rehashed).bind(2, attempt.account).run();
  const std::optional<Account> account = find(attempt.account);
  base::require(account.has_value(), "an account with a password hash was not found");
  NewLogin login = open_login(*account, attempt.address);
  transaction.commit();
  return login;
}

NewLogin AccountStore::open_login(const Account& account, std::string_view address) {
  OwnTransaction transaction(database_);
  const base::ClockReading now = clock_.read();
  const std::int64_t since_boot = now.since_boot.count();
  statements_->close_dead.bind(1, now.boot_id).bind(2, (now.since_boot - rules_.life).count()).bind(3, (now.since_boot - rules_.idle).count()).run();
  NewLogin login{random_text(entropy_), account};
  statements_->open.bind(1, digest_of(login.token)).bind(2, account.name).bind(3, now.boot_id).bind(4, since_boot).bind(5, since_boot).bind(6, address).run();
  transaction.commit();
  return login;
}

std::optional<Account> AccountStore::authenticate(std::string_view token, Use use) {
  const crypto::Digest digest = digest_of(token);
  const base::ClockReading now = clock_.read();
  store::Statement& row = statements_->login.bind(1, digest);
  if (!row.step()) return std::nullopt;
  Account account = read_account(row, program_);
  const bool same_boot = std::ranges::equal(row.blob_view(7), now.boot_id);
  const base::Milliseconds started(row.integer(8));
  const base::Milliseconds used(row.integer(9));
  row.reset();
  const bool alive = same_boot && now.since_boot >= used && now.since_boot - started < rules_.life &&
                     now.since_boot - used < rules_.idle && account.state == Account::State::kActive;
  if (!alive) {
    logout(token);
    return std::nullopt;
  }
  if (use == Use::kPerson && now.since_boot - used >= kTouchEvery) {
    OwnTransaction transaction(database_);
    statements_->touch.bind(1, now.since_boot.count()).bind(2, digest).run();
    transaction.commit();
  }
  return account;
}

void AccountStore::logout(std::string_view token) {
  OwnTransaction transaction(database_);
  statements_->close.bind(1, digest_of(token)).run();
  transaction.commit();
}

void AccountStore::end_logins(std::string_view name) {
  OwnTransaction transaction(database_);
  statements_->close_of.bind(1, name).run();
  transaction.commit();
}

void AccountStore::end_all_logins() {
  OwnTransaction transaction(database_);
  statements_->close_all.run();
  transaction.commit();
}

std::int64_t AccountStore::living_logins() {
  const base::ClockReading now = clock_.read();
  store::Statement& row = statements_->living.bind(1, now.boot_id).bind(2, (now.since_boot - rules_.life).count()).bind(3, (now.since_boot - rules_.idle).count());
  row.step();
  const std::int64_t count = row.integer(0);
  row.reset();
  return count;
}

}  // namespace tirkeu::daemon
