// One SQLite database, one writing connection, in the one thread that decides. The only room that sees sqlite3.h.
//
// Opened with WAL and synchronous=FULL (set and read back): when commit() returns, the rows survive a power cut; with
// NORMAL about half of all power cuts lose acknowledged commits. The same connection does every checkpoint, because two
// of them can corrupt a WAL of this SQLite: a passive one every so many commits (outside the commit, so its failure
// never makes a saved row look unsaved) and a truncating one at close. SQL is written as literals; values are always
// bound.
//
// Whoever owns Statements owns them for a shorter time than the Database: it stops the program when one outlives it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/base/ids.h"
#include "sync/wire/changeset.h"
#include "sync/wire/messages.h"

struct sqlite3;
struct sqlite3_stmt;

namespace tirkeu::store {

/// A fault of the database: disk full, I/O error, corruption, or a statement that the schema refuses. what() says what
/// and what to do, without any value. `fatal` faults (I/O, corrupt, not a database) mean: stop, reopen, verify.
class StoreError : public std::runtime_error {
 public:
  enum class Kind { kDiskFull, kInputOutput, kCorrupt, kConstraint, kBusy, kOther };
  StoreError(Kind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
  Kind kind() const { return kind_; }
  bool fatal() const { return kind_ == Kind::kInputOutput || kind_ == Kind::kCorrupt; }

 private:
  Kind kind_;
};

/// The database was made by a newer program, or is none of ours.
class WrongDatabase : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Database;

/// A prepared statement; prepared once, used many times. Bind, then step() or run(), then it resets itself.
class Statement {
 public:
  template <std::size_t N>
  Statement(Database& database, const char (&sql)[N]) : Statement(database, std::string_view(sql, N - 1)) {}
  /// SQL put together at run time announces itself: only names from our own schema may go into it.
  static Statement computed(Database& database, std::string_view sql) { return Statement(database, sql); }
  ~Statement();
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;

  // Parameters are numbered from 1.
  Statement& bind(int index, std::int64_t value);
  Statement& bind(int index, std::string_view value);
  Statement& bind(int index, const std::string& value) { return bind(index, std::string_view(value)); }
  Statement& bind(int index, const char* value) { return bind(index, std::string_view(value)); }
  Statement& bind(int index, base::ByteView value);
  Statement& bind(int index, const base::Bytes& value) { return bind(index, base::ByteView(value)); }
  template <std::size_t N>
  Statement& bind(int index, const std::array<std::uint8_t, N>& value) {
    return bind(index, base::ByteView(value));
  }
  Statement& bind_null(int index);
  Statement& bind(int index, const wire::Value& value);
  Statement& bind(int index, const std::optional<std::string>& value);
  Statement& bind(int index, std::optional<std::int64_t> value);

  /// True when there is a row. After the last row, and when it throws, the statement is reset and its bindings are
  /// cleared. Who stops before the last row calls reset(): an open SELECT keeps the WAL from ever being emptied.
  bool step();
  /// For a statement without rows. Returns the number of rows changed.
  int run();
  /// Ends a SELECT early and clears the bindings. Harmless at any time.
  void reset();

  // Columns are numbered from 0; valid until the next step() or reset().
  bool is_null(int column) const;
  std::int64_t integer(int column) const;
  std::string text(int column) const;
  std::string_view text_view(int column) const;
  base::Bytes blob(int column) const;
  base::ByteView blob_view(int column) const;
  std::optional<std::string> optional_text(int column) const;
  std::optional<std::int64_t> optional_integer(int column) const;

 private:
  friend class Database;
  Statement(Database& database, std::string_view sql);
  Database* database_;
  sqlite3_stmt* statement_ = nullptr;
};

/// BEGIN IMMEDIATE at construction; rolls back unless commit() returned. Not nested. A fault may make SQLite roll back
/// by itself; from then on every statement throws until the Transaction is gone, so that nothing is ever saved in
/// halves.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// When it returns, the rows are on the disk. When it throws StoreError, none of them is in the database as it is
  /// open now; after an I/O fault only reopening tells whether the disk has all of them or none.
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// Undoes what happens in its scope unless release() was called; inside a Transaction.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void release();

 private:
  Database& database_;
  bool open_ = true;
};

/// Which files of schema/sql a database is made of: "node" = book, log, cases, service, node; "hub" likewise.
enum class DatabaseKind { kNode, kHub };

struct DatabaseOptions {
  DatabaseKind kind = DatabaseKind::kNode;
  bool create =
      false;  ///< true: a missing or empty file is made a database. false: it is refused, never silently made anew
  bool read_only = false;  ///< for verify on a snapshot
  std::string vfs;         ///< name of a registered VFS (the simulator's); empty: the system's
  int checkpoint_every_commits = 100;
};

class Database {
 public:
  /// Opens, checks the application id, migrates forward under BEGIN IMMEDIATE (numbered, frozen .sql; each once). A
  /// file that is none of ours, of the other program, or of a newer version is left as it was. Throws WrongDatabase or
  /// StoreError.
  Database(const std::string& path, const DatabaseOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs literal SQL without parameters or rows.
  template <std::size_t N>
  void execute(const char (&sql)[N]) {
    execute_text(std::string_view(sql, N - 1));
  }

  /// Shapes of the book's tables as this database has them, and their fingerprint (order, names, types, nullability).
  const std::vector<wire::TableShape>& book() const { return book_; }
  const wire::SchemaFingerprint& book_fingerprint() const { return book_fingerprint_; }
  /// Index into book(); stops the program for an unknown name (names come from our own code).
  std::size_t book_table(std::string_view name) const;

  /// VACUUM INTO `target` (which must not exist) on this connection, then fsync of file and folder: a consistent copy
  /// for backup and verify. Outside a transaction. When it throws StoreError, no target is left behind.
  void copy_to(const std::filesystem::path& target);
  /// quick_check and foreign_key_check; the first complaint, or nothing.
  std::optional<std::string> check();
  /// True while a Transaction is open.
  bool in_transaction() const { return in_transaction_; }
  /// What the last checkpoint failed with; nothing when it went well. Nothing is lost then, but the WAL grows: for
  /// health reports.
  const std::optional<std::string>& checkpoint_fault() const { return checkpoint_fault_; }
  sqlite3* handle() const { return handle_.get(); }  ///< for this room only

 private:
  friend class Transaction;
  friend class Savepoint;
  /// Checkpoints, truncating the WAL, and closes.
  struct Close {
    void operator()(sqlite3* handle) const;
  };
  void execute_text(std::string_view sql);
  void count_commit();

  std::string vfs_;
  std::unique_ptr<sqlite3, Close> handle_;
  bool in_transaction_ = false;
  std::optional<std::string> checkpoint_fault_;
  int commits_since_checkpoint_ = 0;
  int checkpoint_every_commits_;
  std::vector<wire::TableShape> book_;
  wire::SchemaFingerprint book_fingerprint_{};
};

}  // namespace tirkeu::store
