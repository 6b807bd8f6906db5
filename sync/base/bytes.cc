#include "sync/base/bytes.h"

#include <algorithm>

#include "sync/base/invariant.h"

namespace tirkeu::base {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

int base64_value(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == '+') return 62;
  if (digit == '/') return 63;
  return -1;
}

bool is_continuation(std::uint8_t byte) {
  return (byte & 0xc0) == 0x80;
}

/// Length of the well-formed UTF-8 sequence (RFC 3629, table of §4) at `text[at]`; 0 when there is none.
std::size_t utf8_length(ByteView text, std::size_t at) {
  const std::uint8_t lead = text[at];
  const std::size_t left = text.size() - at;
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return left >= 2 && is_continuation(text[at + 1]) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (left < 3 || !is_continuation(text[at + 1]) || !is_continuation(text[at + 2])) return 0;
    if (lead == 0xe0 && text[at + 1] < 0xa0) return 0;  // overlong
    if (lead == 0xed && text[at + 1] > 0x9f) return 0;  // a surrogate
    return 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (left < 4 || !is_continuation(text[at + 1]) || !is_continuation(text[at + 2]) || !is_continuation(text[at + 3]))
      return 0;
    if (lead == 0xf0 && text[at + 1] < 0x90) return 0;  // overlong
    if (lead == 0xf4 && text[at + 1] > 0x8f) return 0;  // beyond U+10FFFF
    return 4;
  }
  return 0;
}

}  // namespace

ByteView bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

std::string_view text_of(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string to_hex(ByteView bytes) {
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    hex += kHexDigits[byte >> 4];
    hex += kHexDigits[byte & 0x0f];
  }
  return hex;
}

std::optional<Bytes> from_hex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(hex.size() / 2);
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    const int high = hex_value(hex[at]);
    const int low = hex_value(hex[at + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t taken = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t n = 0; n < 3; ++n) group = group << 8 | (n < taken ? bytes[at + n] : 0u);
    for (std::size_t n = 0; n < 4; ++n) text += n <= taken ? kBase64Digits[group >> (18 - 6 * n) & 0x3f] : '=';
  }
  return text;
}

std::optional<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const bool last = at + 4 == text.size();
    const std::size_t padding = !last || text[at + 3] != '=' ? 0u : text[at + 2] != '=' ? 1u : 2u;
    std::uint32_t group = 0;
    for (std::size_t n = 0; n < 4 - padding; ++n) {
      const int value = base64_value(text[at + n]);
      if (value < 0) return std::nullopt;
      group |= static_cast<std::uint32_t>(value) << (18 - 6 * n);
    }
    // Bits below the last byte must be zero, or two texts would stand for the same bytes.
    if (padding > 0 && (group & (padding == 1 ? 0xffu : 0xffffu)) != 0) return std::nullopt;
    for (std::size_t n = 0; n < 3 - padding; ++n) bytes.push_back(static_cast<std::uint8_t>(group >> (16 - 8 * n)));
  }
  return bytes;
}

void append(Bytes& target, ByteView more) {
  target.insert(target.end(), more.begin(), more.end());
}

void append_le(Bytes& target, std::uint64_t value, int width) {
  require(width >= 1 && width <= 8, "a number is written in 1 to 8 bytes");
  require(width == 8 || value >> (8 * width) == 0, "a number must fit the bytes that it is written in");
  for (int n = 0; n < width; ++n) target.push_back(static_cast<std::uint8_t>(value >> (8 * n)));
}

std::uint64_t read_le(ByteView bytes) {
  require(!bytes.empty() && bytes.size() <= 8, "a number is read from 1 to 8 bytes");
  std::uint64_t value = 0;
  for (std::size_t n = bytes.size(); n-- > 0;) value = value << 8 | bytes[n];
  return value;
}

bool is_utf8_without_nul(ByteView text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = text[at] == 0 ? 0 : utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace tirkeu::base
