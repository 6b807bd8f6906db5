// What happens to a stay after its acceptance and beside the decision: it is extended, the person moves, the migration card is
// replaced, papers are kept and given back (cl. 15, 17). Each act is one transaction with its log entry (Journal) and refuses
// with a value, as Counter's do. And the two lists that close a working day: what lies in the office's keeping, and what is due.
//
// Nothing here moves the place of registration: a new address in another office's district is a warning, because the place of the
// first application holds until the stay ends (cl. 15).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "node/counter.h"

namespace tirkeu::node {

struct ExtensionWish {
  std::string until;  ///< ISO date, later than the present end
  std::string reason;
  std::optional<registry::Visa> visa;  ///< the longer visa, where there is one
};

struct AddressWish {
  std::string moved_on;  ///< ISO date, from the day of entry to today
  std::string reason;
  registry::Address address;
};

struct CardWish {
  std::string cause;   ///< "lost", "damaged"
  std::string number;  ///< of the new card
  std::string issued_on;
};

struct CustodyWish {
  std::string event;  ///< "received", "returned"
  std::string item;   ///< a paper's code
  std::optional<std::string> person;
  std::optional<std::string> note;
};

/// One paper in the office's keeping.
struct Held {
  base::RowId application;
  std::string item;
  base::Instant received_at{};
};

/// One application that waits for its decision.
struct Due {
  store::CaseState state;
  base::Instant due_at{};
  enum class Urgency { kOverdue, kSoon, kOpen };
  Urgency urgency = Urgency::kOpen;
};

class StayDesk {
 public:
  /// Everything outlives the desk.
  StayDesk(store::Database& database, Journal& journal, store::Book& book, store::Cases& cases, const Identity& identity,
           Counter& counter);

  // What the change would be found at: only findings on what it touches, so that an old fault elsewhere is no obstacle.
  registry::Findings judge_extension(base::RowId application, const ExtensionWish& wish);
  registry::Findings judge_address(base::RowId application, const AddressWish& wish);

  /// Refused for a stay that has ended, and for an end that is not later than the present one.
  Done<store::Extension> extend(base::RowId application, const ExtensionWish& wish, const std::string& clerk,
                                const Beside<store::Extension>& beside = {});
  Done<store::AddressChange> move(base::RowId application, const AddressWish& wish, const std::string& clerk,
                                  const Beside<store::AddressChange>& beside = {});
  Done<store::DuplicateCard> replace_card(base::RowId application, const CardWish& wish, const std::string& clerk,
                                          const Beside<store::DuplicateCard>& beside = {});
  /// Something can be given back whatever became of the application; it is taken in only while that is not withdrawn.
  Done<store::Custody> keep(base::RowId application, const CustodyWish& wish, const std::string& clerk,
                            const Beside<store::Custody>& beside = {});

  /// In the office's keeping now, the longest first.
  std::vector<Held> held();
  /// Accepted and undecided, by due time. "Soon" is under two hours, which are working hours: what is due is due when the
  /// office closes (cl. 7.1), and no break lies in its last two hours.
  std::vector<Due> due(base::Instant now);

 private:
  bool is_held(base::RowId application, const std::string& item);
  /// The case, while the stay is not withdrawn and not over.
  Done<store::CaseState> present_stay(base::RowId application);
  /// The day as a finding where it is none, lies before the entry or in the future.
  std::optional<registry::Finding> judge_day(const std::string& path, const std::string& day, const store::CaseState& state);
  registry::Findings judge_changed(const registry::Application& changed, std::initializer_list<std::string_view> paths);

  Journal& journal_;
  store::Book& book_;
  store::Cases& cases_;
  const Identity& identity_;
  Counter& counter_;
  store::Statement held_;
};

}  // namespace tirkeu::node
