// Tokens of the e-government portal: given, listed, taken away. And the key of the blind index, renewed.
#include <boost/json.hpp>

#include "hub/commands.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;

std::string name_in(const Command& command) {
  const json::value* name = command.arguments.if_contains("name");
  return name != nullptr && name->is_string() ? std::string(name->get_string()) : std::string();
}

/// The token is the payload, so that it is in no output and no journal: the command line writes it into the file of --out.
CommandResult make(Hub& hub, const Command& command) {
  const std::string name = name_in(command);
  const std::expected<std::string, TokenFault> token = hub.portal_tokens().make(name);
  if (!token && token.error() == TokenFault::kBadName)
    return {ExitCode::kUsage, nullptr, registry::text(command.language, "hub.portal_bad_name", {{"name", name}}), {}};
  if (!token) return CommandResult::failed(registry::text(command.language, "hub.portal_taken", {{"name", name}}));
  base::Bytes payload;
  base::append(payload, base::bytes_of(*token + "\n"));
  return {ExitCode::kDone, json::object{{"name", name}}, "", std::move(payload)};
}

CommandResult list(Hub& hub) {
  json::array tokens;
  for (const PortalToken& token : hub.portal_tokens().list()) {
    json::object object{{"name", token.name}, {"made_at", base::format_utc(token.made_at)}};
    object["revoked_at"] = token.revoked_at ? json::value(base::format_utc(*token.revoked_at)) : json::value(nullptr);
    object["state"] = token.revoked_at ? "revoked" : "active";
    tokens.push_back(std::move(object));
  }
  return {ExitCode::kDone, std::move(tokens), "", {}};
}

CommandResult revoke(Hub& hub, const Command& command) {
  const std::string name = name_in(command);
  if (!hub.portal_tokens().revoke(name))
    return CommandResult::failed(registry::text(command.language, "hub.portal_unknown", {{"name", name}}));
  return {ExitCode::kDone, json::object{{"name", name}, {"state", "revoked"}}, "", {}};
}

}  // namespace

void add_portal_commands(daemon::CommandTable& table, Hub& hub) {
  table.add("portal token", [&hub](const Command& command) { return make(hub, command); });
  table.add("portal list", [&hub](const Command&) { return list(hub); });
  table.add("portal revoke", [&hub](const Command& command) { return revoke(hub, command); });
}

void add_index_commands(daemon::CommandTable& table, HubHost& host) {
  table.add("index rotate", [&host](const Command& command) {
    Hub& hub = host.hub();
    const std::int64_t generation = hub.index().rotate(hub.nodes(), hub.time());
    host.log().info("index_rotated", {{"generation", generation}});
    return CommandResult{ExitCode::kDone,
                         json::object{{"generation", generation},
                                      {"living", hub.index().living_generations().size()},
                                      {"next", registry::text(command.language, "hub.index_next")}},
                         "", {}};
  });
}

}  // namespace tirkeu::hub
