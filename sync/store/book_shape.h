// The book's tables as a database really has them; internal to the room.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "sync/store/database.h"
#include "sync/wire/changeset.h"
#include "sync/wire/messages.h"

namespace tirkeu::store {

/// Names of the book's tables in their fixed order; new ones are appended.
std::span<const std::string_view> book_tables();
/// Reads each table of the book from the schema. Throws WrongDatabase when one is missing or is not as replication
/// needs it: STRICT, `id INTEGER PRIMARY KEY` first, no generated columns, only INTEGER, TEXT and BLOB. Each violation
/// would be a silent loss.
std::vector<wire::TableShape> read_book_shape(Database& database);
/// First 8 bytes of the digest over tables, columns, types and nullability in their order.
wire::SchemaFingerprint fingerprint_of(const std::vector<wire::TableShape>& book);

}  // namespace tirkeu::store
