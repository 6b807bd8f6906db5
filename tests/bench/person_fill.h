// A hub's person tables with millions of records, as if each had been noted when it arrived: what is kept of each comes
// from the functions that PersonKeeper::note() calls, only the order of writing differs (each table once, in the order
// of its key, in few large transactions). Pairs among the records themselves are left out: an arrival does not read
// them. That the tables are equal row by row to what note() leaves is a test (tests/unit/hub/person_fill_test.cc).
#pragma once

#include <unordered_map>
#include <vector>

#include "schema/registry/person_match.h"
#include "sync/store/database.h"

namespace tirkeu::bench {

class PersonFill {
 public:
  /// Of a hub that has no records yet and that nobody else has open. At most 16 bytes of memory a key of each record.
  explicit PersonFill(store::Database& database);
  /// Each record once, in any order.
  void add(base::RowId application, const registry::PersonTraits& traits);
  struct Totals {
    std::uint64_t records = 0, keys = 0, largest_block = 0;
    std::uint64_t most_frequent_surname = 0;  ///< records that have it
  };
  /// Writes what add() has collected. Once.
  Totals finish();

 private:
  struct Key {
    std::int64_t key = 0, application = 0;
    auto operator<=>(const Key&) const = default;
  };
  void breathe();

  store::Database& database_;
  store::Statement put_traits_, put_block_, put_term_;
  std::optional<store::Transaction> transaction_;
  std::uint64_t written_ = 0;
  std::vector<Key> keys_;
  std::unordered_map<std::int64_t, std::uint64_t> terms_;
  Totals totals_;
};

}  // namespace tirkeu::bench
