#include "sync/store/book_shape.h"

#include <array>

#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

constexpr std::array<std::string_view, 28> kBookTables = {
    "application", "correction",  "later_papers", "decision", "withdrawal", "departure", "verdict",
    "index_key",   "index_entry", "index_ended",  "rule_set", "revocation", "judgement",
    "extension", "address_change", "duplicate_card", "custody", "visit", "complaint", "complaint_step", "feedback", "audit",
    "person_judgement", "person_notice", "place_transfer", "portal_request", "attachment", "restated"};

using Type = wire::TableShape::Type;

[[noreturn]] void unfit(std::string_view table, std::string_view why) {
  throw WrongDatabase("The table " + std::string(table) + " of the book " + std::string(why) +
                      ". It can't be replicated like this: install the program version that made the database.");
}

Type type_of(std::string_view table, std::string_view declared) {
  if (declared == "INTEGER") return Type::kInteger;
  if (declared == "TEXT") return Type::kText;
  if (declared == "BLOB") return Type::kBlob;
  unfit(table, "has a column of another type than INTEGER, TEXT or BLOB");
}

wire::TableShape read_table(Database& database, std::string_view table) {
  Statement strict(database,
                   "SELECT strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name = ?1");
  strict.bind(1, table);
  const auto is_strict = first_row(strict, [](Statement& row) { return row.integer(0); });
  if (!is_strict) unfit(table, "is missing");
  if (*is_strict != 1) unfit(table, "is not STRICT");
  wire::TableShape shape{std::string(table), {}};
  Statement columns(database, "SELECT name, type, \"notnull\", pk, hidden FROM pragma_table_xinfo(?1) ORDER BY cid");
  columns.bind(1, table);
  const ResetAtExit reset(columns);
  while (columns.step()) {
    const bool first = shape.columns.empty();
    if (columns.integer(4) != 0) unfit(table, "has a generated column");
    if (first != (columns.integer(3) == 1) || (!first && columns.integer(3) != 0))
      unfit(table, "has another key than its first column");
    const Type type = type_of(table, columns.text_view(1));
    if (first && type != Type::kInteger) unfit(table, "has a key that is no INTEGER");
    shape.columns.push_back({columns.text(0), type, !first && columns.integer(2) == 0});
  }
  return shape;
}

}  // namespace

std::span<const std::string_view> book_tables() {
  return kBookTables;
}

std::vector<wire::TableShape> read_book_shape(Database& database) {
  std::vector<wire::TableShape> book;
  for (const std::string_view table : kBookTables) book.push_back(read_table(database, table));
  return book;
}

wire::SchemaFingerprint fingerprint_of(const std::vector<wire::TableShape>& book) {
  // Names are identifiers, so a line break separates without ambiguity.
  std::string text;
  for (const wire::TableShape& table : book) {
    text.append("table ").append(table.name).append("\n");
    for (const auto& column : table.columns) {
      text.append(column.name).append(column.nullable ? "?" : "!");
      text.append(std::to_string(static_cast<int>(column.type))).append("\n");
    }
  }
  const crypto::Digest digest = crypto::digest(crypto::Label::kSchema, base::bytes_of(text));
  return wire::prefix8(digest);
}

}  // namespace tirkeu::store
