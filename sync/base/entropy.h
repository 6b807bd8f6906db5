// Randomness enters through an Entropy, so that the simulator can replay every key, nonce and id from its seed.
#pragma once

#include <cstdint>
#include <span>

namespace tirkeu::base {

class Entropy {
 public:
  virtual ~Entropy() = default;
  virtual void fill(std::span<std::uint8_t> target) = 0;
};

}  // namespace tirkeu::base
