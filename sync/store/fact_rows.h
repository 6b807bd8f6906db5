// The statements of one described fact (fact_table.h). Internal to the room, except for who reads such rows with SQL of his own:
// read_fact() from a SELECT of column_names().
#pragma once

#include "sync/store/database.h"
#include "sync/store/fact_table.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {

inline void bind_value(Statement& statement, int index, base::RowId value) { statement.bind(index, value.value); }
inline void bind_value(Statement& statement, int index, base::Instant value) {
  statement.bind(index, std::int64_t{value.time_since_epoch().count()});
}
inline void bind_value(Statement& statement, int index, std::int64_t value) { statement.bind(index, value); }
inline void bind_value(Statement& statement, int index, bool value) { statement.bind(index, std::int64_t{value ? 1 : 0}); }
inline void bind_value(Statement& statement, int index, const std::string& value) { statement.bind(index, value); }
inline void bind_value(Statement& statement, int index, const base::Bytes& value) { statement.bind(index, value); }
template <class Value>
void bind_value(Statement& statement, int index, const std::optional<Value>& value) {
  if (value)
    bind_value(statement, index, *value);
  else
    statement.bind_null(index);
}

inline void read_value(const Statement& row, int column, base::RowId& value) { value = {row.integer(column)}; }
inline void read_value(const Statement& row, int column, base::Instant& value) {
  value = base::Instant(base::Milliseconds(row.integer(column)));
}
inline void read_value(const Statement& row, int column, std::int64_t& value) { value = row.integer(column); }
inline void read_value(const Statement& row, int column, bool& value) { value = row.integer(column) != 0; }
inline void read_value(const Statement& row, int column, std::string& value) { value = row.text(column); }
inline void read_value(const Statement& row, int column, base::Bytes& value) { value = row.blob(column); }
template <class Value>
void read_value(const Statement& row, int column, std::optional<Value>& value) {
  if (row.is_null(column)) {
    value.reset();
    return;
  }
  read_value(row, column, value.emplace());
}

/// A row of a SELECT whose columns from `first` on are column_names<Fact>().
template <TabledFact Fact>
Fact read_fact(const Statement& row, int first = 0) {
  Fact fact{};
  std::apply([&](const auto&... each) { ((read_value(row, first++, fact.*(each.member))), ...); }, FactTable<Fact>::columns);
  return fact;
}

template <TabledFact Fact>
class FactRows {
 public:
  explicit FactRows(Database& database)
      : database_(database), insert_(Statement::computed(database, insert_text())), find_(select("id = ?1")) {}

  void insert(const Fact& fact) {
    int index = 0;
    std::apply([&](const auto&... each) { ((bind_value(insert_, ++index, fact.*(each.member))), ...); },
               FactTable<Fact>::columns);
    insert_.run();
  }
  std::optional<Fact> find(base::RowId id) {
    find_.bind(1, id.value);
    return first_row(find_, [](Statement& row) { return read_fact<Fact>(row); });
  }
  /// Facts whose `column` names `id`, ascending.
  std::vector<Fact> naming(std::string_view column, base::RowId id) {
    if (!naming_) naming_.emplace(select(std::string(column) + " = ?1 ORDER BY id"));
    naming_->bind(1, id.value);
    return all_rows(*naming_, [](Statement& row) { return read_fact<Fact>(row); });
  }

 private:
  static std::string insert_text() {
    std::string marks;
    std::apply([&marks](const auto&... each) { ((static_cast<void>(each), marks.append(marks.empty() ? "?" : ", ?")), ...); },
               FactTable<Fact>::columns);
    return "INSERT INTO " + std::string(FactTable<Fact>::name) + " (" + column_names<Fact>() + ") VALUES (" + marks + ")";
  }
  Statement select(const std::string& condition) {
    return Statement::computed(database_, "SELECT " + column_names<Fact>() + " FROM " + std::string(FactTable<Fact>::name) +
                                              " WHERE " + condition);
  }

  Database& database_;
  Statement insert_, find_;
  std::optional<Statement> naming_;  ///< a fact is asked for by one column only
};

}  // namespace tirkeu::store
