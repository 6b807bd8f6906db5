#include "sync/store/database.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "schema/sql/files.h"
#include "sync/base/invariant.h"
#include "sync/store/book_shape.h"
#include "sync/store/connection.h"
#include "sync/store/fault.h"
#include "sync/store/migration.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

/// SQLite does not sync what VACUUM INTO wrote, so the copy is opened once more through the same VFS.
void sync_file(sqlite3_vfs* vfs, const std::string& path) {
  const char* name = sqlite3_create_filename(path.c_str(), "", "", 0, nullptr);
  std::vector<std::max_align_t> memory(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
  auto* file = reinterpret_cast<sqlite3_file*>(memory.data());
  int granted = 0;
  int result = vfs->xOpen(vfs, name, file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, &granted);
  if (result == SQLITE_OK) result = file->pMethods->xSync(file, SQLITE_SYNC_FULL);
  if (file->pMethods != nullptr) file->pMethods->xClose(file);
  sqlite3_free_filename(name);
  check_result(nullptr, result, "writing the copy through to the disk");
}

/// The copy's name is durable only when its folder is.
void sync_folder(const std::filesystem::path& folder) {
  const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced)
    throw StoreError(StoreError::Kind::kInputOutput,
                     "The folder of the copy could not be written through to the disk.");
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
  // Failing here costs nothing: the next start finds the rows in the WAL.
  if (sqlite3_db_readonly(handle, "main") == 0) {
    sqlite3_wal_checkpoint_v2(handle, "main", SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  }
  if (sqlite3_close(handle) == SQLITE_BUSY) base::stop("a Statement or ChangeRecorder outlives its Database");
}

Database::Database(const std::string& path, const DatabaseOptions& options)
    : vfs_(options.vfs), checkpoint_every_commits_(options.checkpoint_every_commits) {
  handle_.reset(open_file(path, options));
  harden(handle(), options);
  check_owner(*this, path, options);
  set_pragmas(*this, options);
  migrate(*this, path, options, sql::files());
  book_ = read_book_shape(*this);
  book_fingerprint_ = fingerprint_of(book_);
}

Database::~Database() {
  if (in_transaction_) base::stop("a Transaction outlives its Database");
}

void Database::execute_text(std::string_view sql) {
  // After some faults SQLite rolls back by itself and would save whatever follows as a transaction of its own.
  if (in_transaction_ && sqlite3_get_autocommit(handle()) != 0) {
    throw StoreError(StoreError::Kind::kOther,
                     "The transaction was undone by an earlier fault; nothing of it is saved.");
  }
  const std::string text(sql);
  check_result(handle(), sqlite3_exec(handle(), text.c_str(), nullptr, nullptr, nullptr), sql);
}

void Database::count_commit() {
  if (++commits_since_checkpoint_ < checkpoint_every_commits_) return;
  const int result = sqlite3_wal_checkpoint_v2(handle(), "main", SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  if (result == SQLITE_OK) {
    commits_since_checkpoint_ = 0;
    checkpoint_fault_.reset();
  } else {
    // The rows are durable in the WAL already, so this must not look like a failed commit; the next commit tries again.
    checkpoint_fault_ = sqlite3_errmsg(handle());
  }
}

std::size_t Database::book_table(std::string_view name) const {
  for (std::size_t index = 0; index < book_.size(); ++index) {
    if (book_[index].name == name) return index;
  }
  base::stop("the book has no table of that name");
}

void Database::copy_to(const std::filesystem::path& target) {
  if (in_transaction_) base::stop("copy_to() stands outside a Transaction");
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_.empty() ? nullptr : vfs_.c_str());
  int exists = 1;
  vfs->xAccess(vfs, target.c_str(), SQLITE_ACCESS_EXISTS, &exists);
  if (exists != 0)
    throw StoreError(StoreError::Kind::kOther, "The copy's target exists already; it is never overwritten.");
  // A reading connection may copy too: what it must not write is its own file, and that was opened for reading.
  const bool reads_only = sqlite3_db_readonly(handle(), "main") == 1;
  try {
    if (reads_only) execute("PRAGMA query_only = OFF");
    Statement copy(*this, "VACUUM INTO ?1");
    copy.bind(1, target.native()).run();
    if (reads_only) execute("PRAGMA query_only = ON");
    sync_file(vfs, target.native());
    if (vfs_.empty()) sync_folder(target.parent_path());
  } catch (...) {
    vfs->xDelete(vfs, target.c_str(), 0);
    throw;
  }
}

std::optional<std::string> Database::check() {
  Statement quick(*this, "PRAGMA quick_check(1)");
  const auto pages = first_row(quick, [](Statement& row) { return row.text(0); });
  if (pages != "ok") return pages.value_or("quick_check gave no answer");
  Statement foreign_keys(*this, "PRAGMA foreign_key_check");
  return first_row(foreign_keys, [](Statement& row) {
    return "a row of " + row.text(0) + " refers to a row of " + row.text(2) + " that is not there";
  });
}

}  // namespace tirkeu::store
