// Bytes and their printable forms. Everything that crosses a wire, a disk or a hash is Bytes or a ByteView.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

/// The bytes of `text`, not copied; `text` must outlive the view.
ByteView bytes_of(std::string_view text);
/// The characters of `bytes`, not copied and not validated; `bytes` must outlive the view.
std::string_view text_of(ByteView bytes);

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
/// nothing when `hex` has an odd length or a character that is no hexadecimal digit.
std::optional<Bytes> from_hex(std::string_view hex);
/// RFC 4648 base64 with padding.
std::string to_base64(ByteView bytes);
/// nothing when `text` is no strict RFC 4648 base64.
std::optional<Bytes> from_base64(std::string_view text);

/// Appends `more` to `target`.
void append(Bytes& target, ByteView more);
/// Appends `value` as `width` little-endian bytes (1..8).
void append_le(Bytes& target, std::uint64_t value, int width);
/// Reads little-endian; the caller has checked that `bytes` holds 1..8 bytes.
std::uint64_t read_le(ByteView bytes);

/// True when `text` is well-formed UTF-8 (RFC 3629) without NUL.
bool is_utf8_without_nul(ByteView text);

}  // namespace tirkeu::base
