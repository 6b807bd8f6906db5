#include "sync/wire/compression.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/mutator.h"

namespace tirkeu::wire {
namespace {

constexpr std::size_t kMax = 32u << 20;

base::Bytes text_like(std::size_t size) {
  testing::Mutator random(size + 1);
  base::Bytes bytes;
  const std::array<std::string_view, 4> words = {"Өзбекстан ", "FA1234567 ", "2026-11-20 ", "Құрманғазы "};
  while (bytes.size() < size) base::append(bytes, base::bytes_of(words[random.below(words.size())]));
  bytes.resize(size);
  return bytes;
}

base::Bytes noise(std::size_t size) {
  testing::Mutator random(size);
  base::Bytes bytes(size);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

TEST(Compression, ComesBackAtEverySize) {
  for (const std::size_t size : {0u, 1u, 2u, 100u, 255u, 256u, 257u, 65535u, 65536u, 66000u, 131071u, 131072u, 1u << 20, 2u << 20}) {
    for (const base::Bytes& content : {text_like(size), noise(size)}) {
      const Compressed compressed = compress(content);
      EXPECT_LE(compressed.bytes.size(), content.size());
      EXPECT_EQ(*decompress(compressed.codec, compressed.bytes, content.size()), content);
    }
  }
}

TEST(Compression, TakesWhicheverCodecGivesTheFewestBytes) {
  EXPECT_EQ(compress(noise(1000), {}).codec, Codec::kStored);
  EXPECT_EQ(compress(text_like(1000), {}).codec, Codec::kZstd);
  EXPECT_EQ(compress({}, {}).codec, Codec::kStored);
  const base::Bytes dictionary = text_like(4096);
  const base::Bytes content = text_like(300);
  const Compressed with = compress(content, dictionary);
  EXPECT_EQ(with.codec, Codec::kZstdDictionary1);
  EXPECT_LT(with.bytes.size(), compress(content, {}).bytes.size());
  EXPECT_EQ(*decompress(with.codec, with.bytes, kMax, dictionary), content);
}

TEST(Compression, TheProgramsOwnDictionaryKnowsWhatEveryEntrySays) {
  ASSERT_FALSE(embedded_dictionary().empty());
  const std::string_view text = "application KZ-06-03 2013-07-23 passport private identity_document migration_card organisation";
  const base::Bytes content(text.begin(), text.end());
  const Compressed own = compress(content);
  EXPECT_EQ(own.codec, Codec::kZstdDictionary1);
  EXPECT_LT(own.bytes.size(), compress(content, {}).bytes.size() * 3 / 4);
  EXPECT_EQ(*decompress(own.codec, own.bytes, kMax), content);
}

TEST(Compression, WithADictionaryThatTheReceiverLacksIsRefused) {
  const base::Bytes dictionary = text_like(4096);
  const Compressed with = compress(text_like(300), dictionary);
  ASSERT_EQ(with.codec, Codec::kZstdDictionary1);
  EXPECT_EQ(decompress(with.codec, with.bytes, kMax, {}).error().what, "zstd: this program has no dictionary 1");
}

TEST(Compression, ItsFrameCarriesSizeButNeitherMagicNorChecksum) {
  const Compressed compressed = compress(base::Bytes(1000, 'a'), {});
  ASSERT_EQ(compressed.codec, Codec::kZstd);
  // RFC 8878 §3.1.1.1: descriptor with a two-byte content size in a single segment, then 1000 - 256.
  EXPECT_EQ(base::to_hex(base::ByteView(compressed.bytes).first(3)), "60e802");
  EXPECT_LT(compressed.bytes.size(), 20u);
}

TEST(Compression, ABombIsRefusedBeforeItsMemoryIsTaken) {
  const base::Bytes zeros(8u << 20, 0);
  const Compressed bomb = compress(zeros, {});
  ASSERT_LT(bomb.bytes.size(), 2000u);
  EXPECT_EQ(decompress(bomb.codec, bomb.bytes, zeros.size() - 1).error().what, "zstd: content above its limit");
  EXPECT_TRUE(decompress(bomb.codec, bomb.bytes, zeros.size()));
  // A frame that promises 2^60 bytes.
  EXPECT_FALSE(decompress(Codec::kZstd, *base::from_hex("e000000000000000100100"), kMax));
}

TEST(Compression, AFrameWithoutItsContentSizeIsRefused) {
  // Descriptor 0x00, window 1 KiB, one raw last block "a": valid zstd, but nobody knows how long it gets.
  EXPECT_EQ(decompress(Codec::kZstd, *base::from_hex("000009000061"), kMax).error().what, "zstd: no content size");
}

TEST(Compression, OneFrameIsAllThatIsTaken) {
  Compressed compressed = compress(text_like(500), {});
  base::Bytes twice = compressed.bytes;
  base::append(twice, *base::from_hex("28b52ffd"));
  base::append(twice, compressed.bytes);
  EXPECT_EQ(decompress(Codec::kZstd, twice, kMax).error().what, "zstd: not one frame");
  base::Bytes skippable = compressed.bytes;
  base::append(skippable, *base::from_hex("502a4d180100000061"));
  EXPECT_EQ(decompress(Codec::kZstd, skippable, kMax).error().what, "zstd: not one frame");
  compressed.bytes.push_back(0);
  EXPECT_FALSE(decompress(Codec::kZstd, compressed.bytes, kMax));
}

TEST(Compression, CutAnywhereIsRefused) {
  const Compressed compressed = compress(text_like(500), {});
  for (std::size_t size = 0; size < compressed.bytes.size(); ++size) {
    EXPECT_FALSE(decompress(Codec::kZstd, base::ByteView(compressed.bytes).first(size), kMax)) << size;
  }
  EXPECT_FALSE(decompress(Codec::kStored, noise(11), 10));
  EXPECT_FALSE(decompress(static_cast<Codec>(3), noise(11), kMax));
}

TEST(Compression, DamageGivesAFaultOrTheBytesThatWereAnnounced) {
  testing::Mutator mutator(11);
  const Compressed compressed = compress(text_like(3000), {});
  for (int i = 0; i < 20'000; ++i) {
    base::Bytes bytes = mutator.mutate(compressed.bytes);
    bytes.shrink_to_fit();
    const auto content = decompress(Codec::kZstd, bytes, 1u << 20);
    ASSERT_TRUE(!content || content->size() <= 1u << 20);
  }
}

TEST(JoinedEntries, ComeBack) {
  const std::vector<base::Bytes> entries = {text_like(1), text_like(127), text_like(128), text_like(70'000)};
  const base::Bytes joined = join_entries(entries);
  const auto views = split_entries(joined, 4);
  ASSERT_TRUE(views);
  ASSERT_EQ(views->size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_TRUE(std::ranges::equal((*views)[i], entries[i]));
  EXPECT_TRUE(split_entries({}, 0)->empty());
}

TEST(JoinedEntries, ThatDoNotAddUpAreRefused) {
  const auto fault_of = [](std::string_view hex) {
    const base::Bytes bytes = *base::from_hex(hex);
    const auto entries = split_entries(bytes, 2);
    return entries ? "accepted" : entries.error().what;
  };
  EXPECT_EQ(fault_of("0161"
                     "026262"),
            "accepted");
  EXPECT_EQ(fault_of("0161"
                     "0162"
                     "0163"),
            "entries: more than announced");
  EXPECT_EQ(fault_of("0261"), "entries: a length that does not add up");
  EXPECT_EQ(fault_of("00"), "entries: a length that does not add up");
  EXPECT_EQ(fault_of("810061"), "entries: a length written longer than needed");
  EXPECT_EQ(fault_of("80"), "entries: a length without end");
  EXPECT_EQ(fault_of("ffffffffff01"), "entries: a length without end");
  EXPECT_EQ(fault_of("ffffffff7f61"), "entries: a length that does not add up");
}

}  // namespace
}  // namespace tirkeu::wire
