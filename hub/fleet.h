// The department's offices as the hub sees them: who was heard of when, what is held, what waits for them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/ledger.h"
#include "hub/nodes.h"
#include "schema/registry/offices.h"

namespace tirkeu::hub {

struct OfficeStatus {
  const registry::Office* office = nullptr;
  std::string state;                        ///< none, granted, active, revoked, equivocated, superseded, quarantine
  base::Incarnation incarnation = 0;        ///< of the newest node; 0: none bound
  std::optional<base::Instant> last_seen_at;
  base::Sequence last_sequence_held = 0;
  std::optional<base::Milliseconds> lag;    ///< since the last round
  std::uint64_t pending = 0;                ///< entries of the hub's logs that the last answer had not yet brought there
  std::optional<base::Milliseconds> clock_offset;
  base::ClockFlags clock_flags = 0;
  std::string program;
  std::string fingerprint;                  ///< of the newest node's keys
  int quarantined = 0;                      ///< bundles kept for an administrator
};

class Fleet {
 public:
  Fleet(store::Database& database, store::LogStore& logs, Nodes& nodes, Ledger& ledger, const Department& department, HubTime& time);
  /// Every office of Annex 1 in this department, its own counter first.
  std::vector<OfficeStatus> offices(base::Instant now);
  /// Revokes the key of the office's newest node, or of `incarnation`. What is held stays; entries up to `after` are still taken when they come
  /// late, but what they claim goes to review. Without `after`, nothing that is not held now. Nothing when there is no such node.
  std::optional<NodeRecord> revoke(int office, std::optional<base::Incarnation> incarnation, const std::string& reason, const std::string& by,
                                   std::optional<base::Sequence> after = {});
  /// What the node of that office had taken in by its last bundle; noted by admission.
  void note_cursors(base::Incarnation incarnation, const std::vector<wire::Position>& cursors);

 private:
  store::Database& database_;
  store::LogStore& logs_;
  Nodes& nodes_;
  Ledger& ledger_;
  const Department& department_;
  HubTime& time_;
  store::Settings settings_;
  store::Statement quarantined_;
};

}  // namespace tirkeu::hub
