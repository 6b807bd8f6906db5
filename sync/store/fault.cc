#include "sync/store/fault.h"

#include <sqlite3.h>

namespace tirkeu::store {
namespace {

std::string_view advice(StoreError::Kind kind) {
  switch (kind) {
    case StoreError::Kind::kDiskFull:
      return "The disk is full: free space where the data lies, then try again. Nothing was half-written";
    case StoreError::Kind::kInputOutput:
      return "The disk failed to read or write: the program must reopen and verify its database before it goes on";
    case StoreError::Kind::kCorrupt:
      return "The database is damaged: stop, keep the file, and recover from the hub or a backup";
    case StoreError::Kind::kConstraint:
      return "The database refused a row";
    case StoreError::Kind::kBusy:
      return "Another program holds the database: stop it, only the service itself may write there";
    case StoreError::Kind::kOther:
      break;
  }
  return "The database refused a statement";
}

}  // namespace

StoreError::Kind kind_of(int result_code) {
  switch (result_code & 0xff) {
    case SQLITE_FULL:
      return StoreError::Kind::kDiskFull;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return StoreError::Kind::kInputOutput;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreError::Kind::kCorrupt;
    case SQLITE_CONSTRAINT:
      return StoreError::Kind::kConstraint;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreError::Kind::kBusy;
    default:
      return StoreError::Kind::kOther;
  }
}

void throw_fault(sqlite3* handle, int result_code, std::string_view doing) {
  const StoreError::Kind kind = kind_of(result_code);
  // SQLite's own text names tables and columns, never values.
  const std::string_view reason = handle != nullptr ? sqlite3_errmsg(handle) : sqlite3_errstr(result_code);
  std::string text(advice(kind));
  text.append(" (").append(reason).append(", SQLite code ").append(std::to_string(result_code));
  text.append(", while: ").append(doing).append(").");
  throw StoreError(kind, text);
}

void check_result(sqlite3* handle, int result_code, std::string_view doing) {
  if (result_code != SQLITE_OK) throw_fault(handle, result_code, doing);
}

}  // namespace tirkeu::store
