// The kinds of damage. Each prints lines of TAP and throws Broken at the first promise that does not hold.
#pragma once

#include <cstdint>

namespace tirkeu::damage {

/// A bundle of 64 KiB, each bit flipped alone.
void flip_every_bit();
/// Real changesets, changed at random, before the strict reader.
void mutate_changesets(std::uint64_t runs, std::uint64_t seed);
/// Every durable operation with each of its writes failing.
void fail_every_write();
/// The same on real files, below SQLite only.
void fail_on_files();

}  // namespace tirkeu::damage
