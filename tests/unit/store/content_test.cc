#include "sync/store/content_store.h"

#include "tests/unit/store/store_fixture.h"

namespace tirkeu::store {
namespace {

base::Bytes invented(std::size_t size, std::uint64_t seed) {
  base::Bytes bytes(size);
  SeededEntropy(seed).fill(bytes);
  return bytes;
}

class Contents : public ::testing::Test {
 protected:
  ContentStore::Joined join(const base::Bytes& whole, std::size_t first, std::size_t count) {
    return store().join(ContentStore::digest_of(whole), first, base::ByteView(whole).subspan(first, count));
  }
  ContentStore& store() { return store_; }

  FaultDisk disk_{"content-test"};
  Office office_{disk_, "office.db"};
  ContentStore store_{office_.database};
  const base::Bytes picture_ = invented(10'000, 1);
  const crypto::Digest digest_ = ContentStore::digest_of(picture_);
};

TEST_F(Contents, PiecesJoinFromTheFrontAndAnyByteIsAPlaceToGoOn) {
  Transaction transaction(office_.database);
  store().want(digest_, picture_.size(), at_minute(0));
  EXPECT_EQ(join(picture_, 5, 10), ContentStore::Joined::kGap);
  EXPECT_EQ(join(picture_, 0, 1), ContentStore::Joined::kGrown);
  EXPECT_EQ(join(picture_, 0, 4096), ContentStore::Joined::kGrown) << "overlaps what is here";
  EXPECT_EQ(join(picture_, 100, 50), ContentStore::Joined::kHeld);
  EXPECT_EQ(store().state(digest_)->held, 4096u);
  EXPECT_EQ(store().coming(9).size(), 1u);
  EXPECT_EQ(join(picture_, 4096, picture_.size() - 4096), ContentStore::Joined::kWhole);
  EXPECT_TRUE(store().state(digest_)->is_whole());
  EXPECT_TRUE(store().coming(9).empty());
  for (const auto& [first, count] : {std::pair(0, 10'000), std::pair(0, 1), std::pair(1, 5000), std::pair(4095, 2), std::pair(9'999, 50)}) {
    const base::Bytes read = store().read(digest_, static_cast<std::uint64_t>(first), static_cast<std::size_t>(count));
    const auto end = std::min<std::size_t>(picture_.size(), static_cast<std::size_t>(first + count));
    EXPECT_EQ(read, base::Bytes(picture_.begin() + first, picture_.begin() + static_cast<std::ptrdiff_t>(end))) << first << " " << count;
  }
  transaction.commit();
}

TEST_F(Contents, BytesThatAreAnotherContentAreThrownAwayWhole) {
  base::Bytes changed = picture_;
  changed[7777] ^= 1;
  Transaction transaction(office_.database);
  store().want(digest_, picture_.size(), at_minute(0));
  EXPECT_EQ(store().join(digest_, 0, base::ByteView(changed).first(9'000)), ContentStore::Joined::kGrown);
  EXPECT_EQ(store().join(digest_, 9'000, base::ByteView(changed).subspan(9'000)), ContentStore::Joined::kWrong);
  EXPECT_EQ(store().state(digest_)->held, 0u);
  EXPECT_EQ(join(picture_, 0, picture_.size()), ContentStore::Joined::kWhole);
  EXPECT_EQ(store().read(digest_, 0, picture_.size()), picture_);
  transaction.commit();
}

TEST_F(Contents, NobodyMayStoreWhatNoFactNames) {
  Transaction transaction(office_.database);
  EXPECT_EQ(join(picture_, 0, 100), ContentStore::Joined::kUnknown);
  store().want(digest_, 50, at_minute(0));
  EXPECT_EQ(join(picture_, 0, 51), ContentStore::Joined::kUnknown) << "longer than the fact says";
  EXPECT_EQ(store().join(digest_, ~std::uint64_t{0}, picture_), ContentStore::Joined::kUnknown);
  EXPECT_EQ(store().state(digest_)->held, 0u);
  transaction.commit();
}

TEST_F(Contents, OneContentIsKeptOnceAndGoesUntilTheHubHasAllOfIt) {
  Transaction transaction(office_.database);
  store().put(picture_, at_minute(1));
  store().put(picture_, at_minute(2));
  store().put(invented(30, 2), at_minute(0));
  EXPECT_EQ(office_.rows("content_piece"), 2);
  ASSERT_EQ(store().going(9).size(), 2u);
  EXPECT_EQ(store().going(9).front().size, 30u) << "the longest known first";
  store().note_told(digest_, 400);
  EXPECT_EQ(store().going(9).back().told, 400u);
  store().note_told(digest_, 99'999'999);
  EXPECT_EQ(store().going(9).size(), 1u);
  store().note_told(digest_, 100);
  EXPECT_EQ(store().going(9).size(), 2u) << "a restored hub may hold less than it said";
  transaction.commit();
}

TEST_F(Contents, AContentThatCameInPartAndIsPutWholeIsWhole) {
  Transaction transaction(office_.database);
  store().want(digest_, picture_.size(), at_minute(0));
  EXPECT_EQ(join(picture_, 0, 10), ContentStore::Joined::kGrown);
  store().put(picture_, at_minute(1));
  EXPECT_EQ(store().read(digest_, 0, picture_.size()), picture_);
  transaction.commit();
}

}  // namespace
}  // namespace tirkeu::store
