// Lives of an office: which keys may begin one, and what becomes of the one before.
//
// An office has one living log at a time. A life begins with an enrolment file (a new machine) or with the word of the life
// before it (succession, on the same machine); either way every other life of the office that was active is superseded: what
// it had written is kept, what comes later from it waits for a person.
#pragma once

#include "hub/index_keeper.h"
#include "hub/nodes.h"
#include "sync/protocol/bundle.h"
#include "sync/store/log_store.h"

namespace tirkeu::hub {

class Lives {
 public:
  Lives(store::LogStore& logs, Nodes& nodes, IndexKeeper& index);

  /// What a succession claim is worth. `refusal` kNone: `node` may be bound. kUnknownSender: it proves nothing and is not kept.
  /// Anything else: its bundle is kept whole, under `cause`.
  struct Judged {
    NodeRecord node;
    wire::Refusal refusal = wire::Refusal::kUnknownSender;
    std::string cause;
    std::string detail;
  };
  /// `incarnation` as the bundle's header names it; the bundle's own signature is the caller's to check.
  Judged judge(const wire::SuccessionClaim& claim, base::Incarnation incarnation);

  /// A life of the office that began under a later grant is active: an old enrolment file must not stop it.
  bool is_outlived(const NodeRecord& node);
  /// Record, log and index key of a new life; the lives before it end, unless this one has
  /// ended itself. `claim`: of a succession. Inside the transaction.
  void bind(store::Transaction& transaction, NodeRecord& node, const wire::SuccessionClaim* claim, base::Instant at);

  /// The run goes beyond where that superseded life ended.
  static bool is_beyond(const NodeRecord& node, const wire::Section& section);

 private:
  std::optional<GrantRecord> grant_of(const NodeRecord& node);

  store::LogStore& logs_;
  Nodes& nodes_;
  IndexKeeper& index_;
};

}  // namespace tirkeu::hub
