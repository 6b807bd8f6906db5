#include "node/start_check.h"

namespace tirkeu::node {

LifeState check_start(const Identity& identity, store::LogStore& logs, const KeyRing& keys,
                      const std::expected<WitnessFile, WitnessFault>& found, const std::vector<WitnessMark>& marks) {
  const base::Incarnation own = identity.incarnation();
  if (const std::optional<store::StoredReceipt> receipt = logs.newest_receipt(own))
    if (receipt->held_through > logs.head(own).sequence) return LifeState::kRewound;
  if (!found) return LifeState::kUnwitnessed;
  const Witness& witness = found->witness;
  // Its key is not on this machine: keys and database were put back together, from before that life began.
  if (witness.incarnation > own) return LifeState::kRewound;
  const NodeKeys* signer = keys.find(witness.incarnation);
  if (signer == nullptr || !found->is_signed_by(signer->sign.verify_key())) return LifeState::kUnwitnessed;
  // An earlier life's witness: this life began, and the power went before its own was written.
  if (witness.incarnation == own) {
    const std::optional<crypto::Digest> ours = logs.digest_at(own, witness.head.sequence);
    if (!ours) return LifeState::kRewound;
    if (*ours != witness.head.digest) return LifeState::kCloned;
  }
  return is_same_machine(witness.marks, marks) ? LifeState::kOk : LifeState::kMoved;
}

}  // namespace tirkeu::node
