// One Cap'n Proto message as bytes and back. Only the codecs of this room include this: no Cap'n Proto type leaves it.
//
// A message travels flat and in Cap'n Proto's canonical form: one segment without segment table, objects in preorder,
// no trailing zeros within structs, every word used exactly once (`capnp decode --flat` reads it). So a value has one
// byte string, whoever wrote it, and nothing can hide between or behind the fields. Canonical form does not depend on
// the schema that the reader knows: fields of a newer program are part of it.
#pragma once

#include <capnp/message.h>
#include <kj/exception.h>

#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "sync/base/bytes.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

inline constexpr std::size_t kWordBytes = sizeof(capnp::word);

/// Words that a Data or Text of `bytes` takes at most, terminator included.
constexpr std::size_t words_of(std::size_t bytes) {
  return bytes / kWordBytes + 1;
}

/// `words_max`: about how large the message gets; it is allocated at once.
template <class Message, class Fill>
base::Bytes write_flat(std::size_t words_max, Fill fill) {
  capnp::MallocMessageBuilder builder(static_cast<capnp::uint>(words_max), capnp::AllocationStrategy::FIXED_SIZE);
  const typename Message::Builder root = builder.initRoot<Message>();
  fill(root);
  const auto words = capnp::canonicalize(root.asReader());
  const auto bytes = words.asBytes();
  return {bytes.begin(), bytes.end()};
}

/// Reads one flat message of at most `size_max` bytes with `read(reader)`, which returns Decoded<T>. Each field may be
/// read about twice before the traversal limit ends it, so codecs read each once.
template <class Message, class Read>
auto read_flat(base::ByteView bytes, std::size_t size_max, std::string_view name, Read read)
    -> decltype(read(std::declval<typename Message::Reader>())) {
  const auto fault = [&](std::string_view what) { return std::unexpected(WireFault{std::string(name).append(what)}); };
  if (bytes.empty() || bytes.size() % kWordBytes != 0) return fault(": not a whole number of words");
  if (bytes.size() > size_max) return fault(": too long");
  // Input buffers have any alignment; Cap'n Proto reads only aligned words.
  const std::size_t word_count = bytes.size() / kWordBytes;
  auto words = kj::heapArray<capnp::word>(word_count);
  std::memcpy(words.asBytes().begin(), bytes.data(), bytes.size());
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 4 * word_count + 64;
  options.nestingLimit = 16;
  try {
    const kj::ArrayPtr<const capnp::word> segment = words;
    capnp::SegmentArrayMessageReader message(kj::arrayPtr(&segment, 1), options);
    if (!message.isCanonical()) return fault(": not in its one form");
    const auto root = message.template getRoot<Message>();
    return read(root);
  } catch (const kj::Exception&) {
    // Its text would carry a stack trace and says nothing to whoever reads our log.
    return fault(": not a well-formed message");
  }
}

}  // namespace tirkeu::wire
