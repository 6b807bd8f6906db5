#include "sync/store/connection.h"

#include <sqlite3.h>

#include <array>

#include "sync/store/fault.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

struct Pragma {
  std::string_view set;
  std::string_view read;
  std::string_view expected;
};

// WAL with FULL is one fsync per commit and loses nothing. Recursive triggers let the guards see INSERT OR REPLACE.
// Temporary tables stay in memory, because they hold names of people.
constexpr std::array<Pragma, 9> kWriterPragmas = {{
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA recursive_triggers = ON", "PRAGMA recursive_triggers", "1"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0"},
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
}};
constexpr std::array<Pragma, 4> kReaderPragmas = {{
    {"PRAGMA query_only = ON", "PRAGMA query_only", "1"},
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA temp_store = MEMORY", "PRAGMA temp_store", "2"},
}};

void set_and_read_back(Database& database, const Pragma& pragma) {
  const std::string set(pragma.set);
  check_result(database.handle(), sqlite3_exec(database.handle(), set.c_str(), nullptr, nullptr, nullptr), pragma.set);
  Statement read = Statement::computed(database, pragma.read);
  const auto value = first_row(read, [](Statement& row) { return row.text(0); });
  if (value != pragma.expected) {
    throw StoreError(StoreError::Kind::kOther, "SQLite did not take " + set + " and answered " +
                                                   value.value_or("nothing") +
                                                   "; the database needs a local disk and the distribution's SQLite.");
  }
}

void set_flag(sqlite3* handle, int operation, int value) {
  int now = -1;
  check_result(handle, sqlite3_db_config(handle, operation, value, &now), "configuring the connection");
  if (now != value)
    throw StoreError(StoreError::Kind::kOther, "SQLite did not take a safety setting of the connection.");
}

}  // namespace

std::int32_t application_id(DatabaseKind kind) {
  return kind == DatabaseKind::kNode ? 0x5469724e : 0x54697248;
}

sqlite3* open_file(const std::string& path, const DatabaseOptions& options) {
  const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
  const int common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int mode = options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  int result = sqlite3_open_v2(path.c_str(), &handle, mode | common, vfs);
  if ((result & 0xff) == SQLITE_CANTOPEN && options.create && !options.read_only) {
    sqlite3_close(handle);
    result = sqlite3_open_v2(path.c_str(), &handle, mode | SQLITE_OPEN_CREATE | common, vfs);
  } else if ((result & 0xff) == SQLITE_CANTOPEN) {
    sqlite3_close(handle);
    throw WrongDatabase("There is no database at " + path +
                        ", or it may not be read. It is never made anew silently: check the folder and " +
                        "its owner, or set the service up first.");
  }
  if (result != SQLITE_OK) {
    sqlite3_close(handle);
    throw_fault(nullptr, result, "opening " + path);
  }
  return handle;
}

void harden(sqlite3* handle, const DatabaseOptions& options) {
  check_result(handle, sqlite3_busy_timeout(handle, 5000), "setting the busy timeout");
  set_flag(handle, SQLITE_DBCONFIG_DEFENSIVE, 1);
  set_flag(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  set_flag(handle, SQLITE_DBCONFIG_DQS_DML, 0);
  set_flag(handle, SQLITE_DBCONFIG_DQS_DDL, 0);
  set_flag(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0);
  set_flag(handle, SQLITE_DBCONFIG_ENABLE_FKEY, options.read_only ? 0 : 1);
  // One attachment, because VACUUM INTO attaches its target. A bundle in quarantine is the largest value.
  sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 1);
  sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20);
  sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 100'000);
  sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 100);
  sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 10);
}

bool check_owner(Database& database, const std::string& path, const DatabaseOptions& options) {
  std::int64_t id = 0;
  std::int64_t objects = 0;
  try {
    Statement read_id(database, "PRAGMA application_id");
    id = first_row(read_id, [](Statement& row) { return row.integer(0); }).value_or(0);
    Statement count(database, "SELECT count(*) FROM sqlite_schema");
    objects = first_row(count, [](Statement& row) { return row.integer(0); }).value_or(0);
  } catch (const StoreError& fault) {
    if (fault.kind() != StoreError::Kind::kCorrupt) throw;
    throw WrongDatabase(
        path + " is no database, or its beginning is destroyed. Keep the file, and recover from the hub or a backup.");
  }
  if (id == application_id(options.kind)) return false;
  if (id == application_id(DatabaseKind::kNode))
    throw WrongDatabase(path + " is the database of a node, not of a hub.");
  if (id == application_id(DatabaseKind::kHub)) throw WrongDatabase(path + " is the database of a hub, not of a node.");
  if (id != 0 || objects != 0)
    throw WrongDatabase(path + " is the database of another program. Nothing in it was changed.");
  if (!options.create || options.read_only) {
    throw WrongDatabase(
        path + " is empty. It is never filled anew silently: check that the right disk is mounted, or set the " +
        "service up first.");
  }
  return true;
}

void set_pragmas(Database& database, const DatabaseOptions& options) {
  if (options.read_only) {
    for (const Pragma& pragma : kReaderPragmas) set_and_read_back(database, pragma);
    return;
  }
  for (const Pragma& pragma : kWriterPragmas) set_and_read_back(database, pragma);
}

}  // namespace tirkeu::store
