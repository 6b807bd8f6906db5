// A line that loses three segments of ten, needs two seconds for a round trip and breaks after every 4 KiB: everything arrives once,
// registrations before pictures, and a cut costs at most the piece that was under way.
#include <array>
#include <cstdio>

#include "node/round_budget.h"
#include "tests/unit/department/two_offices.h"
#include "tests/unit/registry/pictures.h"

namespace tirkeu::testing {
namespace {

constexpr base::Milliseconds kRoundTrip{2000};
constexpr std::size_t kSegmentBytes = 1024;
constexpr std::size_t kWindowSegments = 10;
constexpr std::size_t kBytesBetweenCuts = 4096;
/// HTTP around a bundle, and around the answer.
constexpr std::size_t kHeadUp = 80;
constexpr std::size_t kHeadDown = 40;
/// What Link waits before it goes on after a cut, on average.
constexpr base::Milliseconds kBeforeNext{1750};

/// Segments with their losses, and time. Every byte that passes in either direction counts towards the next cut.
class BadLine {
 public:
  explicit BadLine(std::uint64_t seed) : state_(seed) {}

  /// A new connection: a round trip, again after each lost segment.
  void connect() {
    do pass(kRoundTrip);
    while (is_lost() || is_lost());
  }
  /// True: all of it is there. False: the connection broke under way.
  bool carry(std::size_t bytes) {
    std::size_t segments = (bytes + kSegmentBytes - 1) / kSegmentBytes;
    std::size_t left = bytes;
    pass(kRoundTrip / 2);
    while (segments > 0) {
      const std::size_t flight = std::min(segments, kWindowSegments);
      for (std::size_t i = 0; i < flight; ++i) {
        if (is_lost()) continue;
        const std::size_t size = std::min(left, kSegmentBytes);
        left -= size;
        --segments;
        bytes_ += size;
        since_cut_ += size;
        if (since_cut_ < kBytesBetweenCuts) continue;
        since_cut_ -= kBytesBetweenCuts;
        ++cuts_;
        return false;
      }
      if (segments > 0) pass(kRoundTrip);
    }
    return true;
  }
  void pass(base::Milliseconds time) { now_ += time; }

  base::Milliseconds now() const { return now_; }
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t cuts() const { return cuts_; }

 private:
  /// Three of ten (splitmix64).
  bool is_lost() {
    std::uint64_t mixed = state_ += 0x9e3779b97f4a7c15;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    return (mixed ^ (mixed >> 31)) % 10 < 3;
  }

  std::uint64_t state_;
  base::Milliseconds now_{};
  std::uint64_t bytes_ = 0, since_cut_ = 0, cuts_ = 0;
};

/// A photo of exactly that size.
base::Bytes large_photo(std::size_t size) {
  using namespace registry::test;
  const Bytes head = joined({kStart, kJfif, kTable, frame(413, 531), bytes_of({0xff, 0xda, 0, 3, 1})});
  Bytes pixels(size - head.size() - kEnd.size(), 0);
  std::uint32_t value = 7;
  for (auto& byte : pixels) byte = static_cast<Bytes::value_type>((value = value * 1664525 + 1013904223) >> 25);
  return joined({head, pixels, kEnd});
}

class OnABadLine : public TwoOffices {
 protected:
  /// What one exchange did, as the office's Link sees it: it goes on as long as is_worth_another() says.
  enum class Ended { kCut, kMore, kAllSaid };
  Ended exchange() {
    const node::RoundSize size = budget_.next();
    const node::UpSummary up = two_->round().make_up(size);
    const base::Milliseconds began = line_.now();
    pictures_sent_ += up.picture_bytes;
    if (up.picture_bytes > 0 && held_at_first_piece_ == 0) held_at_first_piece_ = held();
    largest_piece_ = std::max(largest_piece_, up.picture_bytes);
    ++exchanges_;
    line_.connect();
    if (!line_.carry(up.bundle.size() + kHeadUp)) return cut(up);
    const hub::AdmissionReport report = hub_->admission().admit(up.bundle, hub::Admission::Road::kLine, 256u << 10);
    EXPECT_TRUE(report.answer) << code_of(report.result);
    EXPECT_EQ(report.refusal, wire::Refusal::kNone);
    pictures_taken_ += report.picture_bytes;
    while (hub_->make_index_entries(100) > 0) {
    }
    if (!line_.carry(report.answer->size() + kHeadDown)) return cut(up);
    budget_.note_answer(std::max(up.carried, up.bundle.size() + report.answer->size()), line_.now() - began);
    const auto down = two_->round().take_down(*report.answer);
    EXPECT_TRUE(down) << (down ? "" : down.error().detail);
    pass_real(line_.now() - began);
    return node::is_worth_another(up, *down) ? Ended::kMore : Ended::kAllSaid;
  }
  Ended cut(const node::UpSummary& up) {
    budget_.note_cut();
    cut_pictures_ += up.picture_bytes;
    line_.pass(kBeforeNext);
    return Ended::kCut;
  }
  /// Until nothing more is to be said, but at most so many exchanges.
  void run(std::uint64_t exchanges_max) {
    const std::uint64_t last = exchanges_ + exchanges_max;
    while (exchanges_ < last && exchange() != Ended::kAllSaid) {
    }
  }
  void pass_real(base::Milliseconds time) { pass(time); }

