// The lives that this machine's book has led: one that writes, and those before it, closed, whose last entries may still be on
// their way to the hub. Each has its own number, keys, log and receipts.
#pragma once

#include "node/identity.h"
#include "sync/protocol/succession.h"
#include "sync/store/log_store.h"

namespace tirkeu::node {

class OwnLives {
 public:
  OwnLives(store::LogStore& logs, store::Settings& settings, const Identity& identity, const KeyRing& keys);

  base::Incarnation current() const { return identity_.incarnation(); }
  bool is_closed(base::Incarnation life) const { return life != current(); }
  /// Keys of one of our lives; nothing for any other number.
  const NodeKeys* keys_of(base::Incarnation life) const;
  /// Keys that open what was sealed to `receiver`; those of the present life when nobody's do.
  const NodeKeys& keys_for(const crypto::KeyId& receiver) const;
  bool knows(const crypto::KeyId& receiver) const;

  /// Whose bundle goes up next: the oldest life that the hub has not heard to its end, else the present one. A closed life whose
  /// bundle the hub keeps for a person holds up nobody.
  base::Incarnation to_send();
  /// How far the hub holds a life, by its newest receipt, and never further than we do.
  base::Sequence held(base::Incarnation life);
  /// Entries of all lives but `life` that no receipt covers.
  std::uint64_t unsent_besides(base::Incarnation life);
  /// The newest receipt of the present life, or of the nearest before it that has one.
  std::optional<store::StoredReceipt> newest_receipt();

  /// What the first bundles of `life` carry when it took over from another; nothing once the hub has bound it.
  std::optional<wire::SuccessionClaim> succession_of(base::Incarnation life);
  /// `life` takes over from the one that ends there. Inside a transaction.
  static void note_succession(store::Settings& settings, base::Incarnation life, const protocol::LifeEnd& end);
  /// The hub has bound `life`. Inside a transaction.
  void forget_succession(base::Incarnation life);
  /// The hub keeps what a closed life sent for a person. Inside a transaction.
  void note_kept(base::Incarnation life);

 private:
  std::vector<base::Incarnation> lives();
  bool is_open(base::Incarnation life);

  store::LogStore& logs_;
  store::Settings& settings_;
  const Identity& identity_;
  const KeyRing& keys_;
};

}  // namespace tirkeu::node
