#include "hub/lives.h"

#include <algorithm>

#include "sync/protocol/succession.h"

namespace tirkeu::hub {

Lives::Lives(store::LogStore& logs, Nodes& nodes, IndexKeeper& index) : logs_(logs), nodes_(nodes), index_(index) {}

Lives::Judged Lives::judge(const wire::SuccessionClaim& claim, base::Incarnation incarnation) {
  Judged judged;
  const std::optional<GrantRecord> grant = nodes_.grant(claim.grant);
  const std::optional<NodeRecord> previous = nodes_.find(claim.previous);
  if (!grant || !previous || previous->grant_digest != wire::grant_digest(grant->grant_bytes)) return judged;
  if (incarnation <= claim.previous || incarnation >= grant->first_incarnation + base::kIncarnationsPerGrant) return judged;
  if (!protocol::proves(claim, incarnation, previous->sign_key)) return judged;
  judged.node.incarnation = incarnation;
  judged.node.office = previous->office;
  judged.node.sign_key = claim.sign_key;
  judged.node.seal_key = claim.seal_key;
  judged.node.grant_digest = previous->grant_digest;
  const auto keep = [&](wire::Refusal refusal, std::string cause, std::string detail) {
    judged.refusal = refusal;
    judged.cause = std::move(cause);
    judged.detail = std::move(detail);
    return judged;
  };
  if (nodes_.find(incarnation)) return keep(wire::Refusal::kSecondKey, "second_key", "another key holds this incarnation");
  if (previous->state == NodeState::kRevoked) return keep(wire::Refusal::kRevoked, "revoked", "its predecessor's key was revoked");
  // The machine need not stop: a number of its own collides with nobody's.
  if (previous->state == NodeState::kEquivocated) return keep(wire::Refusal::kSecondKey, "second_key", "its predecessor's key was stopped");
  if (previous->state == NodeState::kSuperseded)
    return keep(wire::Refusal::kSecondKey, "second_key", "its predecessor has another successor");
  const std::optional<crypto::Digest> held = logs_.digest_at(claim.previous, claim.head);
  if (held && *held != claim.head_digest)
    return keep(wire::Refusal::kSecondKey, "second_key", "it stands on another entry than this hub holds of its predecessor");
  judged.refusal = wire::Refusal::kNone;
  return judged;
}

std::optional<GrantRecord> Lives::grant_of(const NodeRecord& node) {
  for (GrantRecord& grant : nodes_.grants_of(node.office))
    if (wire::grant_digest(grant.grant_bytes) == node.grant_digest) return std::move(grant);
  return std::nullopt;
}

bool Lives::is_outlived(const NodeRecord& node) {
  return std::ranges::any_of(nodes_.of_office(node.office), [&](const NodeRecord& other) {
    return other.state == NodeState::kActive && other.incarnation > node.incarnation && other.grant_digest != node.grant_digest;
  });
}

void Lives::bind(store::Transaction& transaction, NodeRecord& node, const wire::SuccessionClaim* claim, base::Instant at) {
  for (NodeRecord& other : nodes_.of_office(node.office)) {
    if (node.state != NodeState::kActive || other.state != NodeState::kActive || other.incarnation == node.incarnation) continue;
    other.state = NodeState::kSuperseded;
    other.closed_at = claim != nullptr && claim->previous == other.incarnation ? claim->head : other.held_through;
    nodes_.put(other);
  }
  node.bound_at = at;
  nodes_.put(node);
  const std::optional<GrantRecord> grant = grant_of(node);
  const base::Incarnation first = grant ? grant->first_incarnation : node.incarnation;
  logs_.add_log({node.incarnation, wire::LogKind::kOffice, node.office, node.sign_key,
                 protocol::base_of_life(node.grant_digest, first, node.incarnation), false});
  index_.hand_keys_to(transaction, node, at);
}

bool Lives::is_beyond(const NodeRecord& node, const wire::Section& section) {
  const base::Sequence end = std::max(node.closed_at.value_or(0), node.held_through);
  return section.count > 0 && section.first + section.count - 1 > end;
}

}  // namespace tirkeu::hub
