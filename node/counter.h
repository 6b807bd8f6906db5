// The counter: what a clerk does with an application. Each act is one transaction with its log entry (Journal), and each
// outcome that the clerk must act upon is a value.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "node/first_check.h"
#include "node/journal.h"
#include "schema/registry/finding.h"
#include "schema/registry/offices.h"
#include "schema/registry/rule_book.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::node {

/// Why an act was not done. Nothing was written.
struct Refused {
  enum class Cause {
    kFindings,            ///< values that cannot be used at all; see findings
    kHit,                 ///< an earlier application is known and no reason was given; see check
    kUnknownApplication,
    kWrongState,          ///< the application's state does not allow the act
    kPapersMissing,       ///< registration needs a complete list (cl. 16); see missing
    kAnnulled,            ///< the place of registration is elsewhere: nothing can be registered here
    kUnderReview,         ///< the department decides first where the place is
    kAlreadyHeld,         ///< custody: the office has that paper in its keeping already
    kNotHeld,             ///< custody: what is not in the office's keeping cannot be given back
    kUnknownVisit,
    kVisitState,          ///< the visit was called already, is over, or was never called
    kNotNext,             ///< somebody waits in front and no reason is given (cl. 9)
    kTooMany,             ///< more opinions in a minute than people can give
    kNotWriting,          ///< this life of the office may not write (rewound, revoked)
  };
  Cause cause;
  registry::Findings findings = {};
  CheckResult check = {};
  std::vector<std::string> missing = {};
};
template <class T>
using Done = std::expected<T, Refused>;

/// A ticket written by hand while the node could not work (a power cut), entered later.
struct PaperTicket {
  std::string number;
  base::Instant accepted_at{};  ///< as written on it: the application counts from then (cl. 15), but no proof of time stands behind it
};

/// What an older register says of an application that is taken on from it.
struct TakenOn {
  base::Instant accepted_at{};
  std::string register_number = {};   ///< empty: the register gave none
  std::string registered_until = {};  ///< ISO date; empty: as long as stay, document and visa last
};

/// What is filed at the counter, with what belongs to the filing and not to the person.
struct Submission {
  registry::Application application;
  std::optional<std::string> despite_reason = {};       ///< why it is accepted although an earlier one is known
  std::optional<base::RowId> filing = {};               ///< any application of the same filing (a family's) at this office
  std::optional<base::RowId> visit = {};
  std::optional<base::RowId> portal_request = {};
  std::optional<PaperTicket> paper = {};
  std::optional<TakenOn> taken_on = {};
};

struct Accepted {
  base::RowId application;
  std::string ticket_number;
  base::Instant accepted_at{};
  base::Instant due_at{};
  std::vector<std::string> missing;
  registry::Findings findings;  ///< warnings and notices that stand
  CheckResult check;            ///< what was known, and how far it reached
};

/// Local rows that belong to the same transaction as the act (idempotency answer, draft): called after the facts are written.
template <class Result>
using Beside = std::function<void(const Result&)>;

class Counter {
 public:
  Counter(store::Database& database, Journal& journal, store::Book& book, store::Cases& cases, FirstCheck& first_check,
          store::Settings& settings, const Identity& identity, const registry::RuleBook& rule_book, std::uint16_t key_prefix);

  struct Preview {
    registry::Findings findings;
    std::vector<std::string> checklist;
    std::vector<std::string> missing;
    CheckResult check;
  };
  /// Writes nothing.
  Preview preview(const registry::Application& application);

  Done<Accepted> accept(const Submission& submission, const std::string& clerk, const Beside<Accepted>& beside = {});
  Done<Accepted> accept(const registry::Application& application, const std::optional<std::string>& despite_reason,
                        const std::string& clerk, const Beside<Accepted>& beside = {}) {
    return accept(Submission{application, despite_reason}, clerk, beside);
  }
  Done<store::Decision> register_stay(base::RowId application, const std::string& clerk, const Beside<store::Decision>& beside = {});
  /// `ground` is of the rule set's closed list. Missing papers are filled in by the node.
  Done<store::Decision> refuse(base::RowId application, const std::string& ground, const std::optional<std::string>& text,
                               const std::string& clerk, const Beside<store::Decision>& beside = {});
  Done<store::Correction> correct(base::RowId application, const registry::Application& corrected, const std::string& reason,
                                  const std::string& clerk, const Beside<store::Correction>& beside = {});
  Done<store::LaterPapers> add_papers(base::RowId application, const std::vector<std::string>& papers, const std::string& clerk,
                                      const Beside<store::LaterPapers>& beside = {});
  Done<store::Withdrawal> withdraw(base::RowId application, const std::string& reason, const std::string& clerk,
                                   const Beside<store::Withdrawal>& beside = {});
  Done<store::Departure> depart(base::RowId application, const std::string& departed_on, const std::optional<std::string>& note,
                                const std::string& clerk, const Beside<store::Departure>& beside = {});

  /// Acceptance and registration of an older register, in one transaction; the findings are judged again. Nothing is asked about
  /// earlier applications: what is in the register has happened, and the department settles what contradicts it.
  Done<Accepted> take_on(const Submission& submission, const std::string& clerk);
  /// Everything that is found about a submission.
  registry::Findings judge_submission(const Submission& submission);

  /// The case of an application of this office while the office may write; the desks of this folder begin every act with it.
  Done<store::CaseState> own_case(base::RowId application);
  /// The same of one that was not withdrawn.
  Done<store::CaseState> open_case(base::RowId application);
  base::Date today() const;
  /// False in a life of this office that may not be written into any more.
  bool may_write();
  /// Another life of this office goes on: tickets carry the letters of its key from now on.
  void begin_life(std::uint16_t key_prefix);

  /// In force today: an issued set takes hold on its day without anybody's doing.
  const registry::RuleSet& rules() const { return rule_book_.in_force(today()); }
  /// Under which the application was accepted, and is judged for good.
  const registry::RuleSet& rules_of(base::RowId application);
  /// cl. 7.1, by the calendar in force and this office's week.
  base::Instant due_at(base::Instant accepted_at) const;
  /// cl. 9
  bool is_open(base::Instant instant) const;
  const base::TimeZone& zone() const { return zone_; }
  std::vector<std::string> missing_papers(base::RowId application);

 private:
  std::string next_ticket(base::Instant accepted_at);
  /// What cannot be used of a submission beside the application itself.
  registry::Findings judge_filing(const Submission& submission);
  store::Acceptance acceptance_of(const Submission& submission, Journal::Writing& writing);

  Journal& journal_;
  store::Book& book_;
  store::Cases& cases_;
  FirstCheck& first_check_;
  store::Settings& settings_;
  const Identity& identity_;
  const registry::Office& office_;
  const registry::RuleBook& rule_book_;
  base::TimeZone zone_;
  std::string key_letters_;
  store::Statement take_ticket_;
};

}  // namespace tirkeu::node
