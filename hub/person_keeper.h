// Same person, other document (cl. 15): which pairs of applications an administrator should look at, and what he judged.
//
// Runs in the transaction that brings an application or a correction. Each application's traits and blocking keys are kept
// (schema/sql/hub/002_person.sql); an arrival is scored against those that share a key, at most kBlockMax of each key. What
// scores kShownFrom or more is an open pair until somebody judges it. A judgement is a signed fact in the judgement log, with
// a digest of what identified both: when either side says something else later, the pair is open again, and the judgement
// stays as history. The machine itself decides nothing: places (cl. 15) are not touched by any of it.
//
// "Same" tells both offices, in their verdict logs: office, ticket, issuing state and the last four characters of the other
// document's number, and no more of the other's data. A later judgement other than "same" takes that back (holds = 0).
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "hub/ledger.h"
#include "schema/registry/person_match.h"

namespace tirkeu::hub {

struct PersonPair {
  struct Part {
    std::string field, level;
    double bits = 0;
  };
  base::RowId left, right;  ///< ascending
  std::string state;        ///< open, judged
  double bits = 0;
  std::vector<Part> parts;
  base::Instant changed_at{};
  std::optional<store::PersonJudgement> judgement;  ///< the newest, of whatever data it was made
};

struct PersonPairPage {
  std::vector<PersonPair> items;    ///< the most telling first
  std::optional<std::string> next;  ///< pass as `cursor`
};

enum class PersonFault { kUnknownPair, kReasonMissing };

class PersonKeeper {
 public:
  PersonKeeper(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time);

  /// A new database has nothing to compute. By Hub::create, inside a transaction.
  static void mark_new(store::Settings& settings);
  /// Computes everything anew when an older program, or other traits, wrote the tables. In a transaction of its own.
  void make_up(store::Settings& settings);
  /// The application arrived or was corrected. Inside the transaction that says so.
  void note(base::RowId application, base::Instant at);
  /// The same, cheaper, for one that arrived just now and whose particulars are at hand.
  void note_new(base::RowId application, const registry::Application& present, base::Instant at);

  /// `state`: open, judged or empty for both. Nothing when `cursor` is none.
  std::optional<PersonPairPage> list(const std::string& state, const std::optional<std::string>& cursor, int limit);
  std::optional<PersonPair> find(base::RowId left, base::RowId right);
  /// `judgement`: same, different, unsure (which leaves the pair open). One transaction with `beside`.
  std::expected<PersonPair, PersonFault> judge(base::RowId left, base::RowId right, const std::string& judgement,
                                               const std::string& reason, const std::string& administrator,
                                               const std::function<void(const PersonPair&)>& beside = {});

 private:
  std::optional<std::string> packed(base::RowId application);
  void forget(base::RowId application, const registry::PersonTraits& traits);
  void remember(base::RowId application, const registry::PersonTraits& traits);
  registry::TermCounts counts_of(const registry::PersonTraits& traits);
  std::set<base::RowId> candidates(const registry::PersonTraits& traits);
  std::vector<base::RowId> paired_with(base::RowId application);
  /// Scores the pair anew and keeps, reopens or drops it.
  void weigh(base::RowId application, const std::string& traits, const registry::PersonTraits& unpacked, base::RowId other,
             const registry::TermCounts& counts, base::Instant at);
  std::optional<store::PersonJudgement> newest_judgement(base::RowId left, base::RowId right);
  PersonPair read(store::Statement& row);
  void tell_offices(store::Transaction& transaction, const store::PersonJudgement& fact);
  void tell(store::Transaction& transaction, base::RowId application, base::RowId other, const store::PersonJudgement& fact);

  store::Database& database_;
  store::Book& book_;
  Ledger& ledger_;
  HubTime& time_;
  store::Statement traits_, put_traits_, put_block_, drop_block_, count_term_, more_, less_, block_, paired_;
  store::Statement put_pair_, drop_pair_, judge_pair_, pair_, pairs_, judgement_;
};

}  // namespace tirkeu::hub
