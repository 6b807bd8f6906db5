#include "sync/wire/compression.h"

#include <zstd.h>

#include <memory>
#include <stdexcept>

#include "sync/wire/dictionary/files.h"

namespace tirkeu::wire {

namespace {

/// RFC 8878 §3.1.1; the same four bytes before every frame, so they do not travel.
constexpr std::array<std::uint8_t, 4> kMagic = {0x28, 0xb5, 0x2f, 0xfd};
/// On a line of 9.6 kbit/s a kilobyte costs a second, so a processor's milliseconds are well spent on what an hour
/// brings; a day or a backlog gets fewer of them, because the thread that packs it also answers clerks and the other
/// offices. Measured by tests/bench: 19 packs 1 to 4 MB/s (the verdicts of a hundred registrations take 12 ms, as long as
/// everything else about them) and makes 5 to 8 % less than 12 (30 MB/s), which makes 8 to 12 % less than 3 (200 MB/s).
constexpr std::size_t kSmallBytes = 16u << 10;
constexpr std::size_t kMediumBytes = 2u << 20;
constexpr int kLevelSmall = 19;
constexpr int kLevelMedium = 12;
constexpr int kLevelLarge = 3;
/// Longer lengths than any limit of ours would need more.
constexpr std::size_t kVarintBytesMax = 5;

struct FreeContext {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
};
/// A dictionary made ready for one level.
using Digest = std::unique_ptr<ZSTD_CDict, FreeContext>;

std::size_t checked(std::size_t result) {
  if (ZSTD_isError(result)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(result));
  return result;
}

int level_of(std::size_t size) {
  return size < kSmallBytes ? kLevelSmall : size < kMediumBytes ? kLevelMedium : kLevelLarge;
}

Digest digest(base::ByteView dictionary, int level) {
  Digest made(ZSTD_createCDict(dictionary.data(), dictionary.size(), level));
  if (!made) throw std::bad_alloc();
  return made;
}

/// The program's own dictionary, made ready once: digesting it takes longer than packing a round with it.
const ZSTD_CDict* embedded_digest(int level) {
  if (level == kLevelSmall) {
    static const Digest small = digest(embedded_dictionary(), kLevelSmall);
    return small.get();
  }
  if (level == kLevelMedium) {
    static const Digest medium = digest(embedded_dictionary(), kLevelMedium);
    return medium.get();
  }
  static const Digest large = digest(embedded_dictionary(), kLevelLarge);
  return large.get();
}

/// `dictionary` was made ready for `level`; nullptr: none.
base::Bytes zstd(base::ByteView content, int level, const ZSTD_CDict* dictionary) {
  const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level));
  // The seal and the chain already detect every changed bit, and the codec names the dictionary.
  checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 0));
  checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_dictIDFlag, 0));
  checked(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_contentSizeFlag, 1));
  checked(ZSTD_CCtx_refCDict(context.get(), dictionary));
  base::Bytes frame(ZSTD_compressBound(content.size()));
  frame.resize(checked(ZSTD_compress2(context.get(), frame.data(), frame.size(), content.data(), content.size())));
  frame.erase(frame.begin(), frame.begin() + kMagic.size());
  return frame;
}

/// The codec that is meant, unless the content is smaller as it is.
Compressed smaller(base::ByteView content, Codec codec, base::Bytes packed) {
  if (packed.size() < content.size()) return {codec, std::move(packed)};
  return {Codec::kStored, {content.begin(), content.end()}};
}

