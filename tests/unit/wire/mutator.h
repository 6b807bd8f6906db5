// Deterministic damage for tests: flips, cuts, repeats, and numbers that sit at the edges of ranges.
#pragma once

#include <array>
#include <cstdint>

#include "sync/base/bytes.h"

namespace tirkeu::testing {

class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : state_(seed) {}

  /// splitmix64.
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
    z = (z ^ z >> 27) * 0x94d049bb133111ebull;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }

  /// One to four changes of `bytes`, which must not be empty.
  base::Bytes mutate(base::Bytes bytes) {
    for (std::size_t changes = 1 + below(4); changes > 0 && !bytes.empty(); --changes) change(bytes);
    return bytes;
  }

 private:
  using Offset = base::Bytes::difference_type;

  void change(base::Bytes& bytes) {
    constexpr std::array<std::uint8_t, 12> kEdges = {0, 1, 2, 3, 4, 5, 9, 0x12, 0x17, 0x54, 0x7f, 0xff};
    const std::size_t at = below(bytes.size());
    const std::size_t length = 1 + below(std::min<std::size_t>(16, bytes.size() - at));
    const auto begin = bytes.begin() + static_cast<Offset>(at);
    switch (below(7)) {
      case 0:
        bytes[at] ^= static_cast<std::uint8_t>(1u << below(8));
        break;
      case 1:
        bytes[at] = kEdges[below(kEdges.size())];
        break;
      case 2:
        bytes[at] = static_cast<std::uint8_t>(next());
        break;
      case 3:
        bytes.resize(at);
        break;
      case 4:
        bytes.erase(begin, begin + static_cast<Offset>(length));
        break;
      case 5: {
        const base::Bytes copy(begin, begin + static_cast<Offset>(length));
        bytes.insert(bytes.begin() + static_cast<Offset>(below(bytes.size())), copy.begin(), copy.end());
        break;
      }
      default:
        bytes.insert(begin, 1 + below(3), kEdges[below(kEdges.size())]);
    }
  }

  std::uint64_t state_;
};

}  // namespace tirkeu::testing
