// A node's header, which is decoded before its signature is checked: what was read can be written, and reads the same
// again.
#include "sync/wire/messages.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tirkeu::fuzz::expect;
  const tirkeu::base::Bytes bytes = tirkeu::fuzz::exact(data, size);
  const auto value = tirkeu::wire::decode_up_header(bytes, {});
  if (!value) {
    expect(!value.error().what.empty());
    return 0;
  }
  const tirkeu::base::Bytes written = tirkeu::wire::encode(*value);
  const auto again = tirkeu::wire::decode_up_header(written, {});
  expect(again.has_value() && tirkeu::wire::encode(*again) == written);
  return 0;
}
