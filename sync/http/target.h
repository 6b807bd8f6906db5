// The parts of a URL that server and client share: request targets, hosts and ports, kinds of addresses. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tirkeu::http {

struct Target {
  std::string path;
  std::vector<std::pair<std::string, std::string>> query;
};

/// Path and query of a request target in origin form, decoded once; nothing when it has no single reading: broken
/// escapes, bytes that are no UTF-8, "." and ".." segments, empty segments before the last, an encoded slash. Raw UTF-8
/// is taken as it stands, because curl sends what was typed.
std::optional<Target> read_target(std::string_view target);

/// What an IP address is, by its canonical text form (no brackets); kNone for anything else, such as "127.1" or a name.
enum class AddressKind { kNone, kLoopback, kOther };
AddressKind kind_of_address(std::string_view text);

/// "127.0.0.1:80" -> {"127.0.0.1", "80"}, "[::1]:80" -> {"::1", "80"}, "name" -> {"name", ""}.
std::pair<std::string, std::string> split_host_and_port(std::string_view text);
/// A decimal port 0..65535.
std::optional<std::uint16_t> port_of(std::string_view text);

struct Url {
  enum class Scheme { kHttp, kHttps };
  Scheme scheme = Scheme::kHttp;
  std::string host;       ///< without brackets
  std::string port;       ///< as given, or the scheme's own
  std::string authority;  ///< host[:port] as it goes into the Host field
  std::string target;     ///< path and query, at least "/"
};

/// http:// or https:// with a host; nothing for other schemes, user information, spaces or control characters. A
/// fragment is dropped.
std::optional<Url> read_url(std::string_view text);

}  // namespace tirkeu::http
