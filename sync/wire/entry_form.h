// A log entry taken apart for the learned codec, down to the single values of its rows, and put together again.
//
// Nothing is judged here: whatever does not come out of its parts as the very same bytes is no form, and travels as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/wire/messages.h"

namespace tirkeu::wire {

/// Types of SQLite's changeset format. REAL has no place in a book.
enum class CellType : std::uint8_t { kInteger = 1, kText = 3, kBlob = 4, kNull = 5 };

struct CellForm {
  CellType type = CellType::kNull;
  std::int64_t number = 0;
  std::string content;  ///< of a text, which has no NUL, or a blob
};
struct TableForm {
  std::string name;
  std::size_t columns = 0;
  std::vector<std::vector<CellForm>> rows;  ///< each with `columns` cells; all INSERT, direct
};
/// Primary key is the first column of every table.
using ChangesetForm = std::vector<TableForm>;

base::Bytes write_changeset(const ChangesetForm& form);
/// nothing when write_changeset() would not give back these bytes.
std::optional<ChangesetForm> take_apart(base::ByteView changeset);

/// An entry whose changeset is given as its form.
struct EntryForm {
  Entry entry;  ///< `changeset` is empty
  ChangesetForm changeset;
};
base::Bytes write_entry(EntryForm form);
/// nothing when write_entry() would not give back these bytes.
std::optional<EntryForm> take_entry_apart(base::ByteView entry);

}  // namespace tirkeu::wire
