// Composes the hub's answer to a node: receipt, what the node's logs lack, how far the hub sees. Stored before it leaves.
#pragma once

#include <map>

#include "hub/book_lane.h"
#include "hub/keys.h"
#include "hub/ledger.h"
#include "hub/nodes.h"
#include "sync/protocol/bundle.h"

namespace tirkeu::hub {

class AnswerDesk {
 public:
  AnswerDesk(store::LogStore& logs, Nodes& nodes, const Department& department, const HubKeys& keys, base::Entropy& entropy,
             const base::Limits& limits, std::string program);

  /// The next answers go to somebody who sealed to that key of ours: who does not know the newest is told of it.
  void answer_to(const crypto::KeyId& sealed_to);
  /// Inside a transaction. Order of the runs: verdicts, department, index, then the office's other lives (book_lane.h); what does not fit into `bytes_wanted` waits and `more`
  /// is set. `node` is updated (receipt number, last round) and must be stored by the caller in the same transaction. `refusal`
  /// becomes kRewoundHub when `asked` claims more of the present epoch's logs than there is. `lost`: what this hub asks back.
  base::Bytes write(NodeRecord& node, const wire::UpHeader& asked, wire::Refusal& refusal, base::Instant at, std::size_t bytes_wanted,
                    const std::optional<wire::Lost>& lost = {});
  /// An answer to somebody whose key we know only from a claim: a refusal and nothing else. Nothing is stored.
  base::Bytes write_refusal(base::Incarnation incarnation, const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key,
                            wire::Refusal refusal, base::Instant at);

 private:
  /// What an answer may still carry.
  struct Room {
    std::size_t bytes = 0;
    std::size_t entries = 0;
  };
  /// The entries of `log` behind `held` go into `runs` as far as there is room; `header` says when there is more.
  void add_run(base::Incarnation log, base::Sequence held, Room& room, wire::DownHeader& header,
               std::vector<protocol::OutgoingRun>& runs);
  std::vector<protocol::OutgoingRun> runs(const NodeRecord& node, const wire::UpHeader& asked, std::size_t bytes_wanted,
                                          wire::DownHeader& header);
  /// What that office is sent, in the order in which it goes.
  std::vector<store::LogRecord> logs_for(int office);
  wire::Receipt receipt(const NodeRecord& node, const wire::UpHeader& asked, base::Instant at);
  /// Into `header` what this hub can see, as far as the node was not told it by the very receipt it names. Only ever a saving: a
  /// hub that was started anew, or an answer that was lost, tells everything again.
  void tell(const NodeRecord& node, const wire::UpHeader& asked, wire::DownHeader& header);

  store::LogStore& logs_;
  Nodes& nodes_;
  const Department& department_;
  const HubKeys& keys_;
  base::Entropy& entropy_;
  base::Limits limits_;
  std::string program_;
  bool tells_keys_ = false;
  BookLane book_lane_;
  /// What the newest answer to each node said, with all that was said before it.
  struct Told {
    std::uint32_t receipt = 0;
    std::map<int, base::Instant> horizon;  ///< by office, whole minutes
  };
  std::map<base::Incarnation, Told> told_;
};

}  // namespace tirkeu::hub
