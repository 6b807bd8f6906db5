// Pieces of pictures behind the entries of a node's bundle.
#include <gtest/gtest.h>

#include "sync/protocol/envelope.h"
#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::TwoSides;

class Pieces : public ::testing::Test {
 protected:
  Pieces() : header_(sides_.up_header()) {
    bytes_.assign(3000, 'p');
    bytes_.insert(bytes_.end(), 500, 'q');
    header_.pieces = {{testing::counting<32>(1), 77, 3000, wire::piece_mark(base::ByteView(bytes_).first(3000))},
                      {testing::counting<32>(2), 0, 500, wire::piece_mark(base::ByteView(bytes_).subspan(3000))},
                      {testing::counting<32>(3), 0, 0, wire::piece_mark({})}};
  }
  base::Bytes up(base::ByteView pieces) {
    return write_up(header_, sides_.office.entries, sides_.node_sign, sides_.hub_seal.seal_to(), sides_.entropy, {}, {}, pieces);
  }
  Opened<AuthenticUp> open(base::ByteView bundle) {
    const auto opened = OpenedUp::open(bundle, sides_.hub_seal, sides_.limits);
    if (!opened) return std::unexpected(opened.error());
    return opened->authenticate(sides_.node_sign.verify_key());
  }

  TwoSides sides_;
  wire::UpHeader header_;
  base::Bytes bytes_;
};

TEST_F(Pieces, StandBehindTheEntriesAndComeOutAsTheyWentIn) {
  const auto up_ = open(up(bytes_));
  ASSERT_TRUE(up_);
  const auto run = up_->entries({sides_.office.base, {}, {}}, sides_.limits);
  ASSERT_TRUE(run);
  EXPECT_EQ(run->entries.size(), 3u);
  const auto pieces = up_->pieces();
  ASSERT_TRUE(pieces);
  ASSERT_EQ(pieces->size(), 3u);
  EXPECT_EQ(pieces->at(0).size(), 3000u);
  EXPECT_EQ(base::to_hex(pieces->at(1).first(2)), "7171");
  EXPECT_TRUE(pieces->at(2).empty());
}

TEST_F(Pieces, ThatDifferFromTheSignedMarkAreNotBelieved) {
  // Whoever reads a bundle cannot seal it again; its sender could seal other pieces under a header that is signed.
  header_.pieces[1].mark[0] ^= 1;
  const auto up_ = open(up(bytes_));
  ASSERT_TRUE(up_);
  EXPECT_EQ(up_->pieces().error(), BundleFault::kMalformedEntries);
}

TEST_F(Pieces, ThatAreNotAllThereAreAMalformedBundle) {
  const base::Bytes header = wire::encode(header_);
  const base::Bytes bundle =
      seal_envelope(Direction::kUp, header, base::ByteView(bytes_).first(3499), sides_.node_sign, sides_.hub_seal.seal_to(), sides_.entropy).bundle;
  EXPECT_EQ(open(bundle).error(), BundleFault::kMalformed);
}

}  // namespace
}  // namespace tirkeu::protocol
