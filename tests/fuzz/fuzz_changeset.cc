// The strict changeset reader: whatever it accepts lies within its input, row by row and value by value.
#include "sync/wire/changeset.h"
#include "tests/fuzz/expect.h"

using tirkeu::wire::TableShape;

namespace {

const std::vector<TableShape>& shapes() {
  using Type = TableShape::Type;
  static const std::vector<TableShape> all = {
      {"decision",
       {{"id", Type::kInteger, false}, {"application", Type::kInteger, false}, {"text", Type::kText, true}}},
      {"application",
       {{"id", Type::kInteger, false},
        {"name", Type::kText, false},
        {"note", Type::kText, true},
        {"day", Type::kInteger, false},
        {"photo", Type::kBlob, true}}},
  };
  return all;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using tirkeu::fuzz::expect;
  const tirkeu::base::Bytes bytes = tirkeu::fuzz::exact(data, size);
  const auto rows = tirkeu::wire::read_changeset(bytes, shapes(), 6, 1024, {});
  if (!rows) {
    expect(rows.error().offset <= size && !rows.error().what.empty());
    return 0;
  }
  expect(!rows->empty());
  for (const tirkeu::wire::Row& row : *rows) {
    expect(row.values.size() == shapes().at(row.table).columns.size());
    for (const tirkeu::wire::Value& value : row.values) {
      tirkeu::base::ByteView view;
      if (const auto* text = std::get_if<std::string_view>(&value)) view = tirkeu::base::bytes_of(*text);
      if (const auto* blob = std::get_if<tirkeu::base::ByteView>(&value)) view = *blob;
      expect(view.empty() || (view.data() >= bytes.data() && view.data() + view.size() <= bytes.data() + size));
    }
  }
  return 0;
}
