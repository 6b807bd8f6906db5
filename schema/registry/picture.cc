#include "schema/registry/picture.h"

#include "schema/registry/picture_parts.h"

namespace tirkeu::registry {

std::string_view media_type(PictureFormat format) { return format == PictureFormat::kJpeg ? "image/jpeg" : "image/png"; }

std::string_view code_of(PictureFault fault) {
  switch (fault) {
    case PictureFault::kTooLarge: return "picture_too_large";
    case PictureFault::kNotAPicture: return "picture_none";
    case PictureFault::kDamaged: return "picture_damaged";
    case PictureFault::kTooManyPixels: return "picture_too_many_pixels";
  }
  return "picture_damaged";
}

std::expected<Picture, PictureFault> admit_picture(base::ByteView bytes, const PictureLimits& limits) {
  if (bytes.size() > limits.bytes_max) return std::unexpected(PictureFault::kTooLarge);
  const bool is_jpeg = begins_like_jpeg(bytes);
  if (!is_jpeg && !begins_like_png(bytes)) return std::unexpected(PictureFault::kNotAPicture);
  std::expected<Picture, PictureFault> picture = is_jpeg ? strip_jpeg(bytes) : strip_png(bytes);
  if (picture && std::uint64_t{picture->size.width} * picture->size.height > limits.pixels_max)
    return std::unexpected(PictureFault::kTooManyPixels);
  // The turn of a brief Exif segment is written at more length than it came.
  if (picture && picture->bytes.size() > limits.bytes_max) return std::unexpected(PictureFault::kTooLarge);
  return picture;
}

}  // namespace tirkeu::registry
