// Pictures on their way from the offices to the hub, by line and by stick.
#include "tests/unit/department/two_offices.h"
#include "tests/unit/registry/pictures.h"

namespace tirkeu::testing {
namespace {

using registry::test::jpeg;

class Pictures : public TwoOffices {
 protected:
  static base::Bytes photo(std::size_t size) {
    using namespace registry::test;
    base::Bytes pixels(size, 0x21);
    for (std::size_t i = 0; i < size; ++i) pixels[i] = static_cast<base::Bytes::value_type>(i * i % 251);
    return joined({kStart, kJfif, kTable, frame(413, 531), bytes_of({0xff, 0xda, 0, 3, 1}), pixels, kEnd});
  }
  void attach(Office& office, base::RowId application, const base::Bytes& picture) {
    ASSERT_TRUE(office->attachments().attach(application, {"photo", {}}, picture, "aigul"));
  }
  base::RowId another(Office& office, const std::string& number) {
    registry::Application application = registry::test::yilmaz();
    application.document.number = number;
    const auto done = accept(office, std::nullopt, application);
    EXPECT_TRUE(done);
    return done ? done->application : base::RowId{};
  }
  /// One exchange with so many bytes for pictures.
  node::DownSummary exchange(Office& office, std::size_t pieces, node::UpSummary* summary = nullptr) {
    node::UpSummary up = office->round().make_up({1u << 20, pieces, 0});
    const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, 1u << 20);
    EXPECT_TRUE(report.answer);
    const auto down = office->round().take_down(report.answer.value_or(base::Bytes()));
    EXPECT_TRUE(down);
    if (summary != nullptr) *summary = std::move(up);
    return down.value_or(node::DownSummary{});
  }
  std::uint64_t held_at_hub(const base::Bytes& picture) {
    const auto state = store::ContentStore(hub_->database()).state(store::ContentStore::digest_of(picture));
    return state ? state->held : 0;
  }
  std::uint64_t told(Office& office, const base::Bytes& picture) {
    return office->attachments().contents().state(store::ContentStore::digest_of(picture))->told;
  }
};

TEST_F(Pictures, FollowTheirFactPieceByPieceAndTheOfficeKnowsHowFarTheyAre) {
  const base::RowId id = accepted(two_);
  const base::Bytes picture = photo(10'000);
  attach(two_, id, picture);
  EXPECT_EQ(two_->status().picture_bytes_unsent, picture.size());
  node::UpSummary up;
  exchange(two_, 4000, &up);
  EXPECT_GT(up.count, 0u);
  EXPECT_LT(up.picture_bytes, 4000u) << "the entries beside it are part of what the exchange may take";
  EXPECT_EQ(told(two_, picture), up.picture_bytes);
  while (two_->status().picture_bytes_unsent > 0) {
    const node::DownSummary down = exchange(two_, 4000, &up);
    ASSERT_GT(down.picture_bytes, 0u);
    EXPECT_EQ(node::is_worth_another(up, down), two_->status().picture_bytes_unsent > 0);
  }
  EXPECT_EQ(held_at_hub(picture), picture.size());
  exchange(two_, 4000, &up);
  EXPECT_EQ(up.picture_bytes, 0u);
}

TEST_F(Pictures, WaitAsLongAsEntriesWait) {
  const base::RowId id = accepted(two_);
  for (int i = 0; i < 20; ++i) another(two_, "U" + std::to_string(500 + i));
  attach(two_, id, photo(1000));
  const node::UpSummary up = two_->round().make_up({2000, 100'000, 0});
  EXPECT_GT(up.waiting, 0u);
  EXPECT_EQ(up.picture_bytes, 0u);
  EXPECT_GT(up.picture_bytes_waiting, 0u);
}

TEST_F(Pictures, LostAnswersCostThePieceOnceMoreAndNothingElse) {
  const base::RowId id = accepted(two_);
  const base::Bytes picture = photo(9000);
  attach(two_, id, picture);
  exchange(two_, 0);
  const base::Bytes lost = two_->round().make_up({1u << 20, 3000, 0}).bundle;
  ASSERT_TRUE(hub_->admission().admit(lost, hub::Admission::Road::kLine, 1u << 20).answer);
  EXPECT_EQ(held_at_hub(picture), 3000u);
  EXPECT_EQ(told(two_, picture), 0u);
  exchange(two_, 4000);
  EXPECT_EQ(held_at_hub(picture), 4000u) << "of the piece only what was new joined";
  ASSERT_TRUE(hub_->admission().admit(lost, hub::Admission::Road::kLine, 1u << 20).answer);
  EXPECT_EQ(held_at_hub(picture), 4000u) << "an old bundle takes nothing back";
}

TEST_F(Pictures, OneContentOfTwoOfficesTravelsOnce) {
  const base::Bytes picture = photo(5000);
  attach(two_, another(two_, "U1"), picture);
  round(two_);
  ASSERT_EQ(held_at_hub(picture), picture.size());
  attach(three_, another(three_, "U2"), picture);
  exchange(three_, 0);
  EXPECT_EQ(three_->status().picture_bytes_unsent, 0u) << "the answer to its fact said that it is there";
}

TEST_F(Pictures, OfAFactThatTheHubDoesNotKnowStandAsideForTheOthers) {
  const base::Bytes first = photo(3000), second = photo(4000);
  // A content whose fact never came: as if its entry lay in quarantine.
  {
    store::Transaction transaction(two_->database());
    two_->attachments().contents().put(first, kMorning);
    transaction.commit();
  }
  attach(two_, accepted(two_), second);
  node::UpSummary up;
  for (int i = 0; i < 6; ++i) exchange(two_, 5000, &up);
  EXPECT_EQ(held_at_hub(second), second.size());
  EXPECT_EQ(up.picture_bytes, 0u) << "it is only asked about";
  EXPECT_FALSE(node::is_worth_another(up, {}));
  {
    store::Transaction transaction(hub_->database());
    store::ContentStore(hub_->database()).want(store::ContentStore::digest_of(first), first.size(), kMorning);
    transaction.commit();
  }
  for (int i = 0; i < 3; ++i) exchange(two_, 5000);
  EXPECT_EQ(held_at_hub(first), first.size()) << "released, it goes";
}

TEST_F(Pictures, AHubThatHoldsLessThanItSaidGetsTheRest) {
  const base::Bytes picture = photo(8000);
  attach(two_, accepted(two_), picture);
  exchange(two_, 0);
  exchange(two_, 4000);
  {
    // As after a backup that is older than the pieces, noticed by nobody.
    store::Transaction transaction(hub_->database());
    store::Statement(hub_->database(), "DELETE FROM content_piece").run();
    store::Statement(hub_->database(), "UPDATE content SET held = 0").run();
    transaction.commit();
  }
  for (int i = 0; i < 5; ++i) exchange(two_, 4000);
  EXPECT_EQ(held_at_hub(picture), picture.size());
}

TEST_F(Pictures, AfterARestoreEachIsAskedForBeforeItIsSentAgain) {
  const base::Bytes whole = photo(6000), lost = photo(7000);
  const base::RowId id = accepted(two_);
  attach(two_, id, whole);
  attach(two_, id, lost);
  for (int i = 0; i < 4; ++i) exchange(two_, 20'000);
  ASSERT_EQ(two_->status().picture_bytes_unsent, 0u);
  {
    store::Transaction transaction(hub_->database());
    store::Statement(hub_->database(), "DELETE FROM content_piece WHERE digest = ?").bind(1, store::ContentStore::digest_of(lost)).run();
    store::Statement(hub_->database(), "UPDATE content SET held = 0 WHERE digest = ?").bind(1, store::ContentStore::digest_of(lost)).run();
    transaction.commit();
  }
  {
    store::Transaction transaction(two_->database());
    two_->round().pictures().ask_again();
    transaction.commit();
  }
  node::UpSummary up;
  exchange(two_, 20'000, &up);
  EXPECT_EQ(up.picture_bytes, 0u) << "two questions";
  EXPECT_EQ(told(two_, whole), whole.size());
  exchange(two_, 20'000, &up);
  EXPECT_EQ(up.picture_bytes, lost.size());
  EXPECT_EQ(held_at_hub(lost), lost.size());
}

TEST_F(Pictures, AStickTakesThemWithTheEntries) {
  const base::Bytes picture = photo(300'000);
  attach(two_, accepted(two_), picture);
  const node::UpSummary up = two_->round().make_up(base::Limits().bundle_bytes_max / 2);
  EXPECT_EQ(up.picture_bytes, picture.size());
  EXPECT_LT(up.bundle.size(), base::Limits().bundle_bytes_max);
  const auto report = hub_->admission().admit(up.bundle, hub::Admission::Road::kStick, 1u << 20);
  EXPECT_EQ(report.pictures, 1u);
  ASSERT_TRUE(two_->round().take_down(*report.answer));
  EXPECT_EQ(two_->status().picture_bytes_unsent, 0u);
}

TEST_F(Pictures, TheAnswerIsAsShortAsTheOfficeAsks) {
  for (int i = 0; i < 40; ++i) another(three_, "U" + std::to_string(700 + i));
  exchange(three_, 0);
  // One entry of the index log for each two of them.
  while (hub_->make_index_entries(2) > 0) {
  }
  const auto answer_to = [&](std::uint32_t bytes) {
    const node::UpSummary up = two_->round().make_up({1u << 20, 0, bytes});
    return hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, 256u << 10).answer->size();
  };
  const std::size_t usual = answer_to(0);
  EXPECT_LT(answer_to(600), usual);
}

}  // namespace
}  // namespace tirkeu::testing
