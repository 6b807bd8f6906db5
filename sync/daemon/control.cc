#include "sync/daemon/control.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

#include "sync/daemon/data_folder.h"
#include "sync/http/client.h"

namespace tirkeu::daemon {
namespace {

constexpr std::size_t kMessageBytesMax = 64u << 20;
constexpr std::string_view kPath = "/control/v1/run";
constexpr int kLengthBytes = 4;

/// One message: length of the JSON in four bytes, little-endian; the JSON; the payload up to the end.
base::Bytes pack(const boost::json::value& head, base::ByteView payload) {
  const std::string text = boost::json::serialize(head);
  base::Bytes message;
  base::append_le(message, text.size(), kLengthBytes);
  base::append(message, base::bytes_of(text));
  base::append(message, payload);
  return message;
}

struct Unpacked {
  boost::json::object head;
  base::Bytes payload;
};

std::optional<Unpacked> unpack(base::ByteView message) {
  if (message.size() < kLengthBytes) return std::nullopt;
  const std::uint64_t length = base::read_le(message.first(kLengthBytes));
  message = message.subspan(kLengthBytes);
  if (length > message.size()) return std::nullopt;
  const std::string_view text = base::text_of(message.first(length));
  boost::json::error_code problem;
  boost::json::value head = boost::json::parse({text.data(), text.size()}, problem);
  if (problem || !head.is_object()) return std::nullopt;
  const base::ByteView payload = message.subspan(length);
  return Unpacked{std::move(head.get_object()), base::Bytes(payload.begin(), payload.end())};
}

std::string text_member(const boost::json::object& object, std::string_view name) {
  const boost::json::value* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

http::Response to_response(CommandResult result) {
  const boost::json::object head{{"exit", static_cast<int>(result.exit)}, {"output", std::move(result.output)}, {"error", std::move(result.error)}};
  return http::Response::bytes(200, "application/octet-stream", pack(head, result.payload));
}

std::optional<CommandResult> to_result(const http::Response& response) {
  std::optional<Unpacked> unpacked = unpack(response.body);
  const boost::json::value* exit = unpacked ? unpacked->head.if_contains("exit") : nullptr;
  if (exit == nullptr || !exit->is_int64() || exit->get_int64() < 0 || exit->get_int64() > 2) return std::nullopt;
  CommandResult result;
  result.exit = static_cast<ExitCode>(exit->get_int64());
  if (boost::json::value* output = unpacked->head.if_contains("output")) result.output = std::move(*output);
  result.error = text_member(unpacked->head, "error");
  result.payload = std::move(unpacked->payload);
  return result;
}

std::string no_answer(const std::filesystem::path& data, registry::Language language, std::string reason) {
  return registry::text(language, "cli.daemon_no_answer", {{"folder", data.string()}, {"reason", std::move(reason)}});
}

}  // namespace

void CommandTable::add(std::string name, Now run) {
  add_later(std::move(name), [run = std::move(run)](Command command, Done done) { done(run(command)); });
}

void CommandTable::add_later(std::string name, Later run) { commands_.insert_or_assign(std::move(name), std::move(run)); }

void CommandTable::run(Command command, Done done) const {
  const auto found = commands_.find(command.name);
  if (found == commands_.end()) {
    const std::string line = registry::text(command.language, "cli.unknown_command", {{"command", command.name}});
    return done({ExitCode::kUsage, nullptr, line, {}});
  }
  // Kept on this side too, so that a handler that throws before it has answered still gets an answer out.
  const auto once = std::make_shared<Done>(std::move(done));
  const auto answer = [once](CommandResult result) {
    if (Done now = std::exchange(*once, nullptr)) now(std::move(result));
  };
  try {
    found->second(std::move(command), answer);
  } catch (const std::exception& fault) {
    answer(CommandResult::failed(fault.what()));
  }
}

std::size_t ControlHandler::body_limit(std::string_view, std::string_view) const { return kMessageBytesMax; }

void ControlHandler::handle(http::Request request, http::Reply reply) {
  if (request.peer != http::Peer::kControlSocket) return reply(http::Response::text(403, "the control socket only"));
  if (request.method != "POST" || request.path != kPath) return reply(http::Response::text(404, "no such door"));
  std::optional<Unpacked> unpacked = unpack(request.body);
  if (!unpacked) return reply(http::Response::text(400, "no command message"));
  Command command;
  command.name = text_member(unpacked->head, "command");
  command.language = registry::choose_language(text_member(unpacked->head, "language"));
  if (boost::json::value* arguments = unpacked->head.if_contains("arguments"); arguments && arguments->is_object())
    command.arguments = std::move(arguments->get_object());
  command.payload = std::move(unpacked->payload);
  // Only names of our own table are logged; anything else is whatever somebody typed.
  log_.info("command");
  const auto shared = std::make_shared<http::Reply>(std::move(reply));
  commands_.run(std::move(command), [shared](CommandResult result) { (*shared)(to_response(std::move(result))); });
}

std::expected<CommandResult, std::string> ask_daemon(const std::filesystem::path& data, const Command& command) {
  const boost::json::object head{{"command", command.name}, {"arguments", command.arguments}, {"language", registry::code_of(command.language)}};
  http::ClientRequest request;
  request.url = "http://localhost" + std::string(kPath);
  request.unix_socket = control_socket_of(data);
  request.method = "POST";
  request.headers.set("Content-Type", "application/octet-stream");
  request.body = pack(head, command.payload);
  request.response_bytes_max = kMessageBytesMax;
  // A round over a slow line answers when it is over, and says nothing until then.
  request.deadlines.stall = request.deadlines.total;
  http::ClientResult response = http::send_and_wait(std::move(request));
  if (!response) return std::unexpected(no_answer(data, command.language, response.error().text));
  std::optional<CommandResult> result = response->status == 200 ? to_result(*response) : std::nullopt;
  if (!result) return std::unexpected(no_answer(data, command.language, "HTTP " + std::to_string(response->status)));
  return std::move(*result);
}

CommandResult run_command(const std::filesystem::path& data, Command command, const OpenHost& open) {
  try {
    const std::expected<FolderLock, Holder> lock = take_folder(data);
    if (!lock && lock.error() == Holder::kDaemon) {
      std::expected<CommandResult, std::string> result = ask_daemon(data, command);
      return result ? std::move(*result) : CommandResult::failed(std::move(result.error()));
    }
    if (!lock) return CommandResult::failed(taken_line(lock.error(), data, command.language));
    http::EventLoop loop;
    const std::unique_ptr<CommandHost> host = open(loop);
    CommandResult result = CommandResult::failed(registry::text(command.language, "cli.no_result"));
    loop.post([&] {
      host->commands().run(std::move(command), [&](CommandResult made) {
        result = std::move(made);
        loop.stop();
      });
    });
    loop.run();
    return result;
  } catch (const std::exception& fault) {
    return CommandResult::failed(fault.what());
  }
}

}  // namespace tirkeu::daemon
