// Replayable bytes for tests: BLAKE2b of a seed and a counter.
#pragma once

#include <algorithm>
#include <cstdint>

#include "sync/base/entropy.h"
#include "sync/crypto/keys.h"

namespace tirkeu::testing {

class SeededEntropy final : public base::Entropy {
 public:
  explicit SeededEntropy(std::uint64_t seed) : seed_(seed) {}
  void fill(std::span<std::uint8_t> target) override {
    while (!target.empty()) {
      base::Bytes input;
      base::append_le(input, seed_, 8);
      base::append_le(input, counter_++, 8);
      const crypto::Digest block = crypto::digest(crypto::Label::kGenesis, input);
      const std::size_t take = std::min(block.size(), target.size());
      std::copy_n(block.begin(), take, target.begin());
      target = target.subspan(take);
    }
  }

 private:
  std::uint64_t seed_;
  std::uint64_t counter_ = 0;
};

}  // namespace tirkeu::testing
