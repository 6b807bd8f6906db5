// The book as earlier versions of the program had it; internal to the room.
//
// The book only grows: by tables, and by columns that may be NULL. So an entry that was taken from an earlier book can be
// read by that book's shape, and its rows are rows of the present one that leave out what came later. Which books there have
// been follows from the numbered files of schema/sql/book: after each of them, some program may have lived.
#pragma once

#include <vector>

#include "sync/store/database.h"
#include "sync/wire/changeset.h"
#include "sync/wire/messages.h"

namespace tirkeu::store {

/// The book that an entry with this fingerprint was taken from: that of `database`, or an earlier one, which lives as long as the
/// program; nullptr: one that this program does not know, so a newer one.
const std::vector<wire::TableShape>* book_of(const Database& database, const wire::SchemaFingerprint& fingerprint);

/// Rows of an earlier book as rows of `present`, NULL in the columns that came later. Tables and columns are found by their
/// names; stops the program when one is missing, since books only grow.
std::vector<wire::Row> in_present_book(std::vector<wire::Row> rows, const std::vector<wire::TableShape>& earlier,
                                       const std::vector<wire::TableShape>& present);

}  // namespace tirkeu::store
