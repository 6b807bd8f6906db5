#include "sync/protocol/bundle.h"

#include <gtest/gtest.h>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::chain_of;
using testing::TwoSides;

TEST(Chains, ThatDoNotStandOnTheSharedPositionAreBroken) {
  TwoSides sides;
  const auto opened = OpenedUp::open(sides.up(), sides.hub_seal, sides.limits);
  const auto authentic = opened->authenticate(sides.node_sign.verify_key());
  EXPECT_EQ(authentic->entries({sides.office.head, {}, {}}, sides.limits).error(), BundleFault::kBrokenChain);
  wire::UpHeader header = sides.up_header();
  header.section.head[15] ^= 1;
  EXPECT_EQ(
      sides.take_up(write_up(header, sides.office.entries, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy)),
      "broken_chain");
}

TEST(Chains, WithEntriesSwappedMissingOrForeignAreBroken) {
  TwoSides sides;
  std::vector<base::Bytes> swapped = sides.office.entries;
  std::swap(swapped[1], swapped[2]);
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), swapped, 3)), "broken_chain");
  std::vector<base::Bytes> shorter = sides.office.entries;
  shorter.pop_back();
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), shorter, 2)), "broken_chain");
  // Another log's entries with an honest chain and head of their own.
  const testing::Chain foreign = chain_of(1025, 18, 3, sides.office.base);
  wire::UpHeader header = sides.up_header();
  header.section.head = wire::prefix16(foreign.head);
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, foreign.entries, 3)), "broken_chain");
}

TEST(Chains, WhoseSequencesAreNotThoseAnnouncedAreBroken) {
  TwoSides sides;
  const testing::Chain later = chain_of(1024, 19, 3, sides.office.base);
  wire::UpHeader header = sides.up_header();
  header.section.head = wire::prefix16(later.head);
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, later.entries, 3)), "broken_chain");
  header = sides.up_header();
  header.section.first = 17;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, sides.office.entries, 3)), "broken_chain");
}

TEST(Chains, OfADownBundleAreCheckedRunByRun) {
  TwoSides sides;
  std::vector<OutgoingRun> runs = sides.down_runs();
  runs[1].section.head[0] ^= 1;
  const auto broken = write_down(sides.down_header(), runs, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(broken.bundle), "broken_chain");
  // Two runs whose entries changed places.
  runs = sides.down_runs();
  std::swap(runs[0].entries[0], runs[1].entries[0]);
  const auto mixed = write_down(sides.down_header(), runs, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(mixed.bundle), "broken_chain");
}

TEST(Entries, OtherThanAnnouncedAreMalformed) {
  TwoSides sides;
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 3)), "taken");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 2)), "malformed_entries");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 4)), "malformed_entries");
  EXPECT_EQ(sides.take_up(sides.up_of_entries(sides.up_header(), sides.office.entries, 0)), "malformed_entries");
  wire::UpHeader header = sides.up_header();
  header.codec = wire::Codec::kZstd;
  header.section.count = 3;
  EXPECT_EQ(sides.take_up(sides.up_of(header, base::Bytes(50, 7))), "malformed_entries");
}

TEST(Entries, ThatAreChainedButNoEntriesAreMalformed) {
  TwoSides sides;
  const std::vector<base::Bytes> junk = {base::Bytes(64, 9)};
  wire::UpHeader header = sides.up_header();
  header.section.head = wire::prefix16(wire::entry_digest(sides.office.base, junk[0]));
  EXPECT_EQ(sides.take_up(sides.up_of_entries(header, junk, 1)), "malformed_entries");
}

TEST(Entries, BeyondTheLimitAreRefusedWhileTheyAreDecompressed) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  sides.limits.entries_bytes_max = 100;
  EXPECT_EQ(sides.take_up(bundle), "malformed_entries");
  sides.limits = {};
  sides.limits.entries_per_bundle_max = 2;
  EXPECT_EQ(sides.take_up(bundle), "malformed") << "the header announces more than one bundle may hold";
}

}  // namespace
}  // namespace tirkeu::protocol
