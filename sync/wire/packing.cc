#include "sync/wire/packing.h"

#include <algorithm>
#include <iterator>

#include "sync/base/invariant.h"

namespace tirkeu::wire {

namespace {

constexpr std::size_t kWord = 8;
constexpr std::size_t kRunMax = 255;

std::size_t zero_bytes(base::ByteView word) {
  return static_cast<std::size_t>(std::count(word.begin(), word.end(), std::uint8_t{0}));
}

/// How many words from `at` on, at most kRunMax, have a number of zero bytes that `accept` takes.
template <class Accept>
std::size_t run_of(base::ByteView words, std::size_t at, Accept accept) {
  std::size_t count = 0;
  while (count < kRunMax && at + (count + 1) * kWord <= words.size() &&
         accept(zero_bytes(words.subspan(at + count * kWord, kWord)))) {
    ++count;
  }
  return count;
}

}  // namespace

base::Bytes pack(base::ByteView words) {
  base::require(words.size() % kWord == 0, "only whole words are packed");
  base::Bytes packed;
  packed.reserve(words.size() / 2);
  for (std::size_t at = 0; at < words.size();) {
    const base::ByteView word = words.subspan(at, kWord);
    at += kWord;
    std::uint8_t tag = 0;
    for (std::size_t i = 0; i < kWord; ++i) tag |= static_cast<std::uint8_t>((word[i] != 0) << i);
    packed.push_back(tag);
    std::copy_if(word.begin(), word.end(), std::back_inserter(packed), [](std::uint8_t byte) { return byte != 0; });
    if (tag == 0x00) {
      const std::size_t run = run_of(words, at, [](std::size_t zeros) { return zeros == kWord; });
      packed.push_back(static_cast<std::uint8_t>(run));
      at += run * kWord;
    } else if (tag == 0xff) {
      // A word with two zero bytes or more is smaller with a tag of its own.
      const std::size_t run = run_of(words, at, [](std::size_t zeros) { return zeros < 2; });
      packed.push_back(static_cast<std::uint8_t>(run));
      base::append(packed, words.subspan(at, run * kWord));
      at += run * kWord;
    }
  }
  return packed;
}

std::optional<base::Bytes> unpack(base::ByteView packed, std::size_t size_max) {
  base::Bytes words;
  for (std::size_t at = 0; at < packed.size();) {
    const std::uint8_t tag = packed[at++];
    if (size_max - words.size() < kWord) return std::nullopt;
    for (std::size_t i = 0; i < kWord; ++i) {
      if ((tag >> i & 1) == 0) {
        words.push_back(0);
        continue;
      }
      if (at == packed.size()) return std::nullopt;
      words.push_back(packed[at++]);
    }
    if (tag != 0x00 && tag != 0xff) continue;
    if (at == packed.size()) return std::nullopt;
    const std::size_t run_bytes = packed[at++] * kWord;
    if (size_max - words.size() < run_bytes) return std::nullopt;
    if (tag == 0x00) {
      words.resize(words.size() + run_bytes, 0);
    } else {
      if (packed.size() - at < run_bytes) return std::nullopt;
      base::append(words, packed.subspan(at, run_bytes));
      at += run_bytes;
    }
  }
  return words;
}

}  // namespace tirkeu::wire
