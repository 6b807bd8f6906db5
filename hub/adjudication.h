// Carries out the first-application decision (cl. 15): loads the claims of one travel document, runs the pure decision of
// schema/registry, and writes what changed: verdicts into the offices' logs, places into the index, questions into the list.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "hub/index_keeper.h"
#include "schema/registry/first_application.h"

namespace tirkeu::hub {

/// What the hub can prove about when an application was accepted.
struct ClaimRecord {
  base::RowId application;
  std::string document_key;
  std::int64_t entry_position = 0;
  base::Instant not_before{};
  base::Instant not_after{};
  base::ClockFlags clock = 0;
  base::Milliseconds uncertainty{};
  bool after_revocation = false;
};

/// Verdicts in one log entry at most: it stays far below the limits of a changeset, and what a thin line carries at once stays small.
inline constexpr std::size_t kVerdictsPerEntry = 500;

class Adjudication {
 public:
  Adjudication(store::Database& database, store::Book& book, store::Cases& cases, Ledger& ledger, IndexKeeper& index);

  void add_claim(const ClaimRecord& claim);
  /// The application's identifying fields changed: its claim moves to another document. Returns the document it left.
  std::optional<std::string> move_claim(base::RowId application, const std::string& document_key);
  /// Runs the decision for each of the documents; inside a transaction. Returns the number of verdicts written. They go into one
  /// log entry for each office concerned, or a few: a row in an entry costs a fraction of an entry, here and on the line.
  int run(store::Transaction& transaction, const std::set<std::string>& document_keys, base::Instant at);
  /// A person's judgement was written: it takes part from now on.
  void learn(const store::JudgementFact& judgement);
  /// The transaction that wrote the newest judgement failed: it never was.
  void forget_newest();
  /// Earliest time of the newest claim that the same author made before `application`; claims are numbered in order.
  std::optional<base::Instant> bound_of_claim_before(base::RowId application);
  /// The claim as the decision sees it.
  std::optional<registry::Claim> claim(base::RowId application);

 private:
  std::vector<registry::Claim> claims_of(const std::string& document_key);
  registry::Claim read_claim(store::Statement& row);
  std::vector<registry::Judgement> judgements_about(const std::vector<registry::Claim>& claims);
  /// Verdicts that are to be written, by the log of the office concerned.
  using Verdicts = std::map<base::Incarnation, std::vector<store::Verdict>>;
  void decide(store::Transaction& transaction, const std::string& document_key, base::Instant at, Verdicts& verdicts);
  /// Nothing when the newest verdict says the same.
  std::optional<store::Verdict> verdict_of(const registry::ClaimOutcome& outcome, const std::vector<registry::Claim>& claims,
                                           base::Instant at);
  void write(store::Transaction& transaction, base::Incarnation log, std::vector<store::Verdict>& verdicts, base::Instant at);
  /// A verdict that came back to a restored hub names a claim that has not come back yet: without that one, this hub would contradict
  /// what it had rightly decided. The verdict stands until the other office is heard.
  bool waits_for_lost_claim(const std::vector<registry::Claim>& claims);
  void keep_questions(const std::string& document_key, const std::vector<registry::ClaimOutcome>& outcomes, base::Instant at);
  void keep_index(store::Transaction& transaction, const std::vector<registry::Claim>& claims,
                  const std::vector<registry::ClaimOutcome>& outcomes, base::Instant at);
  std::string decided_by(const registry::ClaimOutcome& outcome);

  store::Book& book_;
  store::Cases& cases_;
  Ledger& ledger_;
  IndexKeeper& index_;
  std::vector<store::JudgementFact> judgements_;                 ///< all of the department's; few
  std::multimap<base::RowId, std::size_t> judgements_by_claim_;  ///< into judgements_
  store::Statement insert_, move_, old_key_, of_document_, one_, before_, transferred_;
  store::Statement questions_, put_question_, change_question_;
};

/// "1 22 333" and back.
std::string join_ids(const std::vector<base::RowId>& ids);
std::vector<base::RowId> split_ids(std::string_view text);

}  // namespace tirkeu::hub
