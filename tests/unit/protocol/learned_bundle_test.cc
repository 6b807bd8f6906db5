// Bundles whose runs are coded on what the receiver holds: the same entries, or a broken chain.
#include <gtest/gtest.h>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::TwoSides;

/// What the hub holds before the office's entries, and the receipt that the node's header names.
Standing standing_of(const TwoSides& sides) {
  return {sides.office.base, testing::chain_of(1024, 2, 16, {}).entries, wire::Prefix16{9}};
}

struct Learned : ::testing::Test {
  TwoSides sides;
  Standing standing = standing_of(sides);
  wire::UpHeader header = sides.up_header();

  base::Bytes up(const std::vector<base::Bytes>& entries) {
    return write_up(header, entries, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy, standing);
  }
  Opened<protocol::Run> taken(const base::Bytes& bundle, const Standing& held) {
    const auto authentic = OpenedUp::open(bundle, sides.hub_seal, sides.limits)->authenticate(sides.node_sign.verify_key());
    EXPECT_EQ(authentic->header().codec, wire::Codec::kLearned1);
    return authentic->entries(held, sides.limits);
  }
  base::Bytes down() {
    std::vector<OutgoingRun> runs = sides.down_runs();
    runs[0].before = testing::chain_of(1, 885, 16, {}).entries;
    return write_down(sides.down_header(), runs, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy, Packing::kLearned).bundle;
  }
};

TEST_F(Learned, ARunArrivesWhereItsHistoryIsHeld) {
  const base::Bytes bundle = up(sides.office.entries);
  EXPECT_LT(bundle.size(), sides.up().size());
  const Opened<protocol::Run> run = taken(bundle, standing);
  ASSERT_TRUE(run);
  ASSERT_EQ(run->entries.size(), 3u);
  EXPECT_EQ(run->entries.back().digest, sides.office.head);
  EXPECT_EQ(run->entries[1].bytes, sides.office.entries[1]);
}

TEST_F(Learned, OnAnotherHistoryItIsABrokenChain) {
  const base::Bytes bundle = up(sides.office.entries);
  Standing other = standing;
  other.before.pop_back();
  EXPECT_EQ(taken(bundle, other).error(), BundleFault::kBrokenChain);
  other = standing;
  other.before.clear();
  EXPECT_EQ(taken(bundle, other).error(), BundleFault::kBrokenChain);
  other = standing;
  other.digest[0] ^= 1;
  EXPECT_EQ(taken(bundle, other).error(), BundleFault::kBrokenChain);
  EXPECT_TRUE(taken(bundle, standing));
}

TEST_F(Learned, WithoutEntriesItSaysThatTheNodeReadsIt) {
  header.section.first = 21;
  standing.digest = sides.office.head;
  const Opened<protocol::Run> run = taken(up({}), standing);
  ASSERT_TRUE(run);
  EXPECT_TRUE(run->entries.empty());
}

TEST_F(Learned, ABacklogOnAFastLineIsZstds) {
  const testing::Chain many = testing::chain_of(1024, 18, 100, sides.office.base);
  header.section.head = wire::prefix16(many.head);
  const auto codec_of = [&](const base::Bytes& bundle) {
    return OpenedUp::open(bundle, sides.hub_seal, sides.limits)->authenticate(sides.node_sign.verify_key())->header().codec;
  };
  EXPECT_EQ(codec_of(up(many.entries)), wire::Codec::kZstdDictionary1);
  header.slow_line = true;
  EXPECT_EQ(codec_of(up(many.entries)), wire::Codec::kLearned1);
}

TEST_F(Learned, AnAnswersRunsAreReadEachForItself) {
  const auto opened = AuthenticDown::open(down(), sides.node_seal, sides.hub_sign.verify_key(), sides.limits);
  ASSERT_TRUE(opened);
  const auto held = [&](const wire::Section& section) {
    std::optional<Standing> own = sides.base_of(section);
    if (section.incarnation == 1) own->before = testing::chain_of(1, 885, 16, {}).entries;
    return own;
  };
  const auto both = opened->runs(held, sides.limits);
  ASSERT_TRUE(both);
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ((*both)[0].entries[1].sequence, 902u);
  EXPECT_EQ((*both)[1].entries[0].bytes, sides.index.entries[0]);
  const auto without_department = [&](const wire::Section& section) { return section.incarnation == 1 ? std::nullopt : held(section); };
  const auto one = opened->runs(without_department, sides.limits);
  ASSERT_TRUE(one);
  ASSERT_EQ(one->size(), 1u);
  EXPECT_EQ((*one)[0].entries[0].bytes, sides.index.entries[0]);
}

TEST_F(Learned, LengthsThatDoNotAddUpAreNoRuns) {
  // Codec 3 with two sections, of which the first claims more bytes than there are.
  wire::DownHeader lying = sides.down_header();
  lying.codec = wire::Codec::kLearned1;
  for (const OutgoingRun& run : sides.down_runs()) lying.sections.push_back(run.section);
  for (const base::Bytes& bytes : {base::Bytes{}, base::Bytes{0x80}, base::Bytes{5, 1, 2}, base::Bytes{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01}})
    EXPECT_EQ(sides.take_down(seal_envelope(Direction::kDown, wire::encode(lying), bytes, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy).bundle),
              "malformed_entries");
}

}  // namespace
}  // namespace tirkeu::protocol
