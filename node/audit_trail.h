// Who read whose data, when (cl. 17): every read is noted before its answer leaves (sync/daemon/read_trail.h); with the next act of the
// office, or before the next round when there is none, what was read since becomes facts of one entry.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/counter.h"
#include "sync/daemon/read_trail.h"

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
  /// Rides along with every entry of `journal` from now on. Everything outlives the trail.
  AuditTrail(store::Database& database, Journal& journal, const Identity& identity, Counter& counter);

  /// When it returns, the read is on the disk. Outside a Transaction.
  void note(const std::string& account, const std::string& action, std::optional<base::RowId> record,
            const std::optional<std::string>& detail);
  /// The same inside a Transaction of the caller.
  void note_inside(const daemon::Reading& reading);
  /// Everything that waits into entries of its own; nothing in a life that may not write.
  void flush();
  /// Newest first; what waits is among them.
  std::vector<AuditLine> lines(const AuditQuery& query);

 private:
  void drain(Journal::Writing& writing);

  store::Database& database_;
  Journal& journal_;
  const Identity& identity_;
  Counter& counter_;
  daemon::ReadTrail trail_;
  store::Statement lines_;
};

}  // namespace tirkeu::node
