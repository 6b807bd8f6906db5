// Brings a database to the tables of this program; internal to the room.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "schema/sql/files.h"
#include "sync/store/database.h"

namespace tirkeu::store {

/// Executes those of `files` (names "set/NNN_words.sql") that belong to `kind` and were not executed yet, in the order
/// of sets and numbers, all in one transaction, and writes down each with the digest of its text. Throws WrongDatabase,
/// and changes nothing, when the database has a file that is not among `files` (a newer program made it) or one whose
/// text was another. A read-only database that lacks files is refused too.
void migrate(Database& database, const std::string& path, const DatabaseOptions& options,
             std::span<const sql::EmbeddedFile> files);

/// Folders of schema/sql that make a database of that kind, in the order in which they are executed.
std::span<const std::string_view> file_sets(DatabaseKind kind);

}  // namespace tirkeu::store
