// A database as a later version of the program would have made it: its book has a column more in two tables.
#pragma once

#include "sync/store/database.h"

namespace tirkeu::testing {

inline void grow_book(const std::string& file, store::DatabaseKind kind) {
  store::DatabaseOptions options;
  options.kind = kind;
  store::Database database(file, options);
  database.execute("ALTER TABLE application ADD COLUMN later TEXT");
  database.execute("ALTER TABLE verdict ADD COLUMN later INTEGER");
}

}  // namespace tirkeu::testing
