// Pictures made by hand, byte by byte: the smallest that are whole.
#pragma once

#include <boost/crc.hpp>
#include <initializer_list>
#include <string_view>

#include "sync/base/bytes.h"

namespace tirkeu::registry::test {

using base::Bytes;

inline Bytes bytes_of(std::initializer_list<unsigned> numbers) {
  Bytes bytes;
  for (const unsigned number : numbers) bytes.push_back(static_cast<Bytes::value_type>(number));
  return bytes;
}

inline Bytes joined(std::initializer_list<Bytes> parts) {
  Bytes whole;
  for (const Bytes& part : parts) base::append(whole, part);
  return whole;
}

inline void append_number(Bytes& target, std::uint32_t value, int width) {
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) target.push_back(static_cast<Bytes::value_type>(value >> shift & 255));
}

inline Bytes chunk(std::string_view type, const Bytes& content) {
  Bytes checked;
  base::append(checked, base::bytes_of(type));
  base::append(checked, content);
  boost::crc_32_type crc;
  crc.process_bytes(checked.data(), checked.size());
  Bytes whole;
  append_number(whole, static_cast<std::uint32_t>(content.size()), 4);
  base::append(whole, checked);
  append_number(whole, crc.checksum(), 4);
  return whole;
}

inline const Bytes kPngSignature = bytes_of({0x89, 'P', 'N', 'G', 13, 10, 26, 10});

inline Bytes png_header(std::uint32_t width, std::uint32_t height, unsigned depth = 8, unsigned colour = 2) {
  Bytes content;
  append_number(content, width, 4);
  append_number(content, height, 4);
  base::append(content, bytes_of({depth, colour, 0, 0, 0}));
  return chunk("IHDR", content);
}

inline const Bytes kPngPixels = chunk("IDAT", bytes_of({0x78, 1, 2, 3}));
inline const Bytes kPngEnd = chunk("IEND", {});

inline Bytes png(std::uint32_t width, std::uint32_t height) { return joined({kPngSignature, png_header(width, height), kPngPixels, kPngEnd}); }

inline const Bytes kStart = bytes_of({0xff, 0xd8});
inline const Bytes kJfif = bytes_of({0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0});
inline const Bytes kTable = bytes_of({0xff, 0xdb, 0, 4, 0, 1});
inline const Bytes kScan = bytes_of({0xff, 0xda, 0, 3, 1, 0x11, 0xff, 0, 0x22, 0xff, 0xd0, 0x33});
inline const Bytes kEnd = bytes_of({0xff, 0xd9});

inline Bytes frame(unsigned width, unsigned height, unsigned marker = 0xc0) {
  return bytes_of({0xff, marker, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 17, 0});
}

/// Exif with place and camera beside the turn, in either byte order.
inline Bytes exif(unsigned turn, bool little) {
  Bytes bytes = bytes_of({0xff, 0xe1, 0, 0, 'E', 'x', 'i', 'f', 0, 0});
  const auto number = [&](std::uint32_t value, int width) {
    if (little) base::append_le(bytes, value, width);
    else append_number(bytes, value, width);
  };
  base::append(bytes, base::bytes_of(little ? "II" : "MM"));
  number(42, 2);
  number(8, 4);
  number(2, 2);
  for (const std::uint32_t tag : {0x010fu, 0x0112u}) {
    number(tag, 2);
    number(3, 2);
    number(1, 4);
    number(tag == 0x0112 ? turn : 7, 2);
    number(0, 2);
  }
  number(0, 4);
  base::append(bytes, base::bytes_of("51.17N 51.37E"));
  bytes[3] = static_cast<Bytes::value_type>(bytes.size() - 2);
  return bytes;
}

inline Bytes jpeg(unsigned width, unsigned height) { return joined({kStart, kJfif, kTable, frame(width, height), kScan, kEnd}); }

}  // namespace tirkeu::registry::test
