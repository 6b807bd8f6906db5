#include "sync/service/accounts.h"

#include <algorithm>

namespace tirkeu::service {
namespace {

constexpr std::array kNodeRoles = {Role::kClerk, Role::kHead, Role::kSysadmin};
constexpr std::array kHubRoles = {Role::kAdmin, Role::kAuditor, Role::kSysadmin};
constexpr std::size_t kAccountNameMax = 64;

}  // namespace

std::string_view name_of(Program program) { return program == Program::kNode ? "tirkeu-node" : "tirkeu-hub"; }

std::string_view name_of(Role role) {
  static constexpr std::array<std::string_view, 5> kNames = {"clerk", "head", "sysadmin", "admin", "auditor"};
  return kNames[static_cast<std::size_t>(role)];
}

std::span<const Role> roles_of(Program program) {
  if (program == Program::kNode) return kNodeRoles;
  return kHubRoles;
}

std::optional<Role> parse_role(Program program, std::string_view name) {
  for (Role role : roles_of(program))
    if (name_of(role) == name) return role;
  return std::nullopt;
}

bool may_keep(Program program, Role keeper, Role kept) {
  if (program == Program::kHub) return keeper == Role::kAdmin;
  if (keeper == Role::kSysadmin) return true;
  return keeper == Role::kHead && (kept == Role::kClerk || kept == Role::kHead);
}

bool is_account_name(std::string_view name) {
  if (name.empty() || name.size() > kAccountNameMax) return false;
  if (name.front() < 'a' || name.front() > 'z') return false;
  return std::ranges::all_of(name, [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' ||
           letter == '-';
  });
}

base::Milliseconds throttle_after(std::int64_t failures, std::int64_t free_failures) {
  if (failures <= free_failures) return base::Milliseconds(0);
  // Beyond 2^10 seconds the cap holds anyway; a larger shift would overflow for a patient attacker.
  const std::int64_t doublings = std::min<std::int64_t>(failures - free_failures - 1, 10);
  return std::min(base::Milliseconds(1000 * (std::int64_t{1} << doublings)), kThrottleMax);
}

base::Milliseconds wait_left(const Failures& failures, const base::ClockReading& now, std::int64_t free_failures) {
  const base::Milliseconds whole = throttle_after(failures.count, free_failures);
  const bool same_boot = failures.boot_id == now.boot_id && now.since_boot >= failures.since_boot;
  const base::Milliseconds passed = same_boot ? now.since_boot - failures.since_boot : now.since_boot;
  return std::max(whole - passed, base::Milliseconds(0));
}

}  // namespace tirkeu::service
