#include "sync/http/request_gate.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

// More fields than any browser sends; each costs an allocation before anyone is authenticated.
constexpr std::size_t kFieldsMax = 100;
// 10^17 bytes is beyond every limit and still fits 64 bits.
constexpr std::size_t kLengthDigitsMax = 17;

constexpr std::string_view kHeadEnd = "\r\n\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_alphanumeric(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// RFC 9110 section 5.6.2.
bool is_token(std::string_view text) {
  static constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || kMarks.find(c) != std::string_view::npos;
  });
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\t') || byte == 0x7f;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The next line without its CRLF; find_head_end has made sure that every line ends in one.
std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find("\r\n");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
  return line;
}

std::optional<Refusal> read_request_line(std::string_view line, Head& head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Refusal{400, "malformed request line"};
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(method)) return Refusal{400, "malformed method"};
  const bool versioned = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                         version[6] == '.' && is_digit(version[7]);
  if (!versioned) return Refusal{400, "malformed protocol version"};
  if (version != "HTTP/1.1") return Refusal{505, "only HTTP/1.1 is spoken here"};
  static constexpr std::array<std::string_view, 5> kMethods = {"GET", "HEAD", "POST", "PUT", "DELETE"};
  if (std::ranges::find(kMethods, method) == kMethods.end()) return Refusal{501, "method not implemented"};
  auto parts = read_target(target);
  if (!parts) return Refusal{400, "malformed request target"};
  head.method = method;
  head.target = target;
  head.path = std::move(parts->path);
  head.query = std::move(parts->query);
  return std::nullopt;
}

std::optional<Refusal> read_fields(std::string_view rest, Head& head) {
  while (true) {
    const std::string_view line = take_line(rest);
    if (line.empty()) break;
    if (line.front() == ' ' || line.front() == '\t') return Refusal{400, "folded header field"};
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return Refusal{400, "header field without a colon"};
    // A space before the colon fails here too: it is no token character.
    if (!is_token(line.substr(0, colon))) return Refusal{400, "malformed header field name"};
    if (head.headers.size() == kFieldsMax) return Refusal{431, "too many header fields"};
    head.headers.add(line.substr(0, colon), trim(line.substr(colon + 1)));
  }
  if (!rest.empty()) return Refusal{400, "bytes after the end of the head"};
  return std::nullopt;
}

