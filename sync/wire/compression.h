// zstd around the entries of a bundle, bounded on the way out.
#pragma once

#include <expected>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

/// Whichever codec gives the fewest bytes; level by size: high for what a slow line carries, low for bulk.
struct Compressed {
  Codec codec = Codec::kStored;
  base::Bytes bytes;
};
Compressed compress(base::ByteView content);
/// unexpected: unknown codec, damaged stream, or more than `size_max` bytes (found before they are allocated).
Decoded<base::Bytes> decompress(Codec codec, base::ByteView bytes, std::size_t size_max);

/// Entries one after another, each with its length in front (LEB128).
base::Bytes join_entries(const std::vector<base::Bytes>& entries);
/// Views into `joined`. unexpected: lengths that do not add up, more than `count_max` entries.
Decoded<std::vector<base::ByteView>> split_entries(base::ByteView joined, std::size_t count_max);

}  // namespace tirkeu::wire
