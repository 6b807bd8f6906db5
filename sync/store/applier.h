// Applies a verified entry of another's log: strict reader first, then prepared INSERTs, then the count.
//
// SQLite's sqlite3changeset_apply is not used: it compiles its statements anew for every call, skips tables that do not
// fit with SQLITE_OK, and its parser is not safe on hostile bytes. Rows here are INSERT only, so this is short and
// strict.
//
// The signature and the chain were checked before; that does not make the content harmless, because a node may be
// broken into. What an entry can do at most is add rows under its author's own ids to the tables that a log of its kind
// may write.
#pragma once

#include <expected>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/limits.h"
#include "sync/store/database.h"
#include "sync/wire/messages.h"

namespace tirkeu::store {

enum class ApplyFault {
  kUnknownSchema,   ///< the changeset's schema fingerprint is not this database's: hold it, apply after the upgrade
  kRefused,         ///< the strict reader refused it, or it holds no row; `detail` says where
  kForbiddenTable,  ///< the log's kind may not write that table
  kConflict,        ///< a row with that id is there already, or a constraint refused it: an alarm
};

/// A row that came in, for those who fold it into something.
struct AppliedRow {
  std::string_view table;  ///< name in the book; lives as long as the database
  base::RowId id;
  base::RowId application;  ///< the application it is about; 0 where it is about none
  std::string office = {};  ///< that an application names, or a row that is about none and names one
};

struct ApplyRefusal {
  ApplyFault fault = ApplyFault::kRefused;
  std::string detail;  ///< for the log: table, column, row id; never content
};

class Applier {
 public:
  Applier(Database& database, std::uint32_t department, const base::Limits& limits);
  ~Applier();
  /// Inside the caller's transaction: all rows or none. Checks schema, tables allowed for
  /// `kind`, ids of the author, and that as many rows were inserted as the changeset holds. Throws StoreError for
  /// faults of the database itself. A replayed entry is a kConflict here: whoever calls knows by position and digest
  /// what it holds already.
  std::expected<std::vector<AppliedRow>, ApplyRefusal> apply(const wire::Entry& entry, wire::LogKind kind);

 private:
  struct Statements;
  std::expected<std::vector<AppliedRow>, ApplyRefusal> insert_all(const std::vector<wire::Row>& rows);

  Database& database_;
  std::uint32_t department_;
  base::Limits limits_;
  std::unique_ptr<Statements> statements_;
};

/// The tables that a log of that kind may write.
std::span<const std::string_view> tables_of(wire::LogKind kind);

}  // namespace tirkeu::store
