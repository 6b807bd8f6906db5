// Cap'n Proto's packing (the format `capnp decode --packed` reads), with a bound on what comes out of it.
//
// Each word of 8 bytes becomes a tag, whose bit i says that byte i is not zero, and the bytes that are not. Tag 0x00 is
// followed by the number of further zero words, tag 0xff by the number of further words that stand as they are. A
// packed message grows up to a thousandfold when it is unpacked, so the bound is applied before each step, not at the
// end.
#pragma once

#include <optional>

#include "sync/base/bytes.h"

namespace tirkeu::wire {

/// `words`: a multiple of 8 bytes. Deterministic.
base::Bytes pack(base::ByteView words);
/// nothing when `packed` ends within a word or gives more than `size_max` bytes.
std::optional<base::Bytes> unpack(base::ByteView packed, std::size_t size_max);

}  // namespace tirkeu::wire
