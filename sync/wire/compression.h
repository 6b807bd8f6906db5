// zstd around the entries of a bundle, bounded on the way out.
//
// A compressed part is one RFC 8878 frame without its four magic bytes, with content size, without checksum and
// dictionary id (the seal detects damage, the codec names the dictionary). A stored part is the content itself.
#pragma once

#include <expected>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

/// With the program's dictionary, or as it is when that is smaller; level by size: high for what a slow line carries, low
/// for bulk.
struct Compressed {
  Codec codec = Codec::kStored;
  base::Bytes bytes;
};
Compressed compress(base::ByteView content);
/// The same with another dictionary than the program's own (to measure one before it is embedded); empty: none.
Compressed compress(base::ByteView content, base::ByteView dictionary);
/// unexpected: unknown codec, damaged stream, or more than `size_max` bytes (found before they are allocated).
Decoded<base::Bytes> decompress(Codec codec, base::ByteView bytes, std::size_t size_max);
Decoded<base::Bytes> decompress(Codec codec, base::ByteView bytes, std::size_t size_max, base::ByteView dictionary);
/// sync/wire/dictionary/entries-1.zdict as embedded in this program; empty when it was built without one.
base::ByteView embedded_dictionary();

/// Entries one after another, each with its length in front (LEB128: seven bits a byte, lowest first).
base::Bytes join_entries(const std::vector<base::Bytes>& entries);
/// Views into `joined`. unexpected: lengths that do not add up, are 0 or not minimal, more than `count_max` entries.
Decoded<std::vector<base::ByteView>> split_entries(base::ByteView joined, std::size_t count_max);

}  // namespace tirkeu::wire
