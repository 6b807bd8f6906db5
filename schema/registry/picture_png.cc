#include <algorithm>
#include <array>
#include <boost/crc.hpp>

#include "schema/registry/picture_parts.h"

namespace tirkeu::registry {
namespace {

constexpr std::array<std::uint8_t, 8> kSignature = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
constexpr std::size_t kFrameBytes = 12;  // length, type and CRC around a chunk's content
constexpr std::size_t kHeaderBytes = 13;
/// Beside IHDR, PLTE, IDAT and IEND: what changes how the pixels look, and holds numbers only.
constexpr std::array<std::string_view, 5> kLook = {"tRNS", "gAMA", "cHRM", "sRGB", "pHYs"};
constexpr std::size_t kLookBytesMax = 256;

struct Chunk {
  std::string_view type;
  base::ByteView content;
  base::ByteView whole;
};

/// The chunk that begins at `place`; nothing when it is cut off or its CRC (ISO 15948, 5.5) differs.
std::optional<Chunk> chunk_at(base::ByteView bytes, std::size_t place) {
  if (bytes.size() - place < kFrameBytes) return std::nullopt;
  const std::size_t length = number_at(bytes, place, 4);
  if (length > bytes.size() - place - kFrameBytes) return std::nullopt;
  const base::ByteView checked = bytes.subspan(place + 4, 4 + length);
  boost::crc_32_type crc;
  crc.process_bytes(checked.data(), checked.size());
  if (crc.checksum() != number_at(bytes, place + 8 + length, 4)) return std::nullopt;
  return Chunk{base::text_of(checked.first(4)), checked.subspan(4), bytes.subspan(place, kFrameBytes + length)};
}

/// Depths that a colour type allows (ISO 15948, table 11.1); compression, filter and interlace as far as they are defined.
bool is_sound_header(base::ByteView content) {
  if (content.size() != kHeaderBytes) return false;
  const std::uint32_t depth = number_at(content, 8, 1), colour = number_at(content, 9, 1);
  const bool deep = depth == 8 || depth == 16;
  const bool shallow = depth == 1 || depth == 2 || depth == 4;
  const bool fits = colour == 0 ? deep || shallow : colour == 3 ? shallow || depth == 8 : (colour == 2 || colour == 4 || colour == 6) && deep;
  return fits && number_at(content, 10, 2) == 0 && number_at(content, 12, 1) <= 1;
}

}  // namespace

bool begins_like_png(base::ByteView bytes) {
  return bytes.size() >= kSignature.size() && std::ranges::equal(bytes.first(kSignature.size()), kSignature);
}

std::expected<Picture, PictureFault> strip_png(base::ByteView bytes) {
  const auto damaged = std::unexpected(PictureFault::kDamaged);
  Picture picture{PictureFormat::kPng, {}, base::Bytes(bytes.begin(), bytes.begin() + kSignature.size())};
  enum class Pixels { kBefore, kInside, kBehind } pixels = Pixels::kBefore;
  bool has_palette = false;
  std::size_t place = kSignature.size();
  for (bool first = true;; first = false) {
    const std::optional<Chunk> chunk = chunk_at(bytes, place);
    if (!chunk) return damaged;
    place += chunk->whole.size();
    if (first != (chunk->type == "IHDR")) return damaged;
    bool keep = std::ranges::find(kLook, chunk->type) != kLook.end() && pixels == Pixels::kBefore && chunk->content.size() <= kLookBytesMax;
    if (first) {
      const std::optional<PhotoSize> size = photo_size(bytes);
      if (!size || !is_sound_header(chunk->content)) return damaged;
      picture.size = *size;
      keep = true;
    } else if (chunk->type == "PLTE") {
      if (has_palette || pixels != Pixels::kBefore || chunk->content.empty() || chunk->content.size() % 3 != 0 || chunk->content.size() > 768)
        return damaged;
      keep = has_palette = true;
    } else if (chunk->type == "IDAT") {
      if (pixels == Pixels::kBehind) return damaged;  // They stand one after another (5.6).
      pixels = Pixels::kInside;
      keep = true;
    } else if (chunk->type == "IEND") {
      if (pixels == Pixels::kBefore || !chunk->content.empty()) return damaged;
      base::append(picture.bytes, chunk->whole);
      return picture;
    } else {
      if ((static_cast<unsigned char>(chunk->type[0]) & 0x20u) == 0) return damaged;  // critical, and none that we know
      if (pixels == Pixels::kInside) pixels = Pixels::kBehind;
    }
    if (keep) base::append(picture.bytes, chunk->whole);
  }
}

}  // namespace tirkeu::registry
