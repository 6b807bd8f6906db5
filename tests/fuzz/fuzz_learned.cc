// A run in the learned codec. First byte: how many entries, and whether others stand before them; the rest is the run. What
// is made of it stays within its limit, and packed and unpacked again it is the same.
#include "sync/wire/learned.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tirkeu;
  constexpr std::size_t kSizeMax = 16u << 10;
  static const wire::EntryModel blank(8);
  if (size == 0) return 0;
  wire::RunContext context{{1024, 2, wire::Prefix16{7}}, {}};
  if ((data[0] & 0x80) != 0) {
    wire::EntryForm form;
    form.entry.incarnation = 1024;
    form.entry.sequence = 1;
    form.changeset = {{"application", 2, {{{wire::CellType::kInteger, 5, {}}, {wire::CellType::kText, 0, "KARIMOV"}}}}};
    context.before = {wire::write_entry(form)};
  }
  const base::Bytes bytes = fuzz::exact(data + 1, size - 1);
  const auto entries = wire::unpack_run(bytes, data[0] & 7, context, kSizeMax, blank);
  if (!entries) return 0;
  std::size_t made = 0;
  for (const base::Bytes& entry : *entries) made += entry.size();
  fuzz::expect(made <= kSizeMax && entries->size() == (data[0] & 7u));
  const std::optional<base::Bytes> packed = wire::pack_run(*entries, context, blank);
  const auto again = wire::unpack_run(*packed, entries->size(), context, kSizeMax, blank);
  fuzz::expect(again.has_value() && *again == *entries);
  return 0;
}
