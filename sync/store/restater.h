// Says the facts of lives that nobody may believe again in the words of a new life.
//
// For each entry, from a given one on, of each given log, in order, the new log gets one entry with the same rows in the same order, the same
// times, clock flags and cited receipt. Only ids differ: every row gets an id of the new life, in the order of the old ones, and every column
// that holds a row's id (row_ids.h) follows, when it named one of these rows. Each new entry also says which entry it repeats (`restated`), by key,
// sequence and digest, so that a reader who holds the old one can compare. The old entries leave their logs and lie among the replaced ones as
// evidence; their rows leave the book, since the book is what the logs say; the cases of both are folded anew.
//
// It is all one transaction of the caller: broken off anywhere, nothing of it happened.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sync/base/limits.h"
#include "sync/store/cases.h"
#include "sync/store/log_store.h"

namespace tirkeu::store {

class Restater {
 public:
  /// `log` is that of the new life: own, and empty. `office` is the author's code.
  struct NewLife {
    base::Incarnation log = 0;
    const crypto::SigningKey& key;
    std::string office;
    base::Instant at{};  ///< by the author's clock
  };
  /// Entries of an own log from `from` on.
  struct Branch {
    base::Incarnation log = 0;
    base::Sequence from = 1;
  };
  Restater(Database& database, LogStore& logs, Book& book, Cases& cases, std::uint32_t department, const base::Limits& limits);
  ~Restater();

  /// Inside `transaction`. `branches` oldest first; `waiting`: ids that were minted for rows which are not written yet. `beside` is called
  /// when all is said: local rows follow then, by table replaced_row where `leaving` is 1. Returns how many entries were said again. Throws
  /// StoreError when an old entry cannot be read or a new one not be written.
  std::uint64_t restate(Transaction& transaction, const std::vector<Branch>& branches, const std::vector<base::RowId>& waiting,
                        const NewLife& life, const std::function<void()>& beside = {});
  /// Under which id a row goes on that was said again, ever; nothing for any other.
  std::optional<base::RowId> successor(base::RowId old_id);

 private:
  struct Statements;
  struct OldEntry {
    base::Incarnation log = 0;
    StoredEntry stored;
    wire::Entry entry;
    std::vector<wire::Row> rows;  ///< into entry.changeset
  };
  std::deque<OldEntry> read(const std::vector<Branch>& branches);
  void number(const std::deque<OldEntry>& entries, const std::vector<base::RowId>& waiting, const NewLife& life);
  /// The rows leave the book; returns the applications that they were about.
  std::vector<base::RowId> take_out(const std::deque<OldEntry>& entries);
  void say_again(Transaction& transaction, const OldEntry& old, const NewLife& life);
  void insert(const wire::Row& row);
  std::int64_t renamed(std::int64_t id) const;

  Database& database_;
  LogStore& logs_;
  Book& book_;
  Cases& cases_;
  std::uint32_t department_;
  base::Limits limits_;
  std::unique_ptr<Statements> statements_;
  std::map<std::int64_t, std::int64_t> ids_;  ///< old to new, of the run under way
};

}  // namespace tirkeu::store
