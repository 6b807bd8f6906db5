#include "schema/registry/photo.h"

#include <algorithm>
#include <array>

namespace tirkeu::registry {
namespace {

constexpr std::int64_t kWidthParts = 35, kHeightParts = 45, kTolerancePercent = 2;
constexpr std::uint32_t kWidthMin = 413, kHeightMin = 531;
constexpr std::array<std::uint8_t, 16> kPngHead = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'};

std::uint8_t at(base::ByteView bytes, std::size_t place) {
  return static_cast<std::uint8_t>(bytes[place]);
}

std::uint32_t number(base::ByteView bytes, std::size_t place, std::size_t length) {
  std::uint32_t result = 0;
  for (std::size_t end = place + length; place < end; ++place) result = result << 8 | at(bytes, place);
  return result;
}

std::optional<PhotoSize> sensible(PhotoSize size) {
  // A PNG's size has 31 bits; 0 is no size in either format (a JPEG then tells its height after the picture).
  if (size.width == 0 || size.height == 0 || (size.width | size.height) >> 31 != 0) return std::nullopt;
  return size;
}

std::optional<PhotoSize> png_size(base::ByteView bytes) {
  if (bytes.size() < kPngHead.size() + 8) return std::nullopt;
  for (std::size_t place = 0; place < kPngHead.size(); ++place)
    if (at(bytes, place) != kPngHead[place]) return std::nullopt;
  return sensible({number(bytes, kPngHead.size(), 4), number(bytes, kPngHead.size() + 4, 4)});
}

bool is_frame_header(std::uint8_t marker) {
  // SOF0 to SOF15, between which the tables DHT, JPG and DAC have their numbers.
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

std::optional<PhotoSize> jpeg_size(base::ByteView bytes) {
  if (bytes.size() < 4 || at(bytes, 0) != 0xff || at(bytes, 1) != 0xd8) return std::nullopt;
  std::size_t place = 2;
  // Each turn moves on by at least one byte, so hostile lengths cannot hold it.
  while (place + 1 < bytes.size()) {
    if (at(bytes, place) != 0xff) return std::nullopt;
    const std::uint8_t marker = at(bytes, place + 1);
    if (marker == 0xff) {  // fill byte
      ++place;
      continue;
    }
    place += 2;
    if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd7)) continue;  // stand alone, without a length
    if (marker == 0xd8 || marker == 0xd9 || marker == 0xda || marker == 0) return std::nullopt;  // the picture began without a frame
    if (bytes.size() - place < 2) return std::nullopt;
    const std::size_t length = number(bytes, place, 2);
    if (length < 2 || length > bytes.size() - place) return std::nullopt;
    if (is_frame_header(marker)) {
      if (length < 8) return std::nullopt;
      return sensible({number(bytes, place + 5, 2), number(bytes, place + 3, 2)});
    }
    place += length;
  }
  return std::nullopt;
}

}  // namespace

std::optional<PhotoSize> photo_size(base::ByteView picture) {
  const std::optional<PhotoSize> size = png_size(picture);
  return size ? size : jpeg_size(picture);
}

Findings judge_photo(base::ByteView picture) {
  constexpr auto kPath = "photo";
  Findings findings;
  const std::optional<PhotoSize> size = photo_size(picture);
  if (!size) {
    findings.push_back(make_finding(Severity::kWarning, kPath, "photo_unreadable", {}, "cl. 11"));
    return findings;
  }
  const MessageArguments told = {{"width", std::to_string(size->width)}, {"height", std::to_string(size->height)}};
  const std::int64_t wanted = kWidthParts * size->height;
  const std::int64_t difference = kHeightParts * size->width - wanted;
  if (100 * std::max(difference, -difference) > kTolerancePercent * wanted)
    findings.push_back(make_finding(Severity::kWarning, kPath, "photo_proportion", told, "cl. 11"));
  if (size->width < kWidthMin || size->height < kHeightMin)
    findings.push_back(make_finding(Severity::kWarning, kPath, "photo_too_small", told, "cl. 11"));
  return findings;
}

}  // namespace tirkeu::registry
