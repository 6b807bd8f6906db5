// The department's blind first-application index: which applications hold a place, findable only by who can compute a tag.
//
// A tag costs milliseconds of Argon2id, so making entries is split: adjudication notes what is wanted or ended in its own
// transaction; the tags are computed beside (a worker in the daemon), and publish() appends them in one entry.
//
// Its key is that of a generation. Rotation begins the next one: entries made from then on carry its tags, those that are there
// keep theirs, and a look-up computes one tag for each generation that still has a living entry.
#pragma once

#include <string>
#include <vector>

#include "hub/ledger.h"
#include "hub/nodes.h"
#include "sync/crypto/blind_tagger.h"
#include "sync/store/cases.h"

namespace tirkeu::hub {

class IndexKeeper {
 public:
  IndexKeeper(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger,
              base::Entropy& entropy);

  /// Makes the first generation's key; by init, inside a transaction.
  static void create_generation(store::Database& database, std::int64_t generation, base::Entropy& entropy, base::Instant at);

  /// The application holds a place: an entry will be made unless there is one. Inside a transaction.
  void want(base::RowId application);
  /// It holds none any more (`cause`: withdrawn, departed, annulled, superseded). Inside a transaction.
  void end(store::Transaction& transaction, base::RowId application, const std::string& cause, base::Instant at);
  /// It was corrected: ends its entry when that says something else now, so that a new one is made. Inside a transaction.
  void supersede(store::Transaction& transaction, base::RowId application, base::Instant at);
  /// The keys of the newest and of every other living generation, sealed to the node, into its office's log. Inside a transaction.
  void hand_keys_to(store::Transaction& transaction, const NodeRecord& node, base::Instant at);
  /// Begins a generation and hands its key to every active node, in a transaction of its own. Returns its number.
  std::int64_t rotate(Nodes& nodes, HubTime& time);

  /// One entry still to be made.
  struct Wanted {
    base::RowId application;
    std::string text;          ///< what the tag is computed over
    std::uint32_t tag = 0;     ///< to be filled in
  };
  std::vector<Wanted> wanted(std::size_t count_max);
  struct Generation {
    std::int64_t number = 0;
    base::Bytes key;
  };
  Generation newest_generation();
  /// The newest, and those with an entry that has not ended; ascending.
  std::vector<Generation> living_generations();
  /// Appends the entries whose application still holds a place, in a transaction of its own.
  void publish(const std::vector<Wanted>& tagged, std::int64_t generation, HubTime& time);

 private:
  void hand(store::Transaction& transaction, const NodeRecord& node, const std::vector<Generation>& generations, base::Instant at);

  store::Database& database_;
  store::Book& book_;
  store::Cases& cases_;
  Ledger& ledger_;
  base::Entropy& entropy_;
  store::Statement want_, unwant_, list_, generation_, living_;
};

}  // namespace tirkeu::hub
