// The gate in front of the HTTP parser. The library's parser is lenient where requests are smuggled: it takes
// "Transfer-Encoding: xchunked", two Hosts or none, folded fields, equal Content-Lengths twice. The gate reads the raw
// head first and lets pass only what has one reading (RFC 9112 sections 2, 3, 5, 6). Pure: bytes in, verdict out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "sync/http/message.h"

namespace tirkeu::http {

/// Which Host values a listener answers to. Without it any page on the internet could point a name of its own at a
/// clerk's loopback address and read the answers (DNS rebinding). The port is not compared: tunnels change it.
struct HostRule {
  enum class Addresses { kLoopback, kAny };
  /// Names allowed besides localhost, in any case, without port.
  std::vector<std::string> names;
  /// Which IP addresses may be named: on a loopback listener only loopback ones.
  Addresses addresses = Addresses::kLoopback;
  /// The control socket: no name is checked, though there must be exactly one.
  bool any = false;
};

/// The rule for a listen address such as "127.0.0.1:8080" and further names.
HostRule host_rule_of(std::string_view listen, std::vector<std::string> names);

/// The verdict on a head that must not pass; the connection closes after the answer.
struct Refusal {
  int status = 400;    ///< 400, 413, 417, 421, 431, 501 or 505
  std::string reason;  ///< English, for the answer's body and the log; quotes nothing of the request
};

/// How the body is delimited.
enum class BodyFraming { kNone, kLength, kChunked };

/// A head that passed.
struct Head {
  std::string method;  ///< HEAD is still HEAD here
  std::string target;  ///< as sent, in origin form
  std::string path;    ///< decoded, see Request::path
  std::vector<std::pair<std::string, std::string>> query;
  Headers headers;
  std::string host;  ///< without port, in lower case
  BodyFraming framing = BodyFraming::kNone;
  std::uint64_t length = 0;       ///< for kLength
  bool expects_continue = false;  ///< "Expect: 100-continue" was sent
  bool keep_alive = true;         ///< no "Connection: close"
};

/// Looks for the end of a head in what has arrived so far: the number of bytes up to and including the empty line,
/// nothing when more must be read, or a refusal as soon as no later byte could save it (control characters, bare line
/// feed, longer than `bytes_max`).
std::variant<std::size_t, std::monostate, Refusal> find_head_end(std::string_view received, std::size_t bytes_max);

/// Judges one whole head, including its final empty line.
std::variant<Head, Refusal> judge_head(std::string_view head, const HostRule& hosts);

}  // namespace tirkeu::http
