// The queue at the counter (cl. 9): strictly first come, first served, numbered from 1 on each local day. Who waits is kept in a
// local table, durable before the number is told, so that a power cut empties no waiting room; a visit that is over is a fact of
// the book with its three times (arrived, called, finished), from which waiting and service are measured (cl. 7.2, 7.3).
//
// Nobody is called before somebody in front of him without a recorded reason. Visits of an earlier day that were forgotten stand in
// nobody's way and stay in the list until somebody ends them. A visit outside opening hours is allowed and marked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "node/counter.h"

namespace tirkeu::node {

struct OpenVisit {
  base::RowId id;
  std::string day;  ///< local
  std::int64_t number = 0;
  std::string purpose;
  base::Instant arrived_at{};
  std::optional<base::Instant> called_at;
  std::int64_t skipped = 0;
  std::optional<std::string> skip_reason;
  bool outside_hours = false;
};

class VisitQueue {
 public:
  /// Everything outlives the queue.
  VisitQueue(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter);

  static bool is_purpose(std::string_view purpose);  ///< application, collection, question, complaint

  struct Today {
    std::vector<OpenVisit> waiting;  ///< in their order
    std::vector<OpenVisit> called;
    std::int64_t finished = 0;
    std::optional<std::int64_t> median_wait_min;  ///< of all who were called today
  };
  Today today();
  /// How many of the same day wait in front of that number.
  std::int64_t ahead_of(const OpenVisit& visit);
  /// A visit of this office, open or over.
  bool knows(base::RowId id);

  Done<OpenVisit> arrive(const std::string& purpose, const Beside<OpenVisit>& beside = {});
  /// kNotNext when somebody of the same day waits in front and no reason is given; with one, everybody in front is marked skipped.
  Done<OpenVisit> call(base::RowId id, const std::optional<std::string>& skip_reason, const Beside<OpenVisit>& beside = {});
  /// "served" only for one who was called; "left" for anybody.
  Done<store::Visit> finish(base::RowId id, const std::string& outcome, const std::string& clerk,
                            const Beside<store::Visit>& beside = {});

 private:
  std::optional<OpenVisit> find(base::RowId id);
  std::vector<OpenVisit> open();
  std::int64_t next_number(const std::string& day);

  store::Database& database_;
  Journal& journal_;
  store::Book& book_;
  const Identity& identity_;
  Counter& counter_;
  store::Statement add_;
  store::Statement list_;
  store::Statement find_;
  store::Statement newest_number_;
  store::Statement ahead_;
  store::Statement skip_;
  store::Statement call_;
  store::Statement remove_;
  store::Statement over_;
};

}  // namespace tirkeu::node
