// Who read whose data (cl. 17), at the department and at its offices. What administrators and auditors read here is noted before the
// answer leaves (sync/daemon/read_trail.h) and goes into the hub's log of judgements, which stays here; what was read at the offices
// comes with their logs. Nobody can take a line out again.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/ledger.h"
#include "hub/time_cursor.h"
#include "sync/daemon/read_trail.h"

namespace tirkeu::hub {

struct AuditQuery {
  std::optional<base::RowId> record;
  std::optional<std::string> account, office;
  std::optional<base::Instant> from, until;  ///< [from, until)
  TimeCursor after = {};
  int limit = 200;
};
struct AuditPage {
  std::vector<store::Audit> items;  ///< newest first, by the clocks of those who noted them
  std::optional<std::string> next;
};

class AuditDesk {
 public:
  /// Everything outlives the desk.
  AuditDesk(store::Database& database, Ledger& ledger, HubTime& time, const Department& department);

  /// When it returns, the read is on the disk. Outside a Transaction.
  void note(const std::string& account, const std::string& action, std::optional<base::RowId> record,
            const std::optional<std::string>& detail);
  /// The same for several records that one answer shows.
  void note_all(const std::vector<daemon::Reading>& readings);
  /// The same inside a Transaction of the caller.
  void note_inside(const daemon::Reading& reading);
  /// What waits, into the log; the daemon does it every few seconds.
  void flush();
  /// Everything, what waits too: it goes into the log first.
  AuditPage list(const AuditQuery& query);

 private:
  store::Database& database_;
  Ledger& ledger_;
  HubTime& time_;
  const Department& department_;
  daemon::ReadTrail trail_;
  store::Statement list_;
};

}  // namespace tirkeu::hub
