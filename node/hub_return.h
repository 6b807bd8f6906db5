// What this node gives back to a hub that was restored from a backup: the receipts that it was given, the entries of the hub's own
// logs that it holds, and, when the hub has forgotten it altogether, its grant. All of it is the hub's own word, with its signature.
#pragma once

#include "node/identity.h"
#include "sync/protocol/bundle.h"
#include "sync/store/log_store.h"

namespace tirkeu::node {

class HubReturn {
 public:
  HubReturn(store::LogStore& logs, store::Settings& settings, const Identity& identity);

  /// The next bundles show who we are and what the hub signed, until an answer is taken in: it said that it does not know us, or
  /// they go by stick, where nobody can ask.
  void show_all() { show_all_ = true; }
  bool shows_all() const { return show_all_; }

  /// What goes into the next bundle.
  struct Parts {
    std::optional<wire::Proof> proof;
    std::vector<wire::ReturnedRun> returned;
    std::vector<base::Bytes> entries;                      ///< of `returned`, one run after the other
    std::optional<base::Sequence> own_through;             ///< entries of our log behind this wait for the receipts that cover them
  };
  /// `held`: how far the hub holds the log of `life`, whose keys are `keys`.
  Parts parts(base::Incarnation life, const NodeKeys& keys, base::Sequence held, std::size_t bytes_max);
  /// The hub began another epoch; entries up to `held_before` were acknowledged in an earlier one. Inside a transaction.
  void note_epoch(base::Incarnation life, base::Sequence held_before);
  /// Notes what an answer asks back. Inside a transaction. True: we have something of it and should send it at once.
  bool note(base::Incarnation life, const wire::DownHeader& header);

 private:
  std::optional<wire::Lost> asked(base::Incarnation life);
  /// Receipts beyond `known` of which an entry's time depends, oldest first.
  std::vector<store::StoredReceipt> receipts_to_show(base::Incarnation life, std::uint32_t known, const wire::Epoch& present, base::Sequence held);
  void add_run(const wire::Position& wanted, std::size_t bytes_max, Parts& parts);

  store::LogStore& logs_;
  store::Settings& settings_;
  const Identity& identity_;
  bool show_all_ = false;
};

}  // namespace tirkeu::node
