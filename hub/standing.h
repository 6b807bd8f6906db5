// What this hub holds of a node's log before a bundle's run, and so whether the run can be read at all.
#pragma once

#include "hub/nodes.h"
#include "sync/protocol/bundle.h"
#include "sync/store/log_store.h"

namespace tirkeu::hub {

/// nothing: the entry before the run is not held, or the run is coded after a receipt that this hub has lost. The node then
/// sends again from what its next receipt says.
inline std::optional<protocol::Standing> standing_of(store::LogStore& logs, const NodeRecord& node, const wire::UpHeader& header) {
  const base::Sequence first = header.section.first;
  const std::optional<crypto::Digest> base = logs.digest_at(node.incarnation, first - 1);
  if (!base) return std::nullopt;
  protocol::Standing standing;
  standing.digest = *base;
  if (header.codec != wire::Codec::kLearned1) return standing;
  const std::optional<crypto::Digest> cited =
      header.last_receipt_number == 0 ? node.grant_digest : logs.receipt_digest(node.incarnation, header.last_receipt_number);
  if (!cited) return std::nullopt;
  standing.receipt = wire::prefix16(*cited);
  standing.before = logs.entries_before(node.incarnation, first, wire::kEntriesBefore);
  return standing;
}

}  // namespace tirkeu::hub