Decoded<base::Bytes> unzstd(base::ByteView bytes, std::size_t size_max, base::ByteView dictionary) {
  const auto fault = [](const char* what) { return std::unexpected(WireFault{what}); };
  base::Bytes frame(kMagic.begin(), kMagic.end());
  base::append(frame, bytes);
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size == ZSTD_CONTENTSIZE_ERROR) return fault("zstd: no content size");
  if (size > size_max) return fault("zstd: content above its limit");
  if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size()) return fault("zstd: not one frame");
  const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
  if (!context) throw std::bad_alloc();
  // In one piece zstd needs no window beside the output, so the content size bounds all its memory.
  base::Bytes content(static_cast<std::size_t>(size));
  const std::size_t written = ZSTD_decompress_usingDict(context.get(), content.data(), content.size(), frame.data(),
                                                        frame.size(), dictionary.data(), dictionary.size());
  if (ZSTD_isError(written) || written != content.size()) return fault("zstd: damaged stream");
  return content;
}

}  // namespace

base::ByteView embedded_dictionary() {
  for (const wire_dictionary::EmbeddedFile& file : wire_dictionary::files()) {
    if (file.name == "dictionary/entries-1.zdict") return base::bytes_of(file.bytes);
  }
  return {};
}

Compressed compress(base::ByteView content) {
  if (embedded_dictionary().empty()) return compress(content, {});
  const int level = level_of(content.size());
  return smaller(content, Codec::kZstdDictionary1, zstd(content, level, embedded_digest(level)));
}

Compressed compress(base::ByteView content, base::ByteView dictionary) {
  const int level = level_of(content.size());
  if (dictionary.empty()) return smaller(content, Codec::kZstd, zstd(content, level, nullptr));
  return smaller(content, Codec::kZstdDictionary1, zstd(content, level, digest(dictionary, level).get()));
}

Decoded<base::Bytes> decompress(Codec codec, base::ByteView bytes, std::size_t size_max) {
  return decompress(codec, bytes, size_max, embedded_dictionary());
}

Decoded<base::Bytes> decompress(Codec codec, base::ByteView bytes, std::size_t size_max, base::ByteView dictionary) {
  switch (codec) {
    case Codec::kStored:
      if (bytes.size() > size_max) return std::unexpected(WireFault{"stored: content above its limit"});
      return base::Bytes(bytes.begin(), bytes.end());
    case Codec::kZstd:
      return unzstd(bytes, size_max, {});
    case Codec::kLearned1:
      return std::unexpected(WireFault{"learned: no stream of bytes but runs"});
    case Codec::kZstdDictionary1:
      if (dictionary.empty()) return std::unexpected(WireFault{"zstd: this program has no dictionary 1"});
      return unzstd(bytes, size_max, dictionary);
  }
  return std::unexpected(WireFault{"unknown codec"});
}

base::Bytes join_entries(const std::vector<base::Bytes>& entries) {
  base::Bytes joined;
  for (const base::Bytes& entry : entries) {
    std::size_t length = entry.size();
    for (; length >= 0x80; length >>= 7) joined.push_back(static_cast<std::uint8_t>(length | 0x80));
    joined.push_back(static_cast<std::uint8_t>(length));
    base::append(joined, entry);
  }
  return joined;
}

Decoded<std::vector<base::ByteView>> split_entries(base::ByteView joined, std::size_t count_max) {
  const auto fault = [](const char* what) { return std::unexpected(WireFault{what}); };
  std::vector<base::ByteView> entries;
  while (!joined.empty()) {
    if (entries.size() == count_max) return fault("entries: more than announced");
    std::uint64_t length = 0;
    std::size_t used = 0;
    for (bool more = true; more; ++used) {
      if (used == joined.size() || used == kVarintBytesMax) return fault("entries: a length without end");
      length |= std::uint64_t{joined[used] & 0x7fu} << 7 * used;
      more = (joined[used] & 0x80) != 0;
    }
    if (used > 1 && joined[used - 1] == 0) return fault("entries: a length written longer than needed");
    if (length == 0 || length > joined.size() - used) return fault("entries: a length that does not add up");
    entries.push_back(joined.subspan(used, static_cast<std::size_t>(length)));
    joined = joined.subspan(used + static_cast<std::size_t>(length));
  }
  return entries;
}

}  // namespace tirkeu::wire
