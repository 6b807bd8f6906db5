#include "tests/bench/written_rows.h"

#include <algorithm>
#include <array>

namespace tirkeu::bench {
namespace {

constexpr std::array<std::string_view, 3> kLocal = {"migration", "sqlite_sequence", "sqlite_stat1"};
/// Local tables whose ids are numbered like those of the book: author or log above, counter below.
constexpr std::array<std::string_view, 6> kNumbered = {"entry", "transfer", "receipt", "claim", "case_state", "person"};
constexpr std::array<std::string_view, 2> kByApplication = {"case_word", "person_block"};
constexpr int kCounterBits = 40;

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

store::DatabaseOptions reading(store::DatabaseKind kind) {
  store::DatabaseOptions options;
  options.kind = kind;
  options.read_only = true;
  return options;
}

store::DatabaseOptions making(store::DatabaseKind kind) {
  store::DatabaseOptions options;
  options.kind = kind;
  options.create = true;
  return options;
}

std::string select(const LookedTable& table) {
  std::string names;
  for (const std::string& column : table.columns) names += (names.empty() ? "" : ", ") + column;
  return "SELECT " + names + " FROM " + table.name;
}

std::vector<Cell> read_cells(const LookedTable& table, const store::Statement& row) {
  std::vector<Cell> cells(table.columns.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const int column = static_cast<int>(i);
    if (row.is_null(column)) continue;
    if (table.types[i] == "INTEGER") cells[i] = row.integer(column);
    if (table.types[i] == "TEXT") cells[i] = row.text(column);
    if (table.types[i] == "BLOB") cells[i] = row.blob(column);
  }
  return cells;
}

std::string to_key(const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell)) return std::to_string(*integer) + '\x1f';
  if (const auto* text = std::get_if<std::string>(&cell)) return *text + '\x1f';
  if (const auto* blob = std::get_if<base::Bytes>(&cell)) return std::string(base::text_of(*blob)) + '\x1f';
  return "\x1e\x1f";
}

void bind(store::Statement& statement, int index, const Cell& cell) {
  if (const auto* integer = std::get_if<std::int64_t>(&cell))
    statement.bind(index, *integer);
  else if (const auto* text = std::get_if<std::string>(&cell))
    statement.bind(index, *text);
  else if (const auto* blob = std::get_if<base::Bytes>(&cell))
    statement.bind(index, *blob);
  else
    statement.bind_null(index);
}

LookedTable describe(store::Database& database, const std::string& name) {
  LookedTable table;
  table.name = name;
  store::Statement columns = store::Statement::computed(database, "SELECT name, type, pk FROM pragma_table_info('" + name + "')");
  while (columns.step()) {
    if (columns.integer(2) > 0) table.key.push_back(table.columns.size());
    table.columns.push_back(columns.text(0));
    table.types.push_back(columns.text(1));
  }
  const auto is_of_book = [&](const wire::TableShape& shape) { return shape.name == name; };
  if (among(kNumbered, name) || std::ranges::any_of(database.book(), is_of_book)) table.look = LookedTable::Look::kNumbered;
  if (among(kByApplication, name)) table.look = LookedTable::Look::kByApplication;
  return table;
}

}  // namespace

WrittenRows::WrittenRows(const std::filesystem::path& file, store::DatabaseKind kind) : database_(file.string(), reading(kind)) {
  std::vector<std::string> names;
  {
    store::Statement all(database_, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (all.step()) names.push_back(all.text(0));
  }
  for (const std::string& name : names)
    if (!among(kLocal, name)) tables_.push_back(describe(database_, name));
}

std::vector<WrittenRow> WrittenRows::look() {
  std::vector<WrittenRow> rows;
  for (std::size_t table = 0; table < tables_.size(); ++table) {
    switch (tables_[table].look) {
      case LookedTable::Look::kNumbered:
        look_numbered(table, rows);
        break;
      case LookedTable::Look::kByApplication:
        look_by_application(table, rows);
        break;
      case LookedTable::Look::kWhole:
        look_whole(table, rows);
        break;
    }
  }
  return rows;
}

void WrittenRows::look_numbered(std::size_t number, std::vector<WrittenRow>& rows) {
  const LookedTable& table = tables_[number];
  const std::string& id = table.columns[table.key.front()];
  store::Statement next = store::Statement::computed(database_, "SELECT min(" + id + ") FROM " + table.name + " WHERE " + id + " >= ?");
  store::Statement behind = store::Statement::computed(
      database_, select(table) + " WHERE " + id + " > ?1 AND " + id + " < ?2 ORDER BY " + id);
  for (std::int64_t from = 0;;) {
    next.bind(1, from);
    if (!next.step() || next.is_null(0)) return;
    const std::int64_t author = next.integer(0) >> kCounterBits;
    next.reset();
    from = (author + 1) << kCounterBits;
    std::int64_t& last = last_.try_emplace({number, author}, (author << kCounterBits) - 1).first->second;
    behind.bind(1, last).bind(2, from);
    while (behind.step()) {
      last = behind.integer(static_cast<int>(table.key.front()));
      rows.push_back({number, false, read_cells(table, behind)});
    }
  }
}

void WrittenRows::look_by_application(std::size_t number, std::vector<WrittenRow>& rows) {
  const LookedTable& table = tables_[number];
  std::int64_t& last = last_[{number, 0}];
  store::Statement behind = store::Statement::computed(database_, select(table) + " WHERE application_id > ?1 ORDER BY application_id");
  behind.bind(1, last);
  const auto column = std::ranges::find(table.columns, "application_id") - table.columns.begin();
  while (behind.step()) {
    last = behind.integer(static_cast<int>(column));
    rows.push_back({number, false, read_cells(table, behind)});
  }
}

void WrittenRows::look_whole(std::size_t number, std::vector<WrittenRow>& rows) {
  const LookedTable& table = tables_[number];
  store::Statement all = store::Statement::computed(database_, select(table));
  while (all.step()) {
    std::vector<Cell> cells = read_cells(table, all);
    std::string key, row;
    for (const std::size_t column : table.key) key += to_key(cells[column]);
    for (const Cell& cell : cells) row += to_key(cell);
    const auto [known, is_new] = whole_.try_emplace({number, key});
    if (!is_new && known->second == row) continue;
    known->second = std::move(row);
    rows.push_back({number, !is_new, std::move(cells)});
  }
}

BareRows::BareRows(const std::filesystem::path& file, store::DatabaseKind kind, const std::vector<LookedTable>& tables)
    : database_(file.string(), making(kind)) {
  for (const LookedTable& table : tables) {
    std::string names, marks;
    for (const std::string& column : table.columns) {
      names += (names.empty() ? "" : ", ") + column;
      marks += marks.empty() ? "?" : ", ?";
    }
    const std::string into = " INTO " + table.name + " (" + names + ") VALUES (" + marks + ")";
    insert_.push_back(store::Statement::computed(database_, "INSERT" + into));
    replace_.push_back(store::Statement::computed(database_, "INSERT OR REPLACE" + into));
  }
}

void BareRows::insert(const std::vector<WrittenRow>& rows) {
  store::Transaction transaction(database_);
  for (const WrittenRow& row : rows) {
    store::Statement& statement = row.again ? replace_[row.table] : insert_[row.table];
    for (std::size_t i = 0; i < row.cells.size(); ++i) bind(statement, static_cast<int>(i) + 1, row.cells[i]);
    statement.run();
  }
  transaction.commit();
}

}  // namespace tirkeu::bench