// Host without port in lower case; nothing when the value is no host[:port] of RFC 9110 section 7.2.
std::optional<std::string> host_of(std::string_view value) {
  std::string host;
  std::string_view port;
  if (value.starts_with('[')) {
    const std::size_t bracket = value.find(']');
    if (bracket == std::string_view::npos) return std::nullopt;
    host = value.substr(1, bracket - 1);
    if (kind_of_address(host) == AddressKind::kNone || host.find(':') == std::string::npos) return std::nullopt;
    port = value.substr(bracket + 1);
  } else {
    const std::size_t colon = value.find(':');
    host = value.substr(0, colon);
    if (colon != std::string_view::npos) port = value.substr(colon);
    if (host.ends_with('.')) host.pop_back();  // the root dot names the same host
    const bool plain =
        std::ranges::all_of(host, [](char c) { return is_alphanumeric(c) || c == '-' || c == '.' || c == '_'; });
    if (!plain) return std::nullopt;
  }
  const bool ported = port.empty() || (port.size() >= 2 && port.size() <= 6 && port.front() == ':' &&
                                       std::ranges::all_of(port.substr(1), is_digit));
  if (host.empty() || !ported) return std::nullopt;
  std::ranges::transform(host, host.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return host;
}

bool is_allowed(const HostRule& hosts, const std::string& host) {
  if (hosts.any || host == "localhost") return true;
  switch (kind_of_address(host)) {
    case AddressKind::kLoopback:
      return true;
    case AddressKind::kOther:
      if (hosts.addresses == HostRule::Addresses::kAny) return true;
      break;
    case AddressKind::kNone:
      break;
  }
  return std::ranges::any_of(hosts.names, [&](const std::string& name) { return equal_without_case(name, host); });
}

std::optional<Refusal> check_host(const HostRule& hosts, Head& head) {
  if (head.headers.count("Host") != 1) return Refusal{400, "exactly one Host is required"};
  auto host = host_of(head.headers.get("Host"));
  if (!host) return Refusal{400, "malformed Host"};
  if (!is_allowed(hosts, *host)) return Refusal{421, "this server does not answer to that host name"};
  head.host = std::move(*host);
  return std::nullopt;
}

std::optional<Refusal> read_framing(Head& head) {
  const std::size_t codings = head.headers.count("Transfer-Encoding");
  const std::size_t lengths = head.headers.count("Content-Length");
  if (codings > 1 || lengths > 1) return Refusal{400, "body length given more than once"};
  if (codings == 1 && lengths == 1) return Refusal{400, "both Transfer-Encoding and Content-Length"};
  if (codings == 1) {
    if (!equal_without_case(head.headers.get("Transfer-Encoding"), "chunked")) {
      return Refusal{501, "transfer coding not implemented"};
    }
    head.framing = BodyFraming::kChunked;
  } else if (lengths == 1) {
    const std::string_view digits = head.headers.get("Content-Length");
    if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return Refusal{400, "malformed Content-Length"};
    if (digits.size() > kLengthDigitsMax) return Refusal{413, "body too large"};
    std::from_chars(digits.data(), digits.data() + digits.size(), head.length);
    head.framing = head.length == 0 ? BodyFraming::kNone : BodyFraming::kLength;
  }
  if (head.framing != BodyFraming::kNone && (head.method == "GET" || head.method == "HEAD")) {
    return Refusal{400, "a body with this method has no meaning"};
  }
  return std::nullopt;
}

std::optional<Refusal> read_expectations(Head& head) {
  if (const auto expected = head.headers.find("Expect")) {
    if (head.headers.count("Expect") != 1 || !equal_without_case(*expected, "100-continue")) {
      return Refusal{417, "expectation not supported"};
    }
    head.expects_continue = head.framing != BodyFraming::kNone;
  }
  for (const auto& [name, value] : head.headers) {
    if (!equal_without_case(name, "Connection")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t comma = rest.find(',');
      if (equal_without_case(trim(rest.substr(0, comma)), "close")) head.keep_alive = false;
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
  }
  return std::nullopt;
}

}  // namespace

HostRule host_rule_of(std::string_view listen, std::vector<std::string> names) {
  HostRule rule;
  rule.names = std::move(names);
  const std::string host = split_host_and_port(listen).first;
  switch (kind_of_address(host)) {
    case AddressKind::kLoopback:
      break;
    case AddressKind::kOther:
      rule.addresses = HostRule::Addresses::kAny;
      break;
    case AddressKind::kNone:
      if (!equal_without_case(host, "localhost")) {
        rule.addresses = HostRule::Addresses::kAny;
        rule.names.push_back(host);
      }
      break;
  }
  return rule;
}

std::variant<std::size_t, std::monostate, Refusal> find_head_end(std::string_view received, std::size_t bytes_max) {
  const std::size_t end = received.find(kHeadEnd);
  const std::string_view head = received.substr(0, end == std::string_view::npos ? end : end + kHeadEnd.size());
  if (head.starts_with("\r\n")) return Refusal{400, "empty line before the request"};
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '\r') {
      if (i + 1 < head.size() && head[i + 1] != '\n') return Refusal{400, "bare carriage return"};
    } else if (c == '\n') {
      if (i == 0 || head[i - 1] != '\r') return Refusal{400, "bare line feed"};
    } else if (is_control(c)) {
      return Refusal{400, "control character in the head"};
    }
  }
  if (head.size() > bytes_max) return Refusal{431, "head too large"};
  if (end == std::string_view::npos) {
    // A head that fills the limit without its end can only grow past it.
    if (head.size() == bytes_max) return Refusal{431, "head too large"};
    return std::monostate{};
  }
  return head.size();
}

std::variant<Head, Refusal> judge_head(std::string_view text, const HostRule& hosts) {
  // The scan is repeated here so that the verdict holds for any bytes, not only for those that a server has scanned.
  const auto end = find_head_end(text, text.size() + 1);
  if (const auto* refusal = std::get_if<Refusal>(&end)) return *refusal;
  if (std::holds_alternative<std::monostate>(end)) return Refusal{400, "incomplete head"};
  Head head;
  std::string_view rest = text;
  const std::string_view request_line = take_line(rest);
  if (auto refusal = read_request_line(request_line, head)) return *refusal;
  if (auto refusal = read_fields(rest, head)) return *refusal;
  if (auto refusal = check_host(hosts, head)) return *refusal;
  if (auto refusal = read_framing(head)) return *refusal;
  if (auto refusal = read_expectations(head)) return *refusal;
  return head;
}

}  // namespace tirkeu::http
