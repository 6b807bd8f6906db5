// The codec for slow lines: entries as values under a learned model, about half of what zstd makes of them.
//
// Both ends begin with the same lessons (dictionary/lessons-1), go through the entries before the run, which both hold, and
// then code the run itself, learning on. A value costs what it surprises. It takes a processor far longer than zstd, so a
// backlog on a fast line is better off with that. See README.md.
#pragma once

#include <span>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/wire/entry_model.h"

namespace tirkeu::wire {

/// Most bytes of entries in one run of this codec: what a slow line carries in minutes, and a processor in a second or two.
inline constexpr std::size_t kLearnedBytesMax = 2u << 20;

/// What both ends know before a run.
struct RunContext {
  EntryPlace place;                   ///< of the run's first entry
  std::vector<base::Bytes> before{};  ///< the newest entries of the same log before it, oldest first
};

/// nothing: the entries are more than this codec takes.
std::optional<base::Bytes> pack_run(const std::vector<base::Bytes>& entries, const RunContext& context);
/// unexpected: not what pack_run() makes of any `count` entries in this context, or more than `size_max` bytes of them. Changed
/// bytes are as a rule the code of something else: only a digest over the entries tells that they are those that were meant.
Decoded<std::vector<base::Bytes>> unpack_run(base::ByteView bytes, std::size_t count, const RunContext& context, std::size_t size_max);

/// The lessons' file: entries of invented departments, run after run, coded by a model that has learned nothing yet.
base::Bytes write_lessons(const std::vector<base::Bytes>& entries);
/// The same with another model than that of the program's own lessons: to measure lessons before they are embedded, and for
/// a fuzzer, which has no time for the full memory.
std::optional<base::Bytes> pack_run(const std::vector<base::Bytes>& entries, const RunContext& context, const EntryModel& taught);
Decoded<std::vector<base::Bytes>> unpack_run(base::ByteView bytes, std::size_t count, const RunContext& context, std::size_t size_max,
                                             const EntryModel& taught);
/// A model that went through `lessons`. Stops the program when they are none.
EntryModel taught_by(base::ByteView lessons);

}  // namespace tirkeu::wire