  base::Sequence held() {
    const auto receipt = two_->logs().newest_receipt(two_->identity().incarnation());
    return receipt ? receipt->held_through : 0;
  }
  base::RowId register_one(int number) {
    registry::Application application = registry::test::yilmaz();
    application.document.number = "U" + std::to_string(1'000'000 + number);
    application.migration_card.number = std::to_string(2'000'000 + number);
    const auto done = accept(two_, std::nullopt, application);
    EXPECT_TRUE(done);
    return done ? done->application : base::RowId{};
  }
  void attach(base::RowId application, const base::Bytes& picture) {
    const auto done = two_->attachments().attach(application, {"photo", {}}, picture, "aigul");
    ASSERT_TRUE(done);
  }
  std::optional<store::ContentState> at_hub(const base::Bytes& picture) {
    return store::ContentStore(hub_->database()).state(store::ContentStore::digest_of(picture));
  }
  std::int64_t applications_at_hub() { return static_cast<std::int64_t>(hub_->status().applications); }

  BadLine line_{2105};
  node::RoundBudget budget_{0};
  std::uint64_t exchanges_ = 0, pictures_sent_ = 0, pictures_taken_ = 0, cut_pictures_ = 0, largest_piece_ = 0;
  base::Sequence held_at_first_piece_ = 0;
};

TEST_F(OnABadLine, TwoHundredRegistrationsAndAPhotoArriveOnceRegistrationsFirst) {
  base::RowId first;
  for (int number = 0; number < 200; ++number) {
    const base::RowId id = register_one(number);
    if (number == 0) first = id;
  }
  const base::Bytes photo = large_photo(5u << 20);
  attach(first, photo);
  const base::Sequence written = two_->logs().head(two_->identity().incarnation()).sequence;
  run(20'000);

  EXPECT_EQ(applications_at_hub(), 200);
  EXPECT_EQ(held(), written);
  EXPECT_GE(held_at_first_piece_, written - 1) << "a piece went while registrations waited";
  const std::optional<store::ContentState> state = at_hub(photo);
  ASSERT_TRUE(state);
  EXPECT_TRUE(state->is_whole());
  EXPECT_EQ(store::ContentStore(hub_->database()).read(state->digest, 0, photo.size()), photo);
  EXPECT_EQ(pictures_taken_, photo.size()) << "each byte was new to the hub once";
  EXPECT_EQ(two_->round().pictures().waiting(), 0u);
  const std::uint64_t twice = pictures_sent_ - photo.size();
  EXPECT_LE(twice, cut_pictures_) << "only what a cut interrupted goes again";
  EXPECT_LE(twice, line_.cuts() * largest_piece_);
  std::printf("30%% loss, 2 s, a cut every 4 KiB: %.1f h, %llu exchanges, %llu cuts, %llu bytes on the line, %llu of the photo sent, %llu of them twice, "
              "pieces up to %llu bytes\n",
              static_cast<double>(line_.now().count()) / 3.6e6, static_cast<unsigned long long>(exchanges_),
              static_cast<unsigned long long>(line_.cuts()), static_cast<unsigned long long>(line_.bytes()),
              static_cast<unsigned long long>(pictures_sent_), static_cast<unsigned long long>(twice), static_cast<unsigned long long>(largest_piece_));
}

TEST_F(OnABadLine, WhatIsWrittenWhileAPhotoGoesIsHeldByTheNextExchangeThatIsAnswered) {
  const base::RowId first = register_one(0);
  const base::Bytes photo = large_photo(256u << 10);
  attach(first, photo);
  run(60);
  ASSERT_GT(pictures_taken_, 0u);
  ASSERT_FALSE(at_hub(photo)->is_whole());
  const base::RowId second = register_one(1);
  const base::Sequence written = two_->logs().head(two_->identity().incarnation()).sequence;
  const std::uint64_t sent = pictures_sent_;
  while (exchange() == Ended::kCut) {
  }
  EXPECT_EQ(held(), written);
  EXPECT_EQ(confirmation(two_, second), "confirmed") << "the verdict came with the receipt";
  EXPECT_LE(pictures_sent_ - sent, node::RoundBudget::kLeast * 8) << "no more of the photo than fits beside it";
  run(5'000);
  EXPECT_TRUE(at_hub(photo)->is_whole());
}

}  // namespace
}  // namespace tirkeu::testing
