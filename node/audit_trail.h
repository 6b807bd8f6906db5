// Who read whose data, when (cl. 17). A read is durable here before its answer leaves, in a local table, because a log entry for
// every opened record would double the log; with the next act of the office, or before the next round when there is none, what was
// read since becomes facts of one entry and is from then on as safe from later hands as everything else in the log.
//
// Ids and counts only: never a person's data, and never the words that were searched for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/counter.h"

namespace tirkeu::node {

struct AuditLine {
  base::Instant at{};
  std::string account;
  std::string action;  ///< "read", "search", "print", "export"
  std::optional<base::RowId> record;
  std::optional<std::string> detail;
  bool in_log = false;  ///< false: waits for the next entry
};

struct AuditQuery {
  std::optional<base::RowId> record;
  std::optional<base::Instant> from, until;  ///< [from, until)
  int limit = 1000;
};

class AuditTrail {
 public:
  /// So many reads go into one entry; the rest waits for the next.
  static constexpr int kReadsPerEntry = 200;

  /// Rides along with every entry of `journal` from now on. Everything outlives the trail.
  AuditTrail(store::Database& database, Journal& journal, const Identity& identity, Counter& counter);

  /// When it returns, the read is on the disk. Outside a Transaction.
  void note(const std::string& account, const std::string& action, std::optional<base::RowId> record,
            const std::optional<std::string>& detail);
  /// Everything that waits into entries of its own; nothing in a life that may not write.
  void flush();
  /// Newest first; what waits is among them.
  std::vector<AuditLine> lines(const AuditQuery& query);

 private:
  void drain(Journal::Writing& writing);
  bool has_pending();

  store::Database& database_;
  Journal& journal_;
  const Identity& identity_;
  Counter& counter_;
  store::Statement add_;
  store::Statement pending_;
  store::Statement any_pending_;
  store::Statement remove_;
  store::Statement lines_;
};

}  // namespace tirkeu::node
