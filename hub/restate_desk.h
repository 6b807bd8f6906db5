// Orders to say facts again, and what the hub can prove about facts that were.
//
// A machine whose key lay in quarantine and was approved is told to begin a life under a grant that only its old key can use, and from where on its
// facts are to be said again. The order goes out with every answer to that key until the new life is heard. When the facts come, the bundles that
// lay in quarantine prove them: their chain, to which the old key signed, holds the digest that each of them cites. So what is said again is
// bounded in time as if it had been taken in when it first came: not before the receipt that the old entry cites, not after this hub had the
// old bundle. What no kept bundle holds (it was written after the last one) counts from when it comes now.
#pragma once

#include <map>

#include "hub/enrolment_desk.h"
#include "hub/quarantine.h"
#include "sync/protocol/bundle.h"
#include "sync/store/book.h"

namespace tirkeu::hub {

class RestateDesk {
 public:
  struct Order {
    base::Incarnation first_incarnation = 0;  ///< of the grant
    int office = 0;
    base::Incarnation life = 0;               ///< under which the key lay in quarantine
    crypto::VerifyKey sign_key;
    crypto::SealTo seal_key;
    base::Incarnation from_life = 0;
    base::Sequence from = 1;
    std::optional<base::Instant> done_at;
  };
  struct Proven {
    base::Instant received_at{};
    wire::Prefix16 cited{};  ///< the receipt that the old entry cites
  };

  RestateDesk(store::Database& database, store::LogStore& logs, store::Book& book, Nodes& nodes, EnrolmentDesk& enrolments,
              Quarantine& quarantine, const HubKeys& keys, const base::Limits& limits);

  /// Inside a transaction. The one that is open for that key already, or a new one. `kept`: the bundle of that key that a person approved.
  Order give(store::Transaction& transaction, const QuarantineCase& kept, const std::string& by, base::Instant at);
  std::optional<Order> open_for(const crypto::VerifyKey& key);
  std::optional<Order> of_grant(base::Incarnation first_incarnation);
  /// As it travels.
  wire::Restatement told(const Order& order);
  /// The new life was heard; inside a transaction.
  void note_done(const Order& order, base::Instant at);

  /// What a kept bundle proves of the entry that `fact` says again.
  std::optional<Proven> proven(const store::Restated& fact);
  /// Why `fact` may not stand: what it says again is in the book already. Empty: it may.
  std::string doubled(const store::Restated& fact);
  /// When the enrolment of that old life was granted: the weakest bound of all that it wrote.
  std::optional<base::Instant> granted_at(const store::Restated& fact, int office);
  /// Cases of that key of which every entry is in the book by now are settled; inside a transaction. Also forgets what was proven.
  void settle_told(const crypto::VerifyKey& key, base::Instant at);
  /// The same for one case: an old stick brings once more what was said again.
  void settle_if_told(const QuarantineCase& kept, base::Instant at);

 private:
  std::optional<protocol::AuthenticUp> read_bundle(const QuarantineCase& kept);
  /// The kept bundle's entries, chained from where this hub can vouch for what stands before them.
  std::optional<protocol::Run> run_of(const QuarantineCase& kept);
  base::Sequence first_doubtful(base::Incarnation from_life, const wire::UpHeader& header);
  /// Every entry of that bundle is in the book; nothing when it cannot be read.
  std::optional<bool> is_told(const QuarantineCase& kept);
  bool is_in_book(const protocol::ChainedEntry& entry, base::Incarnation log);
  static Order read(store::Statement& row);

  store::LogStore& logs_;
  store::Book& book_;
  Nodes& nodes_;
  EnrolmentDesk& enrolments_;
  Quarantine& quarantine_;
  const HubKeys& keys_;
  base::Limits limits_;
  store::Statement give_, open_for_, of_grant_, done_, citing_;
  std::map<crypto::VerifyKey, std::map<crypto::Digest, Proven>> proofs_;  ///< of keys whose facts come in just now
};

}  // namespace tirkeu::hub
