// The one way in which this office writes: a business transaction = the facts, their signed log entry and the folded cases,
// committed together. Whoever gets a value back from record() may tell the clerk that it is saved.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "node/own_lives.h"
#include "sync/store/cases.h"
#include "sync/store/log_author.h"

namespace tirkeu::node {

class Journal {
 public:
  Journal(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, const Identity& identity,
          OwnLives& lives, base::Clock& clock, const base::Limits& limits);

  /// What a writer inside record() may do.
  class Writing {
   public:
    /// Time of this transaction: goes into the facts and the entry alike.
    base::Instant at() const { return at_; }
    base::RowId mint() { return author_.mint(); }
    template <class Fact>
    void add(const Fact& fact, base::RowId application) {
      book_.insert(fact);
      touched_.push_back(application);
    }
    /// A fact that is about no application (a visit, a complaint, an opinion): it changes no case.
    template <class Fact>
    void add(const Fact& fact) {
      book_.insert(fact);
    }

   private:
    friend class Journal;
    Writing(store::LogAuthor& author, store::Book& book, base::Instant at) : author_(author), book_(book), at_(at) {}
    store::LogAuthor& author_;
    store::Book& book_;
    base::Instant at_;
    std::vector<base::RowId> touched_;
  };

  /// Runs `write` and, after the entry was appended, `beside` (local rows that belong to the same transaction: an idempotency
  /// answer, a draft to forget). Returns after COMMIT. Throws store::StoreError: then nothing happened.
  void record(const std::function<void(Writing&)>& write, const std::function<void()>& beside = {});

  /// One fact about an application: its id and time are filled in. Returns the fact as it was written.
  template <class Fact>
  Fact record_one(Fact fact, const std::function<void(const Fact&)>& beside = {}) {
    record(
        [&](Writing& writing) {
          fact.id = writing.mint();
          fact.recorded_at = writing.at();
          writing.add(fact, fact.application);
        },
        [&] {
          if (beside) beside(fact);
        });
    return fact;
  }

  /// Called in every record() after its own facts: what rides along in the same entry (AuditTrail). One; a record() whose `write`
  /// adds nothing is allowed as long as this adds something.
  void ride_along(std::function<void(Writing&)> rider) { rider_ = std::move(rider); }

  /// An id for something that becomes a fact later (a visit that has only begun). Inside a Transaction of the caller.
  base::RowId mint() { return author_->mint(); }

  /// Another life of this office goes on from here: its log is written from now on.
  void begin_life();

  /// The clocks with our own doubts added: behind a receipt, or before the grant was written.
  base::ClockReading read_clock();

 private:
  wire::Prefix16 last_receipt();

  store::Database& database_;
  store::LogStore& logs_;
  store::Book& book_;
  store::Cases& cases_;
  const Identity& identity_;
  OwnLives& lives_;
  base::Clock& clock_;
  base::Limits limits_;
  std::optional<store::LogAuthor> author_;  ///< of the present life; always there
  std::function<void(Writing&)> rider_;
};

}  // namespace tirkeu::node
