// Every row that something wrote into a database, and the same rows once more by bare prepared INSERTs: what SQLite alone
// costs, without signatures, checks, look-ups or a decision.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "sync/store/database.h"

namespace tirkeu::bench {

using Cell = std::variant<std::monostate, std::int64_t, std::string, base::Bytes>;

/// A row as it was written. `again`: the key was there before, with other values.
struct WrittenRow {
  std::size_t table = 0;  ///< into WrittenRows::tables()
  bool again = false;
  std::vector<Cell> cells;
};

/// How one table is looked through for what is new.
struct LookedTable {
  enum class Look {
    kNumbered,      ///< ids grow within each author or log (the upper bits of the id): what is behind the last ones
    kByApplication, ///< keyed by a word or a hash, but about one application each: what is about later ones
    kWhole,         ///< few rows, or changed in place: all of it is compared
  };
  std::string name;
  Look look = Look::kWhole;
  std::vector<std::string> columns, types;  ///< as declared: the tables are STRICT
  std::vector<std::size_t> key;
};

/// Looks through a database from outside, on a connection of its own, so that the writer's page cache stays as it is.
class WrittenRows {
 public:
  WrittenRows(const std::filesystem::path& file, store::DatabaseKind kind);
  /// What was inserted or changed since the call before; the first call gives everything.
  std::vector<WrittenRow> look();
  const std::vector<LookedTable>& tables() const { return tables_; }

 private:
  void look_numbered(std::size_t table, std::vector<WrittenRow>& rows);
  void look_by_application(std::size_t table, std::vector<WrittenRow>& rows);
  void look_whole(std::size_t table, std::vector<WrittenRow>& rows);

  store::Database database_;
  std::vector<LookedTable> tables_;
  std::map<std::pair<std::size_t, std::int64_t>, std::int64_t> last_;  ///< table and upper bits of the id -> last id
  std::map<std::pair<std::size_t, std::string>, std::string> whole_;   ///< table and key -> row
};

/// A database of the same kind: same tables, indexes and pragmas, one prepared INSERT a table.
class BareRows {
 public:
  BareRows(const std::filesystem::path& file, store::DatabaseKind kind, const std::vector<LookedTable>& tables);
  /// All of them in one durable transaction.
  void insert(const std::vector<WrittenRow>& rows);

 private:
  store::Database database_;
  std::vector<store::Statement> insert_, replace_;
};

}  // namespace tirkeu::bench
