// Cl. 11: one photo of 35x45 mm for a stay over six months. What the header of a scanned picture says about it; no pixel is decoded.
#pragma once

#include <cstdint>
#include <optional>

#include "schema/registry/finding.h"
#include "sync/base/bytes.h"

namespace tirkeu::registry {

struct PhotoSize {
  std::uint32_t width = 0, height = 0;  ///< pixels as stored; a turn noted in Exif is not followed
  bool operator==(const PhotoSize&) const = default;
};

/// From the first frame header of a JPEG (ITU-T T.81 B.2.2) or the IHDR of a PNG (ISO 15948, 11.2.2). Nothing when it is neither,
/// is cut off before that header or names no size. Lengths inside are claims: each is checked against what is there.
std::optional<PhotoSize> photo_size(base::ByteView picture);

/// Warnings, since the paper photo counts and the clerk sees it: proportion 35:45 within 2 %, at least 413x531 pixels (300 dpi).
Findings judge_photo(base::ByteView picture);

}  // namespace tirkeu::registry
