#include "tests/unit/hub/api_fixture.h"

namespace tirkeu::hub {
namespace {

/// The newest wording with other words in it.
std::string changed(const std::string& from, const std::string& to) {
  std::string content(registry::rule_set_json("2013-07-23"));
  const std::size_t at = content.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return content.replace(at, from.size(), to);
}

std::string next_set() {
  std::string content = changed("\"2013-07-23\"", "\"2027-01-01\"");
  const std::string from = "\"valid_from\": \"2013-08-03\"";
  content.replace(content.find(from), from.size(), "\"valid_from\": \"2027-01-01\"");
  const std::string term = "\"GEO\": {\"days\": 90}";
  return content.replace(content.find(term), term.size(), "\"GEO\": {\"days\": 365}");
}

using Rules = DepartmentTest;
using RuleRoutes = HubApiTest;

TEST_F(Rules, APreviewSaysWhatChangesAndWritesNothing) {
  const auto preview = hub->rule_desk().preview(next_set());
  ASSERT_TRUE(preview);
  EXPECT_EQ(preview->before, "2013-07-23");
  std::string said;
  for (const registry::Message& message : preview->differences) said += registry::text(registry::Language::kEnglish, message) + "\n";
  EXPECT_EQ(said, "Comes into force on 01.01.2027.\nGeorgia: no visa needed for up to 365 days.\n");
  EXPECT_EQ(count("rule_set"), 0);
}

TEST_F(Rules, AnIssuedSetReachesTheOfficesAndIsThereAfterARestart) {
  std::unique_ptr<ScriptedNode> inder = bound_node(3);
  ASSERT_TRUE(hub->rule_desk().issue(next_set(), "dana"));
  round(*inder);
  const std::vector<store::RuleSetIssue> arrived = inder->book.rule_sets();
  ASSERT_EQ(arrived.size(), 1u);
  EXPECT_EQ(arrived[0].rule_set, "2027-01-01");
  EXPECT_EQ(arrived[0].content, next_set());
  EXPECT_EQ(arrived[0].issued_by, "dana");
  restart();
  EXPECT_EQ(hub->rule_desk().rules().in_force(*base::parse_date("2027-01-01")).id, "2027-01-01");
  EXPECT_EQ(hub->rule_desk().rules().in_force(*base::parse_date("2026-12-31")).id, "2013-07-23");
}

TEST_F(Rules, WhatContradictsItselfOrIsKnownAlreadyIsNotIssued) {
  const auto faulty = hub->rule_desk().issue(changed("\"days\": 90", "\"days\": -1"), "dana");
  ASSERT_FALSE(faulty);
  EXPECT_FALSE(faulty.error().empty());
  EXPECT_FALSE(hub->rule_desk().issue("no rules at all", "dana"));
  ASSERT_TRUE(hub->rule_desk().issue(next_set(), "dana"));
  const auto again = hub->rule_desk().issue(next_set(), "dana");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error()[0].message.key, "rule.issued_already");
  EXPECT_EQ(count("rule_set"), 1);
}

TEST_F(RuleRoutes, ASetThatIsNotInForceYetIsAskedForByItsId) {
  ASSERT_TRUE(hub->rule_desk().issue(next_set(), "dana"));
  EXPECT_EQ(got("/api/v1/rules").at("id"), "2013-07-23");
  EXPECT_EQ(got("/api/v1/rules", {{"id", "2027-01-01"}}).at("visa_free").at("GEO").at("days"), 365);
  EXPECT_EQ(get("/api/v1/rules", {{"id", "2027-01-02"}}).status, 404);
}

class Transfers : public DepartmentTest {
 protected:
  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
};

TEST_F(Transfers, AMovedPlaceIsFreeForTheOfficeThatWasNamed) {
  const store::Acceptance first = inder->accept(application_of("U1"));
  round(*inder);
  ASSERT_TRUE(hub->transfer_desk().transfer(first.id, "KZ-06-04", "the host lives there", "dana"));
  EXPECT_EQ(told(first.id), "annulled decided verdict.transferred");
  EXPECT_EQ(hub->book().verdicts(first.id).back().decided_by, "dana");
  clock.pass(1h);
  round(*makhambet);
  clock.pass(1h);
  const store::Acceptance second = makhambet->accept(application_of("U1"), "moved by the department");
  round(*makhambet);
  EXPECT_NE(told(second.id).find("verdict."), std::string::npos);
  EXPECT_NE(hub->cases().find(second.id)->confirmation, "annulled");
  EXPECT_EQ(round(*inder).refusal, wire::Refusal::kNone);
  EXPECT_EQ(inder->book.verdicts(first.id).back().reason_key, "verdict.transferred");
}

TEST_F(Transfers, NothingIsMovedWithoutAReasonAPlaceAndAnOfficeOfTheDepartment) {
  const store::Acceptance first = inder->accept(application_of("U1"));
  round(*inder);
  TransferDesk& desk = hub->transfer_desk();
  EXPECT_EQ(desk.transfer(first.id, "KZ-06-04", " ", "dana").error(), TransferFault::kReasonMissing);
  EXPECT_EQ(desk.transfer(first.id, "KZ-07-01", "why not", "dana").error(), TransferFault::kUnknownOffice);
  EXPECT_EQ(desk.transfer(first.id, "KZ-06-03", "why not", "dana").error(), TransferFault::kSameOffice);
  EXPECT_EQ(desk.transfer({12345}, "KZ-06-04", "why not", "dana").error(), TransferFault::kUnknownApplication);
  ASSERT_TRUE(desk.transfer(first.id, "KZ-06-04", "the host lives there", "dana"));
  EXPECT_EQ(desk.transfer(first.id, "KZ-06-05", "again", "dana").error(), TransferFault::kHoldsNoPlace);
  EXPECT_EQ(count("place_transfer"), 1);
}

TEST_F(Transfers, ATicketWrittenByHandIsNeverCertainByItsTime) {
  store::Acceptance paper;
  inder->append([&] {
    paper = inder->acceptance(application_of("U1"));
    paper.origin = "paper";
    paper.accepted_at -= 6h;
    inder->book.insert(paper);
  });
  const store::Acceptance second = makhambet->accept(application_of("U1"));
  round(*inder);
  round(*makhambet);
  EXPECT_EQ(told(paper.id).find("certain"), std::string::npos) << told(paper.id);
  EXPECT_EQ(told(second.id).find("certain"), std::string::npos) << told(second.id);
}

}  // namespace
}  // namespace tirkeu::hub
