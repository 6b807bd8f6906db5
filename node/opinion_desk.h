// What people say of the service: complaints, which an office may receive and which the department works on (cl. 20-25), and
// anonymous opinions, from which Annex 5 is reckoned (cl. 18, 19).
//
// A complaint gets its number here, "KZ-06-03/2026/C-1", running per office and year ("CC-1" at the department's own counter, since
// the department's journal numbers under the same code), and the day of its answer: 15 calendar days from its receipt (a number of the
// rule set); only the department can extend it. An opinion keeps the day and no more, so that nobody can be found by it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/counter.h"
#include "sync/daemon/complaint.h"
#include "sync/service/rate_limit.h"

namespace tirkeu::node {

struct OpinionWish {
  bool process = false, information = false, courtesy = false;  ///< satisfied with
  std::optional<std::string> comment;
};

class OpinionDesk {
 public:
  /// More than that in a minute is no queue of people but a program.
  static constexpr std::size_t kOpinionsPerMinute = 30;

  /// Everything outlives the desk.
  OpinionDesk(store::Database& database, Journal& journal, store::Book& book, const Identity& identity, Counter& counter);

  Done<store::Complaint> receive(const daemon::ComplaintWish& wish, const std::string& clerk, const Beside<store::Complaint>& beside = {});
  /// kTooMany when kOpinionsPerMinute were given within the last minute, at this node altogether.
  Done<store::Feedback> hear(const OpinionWish& wish, const Beside<store::Feedback>& beside = {});
  /// Newest first, at most `limit`.
  std::vector<daemon::ComplaintRecord> complaints(int limit);

 private:
  std::string next_number(const std::string& year);

  Journal& journal_;
  store::Book& book_;
  const Identity& identity_;
  Counter& counter_;
  daemon::ComplaintNumbers numbers_;
  store::Statement list_;
  service::RateLimit heard_;
};

}  // namespace tirkeu::node
