// Reading a statement to its end, or one row of it, so that no SELECT ever stays open, whatever is thrown meanwhile.
#pragma once

#include <optional>
#include <vector>

#include "sync/store/database.h"

namespace tirkeu::store {

class ResetAtExit {
 public:
  explicit ResetAtExit(Statement& statement) : statement_(statement) {}
  ~ResetAtExit() { statement_.reset(); }
  ResetAtExit(const ResetAtExit&) = delete;
  ResetAtExit& operator=(const ResetAtExit&) = delete;

 private:
  Statement& statement_;
};

/// What `read` makes of the first row; nothing when there is none.
template <class Read>
auto first_row(Statement& statement, Read read) -> std::optional<decltype(read(statement))> {
  const ResetAtExit reset(statement);
  if (!statement.step()) return std::nullopt;
  return read(statement);
}

/// What `read` makes of each row.
template <class Read>
auto all_rows(Statement& statement, Read read) -> std::vector<decltype(read(statement))> {
  const ResetAtExit reset(statement);
  std::vector<decltype(read(statement))> rows;
  while (statement.step()) rows.push_back(read(statement));
  return rows;
}

}  // namespace tirkeu::store
