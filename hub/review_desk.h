// The administrator's side of clause 15: the list of duplicates, both sides of each, and a person's judgement.
#pragma once

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hub/adjudication.h"

namespace tirkeu::hub {

struct DuplicateSide {
  registry::Claim claim;
  registry::Application application;  ///< as corrected
  std::optional<store::Verdict> verdict;  ///< the newest
};

struct Duplicate {
  std::int64_t id = 0;
  std::string state;     ///< open, decided, settled
  std::string outcome;   ///< review, annulled
  base::Instant opened_at{}, changed_at{};
  std::vector<DuplicateSide> sides;
};

struct DuplicatePage {
  std::vector<Duplicate> items;               ///< newest first
  std::optional<std::int64_t> next;           ///< pass as `before`
};

enum class JudgementFault {
  kUnknownDuplicate,
  kNotAmongClaims,   ///< the application named first is no side of this duplicate
  kReasonMissing,
};

class ReviewDesk {
 public:
  ReviewDesk(store::Database& database, store::Book& book, Adjudication& adjudication, Ledger& ledger, HubTime& time);
  /// `state`: open, decided, settled or empty for all.
  DuplicatePage list(const std::string& state, std::optional<std::int64_t> before, int limit);
  std::optional<Duplicate> find(std::int64_t id);
  /// Writes the judgement and the verdicts that follow from it, in one transaction with `beside`.
  std::expected<Duplicate, JudgementFault> decide(std::int64_t id, std::optional<base::RowId> first, const std::string& reason,
                                                  const std::string& administrator,
                                                  const std::function<void(const Duplicate&)>& beside = {});

 private:
  Duplicate read(store::Statement& row);
  store::Database& database_;
  store::Book& book_;
  Adjudication& adjudication_;
  Ledger& ledger_;
  HubTime& time_;
  store::Statement list_, find_;
};

}  // namespace tirkeu::hub
