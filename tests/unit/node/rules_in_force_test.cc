#include <gtest/gtest.h>

#include "tests/unit/node/office.h"

namespace tirkeu::node {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return text.replace(at, what.size(), with);
}

/// The newest embedded set under another id, in force from another day.
std::string issued(std::string_view id, std::string_view valid_from) {
  const registry::RuleSet& newest = registry::newest_rule_set();
  std::string text(registry::rule_set_json(newest.id));
  text = replaced(text, "\"" + newest.id + "\"", "\"" + std::string(id) + "\"");
  return replaced(text, "\"" + newest.valid_from + "\"", "\"" + std::string(valid_from) + "\"");
}

TEST(RulesInForce, AnIssuedSetTakesHoldOnItsDay) {
  testing::OfficeNode node;
  const std::string former = node->counter().rules().id;
  store::Transaction transaction(node->database());
  store::RuleSetIssue issue;
  issue.id = base::RowId::make(6, 1, 1);
  issue.rule_set = "2026-11-23";
  issue.content = issued("2026-11-23", "2026-11-23");
  issue.issued_at = testing::kMorning;
  node->book().insert(issue);
  transaction.commit();
  node.reopen();
  EXPECT_EQ(node->counter().rules().id, former) << "it is known and not in force yet";
  node.clock.pass(std::chrono::hours(48));
  EXPECT_EQ(node->counter().rules().id, "2026-11-23");
}

}  // namespace
}  // namespace tirkeu::node
