#include "sync/store/earlier_books.h"

#include <sqlite3.h>

#include <algorithm>
#include <map>
#include <memory>

#include "schema/sql/files.h"
#include "sync/base/invariant.h"
#include "sync/store/book_shape.h"
#include "sync/store/fault.h"

namespace tirkeu::store {
namespace {

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Memory = std::unique_ptr<sqlite3, Close>;

Memory empty_memory() {
  sqlite3* handle = nullptr;
  const int result = sqlite3_open_v2(":memory:", &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, nullptr);
  Memory memory(handle);
  check_result(handle, result, "a database in memory");
  return memory;
}

std::string text_at(sqlite3_stmt* row, int column) { return reinterpret_cast<const char*>(sqlite3_column_text(row, column)); }

wire::TableShape::Type type_of(std::string_view declared) {
  using Type = wire::TableShape::Type;
  return declared == "INTEGER" ? Type::kInteger : declared == "TEXT" ? Type::kText : Type::kBlob;
}

/// Without columns when the table is not there yet.
wire::TableShape shape_of(sqlite3* handle, std::string_view table) {
  sqlite3_stmt* prepared = nullptr;
  const int result = sqlite3_prepare_v2(handle, "SELECT name, type, \"notnull\" FROM pragma_table_xinfo(?1) ORDER BY cid", -1, &prepared, nullptr);
  const std::unique_ptr<sqlite3_stmt, Close> columns(prepared);
  check_result(handle, result, "the columns of a table");
  check_result(handle, sqlite3_bind_text(prepared, 1, table.data(), static_cast<int>(table.size()), SQLITE_STATIC), "the name of a table");
  wire::TableShape shape{std::string(table), {}};
  while (sqlite3_step(prepared) == SQLITE_ROW) {
    const bool nullable = !shape.columns.empty() && sqlite3_column_int(prepared, 2) == 0;
    shape.columns.push_back({text_at(prepared, 0), type_of(text_at(prepared, 1)), nullable});
  }
  return shape;
}

using Books = std::map<wire::SchemaFingerprint, std::vector<wire::TableShape>>;

Books all_books() {
  Books books;
  const Memory memory = empty_memory();
  for (const sql::EmbeddedFile& file : sql::files()) {
    if (!file.name.starts_with("book/")) continue;
    const std::string text(file.bytes);
    check_result(memory.get(), sqlite3_exec(memory.get(), text.c_str(), nullptr, nullptr, nullptr), file.name);
    std::vector<wire::TableShape> book;
    for (const std::string_view table : book_tables())
      if (wire::TableShape shape = shape_of(memory.get(), table); !shape.columns.empty()) book.push_back(std::move(shape));
    books.try_emplace(fingerprint_of(book), std::move(book));
  }
  return books;
}

/// Place of the first that has this name.
template <class List>
std::size_t place_of(const List& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, [](const auto& one) -> std::string_view { return one.name; });
  if (found == list.end()) base::stop("a book only grows: what an earlier one had, it has");
  return static_cast<std::size_t>(found - list.begin());
}

}  // namespace

const std::vector<wire::TableShape>* book_of(const Database& database, const wire::SchemaFingerprint& fingerprint) {
  if (fingerprint == database.book_fingerprint()) return &database.book();
  static const Books books = all_books();
  const auto found = books.find(fingerprint);
  return found == books.end() ? nullptr : &found->second;
}

std::vector<wire::Row> in_present_book(std::vector<wire::Row> rows, const std::vector<wire::TableShape>& earlier,
                                       const std::vector<wire::TableShape>& present) {
  for (wire::Row& row : rows) {
    const wire::TableShape& then = earlier[row.table];
    row.table = place_of(present, then.name);
    const wire::TableShape& now = present[row.table];
    std::vector<wire::Value> values(now.columns.size());
    for (std::size_t column = 0; column < then.columns.size(); ++column)
      values[place_of(now.columns, then.columns[column].name)] = row.values[column];
    row.values = std::move(values);
  }
  return rows;
}

}  // namespace tirkeu::store
