// What both headers are made of: a fixed part that every round repeats (tight.h), and behind it, when there is something
// to say that is not said every time, a packed message of the wire schema. Fields are only ever added to that message.
#pragma once

#include <optional>
#include <stdexcept>

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/frame.h"
#include "sync/wire/packing.h"
#include "sync/wire/tight.h"

namespace tirkeu::wire {

/// A header beyond its limits would not fit into a bundle. Whoever builds it sends the rest in the next round.
inline void demand(bool fits, const char* what) {
  if (!fits) throw std::length_error(what);
}

/// The lowest three bits of a header's first number.
inline constexpr std::uint64_t kCodecBits = 7;

inline Codec read_codec(std::uint64_t flags, FieldCheck& check) {
  return check.one_of(static_cast<std::uint8_t>(flags & kCodecBits), Codec::kStored, kCodecLast, "codec");
}

/// A number that fits `Number`.
template <class Number>
Number read_small(TightReader& in, std::string_view field, FieldCheck& check) {
  const std::uint64_t value = in.number();
  const bool fits = value <= std::numeric_limits<Number>::max();
  check.require(fits, field);
  return fits ? static_cast<Number>(value) : 0;
}

inline base::Instant read_instant(TightReader& in, std::string_view field, FieldCheck& check) {
  return check.instant(in.signed_number(), field);
}

/// First, count and head of a section; whose it is stands before it.
inline void write_run(const Section& section, TightWriter& out) {
  out.number(section.first);
  out.number(section.count);
  out.bytes(section.head);
}

inline void read_run(TightReader& in, std::size_t count_max, Section& section, FieldCheck& check) {
  section.first = in.number();
  section.count = read_small<std::uint32_t>(in, "section.count", check);
  check.require(section.count <= count_max, "section.count");
  check.require(section.first > 0 && section.first <= kSequenceMax - section.count, "section.firstSequence");
  section.head = in.bytes<16>();
}

/// The message behind the fixed part; no bytes at all when it would say nothing.
template <class Message, class Fill>
base::Bytes write_rest(std::size_t words_max, Fill fill) {
  const base::Bytes words = write_flat<Message>(words_max, fill);
  return words.size() > kWordBytes ? pack(words) : base::Bytes{};
}

/// `announced`: the fixed part says that a message follows. `read(reader)` returns Decoded<T>; T{} when there is none.
template <class T, class Message, class Read>
Decoded<T> read_rest(base::ByteView bytes, bool announced, const base::Limits& limits, std::string_view name, Read read) {
  if (bytes.empty() && !announced) return T{};
  const std::optional<base::Bytes> words = unpack(bytes, limits.header_bytes_max);
  if (!words) return std::unexpected(WireFault{std::string(name) + ": does not unpack within its limit"});
  // Nothing said is no bytes at all, and a message has one packed form.
  if (!announced || words->size() <= kWordBytes || pack(*words) != base::Bytes(bytes.begin(), bytes.end()))
    return std::unexpected(WireFault{std::string(name) + ": not in its one form"});
  return read_flat<Message>(*words, limits.header_bytes_max, name, read);
}

}  // namespace tirkeu::wire
