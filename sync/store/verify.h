// Verifier: proves that a database says nothing but what its logs say, and that the logs are what their keys signed.
//
// Run on a snapshot (Database::copy_to, opened read-only), because it reads everything. What it holds to be true and
// checks:
//   1. The file: SQLite's own quick_check and foreign_key_check.
//   2. Every log: sequences without gaps, each entry decodes, names its own log and position, and its digest follows
//   from the digest
//      before it and its bytes, from the log's base to its head.
//   3. Who signed: every own entry carries its key's signature, or was lost and given back by the hub. Received entries are
//      covered by the signature of a transfer at or behind them; what a transfer's signed bytes say is the caller's to judge (`check_transfer`).
//   4. The book: every applied entry's rows are in the tables, value by value, and the tables hold no other row.
//   5. Entries that a later life said again: still signed as they were, and the entry that stands for each names its digest.
//   6. The cases: folding the book anew gives what is stored.
// Signatures are checked last in each log, so the first fault named is the earliest. It goes on with the next log after
// a fault, but names only the first; counts say how far it came.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "sync/base/limits.h"
#include "sync/store/cases.h"
#include "sync/store/database.h"
#include "sync/store/log_store.h"

namespace tirkeu::store {

/// The first thing that is not as it must be. `what` is for the report: names, never content.
struct VerifyFault {
  base::Incarnation incarnation = 0;  ///< 0: no single log
  base::Sequence sequence = 0;        ///< 0: no single entry
  std::string what;
};

struct VerifyReport {
  std::uint64_t logs = 0;
  std::uint64_t entries = 0;
  std::uint64_t entries_held = 0;  ///< of these, not applied yet: verified as a chain only
  std::uint64_t signatures = 0;    ///< of own entries
  std::uint64_t transfers = 0;     ///< whose signature was checked
  std::uint64_t rows = 0;          ///< compared with the tables
  std::uint64_t faults = 0;
  std::optional<VerifyFault> first;
};

/// Says what is wrong with a transfer whose run ends at an entry of digest `head`, or nothing: its signature by the
/// sender's key, and that the signed bytes name that digest.
using CheckTransfer = std::function<std::optional<std::string>(const LogRecord& log, const LogStore::Transfer& transfer,
                                                               const crypto::Digest& head)>;

class Verifier {
 public:
  /// Without `check_transfer`, received logs are verified as chains only.
  Verifier(Database& database, std::uint32_t department, const base::Limits& limits, CheckTransfer check_transfer = {});
  ~Verifier();
  /// Throws StoreError when the database can't be read.
  VerifyReport run();

 private:
  struct Table;
  void fault(base::Incarnation incarnation, base::Sequence sequence, std::string what);
  void check_file();
  void check_log(const LogRecord& log);
  /// Returns what is wrong with the entry; `previous` becomes its digest.
  std::optional<std::string> check_entry(const LogRecord& log, const StoredEntry& stored, crypto::Digest& previous);
  std::optional<std::string> check_rows(const LogRecord& log, const wire::Entry& entry);
  std::optional<std::string> check_row(const wire::Row& row);
  /// Returns the last entry that lies there without a signature because it was given back; 0 for none.
  base::Sequence check_signatures(const LogRecord& log, const Head& head);
  /// Of a log that was written here until it was ended: returns the last entry that carries a signature of its own.
  base::Sequence check_own_part(const LogRecord& log);
  void check_transfers(const LogRecord& log, const Head& head);
  /// Entries that were said again: each still carries its author's signature, and another entry stands for it.
  void check_replaced();
  void check_extra_rows();

  Database& database_;
  std::uint32_t department_;
  base::Limits limits_;
  CheckTransfer check_transfer_;
  LogStore logs_;
  Book book_;
  Cases cases_;
  std::vector<Table> tables_;  ///< in the order of the book
  VerifyReport report_;
};

}  // namespace tirkeu::store
