#include "sync/http/target.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <charconv>
#include <tuple>

#include "sync/base/bytes.h"
#include "sync/http/message.h"

namespace tirkeu::http {
namespace {

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return std::nullopt;
}

enum class Plus { kLiteral, kSpace };

// Percent-decoding once, never twice; nothing for a broken escape or a result that is no UTF-8 or contains NUL.
std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const auto high = hex_digit(text[i + 1]);
      const auto low = hex_digit(text[i + 2]);
      if (!high || !low) return std::nullopt;
      decoded += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      decoded += text[i] == '+' && plus == Plus::kSpace ? ' ' : text[i];
    }
  }
  if (!base::is_utf8_without_nul(base::bytes_of(decoded))) return std::nullopt;
  return decoded;
}

bool is_control_or_space(char c) {
  return static_cast<unsigned char>(c) <= 0x20 || c == 0x7f;
}

std::optional<std::string> decode_path(std::string_view raw) {
  if (!raw.starts_with('/')) return std::nullopt;
  std::string path = "/";
  std::string_view rest = raw.substr(1);
  while (true) {
    const std::size_t slash = rest.find('/');
    const auto segment = decode(rest.substr(0, slash), Plus::kLiteral);
    if (!segment || *segment == "." || *segment == "..") return std::nullopt;
    // An encoded slash or backslash would make one path out of another after the second look at it.
    const bool ambiguous = std::ranges::any_of(
        *segment, [](char c) { return c == '/' || c == '\\' || c == 0x7f || static_cast<unsigned char>(c) < 0x20; });
    if (ambiguous) return std::nullopt;
    path += *segment;
    if (slash == std::string_view::npos) return path;
    // "//host" in a Location header would lead elsewhere.
    if (segment->empty()) return std::nullopt;
    path += '/';
    rest.remove_prefix(slash + 1);
  }
}

std::optional<std::vector<std::pair<std::string, std::string>>> decode_query(std::string_view raw) {
  std::vector<std::pair<std::string, std::string>> query;
  while (!raw.empty()) {
    const std::size_t ampersand = raw.find('&');
    const std::string_view pair = raw.substr(0, ampersand);
    raw.remove_prefix(ampersand == std::string_view::npos ? raw.size() : ampersand + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), Plus::kSpace);
    auto value = equals == std::string_view::npos ? std::optional<std::string>("")
                                                  : decode(pair.substr(equals + 1), Plus::kSpace);
    if (!name || !value) return std::nullopt;
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace

std::optional<Target> read_target(std::string_view target) {
  if (std::ranges::any_of(target, is_control_or_space) || target.find('#') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t mark = target.find('?');
  auto path = decode_path(target.substr(0, mark));
  auto query = decode_query(mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1));
  if (!path || !query) return std::nullopt;
  return Target{std::move(*path), std::move(*query)};
}

AddressKind kind_of_address(std::string_view text) {
  const std::string address(text);
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    return (ntohl(v4.s_addr) >> 24) == 127 ? AddressKind::kLoopback : AddressKind::kOther;
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) {
    const bool mapped_loopback = IN6_IS_ADDR_V4MAPPED(&v6) && v6.s6_addr[12] == 127;
    return IN6_IS_ADDR_LOOPBACK(&v6) || mapped_loopback ? AddressKind::kLoopback : AddressKind::kOther;
  }
  return AddressKind::kNone;
}

std::pair<std::string, std::string> split_host_and_port(std::string_view text) {
  if (text.starts_with('[')) {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos) return {std::string(text), ""};
    const std::string_view after = text.substr(bracket + 1);
    return {std::string(text.substr(1, bracket - 1)), std::string(after.starts_with(':') ? after.substr(1) : after)};
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || text.find(':') != colon) return {std::string(text), ""};
  return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

std::optional<std::uint16_t> port_of(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return port;
}

std::optional<Url> read_url(std::string_view text) {
  Url url;
  if (equal_without_case(text.substr(0, 7), "http://")) {
    url.scheme = Url::Scheme::kHttp;
    text.remove_prefix(7);
  } else if (equal_without_case(text.substr(0, 8), "https://")) {
    url.scheme = Url::Scheme::kHttps;
    text.remove_prefix(8);
  } else {
    return std::nullopt;
  }
  if (std::ranges::any_of(text, is_control_or_space)) return std::nullopt;
  text = text.substr(0, text.find('#'));
  const std::size_t end = std::min(text.find('/'), text.find('?'));
  url.authority = text.substr(0, end);
  if (end != std::string_view::npos) url.target = text.substr(end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  std::tie(url.host, url.port) = split_host_and_port(url.authority);
  if (url.port.empty()) url.port = url.scheme == Url::Scheme::kHttps ? "443" : "80";
  const auto port = port_of(url.port);
  const bool plain =
      std::ranges::all_of(url.host, [](char c) { return c != '@' && c != '\\' && c != '[' && c != ']'; });
  const bool addressed = url.authority.starts_with('[') == (url.host.find(':') != std::string::npos);
  if (url.host.empty() || !port || *port == 0 || !plain || !addressed) return std::nullopt;
  return url;
}

}  // namespace tirkeu::http
