// SQLite's result codes as StoreError, with a sentence that says what to do. Internal to the room.
#pragma once

#include <string_view>

#include "sync/store/database.h"

namespace tirkeu::store {

StoreError::Kind kind_of(int result_code);
/// Throws StoreError for the newest failure of `handle` (which may be null when opening failed). `doing`: what was
/// going on.
[[noreturn]] void throw_fault(sqlite3* handle, int result_code, std::string_view doing);
/// throw_fault() unless `result_code` is SQLITE_OK.
void check_result(sqlite3* handle, int result_code, std::string_view doing);

}  // namespace tirkeu::store
