// The compressed part of a bundle and the entries in it. First byte: the codec.
#include "sync/wire/compression.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tirkeu::fuzz::expect;
  if (size == 0) return 0;
  constexpr std::size_t kSizeMax = 1u << 20;
  const tirkeu::base::Bytes bytes = tirkeu::fuzz::exact(data + 1, size - 1);
  const auto content = tirkeu::wire::decompress(static_cast<tirkeu::wire::Codec>(data[0] % 4), bytes, kSizeMax);
  if (!content) return 0;
  expect(content->size() <= kSizeMax);
  const auto entries = tirkeu::wire::split_entries(*content, 100);
  if (!entries) return 0;
  std::vector<tirkeu::base::Bytes> copies;
  for (const tirkeu::base::ByteView entry : *entries) copies.emplace_back(entry.begin(), entry.end());
  expect(tirkeu::wire::join_entries(copies) == *content);
  return 0;
}
