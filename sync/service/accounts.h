// The rules of accounts, without storage: who may be what in which program, which passwords are good enough, how long to
// wait after wrong ones. Pure functions; sync/daemon keeps the rows.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "schema/registry/language.h"
#include "sync/base/clock.h"

namespace tirkeu::service {

enum class Program { kNode, kHub };
/// "tirkeu-node", "tirkeu-hub".
std::string_view name_of(Program program);

/// Clerk, head and sysadmin work at a node; admin, auditor and sysadmin at a hub.
enum class Role : std::uint8_t { kClerk, kHead, kSysadmin, kAdmin, kAuditor };
std::string_view name_of(Role role);
/// nothing when that program has no such role.
std::optional<Role> parse_role(Program program, std::string_view name);
std::span<const Role> roles_of(Program program);

/// Which roles a route is for. Empty is nobody: a route that names none is closed.
class RoleSet {
 public:
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (Role role : roles) bits_ = static_cast<std::uint8_t>(bits_ | (1u << static_cast<unsigned>(role)));
  }
  static constexpr RoleSet all() { return {Role::kClerk, Role::kHead, Role::kSysadmin, Role::kAdmin, Role::kAuditor}; }
  constexpr bool has(Role role) const { return ((bits_ >> static_cast<unsigned>(role)) & 1u) != 0; }
  constexpr bool empty() const { return bits_ == 0; }

 private:
  std::uint8_t bits_ = 0;
};

/// Whether `keeper` may create, disable or give a new password to an account of role `kept`. Nobody can lift himself: a
/// head keeps clerks and heads, a node's sysadmin everybody there; a hub's admin everybody, its sysadmin and auditor nobody.
bool may_keep(Program program, Role keeper, Role kept);

/// Login names: 1..64 of a-z, 0-9, dot, underscore, hyphen, beginning with a letter. One spelling each, so that two
/// accounts never look alike.
bool is_account_name(std::string_view name);

inline constexpr std::size_t kPasswordLettersMin = 12;
inline constexpr std::size_t kPasswordLettersMinOfAdmins = 15;  ///< admin and sysadmin: roles that reach further
inline constexpr std::size_t kPasswordBytesMax = 1024;
/// What is wrong with a new password, or nothing. Letters are Unicode code points; any is allowed, none is demanded
/// (NIST SP 800-63B-4 section 3.1.1.2). Refused: too short, too long, not UTF-8 or with control characters, and what is
/// easy to guess: common words (common_words.txt: Kazakh, Russian, English, key runs, words of this work), the account's
/// name, years, runs and repetitions each count as one letter, and less than eight must not be left.
std::optional<registry::Message> judge_password(std::string_view password, std::string_view account, Role role);

/// Wrong passwords in a row from one place for one account.
struct Failures {
  std::int64_t count = 0;
  std::array<std::uint8_t, 16> boot_id{};
  base::Milliseconds since_boot{};  ///< of the last one
};
inline constexpr std::int64_t kFreeFailures = 5;  ///< a person who mistypes is not made to wait
inline constexpr base::Milliseconds kThrottleMax{15 * 60 * 1000};
/// How long after the last failure the next attempt is taken: nothing for the first five, then 1 s doubling with each
/// failure up to 15 minutes. Never for ever: a lock-out would let anybody keep a clerk from working.
base::Milliseconds throttle_after(std::int64_t failures, std::int64_t free_failures = kFreeFailures);
/// What is left of that at `now`. Measured on the boot clock; after a restart of the machine the wait counts from the
/// boot, so that neither a reset of the clock nor one of the machine shortens it.
base::Milliseconds wait_left(const Failures& failures, const base::ClockReading& now,
                             std::int64_t free_failures = kFreeFailures);

}  // namespace tirkeu::service
