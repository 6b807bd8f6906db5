#include "hub/book_lane.h"

#include <algorithm>

namespace tirkeu::hub {

std::vector<store::LogRecord> BookLane::logs_for(const NodeRecord& node) {
  std::vector<store::LogRecord> logs;
  for (const NodeRecord& life : nodes_.of_office(node.office)) {
    if (life.incarnation == node.incarnation) continue;
    if (std::optional<store::LogRecord> log = logs_.log(life.incarnation)) logs.push_back(std::move(*log));
  }
  return logs;
}

std::vector<wire::LogIntroduction> BookLane::introductions(const NodeRecord& node, const std::vector<wire::Position>& cursors) {
  std::vector<wire::LogIntroduction> introduced;
  for (const store::LogRecord& log : logs_for(node)) {
    if (std::ranges::find(cursors, log.incarnation, &wire::Position::incarnation) != cursors.end()) continue;
    // What does not fit is introduced by the next answer: by then the node names these.
    if (introduced.size() == wire::kIntroducedMax) break;
    introduced.push_back({log.incarnation, log.kind, log.office, log.sign_key, log.base});
  }
  return introduced;
}

std::optional<base::Sequence> BookLane::held_by(const store::LogRecord& log, const std::vector<wire::Position>& cursors) {
  const auto cursor = std::ranges::find(cursors, log.incarnation, &wire::Position::incarnation);
  if (cursor == cursors.end()) return 0;
  const std::optional<crypto::Digest> ours = logs_.digest_at(log.incarnation, cursor->sequence);
  if (!ours || wire::mark_of(*ours) != cursor->digest) return std::nullopt;
  return cursor->sequence;
}

}  // namespace tirkeu::hub
