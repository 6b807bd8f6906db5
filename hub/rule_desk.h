// The department's rule sets: which are known, what a new one would change, and its issue into the department's log.
//
// A rule set is data (schema/rules). An administrator prepares the next one, reads what it changes in words, and issues it: one
// signed entry of the department's log, which every office receives with its next round. Nothing is ever taken back: who made
// a mistake issues another set.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hub/ledger.h"
#include "schema/registry/rule_book.h"

namespace tirkeu::hub {

class RuleDesk {
 public:
  /// Fills the rule book with what was issued before.
  RuleDesk(store::Database& database, store::Book& book, Ledger& ledger, HubTime& time);

  const registry::RuleBook& rules() const { return rules_; }
  /// Issued by this hub, lost with its database, and given back by a node.
  void learn(store::Book& book);

  struct Preview {
    registry::RuleSet rules;
    std::string before;                           ///< id of the set that it is compared with: in force on its first day
    std::vector<registry::Message> differences;
  };
  using Faults = std::vector<registry::RuleFault>;
  /// Writes nothing.
  std::expected<Preview, Faults> preview(std::string_view content) const;
  /// Issues it, in one transaction with `beside`. A set that is known already, word for word, is refused: path "id".
  std::expected<Preview, Faults> issue(std::string_view content, const std::string& administrator,
                                       const std::function<void(const Preview&)>& beside = {});

 private:
  store::Database& database_;
  Ledger& ledger_;
  HubTime& time_;
  registry::RuleBook rules_;
};

}  // namespace tirkeu::hub
