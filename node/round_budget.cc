#include "node/round_budget.h"

#include <algorithm>

#include "sync/base/limits.h"

namespace tirkeu::node {
namespace {

constexpr std::uint64_t kBytesPerKilobit = 1000 / 8;
/// Of a slow line one exchange takes about this long, so that what is written meanwhile need not wait for a backlog.
constexpr std::uint64_t kExchangeSeconds = 120;
constexpr std::size_t kSlowLineMin = 8u << 10;
/// Above this a cut says nothing about the size: the first one brings every exchange below it.
constexpr std::size_t kCutFrom = 64u << 10;
/// A hub that was told nothing answers with no more than a few times this.
constexpr std::size_t kAnswerUsual = 256u << 10;
constexpr std::size_t kPiecesFirst = 16u << 10;
constexpr base::Milliseconds kShort{1000 * RoundBudget::kPictureSeconds / 2};
constexpr base::Milliseconds kLong{1000 * RoundBudget::kPictureSeconds};

}  // namespace

RoundBudget::RoundBudget(std::uint32_t kbps) : kbps_(kbps), whole_(most()), tried_(kPiecesFirst) {}

std::size_t RoundBudget::most() const {
  const std::size_t fits = base::Limits().bundle_bytes_max / 2;
  if (kbps_ == 0) return fits;
  return std::clamp<std::uint64_t>(kbps_ * kBytesPerKilobit * kExchangeSeconds, kSlowLineMin, fits);
}

void RoundBudget::know_rate(std::uint32_t kbps) {
  const bool untouched = whole_ == most();
  kbps_ = kbps;
  whole_ = untouched ? most() : std::min(whole_, most());
}

std::size_t RoundBudget::pieces() const {
  const std::size_t wanted = kbps_ == 0 ? tried_ : static_cast<std::size_t>(kbps_ * kBytesPerKilobit * kPictureSeconds);
  return std::min(std::clamp(wanted, kLeast, kPiecesMost), whole_);
}

RoundSize RoundBudget::next() const {
  const bool was_cut = whole_ < most() && whole_ < kAnswerUsual;
  return {.entries = whole_, .pieces = pieces(), .answer = was_cut ? static_cast<std::uint32_t>(whole_) : 0};
}

void RoundBudget::note_answer(std::uint64_t bytes, base::Milliseconds took) {
  // An exchange that had little to carry proves nothing about a larger one.
  if (bytes >= pieces() / 2) {
    if (took < kShort) tried_ = std::min(2 * tried_, kPiecesMost);
    if (took > kLong) tried_ = std::max(tried_ / 2, kLeast);
  }
  if (bytes >= whole_ / 2) whole_ = std::min(whole_ + whole_ / 4, most());
}

void RoundBudget::note_cut() {
  whole_ = std::max(std::min(whole_, kCutFrom) / 2, kLeast);
  tried_ = std::min(tried_, whole_);
}

}  // namespace tirkeu::node
