#include "hub/rule_desk.h"

#include "sync/base/invariant.h"

namespace tirkeu::hub {

RuleDesk::RuleDesk(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time)
    : database_(database), ledger_(ledger), time_(time) {
  learn(book);
}

void RuleDesk::learn(store::Book& book) {
  for (const store::RuleSetIssue& issued : book.rule_sets())
    if (rules_.find(issued.rule_set) == nullptr && !rules_.add(issued.content))
      base::stop("a rule set that this hub issued is one that it can read");
}

std::expected<RuleDesk::Preview, RuleDesk::Faults> RuleDesk::preview(std::string_view content) const {
  std::expected<registry::RuleSet, Faults> rules = rules_.check(content);
  if (!rules) return std::unexpected(std::move(rules.error()));
  const registry::RuleSet& before = rules_.in_force(*base::parse_date(rules->valid_from));
  Preview preview{std::move(*rules), before.id, {}};
  preview.differences = registry::differences(before, preview.rules);
  return preview;
}

std::expected<RuleDesk::Preview, RuleDesk::Faults> RuleDesk::issue(std::string_view content, const std::string& administrator,
                                                                   const std::function<void(const Preview&)>& beside) {
  std::expected<Preview, Faults> preview = this->preview(content);
  if (!preview) return preview;
  if (rules_.find(preview->rules.id) != nullptr)
    return std::unexpected(Faults{{"id", {"rule.issued_already", {{"id", preview->rules.id}}}}});
  store::RuleSetIssue fact;
  fact.rule_set = preview->rules.id;
  fact.content = content;
  fact.issued_by = administrator;
  store::Transaction transaction(database_);
  fact.issued_at = time_.take();
  const std::function<void(Ledger::Writing&)> write = [&](Ledger::Writing& writing) {
    fact.id = writing.mint();
    writing.add(fact);
  };
  ledger_.append(transaction, ledger_.numbers().department(), fact.issued_at, write);
  if (beside) beside(*preview);
  transaction.commit();
  // Only what is on the disk is in force.
  if (!rules_.add(content)) base::stop("a rule set that was checked can be added");
  return preview;
}

}  // namespace tirkeu::hub
