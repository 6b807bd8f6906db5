#include "sync/protocol/bundle.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::TwoSides;

TEST(UpBundle, ArrivesWithItsHeaderAndItsEntries) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  EXPECT_EQ(base::to_hex(base::ByteView(bundle).first(5)), "544b420155");
  const auto opened = OpenedUp::open(bundle, sides.hub_seal, sides.limits);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->claimed_incarnation(), 1024u);
  EXPECT_EQ(opened->claimed_key(), wire::mark_of(crypto::key_id(sides.node_sign.verify_key().bytes)));
  ASSERT_TRUE(opened->claimed_enrolment());
  const auto authentic = opened->authenticate(sides.node_sign.verify_key());
  ASSERT_TRUE(authentic);
  EXPECT_EQ(authentic->header().section.first, 18u);
  EXPECT_EQ(authentic->header().section.count, 3u);
  EXPECT_EQ(authentic->header().cursors.size(), 2u);
  EXPECT_TRUE(
      sides.node_sign.verify_key().verify(crypto::Label::kUpBundle, authentic->signed_bytes(), authentic->signature()));
  const auto run = authentic->entries({sides.office.base, {}, {}}, sides.limits);
  ASSERT_TRUE(run);
  ASSERT_EQ(run->entries.size(), 3u);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(run->entries[i].sequence, 18 + i);
    EXPECT_EQ(run->entries[i].bytes, sides.office.entries[i]);
    EXPECT_EQ(run->entries[i].entry.changeset.size(), 40 + i);
  }
  EXPECT_EQ(run->entries.back().digest, sides.office.head);
}

TEST(UpBundle, TellsWhoItIsForWithoutBeingOpened) {
  TwoSides sides;
  const auto up = peek(sides.up());
  ASSERT_TRUE(up);
  EXPECT_FALSE(up->from_hub);
  EXPECT_EQ(up->receiver, crypto::key_id(sides.hub_seal.seal_to().bytes));
  const auto down = peek(sides.down());
  ASSERT_TRUE(down);
  EXPECT_TRUE(down->from_hub);
  EXPECT_EQ(down->receiver, crypto::key_id(sides.node_seal.seal_to().bytes));
}

TEST(UpBundle, WithoutNewsIsSmallAndStandsOnTheHead) {
  TwoSides sides;
  wire::UpHeader header = sides.up_header();
  header.enrolment.reset();
  header.succession.reset();
  header.section.first = 21;
  const base::Bytes bundle = write_up(header, {}, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_LT(bundle.size(), 340u);
  const auto authentic =
      OpenedUp::open(bundle, sides.hub_seal, sides.limits)->authenticate(sides.node_sign.verify_key());
  ASSERT_TRUE(authentic);
  const auto run = authentic->entries({sides.office.head, {}, {}}, sides.limits);
  ASSERT_TRUE(run);
  EXPECT_TRUE(run->entries.empty());
  // The head that the node stands on is another than the hub's: a fork, even without entries.
  EXPECT_EQ(authentic->entries({sides.office.base, {}, {}}, sides.limits).error(), BundleFault::kBrokenChain);
}

TEST(UpBundle, CanBeTakenAgainAndGivesTheSame) {
  TwoSides sides;
  const base::Bytes bundle = sides.up();
  const auto take = [&] {
    return *OpenedUp::open(bundle, sides.hub_seal, sides.limits)
                ->authenticate(sides.node_sign.verify_key())
                ->entries({sides.office.base, {}, {}}, sides.limits);
  };
  const protocol::Run first = take();
  const protocol::Run again = take();
  ASSERT_EQ(first.entries.size(), again.entries.size());
  for (std::size_t i = 0; i < first.entries.size(); ++i) EXPECT_EQ(first.entries[i].digest, again.entries[i].digest);
}

TEST(DownBundle, ArrivesWithItsReceiptAndItsRuns) {
  TwoSides sides;
  const WrittenDown written = sides.written_down();
  const auto opened = AuthenticDown::open(written.bundle, sides.node_seal, sides.hub_sign.verify_key(), sides.limits);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->header().receipt.number, 42u);
  EXPECT_EQ(opened->signed_bytes(), written.signed_bytes);
  EXPECT_EQ(opened->signature(), written.signature);
  EXPECT_EQ(opened->receipt_digest(), written.receipt_digest);
  const auto runs = opened->runs([&](const wire::Section& s) { return sides.base_of(s); }, sides.limits);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2u);
  EXPECT_EQ((*runs)[0].section.incarnation, 1u);
  EXPECT_EQ((*runs)[0].entries.size(), 2u);
  EXPECT_EQ((*runs)[0].entries[1].sequence, 902u);
  EXPECT_EQ((*runs)[1].entries[0].bytes, sides.index.entries[0]);
}

TEST(DownBundle, LeavesOutARunThatStandsOnWhatTheNodeLacks) {
  TwoSides sides;
  const auto opened = AuthenticDown::open(sides.down(), sides.node_seal, sides.hub_sign.verify_key(), sides.limits);
  ASSERT_TRUE(opened);
  const auto without_department = [&](const wire::Section& section) -> std::optional<protocol::Standing> {
    if (section.incarnation == 1) return std::nullopt;
    return sides.base_of(section);
  };
  const auto runs = opened->runs(without_department, sides.limits);
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 1u);
  EXPECT_EQ((*runs)[0].section.incarnation, 2u);
}

TEST(DownBundle, WithoutEntriesIsAReceipt) {
  TwoSides sides;
  wire::DownHeader header = sides.down_header();
  header.introduced.clear();
  const base::Bytes bundle = write_down(header, {}, sides.hub_sign, sides.node_seal.seal_to(), sides.entropy).bundle;
  EXPECT_EQ(sides.take_down(bundle), "taken");
  EXPECT_LT(bundle.size(), 350u);
}

TEST(BundleFaults, HaveCodesOfTheirOwn) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(BundleFault::kMalformedEntries); ++i) {
    codes.insert(code_of(static_cast<BundleFault>(i)));
  }
  EXPECT_EQ(codes.size(), 10u);
  EXPECT_EQ(code_of(BundleFault::kMalformedEntries), "malformed_entries");
}

}  // namespace
}  // namespace tirkeu::protocol
