#include <algorithm>
#include <array>

#include "schema/registry/picture_parts.h"

namespace tirkeu::registry {
namespace {

constexpr std::uint8_t kStart = 0xd8, kEnd = 0xd9, kScan = 0xda, kApp0 = 0xe0, kApp1 = 0xe1, kAppAdobe = 0xee;
constexpr std::string_view kExif("Exif\0\0", 6);
constexpr std::uint32_t kOrientation = 0x0112;

/// A segment after its marker: length (2 bytes, itself included) and content.
struct Segment {
  std::uint8_t marker = 0;
  base::ByteView content;
  base::ByteView whole;  ///< marker and length included
};

std::uint8_t at(base::ByteView bytes, std::size_t place) { return static_cast<std::uint8_t>(bytes[place]); }

/// Reads marker and segment at `place` and moves behind; nothing when there is none. The end marker has no content.
std::optional<Segment> take_segment(base::ByteView bytes, std::size_t& place) {
  if (place + 1 >= bytes.size() || at(bytes, place) != 0xff) return std::nullopt;
  while (place + 1 < bytes.size() && at(bytes, place + 1) == 0xff) ++place;  // fill bytes (B.1.1.2)
  if (place + 1 >= bytes.size()) return std::nullopt;
  const std::size_t begin = place;
  const std::uint8_t marker = at(bytes, place + 1);
  place += 2;
  if (marker == kEnd) return Segment{marker, {}, bytes.subspan(begin, 2)};
  if (bytes.size() - place < 2) return std::nullopt;
  const std::size_t length = number_at(bytes, place, 2);
  if (length < 2 || length > bytes.size() - place) return std::nullopt;
  const base::ByteView content = bytes.subspan(place + 2, length - 2);
  place += length;
  return Segment{marker, content, bytes.subspan(begin, place - begin)};
}

/// Coded pixels up to the next marker that is no restart; within them FF is followed by 00 (B.1.1.5).
std::optional<base::ByteView> take_scan(base::ByteView bytes, std::size_t& place) {
  const std::size_t begin = place;
  for (; place + 1 < bytes.size(); ++place) {
    if (at(bytes, place) != 0xff) continue;
    const std::uint8_t next = at(bytes, place + 1);
    if (next == 0 || (next >= 0xd0 && next <= 0xd7)) ++place;
    else if (next != 0xff) return bytes.subspan(begin, place - begin);
  }
  return std::nullopt;
}

/// Frames that browsers show: baseline, extended, progressive; Huffman coded.
bool is_frame(std::uint8_t marker) { return marker >= 0xc0 && marker <= 0xc2; }
bool is_table(std::uint8_t marker) { return marker == 0xc4 || marker == 0xdb || marker == 0xdd; }

bool is_sound_frame(const Segment& segment) {
  if (segment.content.size() < 6) return false;
  const std::size_t components = number_at(segment.content, 5, 1);
  return (components == 1 || components == 3 || components == 4) && segment.content.size() == 6 + 3 * components &&
         number_at(segment.content, 1, 2) > 0 && number_at(segment.content, 3, 2) > 0;
}

/// An Exif segment that says nothing but the turn: one directory with one entry.
base::Bytes turn_segment(std::uint8_t turn) {
  base::Bytes bytes;
  for (const unsigned value : {0xffu, 0xe1u, 0u, 34u, 0x45u, 0x78u, 0x69u, 0x66u, 0u, 0u, 0x4du, 0x4du, 0u, 42u, 0u, 0u, 0u, 8u, 0u, 1u, 1u, 0x12u, 0u, 3u,
                               0u, 0u, 0u, 1u, 0u, static_cast<unsigned>(turn), 0u, 0u, 0u, 0u, 0u, 0u})
    bytes.push_back(static_cast<base::Bytes::value_type>(value));
  return bytes;
}

/// Whether the segment belongs to the picture itself.
bool is_kept(const Segment& segment) {
  // JFIF names the density, Adobe's segment the colours; both are short, and a thumbnail inside JFIF makes it long.
  if (segment.marker == kApp0) return segment.content.size() == 14 && base::text_of(segment.content.first(5)) == std::string_view("JFIF\0", 5);
  if (segment.marker == kAppAdobe) return segment.content.size() == 12 && base::text_of(segment.content.first(5)) == "Adobe";
  return is_table(segment.marker) || segment.marker == kScan;
}

}  // namespace

bool begins_like_jpeg(base::ByteView bytes) {
  return bytes.size() >= 3 && at(bytes, 0) == 0xff && at(bytes, 1) == kStart && at(bytes, 2) == 0xff;
}

std::optional<std::uint8_t> exif_turn(base::ByteView content) {
  if (content.size() < kExif.size() + 8 || base::text_of(content.first(kExif.size())) != kExif) return std::nullopt;
  const base::ByteView tiff = content.subspan(kExif.size());
  const bool little = at(tiff, 0) == 'I';
  if (at(tiff, 0) != at(tiff, 1) || (!little && at(tiff, 0) != 'M')) return std::nullopt;
  const auto number = [&](std::size_t place, std::size_t length) {
    std::uint32_t value = 0;
    for (std::size_t index = 0; index < length; ++index)
      value |= std::uint32_t{at(tiff, place + index)} << 8 * (little ? index : length - 1 - index);
    return value;
  };
  const std::size_t directory = number(4, 4);
  if (directory > tiff.size() || tiff.size() - directory < 2) return std::nullopt;
  const std::size_t entries = number(directory, 2);
  if ((tiff.size() - directory - 2) / 12 < entries) return std::nullopt;
  for (std::size_t index = 0; index < entries; ++index) {
    const std::size_t entry = directory + 2 + 12 * index;
    if (number(entry, 2) != kOrientation) continue;
    const std::uint32_t turn = number(entry + 8, 2);
    if (number(entry + 2, 2) == 3 && turn >= 2 && turn <= 8) return static_cast<std::uint8_t>(turn);
    return std::nullopt;
  }
  return std::nullopt;
}

std::expected<Picture, PictureFault> strip_jpeg(base::ByteView bytes) {
  const auto damaged = std::unexpected(PictureFault::kDamaged);
  Picture picture{PictureFormat::kJpeg, {}, base::Bytes(bytes.begin(), bytes.begin() + 2)};
  std::size_t place = 2;
  bool has_frame = false, has_scan = false, has_turn = false;
  for (;;) {
    const std::optional<Segment> segment = take_segment(bytes, place);
    if (!segment) return damaged;
    if (segment->marker == kEnd) {
      if (!has_scan) return damaged;
      base::append(picture.bytes, segment->whole);
      return picture;
    }
    if (is_frame(segment->marker)) {
      // A second frame would be a second size, of which a decoder may believe either.
      if (has_frame || !is_sound_frame(*segment)) return damaged;
      has_frame = true;
      picture.size = {number_at(segment->content, 3, 2), number_at(segment->content, 1, 2)};
      base::append(picture.bytes, segment->whole);
    } else if (segment->marker == kApp1 && !has_turn && !has_frame) {
      const std::optional<std::uint8_t> turn = exif_turn(segment->content);
      has_turn = turn.has_value();
      if (turn) base::append(picture.bytes, turn_segment(*turn));
    } else if (is_kept(*segment)) {
      base::append(picture.bytes, segment->whole);
    } else if (segment->marker < kApp0 || (segment->marker > 0xef && segment->marker != 0xfe)) {
      return damaged;  // arithmetic coding, hierarchies, reserved markers
    }
    if (segment->marker != kScan) continue;
    const std::optional<base::ByteView> scan = has_frame ? take_scan(bytes, place) : std::nullopt;
    if (!scan || scan->empty()) return damaged;
    has_scan = true;
    base::append(picture.bytes, *scan);
  }
}

}  // namespace tirkeu::registry
