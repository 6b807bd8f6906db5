// What a fuzz target demands of whatever was accepted; libFuzzer reports the trap with its input.
#pragma once

#include <cstdint>

#include "sync/base/bytes.h"

namespace tirkeu::fuzz {

inline void expect(bool holds) {
  if (!holds) __builtin_trap();
}

/// A copy of exactly the input's size, so that the sanitizer sees every byte read beyond it.
inline base::Bytes exact(const std::uint8_t* data, std::size_t size) {
  return {data, data + size};
}

}  // namespace tirkeu::fuzz
