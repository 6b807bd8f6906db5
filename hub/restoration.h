// What a hub that was restored from a backup takes back from its nodes: the receipts that it gave them, the entries of its own
// logs that it sent them, and the nodes themselves.
//
// Everything is believed because a key of this hub signed it, one that it has, had, or that the hub before it had by the root key's word, and is taken in word for word. The receipts come before the entries
// that they acknowledged, so that a claim keeps the bounds which its first verdict was given by.
#pragma once

#include <set>

#include "hub/epochs.h"
#include "hub/rule_desk.h"
#include "sync/protocol/bundle.h"
#include "sync/store/applier.h"
#include "sync/store/cases.h"

namespace tirkeu::hub {

class Restoration {
 public:
  Restoration(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, Nodes& nodes, Epochs& epochs,
              RuleDesk& rules, Department& department, store::Settings& settings, HubTime& time, base::Entropy& entropy,
              const base::Limits& limits);

  /// Takes note of keys that the hub had and forgot. The root key certified each, so it needs no other proof; in a transaction of its own.
  void learn_keys(const protocol::OpenedUp& opened);

  /// False: the bundle speaks of a receipt or an epoch that is not known here and does not show it; nothing may be answered but
  /// kRewoundHub. Shown, it begins a new epoch: the caller reads `node` again.
  bool may_go_on(const protocol::AuthenticUp& up, const NodeRecord& node);
  /// A sender that is not known here, as its grant and a receipt prove it; its bundle is still to be authenticated with that key.
  std::optional<NodeRecord> proven_node(const protocol::OpenedUp& opened);
  /// The sender's grant, when this hub signed it and has forgotten it: known again from now on. Inside a transaction.
  std::optional<GrantRecord> remember_grant(const protocol::OpenedUp& opened);

  struct Adopted {
    std::uint32_t entries = 0;           ///< of the hub's own logs
    std::set<std::string> documents;     ///< whose claims got a verdict back
    bool rules = false;                  ///< a rule set came back
    /// For entries of the sender's log: how far it was held at which hub time, ascending.
    std::vector<std::pair<base::Sequence, base::Instant>> held_at;

    /// When that entry had first been received: `now`, unless a receipt says earlier.
    base::Instant received_at(base::Sequence sequence, base::Instant now) const;
  };
  /// Takes in what the bundle returns. Inside a transaction.
  Adopted adopt(const protocol::AuthenticUp& up, const NodeRecord& node);
  /// After the commit.
  void follow(const Adopted& adopted);
  /// What is still to be asked of that node.
  std::optional<wire::Lost> lost(const NodeRecord& node, const wire::UpHeader& asked);

 private:
  /// The newest receipt that the proof shows to have been given to that key.
  std::optional<wire::Receipt> shown(const wire::Proof& proof, base::Incarnation incarnation, const crypto::KeyId& sign_key);
  /// The grant's hub key is one of ours; noted when it was not known. Inside a transaction.
  bool is_signed_by_us(const wire::ProvenGrant& proven, const wire::Grant& grant);
  void adopt_receipts(const wire::Proof& proof, const NodeRecord& node);
  void adopt_run(const protocol::Run& run, const wire::SignedBytes& evidence, Adopted& adopted);
  void apply(const store::LogRecord& log, Adopted& adopted);
  void follow_row(const store::AppliedRow& row, Adopted& adopted);
  void revoke_again();

  store::Database& database_;
  store::LogStore& logs_;
  store::Book& book_;
  store::Cases& cases_;
  Nodes& nodes_;
  Epochs& epochs_;
  RuleDesk& rules_;
  Department& department_;
  store::Settings& settings_;
  HubTime& time_;
  base::Entropy& entropy_;
  base::Limits limits_;
  store::Applier applier_;
  store::Statement earlier_receipts_, unwant_;
};

}  // namespace tirkeu::hub
