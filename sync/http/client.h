// One HTTP exchange as a client: a node's round with the hub, the command line's question to its own daemon. Connects,
// sends, receives, closes; no redirects, no cookies, no connection pool, because a round is one POST.
#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sync/http/loop.h"
#include "sync/http/message.h"

namespace tirkeu::http {

struct ClientDeadlines {
  std::chrono::milliseconds resolve{10'000};
  std::chrono::milliseconds connect{15'000};    ///< for each address of the name
  std::chrono::milliseconds handshake{30'000};  ///< TLS
  /// Without progress in either direction. Bytes that the kernel still has to send count as progress while they shrink,
  /// so that a slow line is not taken for a dead one.
  std::chrono::milliseconds stall{60'000};
  std::chrono::milliseconds total{4 * 3'600'000};
};

struct ClientRequest {
  /// http://host[:port]/path?query or https://…; with `unix_socket` only its path and query matter.
  std::string url;
  std::filesystem::path unix_socket;
  std::string method = "GET";
  Headers headers;
  base::Bytes body;
  ClientDeadlines deadlines;
  /// A larger body ends the exchange with ClientStep::kTooLarge.
  std::size_t response_bytes_max = 9u << 20;
  /// SHA-256 of the server's certificate in hexadecimal, colons and spaces allowed. Present: exactly that certificate
  /// is accepted, whatever its name, dates or issuer. Absent: https checks name and chain against the system's
  /// authorities.
  std::optional<std::string> certificate_sha256;
  /// kSparing: nothing in the head that HTTP/1.1 can do without. The connection ends all the same, because this client
  /// closes it as soon as it has the answer.
  enum class HeadStyle { kUsual, kSparing };
  HeadStyle head_style = HeadStyle::kUsual;
  enum class StatusRule { kAny, kSuccess };
  /// kSuccess turns every status but 2xx into an error of step kStatus.
  StatusRule status_rule = StatusRule::kAny;
};

/// The step at which an exchange ended; the rooms above have words in three languages for each.
enum class ClientStep { kUrl, kResolve, kConnect, kTls, kSend, kReceive, kNotHttp, kTooLarge, kStatus };
std::string_view name_of(ClientStep step);

struct ClientError {
  enum class Cause { kFailed, kTimedOut };
  ClientStep step = ClientStep::kConnect;
  Cause cause = Cause::kFailed;
  /// Technical English for the log: address, system message.
  std::string text;
  /// The status of the answer for kStatus, else 0.
  int status = 0;
  ByteCounts wire;
};

using ClientResult = std::expected<Response, ClientError>;

/// Starts the exchange and returns; `done` is called once on the loop thread, never inside this call.
void send(EventLoop& loop, ClientRequest request, std::function<void(ClientResult)> done);

/// The same for a program without a loop; blocks the calling thread.
ClientResult send_and_wait(ClientRequest request);

}  // namespace tirkeu::http
