// What headers say of pictures.
#include <gtest/gtest.h>

#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

const base::Limits kLimits;

std::string fault_of(const UpHeader& header) {
  const Decoded<UpHeader> decoded = decode_up_header(encode(header), kLimits);
  return decoded ? "none" : decoded.error().what;
}

TEST(ContentHeaders, KeepEveryFieldOfAPieceAndOfAnAnswer) {
  UpHeader up = testing::sample_up_header();
  up.pieces = testing::sample_pieces();
  up.answer_bytes = 1536;
  const UpHeader read = *decode_up_header(encode(up), kLimits);
  ASSERT_EQ(read.pieces.size(), 2u);
  EXPECT_EQ(read.pieces[0].digest, up.pieces[0].digest);
  EXPECT_EQ(read.pieces[0].first, 4096u);
  EXPECT_EQ(read.pieces[0].length, 5u);
  EXPECT_EQ(read.pieces[0].mark, up.pieces[0].mark);
  EXPECT_EQ(read.pieces[1].length, 0u);
  EXPECT_EQ(read.answer_bytes, 1536u);
  const DownHeader down = *decode_down_header(encode(testing::sample_down_header()), kLimits);
  ASSERT_EQ(down.contents.size(), 2u);
  EXPECT_EQ(down.contents[0].digest, testing::counting<16>(171));
  EXPECT_EQ(down.contents[0].held, 4096u);
}

TEST(ContentHeaders, CostNothingWhenThereAreNoPictures) {
  UpHeader up = testing::sample_up_header();
  up.enrolment.reset();
  up.succession.reset();
  up.program.clear();
  const std::size_t without = encode(up).size();
  up.answer_bytes = 1536;
  EXPECT_LE(encode(up).size(), without + 12);
  up.pieces = {testing::sample_pieces().front()};
  EXPECT_LE(encode(up).size(), without + 80) << "one piece, all that must be said of it";
  DownHeader down = testing::sample_down_header();
  const std::size_t with = encode(down).size();
  down.contents.clear();
  EXPECT_GE(with - encode(down).size(), 2 * 16u);
}

TEST(ContentHeaders, RefuseWhatNoNodeSends) {
  const auto with = [](auto change) {
    UpHeader header = testing::sample_up_header();
    header.pieces = testing::sample_pieces();
    change(header);
    return fault_of(header);
  };
  EXPECT_EQ(with([](UpHeader&) {}), "none");
  EXPECT_EQ(with([](UpHeader& h) { h.pieces[0].first = 1ull << 63; }), "up header: pieces.first");
  EXPECT_EQ(with([](UpHeader& h) { h.pieces[0].length = kPieceBytesMax + 1; }), "up header: pieces.length");
  EXPECT_EQ(with([](UpHeader& h) { h.pieces[0].length = h.pieces[1].length = kPieceBytesMax / 2 + 1; }), "up header: pieces.length");
}

TEST(ContentHeaders, MoreThanTheirLimitIsTheWritersFault) {
  UpHeader up = testing::sample_up_header();
  up.pieces.assign(kPiecesMax, testing::sample_pieces().front());
  EXPECT_TRUE(decode_up_header(encode(up), kLimits));
  up.pieces.push_back(up.pieces.front());
  EXPECT_THROW(encode(up), std::length_error);
  DownHeader down = testing::sample_down_header();
  down.contents.assign(kContentsMax, down.contents.front());
  EXPECT_TRUE(decode_down_header(encode(down), kLimits));
  down.contents.push_back(down.contents.front());
  EXPECT_THROW(encode(down), std::length_error);
}

}  // namespace
}  // namespace tirkeu::wire
