// Opening and configuring the connection; internal to the room.
#pragma once

#include <string>

#include "sync/store/database.h"

namespace tirkeu::store {

/// Opens the file. Throws WrongDatabase when it is missing and may not be created, StoreError for everything else. The
/// handle is the caller's even when what follows throws.
sqlite3* open_file(const std::string& path, const DatabaseOptions& options);
/// Everything that can be set without writing into the file: limits, defences, timeouts.
void harden(sqlite3* handle, const DatabaseOptions& options);
/// Checks that the file is empty or ours (application id of `kind`). Returns true when it is empty. Throws
/// WrongDatabase.
bool check_owner(Database& database, const std::string& path, const DatabaseOptions& options);
/// Sets the pragmas that make a commit durable and writes accountable, and reads each back: a pragma that SQLite does
/// not know or cannot grant passes in silence.
void set_pragmas(Database& database, const DatabaseOptions& options);

/// "TirN" and "TirH" in the file's header.
std::int32_t application_id(DatabaseKind kind);

}  // namespace tirkeu::store
