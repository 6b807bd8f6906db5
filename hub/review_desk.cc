#include "hub/review_desk.h"

#include <algorithm>
#include <limits>

namespace tirkeu::hub {
namespace {

#define TIRKEU_DUPLICATE_COLUMNS "id, document_key, claims, state, outcome, opened_at, changed_at"

base::Instant instant(std::int64_t millis) { return base::Instant(base::Milliseconds(millis)); }

}  // namespace

ReviewDesk::ReviewDesk(store::Database& database, store::Book& book, Adjudication& adjudication, Ledger& ledger, HubTime& time)
    : database_(database),
      book_(book),
      adjudication_(adjudication),
      ledger_(ledger),
      time_(time),
      list_(database,
            "SELECT " TIRKEU_DUPLICATE_COLUMNS " FROM duplicate WHERE id < ?1 AND (?2 = '' OR state = ?2) ORDER BY id DESC LIMIT ?3"),
      find_(database, "SELECT " TIRKEU_DUPLICATE_COLUMNS " FROM duplicate WHERE id = ?") {}

Duplicate ReviewDesk::read(store::Statement& row) {
  Duplicate duplicate;
  duplicate.id = row.integer(0);
  duplicate.state = row.text(3);
  duplicate.outcome = row.text(4);
  duplicate.opened_at = instant(row.integer(5));
  duplicate.changed_at = instant(row.integer(6));
  for (const base::RowId application : split_ids(row.text(2))) {
    const std::optional<registry::Claim> claim = adjudication_.claim(application);
    const std::optional<registry::Application> present = book_.present_application(application);
    if (!claim || !present) continue;
    DuplicateSide side{*claim, *present, std::nullopt};
    const std::vector<store::Verdict> verdicts = book_.verdicts(application);
    if (!verdicts.empty()) side.verdict = verdicts.back();
    duplicate.sides.push_back(std::move(side));
  }
  return duplicate;
}

DuplicatePage ReviewDesk::list(const std::string& state, std::optional<std::int64_t> before, int limit) {
  DuplicatePage page;
  list_.bind(1, before.value_or(std::numeric_limits<std::int64_t>::max()))
      .bind(2, state)
      .bind(3, static_cast<std::int64_t>(limit) + 1);
  while (list_.step()) page.items.push_back(read(list_));
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next = page.items.back().id;
  }
  return page;
}

std::optional<Duplicate> ReviewDesk::find(std::int64_t id) {
  find_.bind(1, id);
  std::optional<Duplicate> duplicate;
  if (find_.step()) duplicate = read(find_);
  find_.reset();
  return duplicate;
}

std::expected<Duplicate, JudgementFault> ReviewDesk::decide(std::int64_t id, std::optional<base::RowId> first,
                                                            const std::string& reason, const std::string& administrator,
                                                            const std::function<void(const Duplicate&)>& beside) {
  if (reason.find_first_not_of(" \t\r\n") == std::string::npos) return std::unexpected(JudgementFault::kReasonMissing);
  const std::optional<Duplicate> duplicate = find(id);
  if (!duplicate) return std::unexpected(JudgementFault::kUnknownDuplicate);
  store::JudgementFact fact;
  std::set<std::string> documents;
  for (const DuplicateSide& side : duplicate->sides) {
    fact.claims.push_back(side.claim.application);
    documents.insert(store::document_key(side.application.document));
  }
  std::ranges::sort(fact.claims);
  if (first && !std::ranges::binary_search(fact.claims, *first)) return std::unexpected(JudgementFault::kNotAmongClaims);
  fact.first = first;
  fact.reason = reason;
  fact.decided_by = administrator;

  store::Transaction transaction(database_);
  fact.decided_at = time_.take();
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().judgements(), fact.decided_at, write);
  adjudication_.learn(fact);
  try {
    adjudication_.run(transaction, documents, fact.decided_at);
    Duplicate after = *find(id);
    if (beside) beside(after);
    transaction.commit();
    return after;
  } catch (...) {
    adjudication_.forget_newest();
    throw;
  }
}

}  // namespace tirkeu::hub
