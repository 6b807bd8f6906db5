// Changing the hub's keys, and granting what a machine without a line has asked for. The root key never comes here: whoever has it signs in
// a process of his own, and hands over what it signed.
#include <boost/json.hpp>

#include "hub/commands.h"
#include "schema/registry/offices.h"
#include "sync/daemon/record_json.h"
#include "sync/protocol/enrolment.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;

std::string digits_of(std::string_view text) {
  std::string digits;
  for (const char letter : text)
    if (letter >= '0' && letter <= '9') digits += letter;
  return digits;
}

json::object keys_json(Hub& hub) {
  return {{"department", hub.department().code()},
          {"serial", std::to_string(hub.department().serial())},
          {"hub_fingerprint", hub.fingerprint()},
          {"root_fingerprint", crypto::fingerprint(hub.department().root_key().bytes)}};
}

CommandResult change_keys(Hub& hub, service::Log& log, const Command& command) {
  const std::optional<KeyChange> change = KeyChange::decode(command.payload);
  if (!change || !hub.change_keys(*change)) return CommandResult::failed(registry::text(command.language, "hub.keys_not_certified"));
  log.warning("hub_keys_changed", {{"serial", static_cast<std::int64_t>(hub.department().serial())}});
  json::object output = keys_json(hub);
  output["next"] = registry::text(command.language, "hub.keys_next");
  return {ExitCode::kDone, std::move(output), "", {}};
}

CommandResult grant(HubHost& host, base::Disk& disk, const Command& command) {
  Hub& hub = host.hub();
  const std::expected<wire::EnrolmentRequest, protocol::EnrolmentFault> request = protocol::read_request(command.payload);
  if (!request) return CommandResult::failed(registry::text(command.language, "enrolment." + std::string(protocol::code_of(request.error()))));
  const std::string code = registry::office_code(request->department, request->office);
  if (!office_number(hub.department(), code))
    return CommandResult::failed(registry::text(command.language, "hub.request_elsewhere", {{"code", code}, {"department", hub.department().code()}}));
  const json::value* told = command.arguments.if_contains("fingerprint");
  const std::string fingerprint = protocol::fingerprint_of(*request);
  if (told == nullptr || !told->is_string() || digits_of(std::string(told->get_string())) != digits_of(fingerprint))
    return CommandResult::failed(registry::text(command.language, "hub.request_fingerprint", {{"office", code}}));
  EnrolmentDesk::Written written = hub.enrolment_desk().write(request->office, certificate_digest(host, disk));
  hub.note_witness();  // As for any enrolment file: its numbers are never given again.
  json::object output{{"office", code},
                      {"first_incarnation", written.grant.first_incarnation},
                      {"expires_at", base::format_utc(written.grant.expires_at)},
                      {"fingerprint", fingerprint},
                      {"hub_fingerprint", hub.fingerprint()},
                      {"root_fingerprint", crypto::fingerprint(written.grant.root_key.bytes)}};
  return {ExitCode::kDone, std::move(output), "", protocol::seal_grant(written.file, request->seal_key, host.entropy())};
}

}  // namespace

void add_key_commands(daemon::CommandTable& table, HubHost& host, base::Disk& disk) {
  table.add("keys", [&host](const Command&) {
    return CommandResult{ExitCode::kDone, keys_json(host.hub()), "", host.hub().key_standing().encoded()};
  });
  table.add("change-keys", [&host](const Command& command) { return change_keys(host.hub(), host.log(), command); });
  table.add("grant", [&host, &disk](const Command& command) { return grant(host, disk, command); });
}

}  // namespace tirkeu::hub
