#include "sync/wire/packing.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/mutator.h"

namespace tirkeu::wire {
namespace {

std::string packed(std::string_view hex) {
  return base::to_hex(pack(*base::from_hex(hex)));
}

TEST(Packing, IsThatOfCapnProto) {
  // The examples of the encoding's own description.
  EXPECT_EQ(packed("080000000300020019000000aa010000"),
            "51080302"
            "3119aa01");
  EXPECT_EQ(packed(std::string(64, '0')), "0003");
  EXPECT_EQ(packed("8a0000000000000000000000000000000000000000000000"),
            "018a"
            "0001");
  EXPECT_EQ(packed("0102030405060708"
                   "0102030405060708"
                   "0102030405060700"
                   "0102030400000000"),
            "ff0102030405060708"
            "02"
            "0102030405060708"
            "0102030405060700"
            "0f01020304");
}

TEST(Packing, ComesBackWhateverTheWords) {
  testing::Mutator mutator(3);
  for (int i = 0; i < 3000; ++i) {
    base::Bytes words(8 * mutator.below(600), 0);
    // Runs of zeros and of full words of every length, beyond the 255 of one tag too.
    for (std::size_t at = 0; at < words.size();) {
      const std::size_t end = std::min(words.size(), at + 8 * mutator.below(400) + 1);
      const std::size_t density = mutator.below(5);
      for (; at < end; ++at) words[at] = mutator.below(4) < density ? static_cast<std::uint8_t>(mutator.next()) : 0;
    }
    const base::Bytes small = pack(words);
    ASSERT_EQ(unpack(small, words.size()), words);
    ASSERT_TRUE(words.empty() || !unpack(small, words.size() - 1));
  }
}

TEST(Packing, CutWithinAWordIsRefused) {
  for (const char* hex : {"51", "510803", "00", "ff0102030405060708", "ff01020304050607080101", "ff010203"}) {
    EXPECT_FALSE(unpack(*base::from_hex(hex), 1 << 20)) << hex;
  }
}

TEST(Packing, StopsAtItsBoundBeforeItAllocates) {
  base::Bytes bomb;
  for (int i = 0; i < 32768; ++i) bomb.insert(bomb.end(), {0x00, 0xff});  // 64 MiB
  EXPECT_FALSE(unpack(bomb, 1 << 16));
  EXPECT_EQ(unpack({}, 0)->size(), 0u);
  EXPECT_FALSE(unpack(*base::from_hex("0000"), 7));
}

}  // namespace
}  // namespace tirkeu::wire
