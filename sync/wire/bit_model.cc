#include "sync/wire/bit_model.h"

#include <algorithm>

namespace tirkeu::wire {
namespace {

constexpr std::size_t kWeightSets = 1024;
constexpr std::size_t kInputsMax = 2 * BitModel::kContextsMax;
/// A context that was seen this often learns no slower any more: offices differ from each other and from the lessons.
constexpr std::uint16_t kSeenMax = 60;
constexpr std::int32_t kFirstWeight = 18'000;  ///< of 65536
constexpr std::int32_t kWeightMax = 1 << 22;
constexpr int kLearning = 10;                  ///< the mixer's speed

/// 4096 / (1 + e^(-x/256)), for x from -2047 to 2047; between the given points a straight line.
std::int32_t squash(std::int32_t x) {
  static constexpr std::array<std::int32_t, 33> kPoints = {1,    2,    3,    6,    10,   16,   27,   45,   73,   120,  194,
                                                           310,  488,  747,  1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785,
                                                           3901, 3975, 4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094};
  if (x > 2047) return 4095;
  if (x < -2047) return 0;
  const std::int32_t weight = x & 127;
  const auto point = static_cast<std::size_t>((x >> 7) + 16);
  return (kPoints[point] * (128 - weight) + kPoints[point + 1] * weight + 64) >> 7;
}

/// The inverse of squash().
std::array<std::int16_t, 4096> make_stretch() {
  std::array<std::int16_t, 4096> table{};
  std::int32_t from = 0;
  for (std::int32_t x = -2047; x <= 2047; ++x) {
    const std::int32_t to = squash(x);
    for (; from <= to; ++from) table[static_cast<std::size_t>(from)] = static_cast<std::int16_t>(x);
  }
  for (; from < 4096; ++from) table[static_cast<std::size_t>(from)] = 2047;
  return table;
}

/// How far a chance moves towards what came, by how often it was seen: 65536 / (seen + 1.6).
std::array<std::int32_t, kSeenMax + 1> make_rates() {
  std::array<std::int32_t, kSeenMax + 1> rates{};
  for (std::size_t seen = 0; seen <= kSeenMax; ++seen) rates[seen] = static_cast<std::int32_t>(655'360 / (10 * seen + 16));
  return rates;
}

const std::array<std::int16_t, 4096> kStretch = make_stretch();
const std::array<std::int32_t, kSeenMax + 1> kRates = make_rates();

}  // namespace

BitModel::BitModel(int memory)
    : unused_hash_bits_(32 - memory), buckets_(std::size_t{1} << memory), weights_(kWeightSets * kInputsMax, kFirstWeight) {}

BitModel BitModel::returning_to(const BitModel& origin) {
  BitModel copy = origin;
  copy.origin_ = &origin;
  copy.changed_.clear();
  copy.is_changed_.assign(copy.buckets_.size(), false);
  return copy;
}

void BitModel::go_back() {
  for (const std::uint32_t bucket : changed_) {
    buckets_[bucket] = origin_->buckets_[bucket];
    is_changed_[bucket] = false;
  }
  changed_.clear();
  weights_ = origin_->weights_;
}

void BitModel::note(std::size_t bucket) {
  if (is_changed_[bucket]) return;
  is_changed_[bucket] = true;
  changed_.push_back(static_cast<std::uint32_t>(bucket));
}

void BitModel::find(std::span<const std::uint32_t> contexts, std::uint32_t weights, std::uint32_t known) {
  count_ = std::min(contexts.size(), kContextsMax);
  known_ = 1;
  used_ = &weights_[weights % kWeightSets * kInputsMax];
  // All of them are on their way out of the memory before the first is needed.
  std::array<std::uint32_t, kContextsMax> hashes{};
  for (std::size_t i = 0; i < count_; ++i) {
    hashes[i] = mixed(contexts[i] + known * 0x2545f491u, known + static_cast<std::uint32_t>(i) * 0x3c6ef372u);
    __builtin_prefetch(&buckets_[hashes[i] >> unused_hash_bits_], 1);
    __builtin_prefetch(&buckets_[(hashes[i] >> unused_hash_bits_) ^ 1], 1);
  }
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint32_t hash = hashes[i];
    const auto check = static_cast<std::uint16_t>(hash | 1);
    // One of two places; where both are taken, the less seen of them is given up.
    Bucket* const first = &buckets_[hash >> unused_hash_bits_];
    Bucket* const second = &buckets_[(hash >> unused_hash_bits_) ^ 1];
    found_[i] = second->cells[0].one == check ? second : first;
    if (found_[i]->cells[0].one != check) {
      if (second->cells[1].seen < first->cells[1].seen) found_[i] = second;
      *found_[i] = Bucket();
      found_[i]->cells[0].one = check;
    }
    if (origin_ != nullptr) note(static_cast<std::size_t>(found_[i] - buckets_.data()));
  }
}

Chance BitModel::predict() {
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < count_; ++i) {
    const Cell& cell = found_[i]->cells[known_];
    // Twice: what it says, and the same by how sure it may be.
    inputs_[2 * i] = kStretch[cell.one >> 4];
    inputs_[2 * i + 1] = (static_cast<std::int32_t>(cell.one) - 32768) * std::min<std::int32_t>(cell.seen, 16) >> 8;
    sum += static_cast<std::int64_t>(inputs_[2 * i]) * used_[2 * i] + static_cast<std::int64_t>(inputs_[2 * i + 1]) * used_[2 * i + 1];
  }
  mixed_ = squash(static_cast<std::int32_t>(std::clamp<std::int64_t>(sum >> 16, -2047, 2047)));
  return std::clamp<Chance>(static_cast<Chance>(mixed_) * 16 + 8, kChanceMin, kChanceMax);
}

void BitModel::learn(int bit) {
  const std::int32_t error = ((bit << 12) - mixed_) * kLearning;
  for (std::size_t i = 0; i < 2 * count_; ++i)
    used_[i] = std::clamp(used_[i] + ((inputs_[i] * error + (1 << 13)) >> 14), -kWeightMax, kWeightMax);
  const std::int32_t target = bit != 0 ? 65535 : 0;
  for (std::size_t i = 0; i < count_; ++i) {
    Cell& cell = found_[i]->cells[known_];
    cell.one = static_cast<std::uint16_t>(cell.one + (static_cast<std::int64_t>(target - cell.one) * kRates[cell.seen] >> 16));
    if (cell.seen < kSeenMax) ++cell.seen;
  }
  known_ = known_ << 1 | static_cast<std::size_t>(bit);
}

}  // namespace tirkeu::wire
