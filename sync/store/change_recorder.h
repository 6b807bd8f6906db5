// ChangeRecorder: what one append writes into the book, taken from SQLite's sessions extension, and counted a second
// time.
//
// The extension loses changes in silence: a misspelt table, a NULL key, another preupdate hook, and it returns an empty
// changeset with SQLITE_OK. So the rows are also counted by the update hook, which works independently of it, and the
// caller compares. One recorder per append, attached to tables by name: a longer one would merge transactions, and one
// attached to everything would record shadow and statistics tables. It is gone, on every path, before the transaction
// ends.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sync/base/bytes.h"
#include "sync/store/database.h"

struct sqlite3_session;

namespace tirkeu::store {

class ChangeRecorder {
 public:
  /// Begins to record changes of `tables`; inside a transaction. At most one at a time per database.
  ChangeRecorder(Database& database, std::span<const std::string_view> tables);
  ~ChangeRecorder();
  ChangeRecorder(const ChangeRecorder&) = delete;
  ChangeRecorder& operator=(const ChangeRecorder&) = delete;

  /// What was recorded so far, in SQLite's changeset format. Throws StoreError.
  base::Bytes changeset();
  /// Rows inserted into the attached tables so far, by the update hook's count.
  std::size_t inserted() const { return inserted_; }
  /// Name of a book table that was written although it is not attached, or changed otherwise than by INSERT; empty when
  /// none.
  const std::string& trespass() const { return trespass_; }

 private:
  static void count(void* self, int operation, const char* schema, const char* table, long long row);
  Database& database_;
  std::span<const std::string_view> tables_;
  sqlite3_session* session_ = nullptr;
  std::size_t inserted_ = 0;
  std::string trespass_;
};

}  // namespace tirkeu::store
