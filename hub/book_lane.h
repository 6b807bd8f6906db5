// The book lane: what the hub holds of an office's other lives goes down to the life that goes on, behind everything that is
// more urgent. So a machine that lost entries, or a new one that has none, gets them back, verbatim, with the ids and digests
// that they always had.
#pragma once

#include <vector>

#include "hub/nodes.h"
#include "sync/store/log_store.h"

namespace tirkeu::hub {

class BookLane {
 public:
  BookLane(store::LogStore& logs, Nodes& nodes) : logs_(logs), nodes_(nodes) {}

  /// Logs of the office's other lives, oldest first: a row never comes before one that it is about.
  std::vector<store::LogRecord> logs_for(const NodeRecord& node);
  /// Those of them that the node's cursors do not name, as its answer introduces them.
  std::vector<wire::LogIntroduction> introductions(const NodeRecord& node, const std::vector<wire::Position>& cursors);
  /// How far the node has `log`; nothing when it stands on something that this hub does not hold: its own log is the author's to
  /// know better, and a fork of it shows when its entries come up.
  std::optional<base::Sequence> held_by(const store::LogRecord& log, const std::vector<wire::Position>& cursors);

 private:
  store::LogStore& logs_;
  Nodes& nodes_;
};

}  // namespace tirkeu::hub
