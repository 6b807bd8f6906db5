// The strict reader of SQLite changesets: the only parser that a changeset from outside ever meets.
//
// SQLite's own parser (3.40.1) hangs on two bytes and reads past its input; a table that does not fit is skipped with
// SQLITE_OK. So changesets are read here, bounded and without any SQLite call, and applied row by row with prepared
// INSERTs (sync/store/applier.h). Grammar accepted, nothing else:
//   table  = 'T' nCol pk[nCol] name NUL, then at least one change before the next 'T'; each table at most once
//   change = 0x12 (INSERT) 0x00 (direct) value[nCol]
//   value  = type 1 INTEGER, 8 bytes big-endian | 2 REAL, 8 bytes | 3 TEXT, varint length, bytes | 4 BLOB, same | 5
//   NULL
// Varints are SQLite's (seven bits a byte, highest first), minimal and below 2^30; TEXT is UTF-8 without NUL; REAL is
// refused (the book has none). nCol and pk must be those of the table, pk always 1 0 0 …; no bytes at all is a fault
// too, because an entry without rows means that its author's recorder saw nothing.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/base/ids.h"
#include "sync/base/limits.h"

namespace tirkeu::wire {

/// What the reader must find for one table. Order of `columns` is the order of the table's columns.
struct TableShape {
  enum class Type : std::uint8_t { kInteger, kText, kBlob };
  struct Column {
    std::string name;
    Type type = Type::kText;
    bool nullable = false;
  };
  std::string name;
  std::vector<Column> columns;  ///< the first is the INTEGER PRIMARY KEY
};

/// NULL, INTEGER, TEXT (view into the changeset), BLOB (view into the changeset).
using Value = std::variant<std::monostate, std::int64_t, std::string_view, base::ByteView>;

struct Row {
  std::size_t table = 0;      ///< index into the shapes given to read_changeset()
  std::vector<Value> values;  ///< exactly the table's columns
};

struct ChangesetFault {
  std::size_t offset = 0;  ///< byte at which reading stopped
  std::string what;        ///< for the log; names table and column, never content
};

/// All rows in the order of the changeset. Views point into `bytes`. A row whose id was not minted by (department,
/// author) is refused: nobody writes another's rows.
std::expected<std::vector<Row>, ChangesetFault> read_changeset(base::ByteView bytes, std::span<const TableShape> shapes,
                                                               std::uint32_t department, base::Incarnation author,
                                                               const base::Limits& limits);

}  // namespace tirkeu::wire
