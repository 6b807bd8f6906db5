// The department's journal of complaints about the service (cl. 20-25): what every office received and forwarded, what was handed to
// the department itself, and the steps of consideration.
//
// Steps and their order: received → taken_up → (extended, once) → answered, with its outcome → reopened, when the answer is disputed
// or was wrong → … An extension moves the day of the answer to 30 calendar days, counted like the first 15 from receipt; a reopening
// begins a new term of 15 days on its own day. Both numbers are of the rule set in force on the day of the step.
//
// A step goes into the verdict log of the office that received the complaint, so that its journal shows state, day and outcome after
// its next round; steps of the department's own complaints stay in the log of judgements. Who wrote a complaint is told by its id.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hub/ledger.h"
#include "hub/time_cursor.h"
#include "schema/registry/rule_book.h"
#include "sync/daemon/complaint.h"

namespace tirkeu::hub {

struct StepWish {
  std::string step;                    ///< "taken_up", "extended", "answered", "reopened"
  std::optional<std::string> outcome;  ///< "founded", "unfounded": of an answer, and of nothing else
  std::string text;
};

enum class StepFault {
  kUnknownComplaint,
  kNotPossible,  ///< not after what happened to the complaint so far
};

struct ComplaintQuery {
  std::string state = "all";  ///< "open", "closed" (answered), "all"
  std::optional<std::string> office;  ///< that received it
  TimeCursor after = {};
  int limit = 50;
};
struct ComplaintPage {
  std::vector<daemon::ComplaintRecord> items;  ///< newest first
  std::optional<std::string> next;
};

class ComplaintDesk {
 public:
  /// Everything outlives the desk.
  ComplaintDesk(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time, const Department& department,
                const registry::RuleBook& rules);

  ComplaintPage list(const ComplaintQuery& query);
  std::optional<daemon::ComplaintRecord> find(base::RowId complaint);
  std::uint64_t open();

  using Beside = std::function<void(const daemon::ComplaintRecord&)>;
  /// Handed to the department itself: "KZ-06/2026/C-1". The wish has been judged.
  daemon::ComplaintRecord receive(const daemon::ComplaintWish& wish, const std::string& accepted_by, const Beside& beside = {});
  std::expected<daemon::ComplaintRecord, StepFault> step(base::RowId complaint, const StepWish& wish, const std::string& official,
                                                         const Beside& beside = {});

 private:
  /// The day at the office that received it.
  base::Date day_of(base::Instant instant, const std::string& office) const;
  std::optional<std::string> new_due_day(const daemon::ComplaintRecord& record, const std::string& step, base::Instant at) const;
  base::Incarnation log_of(const store::Complaint& complaint) const;

  store::Database& database_;
  store::Book& book_;
  Ledger& ledger_;
  HubTime& time_;
  const Department& department_;
  const registry::RuleBook& rules_;
  daemon::ComplaintNumbers numbers_;
  store::Statement list_;
  store::Statement open_;
};

}  // namespace tirkeu::hub
