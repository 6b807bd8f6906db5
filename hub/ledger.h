// The hub's own logs: the department's, the index, the judgements, and one of verdicts per office. Same author code as a node's.
#pragma once

#include <algorithm>
#include <functional>
#include <map>

#include "hub/department.h"
#include "hub/keys.h"
#include "sync/store/book.h"
#include "sync/store/log_author.h"

namespace tirkeu::hub {

/// Hub time: the machine's clock, but never earlier than any time given before, because receipts bound other people's
/// claims. A clock that was set back stands still until it has caught up, and `behind_ms` says so.
class HubTime {
 public:
  HubTime(store::Settings& settings, base::Clock& clock);
  /// Inside a transaction; the value is kept with it.
  base::Instant take();
  base::Instant newest() const { return newest_; }
  /// What take() would give, without giving it.
  base::Instant now() const { return std::max(clock_.now(), newest_); }
  /// A time that this hub gave and had forgotten; inside a transaction.
  void remember(base::Instant given);
  base::Milliseconds behind();
  base::ClockReading reading(base::Instant at);

 private:
  store::Settings& settings_;
  base::Clock& clock_;
  base::Instant newest_{};
};

/// True for the logs, of whatever epoch, that the node of that office is sent.
bool is_sent_to(const store::LogRecord& log, int office);

class Ledger {
 public:
  Ledger(store::Database& database, store::LogStore& logs, store::Book& book, const Department& department, const HubKeys& keys,
         HubTime& time, const base::Limits& limits);

  /// Registers the logs of an epoch that begins; inside a transaction.
  static void create_logs(store::LogStore& logs, const wire::Epoch& epoch, EpochLogs numbers, int department,
                          const crypto::VerifyKey& hub_key);
  /// The logs that are written now.
  EpochLogs numbers() const { return department_.logs(); }

  class Writing {
   public:
    base::RowId mint() { return author_.mint(); }
    template <class Fact>
    void add(const Fact& fact) {
      book_.insert(fact);
    }

   private:
    friend class Ledger;
    Writing(store::LogAuthor& author, store::Book& book) : author_(author), book_(book) {}
    store::LogAuthor& author_;
    store::Book& book_;
  };
  /// Appends one entry to `log`; inside the caller's transaction.
  void append(store::Transaction& transaction, base::Incarnation log, base::Instant at, const std::function<void(Writing&)>& write);

 private:
  store::Database& database_;
  store::LogStore& logs_;
  store::Book& book_;
  const Department& department_;
  const HubKeys& keys_;
  HubTime& time_;
  base::Limits limits_;
  std::map<base::Incarnation, store::LogAuthor> authors_;
};

}  // namespace tirkeu::hub
