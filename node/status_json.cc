#include "node/status_json.h"

#include "node/api.h"
#include "node/check_json.h"
#include "node/round_words.h"
#include "node/version.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

/// Entries of one log that are counted; more are told as so many.
constexpr std::size_t kWaitingMax = 6000;

/// What went wrong last and still holds: a round that succeeded since makes its failure history.
json::value last_error(const NodeStatus& status, std::uint64_t waiting_for_upgrade, const Link& link, registry::Language language) {
  if (const std::optional<RoundOutcome>& last = link.last(); last && last->result != RoundOutcome::Result::kDone)
    return json::object{{"code", code_of(last->result)},
                        {"message", registry::text(language, message_of(*last))},
                        {"at", daemon::time_at_office(last->at, status.office)}};
  const bool is_older = waiting_for_upgrade > 0;
  if (status.refusal == "none" && !is_older) return nullptr;
  const std::string code = status.refusal == "none" ? "hub_newer" : status.refusal;
  const registry::Message message = code == "hub_newer" ? registry::Message{"round.hub_newer", {{"count", std::to_string(waiting_for_upgrade)}}}
                                                        : registry::Message{"refusal." + code, {}};
  json::object error{{"code", code}, {"message", registry::text(language, message)}};
  error["at"] = status.last_round_at ? json::value(daemon::time_at_office(*status.last_round_at, status.office)) : json::value(nullptr);
  return error;
}

}  // namespace

std::string_view clock_code(base::ClockFlags flags) {
  if (base::has(flags, base::ClockFlag::kImplausible)) return "wrong";
  if (base::has(flags, base::ClockFlag::kBeforeReceipt)) return "behind";
  if (base::has(flags, base::ClockFlag::kStepped)) return "jumped";
  if (base::has(flags, base::ClockFlag::kUnsynchronised)) return "unsynchronised";
  return "ok";
}

std::uint64_t waiting_for_upgrade(Node& node) {
  std::uint64_t waiting = 0;
  for (const store::LogRecord& log : node.logs().logs())
    if (!log.own && log.kind != wire::LogKind::kOffice) waiting += node.logs().unapplied(log.incarnation, kWaitingMax).size();
  return waiting;
}

json::object status_json(Node& node, const Link& link, base::Disk& disk, const std::filesystem::path& data,
                         registry::Language language) {
  const NodeStatus status = node.status();
  const std::uint64_t waiting = waiting_for_upgrade(node);
  const registry::Office* office = registry::find_office(status.office);
  const auto time = [&](const std::optional<base::Instant>& instant) {
    return instant ? json::value(daemon::time_at_office(*instant, status.office)) : json::value(nullptr);
  };
  const std::uint64_t free = disk.free_bytes(data);
  return {{"office", status.office},
          {"office_name", office == nullptr ? status.office : office->name_kk},
          {"department", registry::office_code(node.identity().department(), 0)},
          {"version", version()},
          {"incarnation", status.incarnation},
          {"state", status.state},
          {"advice", status.life == LifeState::kOk ? json::value(nullptr) : json::value(registry::text(language, "node_advice." + status.state))},
          {"sequence", status.sequence},
          {"receipted", status.receipted},
          {"unsent", status.unsent},
          {"oldest_unsent_at", time(status.oldest_unsent_at)},
          {"last_round_at", time(status.last_round_at)},
          {"last_hub_time", time(status.last_hub_time)},
          {"next_round_at", time(link.next_round_at())},
          {"last_error", last_error(status, waiting, link, language)},
          {"refusal", status.refusal},
          {"waiting_for_upgrade", waiting},
          {"index", horizon_json(status.index, status.office, language)},
          {"clock", clock_code(status.clock)},
          {"to_tell", status.to_tell},
          {"in_review", status.in_review},
          {"fingerprint", status.fingerprint},
          {"calendar", daemon::calendar_json(node.rule_book(), node.journal().read_clock().wall, status.office, language)},
          {"disk_free_bytes", free},
          {"disk_free_mb", free >> 20}};
}

void add_status_route(daemon::Api& api, Node& node, const Link& link, base::Disk& disk, const std::filesystem::path& data) {
  constexpr service::RoleSet kRoles = {service::Role::kClerk, service::Role::kHead, service::Role::kSysadmin};
  api.get("/api/v1/status", kRoles, [&node, &link, &disk, data](const daemon::Call& call) {
    return daemon::answer(200, status_json(node, link, disk, data, call.language));
  });
}

}  // namespace tirkeu::node
