// Parts of headers that travel only when a hub was restored, or has logs that a grant did not name.
#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

using testing::counting;
const base::Limits kLimits;

UpHeader returning() {
  UpHeader header = testing::sample_up_header();
  header.returned = {{{17, LogKind::kVerdicts, 5, 2, counting<16>(1)}, {base::Bytes{1, 2, 3}, counting<64>(2)}}};
  Proof& proof = header.proof.emplace();
  proof.grant = ProvenGrant{base::Bytes{9, 8, 7}, counting<64>(3), {counting<32>(4)}, testing::some_seal_key()};
  proof.receipts = {{base::Bytes{5, 6}, counting<64>(5)}, {base::Bytes{7}, counting<64>(6)}};
  return header;
}

std::string fault_of(const UpHeader& header) {
  const auto decoded = decode_up_header(encode(header), kLimits);
  return decoded ? "accepted" : decoded.error().what;
}

TEST(Restoring, AnUpHeaderKeepsWhatItReturnsAndShows) {
  const auto decoded = decode_up_header(encode(returning()), kLimits);
  ASSERT_TRUE(decoded) << decoded.error().what;
  ASSERT_EQ(decoded->returned.size(), 1u);
  EXPECT_EQ(decoded->returned[0].section.incarnation, 17u);
  EXPECT_EQ(decoded->returned[0].section.head, counting<16>(1));
  EXPECT_EQ(decoded->returned[0].evidence.bytes, (base::Bytes{1, 2, 3}));
  EXPECT_EQ(decoded->returned[0].evidence.signature, counting<64>(2));
  ASSERT_TRUE(decoded->proof && decoded->proof->grant);
  EXPECT_EQ(decoded->proof->grant->bytes, (base::Bytes{9, 8, 7}));
  EXPECT_EQ(decoded->proof->grant->signature, counting<64>(3));
  EXPECT_EQ(decoded->proof->grant->sign_key.bytes, counting<32>(4));
  ASSERT_EQ(decoded->proof->receipts.size(), 2u);
  EXPECT_EQ(decoded->proof->receipts[1].bytes, base::Bytes{7});
}

TEST(Restoring, AProofWithoutGrantAndReceiptsIsStillAProof) {
  UpHeader header = testing::sample_up_header();
  header.proof.emplace();
  const auto decoded = decode_up_header(encode(header), kLimits);
  ASSERT_TRUE(decoded && decoded->proof);
  EXPECT_FALSE(decoded->proof->grant);
  EXPECT_TRUE(decoded->proof->receipts.empty());
}

TEST(Restoring, OnlyTheHubsLogsComeBackAndNotNothing) {
  UpHeader header = returning();
  header.returned[0].section.kind = LogKind::kOffice;
  EXPECT_EQ(fault_of(header), "up header: returned.count");
  header = returning();
  header.returned[0].section.count = 0;
  EXPECT_EQ(fault_of(header), "up header: returned.count");
}

TEST(Restoring, AllRunsTogetherStayWithinTheLimitOfOneBundle) {
  UpHeader header = returning();
  header.section.count = static_cast<std::uint32_t>(kLimits.entries_per_bundle_max) - 1;
  EXPECT_EQ(fault_of(header), "up header: returned.count");
}

TEST(Restoring, MoreThanAHeaderHoldsIsTheWritersMistake) {
  UpHeader header = returning();
  header.returned.resize(kReturnedMax + 1, header.returned[0]);
  EXPECT_THROW(encode(header), std::length_error);
  header = returning();
  header.proof->receipts.resize(kProofReceiptsMax + 1, header.proof->receipts[0]);
  EXPECT_THROW(encode(header), std::length_error);
}

TEST(Restoring, ADownHeaderKeepsWhatItIntroducesAndAsksBack) {
  DownHeader header = testing::sample_down_header();
  header.receipt.epoch_number = 3;
  header.introduced = {{65537, LogKind::kDepartment, -1, {counting<32>(1)}, counting<32>(2)},
                       {65555, LogKind::kVerdicts, 3, {counting<32>(3)}, counting<32>(4)}};
  header.lost = Lost{41, {{17, 5, counting<4>(5)}}};
  const auto decoded = decode_down_header(encode(header), kLimits);
  ASSERT_TRUE(decoded) << decoded.error().what;
  EXPECT_EQ(decoded->receipt.epoch_number, 3u);
  ASSERT_EQ(decoded->introduced.size(), 2u);
  EXPECT_EQ(decoded->introduced[0].office, -1);
  EXPECT_EQ(decoded->introduced[1].incarnation, 65555u);
  EXPECT_EQ(decoded->introduced[1].kind, LogKind::kVerdicts);
  EXPECT_EQ(decoded->introduced[1].office, 3);
  EXPECT_EQ(decoded->introduced[1].sign_key.bytes, counting<32>(3));
  EXPECT_EQ(decoded->introduced[1].base, counting<32>(4));
  ASSERT_TRUE(decoded->lost);
  EXPECT_EQ(decoded->lost->receipt_number, 41u);
  ASSERT_EQ(decoded->lost->logs.size(), 1u);
  EXPECT_EQ(decoded->lost->logs[0].sequence, 5u);
}

TEST(Restoring, NothingOfItIsThereOtherwise) {
  const auto up = decode_up_header(encode(testing::sample_up_header()), kLimits);
  EXPECT_TRUE(up->returned.empty());
  EXPECT_FALSE(up->proof);
  const auto down = decode_down_header(encode(testing::sample_down_header()), kLimits);
  EXPECT_FALSE(down->lost);
}

}  // namespace
}  // namespace tirkeu::wire
