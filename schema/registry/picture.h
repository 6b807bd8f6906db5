// What is let in as a picture of a paper or a person: JPEG (ITU-T T.81) or PNG (ISO 15948), whole, of bounded size, and nothing but
// the picture.
//
// Pictures come from scanners, telephones and strangers, and are shown by browsers. So the frame around the pixels is checked here, before
// anything decodes: each segment or chunk lies within the bytes, the size is said once and is bearable, the picture ends. What is no picture
// is left behind: place and camera (Exif), comments, thumbnails, whatever stands behind the end (a file that is two things at once).
// Of Exif only the turn is kept, because without it a telephone's picture lies on its side.
#pragma once

#include <expected>
#include <string_view>

#include "schema/registry/photo.h"

namespace tirkeu::registry {

enum class PictureFormat { kJpeg, kPng };
/// "image/jpeg", "image/png"
std::string_view media_type(PictureFormat format);

/// Why bytes are not let in. Each is a code of findings.
enum class PictureFault {
  kTooLarge,       ///< more than PictureLimits::bytes_max
  kNotAPicture,    ///< neither JPEG nor PNG by its first bytes
  kDamaged,        ///< cut off, or a part of it does not fit the format
  kTooManyPixels,  ///< more than PictureLimits::pixels_max, however few bytes it has
};
std::string_view code_of(PictureFault fault);

struct PictureLimits {
  std::size_t bytes_max = 5u << 20;
  std::uint64_t pixels_max = 24'000'000;
};

struct Picture {
  PictureFormat format = PictureFormat::kJpeg;
  PhotoSize size;
  base::Bytes bytes;  ///< as it may be kept and shown; letting these in again gives the same bytes
};
std::expected<Picture, PictureFault> admit_picture(base::ByteView bytes, const PictureLimits& limits = {});

}  // namespace tirkeu::registry
