// The two formats of picture.h, each read by a walker of its own. Internal to the room.
#pragma once

#include <optional>

#include "schema/registry/picture.h"

namespace tirkeu::registry {

/// Big-endian, as both formats write. The caller has checked that it lies within the bytes.
inline std::uint32_t number_at(base::ByteView bytes, std::size_t place, std::size_t length) {
  std::uint32_t result = 0;
  for (std::size_t end = place + length; place < end; ++place) result = result << 8 | static_cast<std::uint8_t>(bytes[place]);
  return result;
}

bool begins_like_jpeg(base::ByteView bytes);
bool begins_like_png(base::ByteView bytes);
/// Size and bytes without what is no picture; kDamaged. Pixels are not judged here.
std::expected<Picture, PictureFault> strip_jpeg(base::ByteView bytes);
std::expected<Picture, PictureFault> strip_png(base::ByteView bytes);
/// Orientation (TIFF tag 0x0112) of an Exif segment's content, 2 to 8; nothing when it is upright, absent or not readable.
std::optional<std::uint8_t> exif_turn(base::ByteView content);

}  // namespace tirkeu::registry
