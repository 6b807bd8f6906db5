// Writes and reads the book's rows. The statements are members; the SQL stands beside the methods in book.cc.
//
// insert() is called inside LogAuthor::append(), so that the row and its log entry are one transaction.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "sync/store/database.h"
#include "sync/store/day_facts.h"
#include "sync/store/facts.h"

namespace tirkeu::store {

class Book {
 public:
  explicit Book(Database& database);
  ~Book();

  void insert(const Acceptance& fact);
  void insert(const Correction& fact);
  void insert(const LaterPapers& fact);
  void insert(const Decision& fact);
  void insert(const Withdrawal& fact);
  void insert(const Departure& fact);
  void insert(const Verdict& fact);
  void insert(const IndexKey& fact);
  void insert(const IndexEntry& fact);
  void insert(const IndexEnded& fact);
  void insert(const RuleSetIssue& fact);
  void insert(const Revocation& fact);
  void insert(const JudgementFact& fact);
  /// Any fact of day_facts.h.
  template <TabledFact Fact>
  void insert(const Fact& fact);

  std::optional<Acceptance> acceptance(base::RowId id);
  // All facts of one application, ascending by id.
  std::vector<Correction> corrections(base::RowId application);
  std::vector<LaterPapers> later_papers(base::RowId application);
  std::vector<Decision> decisions(base::RowId application);
  std::vector<Withdrawal> withdrawals(base::RowId application);
  std::vector<Departure> departures(base::RowId application);
  std::vector<Verdict> verdicts(base::RowId application);
  /// The applications of one filing, by its first: that one and all that name it, ascending.
  std::vector<base::RowId> filing(base::RowId first);
  /// Particulars as accepted, with corrections, extensions, address changes and duplicate cards in the order of their ids; papers
  /// include later ones.
  std::optional<registry::Application> present_application(base::RowId id);

  /// Of day_facts.h: the one with that id.
  template <TabledFact Fact>
  std::optional<Fact> find(base::RowId id);
  /// Of day_facts.h: all that are about an application (Extension, AddressChange, DuplicateCard, Custody, PersonNotice, Attachment), ascending by id.
  template <TabledFact Fact>
  std::vector<Fact> about(base::RowId application);
  std::vector<ComplaintStep> steps_of(base::RowId complaint);

  std::vector<IndexKey> index_keys();
  /// Entries with that tag and generation that have not ended.
  std::vector<IndexEntry> index_entries(std::int64_t generation, std::uint32_t tag);
  std::vector<IndexEntry> index_entries_of(base::RowId application);  ///< not ended
  std::vector<RuleSetIssue> rule_sets();
  std::vector<Revocation> revocations();
  std::vector<JudgementFact> judgements();

 private:
  struct Statements;
  registry::Application present_particulars(registry::Application accepted, base::RowId id);
  std::unique_ptr<Statements> statements_;
};

}  // namespace tirkeu::store
