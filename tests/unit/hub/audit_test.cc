#include "tests/unit/hub/api_fixture.h"

namespace tirkeu::hub {
namespace {

class HubAudit : public HubApiTest {
 protected:
  json::array audit(Query query = {}) { return got("/api/v1/audit", std::move(query)).at("items").as_array(); }
  store::Acceptance accepted() {
    const store::Acceptance acceptance = inder->accept(application_of("U12345678"));
    round(*inder);
    return acceptance;
  }
  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
};

TEST_F(HubAudit, AnOpenedRecordIsNotedAndIsAFactAfterTheNextFlush) {
  const store::Acceptance acceptance = accepted();
  get("/api/v1/applications/" + acceptance.id.to_string(), {}, "erlan");
  EXPECT_EQ(count("audit_pending"), 1);
  EXPECT_EQ(count("audit"), 0) << "a read alone makes no entry";
  hub->audit().flush();
  EXPECT_EQ(count("audit_pending"), 0);
  EXPECT_EQ(count("audit"), 1);
  const json::array items = audit({{"record", acceptance.id.to_string()}});
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("account"), "erlan");
  EXPECT_EQ(items[0].at("action"), "read");
  EXPECT_EQ(items[0].at("office"), "KZ-06");
  EXPECT_EQ(items[0].at("application_id"), json::value(acceptance.id.to_string()));
  EXPECT_EQ(items[0].at("ticket_number").as_string(), acceptance.ticket_number);
}

class HubAuditDesk : public DepartmentTest {};

TEST_F(HubAuditDesk, WhatWaitsIsThereAfterARestart) {
  hub->audit().note("dana", "search", std::nullopt, "found 3");
  restart();
  EXPECT_EQ(count("audit"), 0);
  EXPECT_EQ(hub->audit().list({}).items.size(), 1u);
}

TEST_F(HubAudit, SearchesAreNotedWithoutTheirWords) {
  accepted();
  got("/api/v1/applications", {{"q", "yilmaz"}});
  const json::array items = audit({{"account", "dana"}});
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("action"), "search");
  EXPECT_EQ(items[0].at("detail"), "found 1");
  EXPECT_TRUE(items[0].at("application_id").is_null());
}

TEST_F(HubAudit, BothSidesOfAQuestionCountAsRead) {
  inder->accept(application_of("U12345678"));
  clock.pass(1min);
  round(*inder);
  clock.pass(1min);
  const store::Acceptance second = makhambet->accept(application_of("U12345678"), "it was another person");
  round(*makhambet);
  const json::value page = got("/api/v1/duplicates", {{"state", "open"}});
  EXPECT_EQ(audit().size(), 2u);
  got("/api/v1/duplicates/" + std::string(page.at("items").at(0).at("id").as_string()));
  EXPECT_EQ(audit({{"record", second.id.to_string()}}).size(), 2u);
}

TEST_F(HubAudit, PairsOfPersonsAndComplaintsToo) {
  inder->accept(application_of("U11112222"));
  makhambet->accept(application_of("U77776666", "1112223"));
  round(*inder);
  round(*makhambet);
  got("/api/v1/persons");
  EXPECT_EQ(audit().size(), 2u);
  got("/api/v1/complaints");
  EXPECT_EQ(audit().front().at("detail"), "complaints 0");
}

TEST_F(HubAudit, WhatTheOfficesNotedIsFoundByOfficeAccountAndDay) {
  const store::Acceptance acceptance = accepted();
  inder->append([&] {
    store::Audit fact;
    fact.id = base::RowId{acceptance.id.value + 100};
    fact.office = "KZ-06-03";
    fact.recorded_at = clock.reading.wall;
    fact.account = "aigul";
    fact.action = "print";
    fact.record = acceptance.id;
    fact.detail = "ticket";
    inder->book.insert(fact);
  });
  round(*inder);
  get("/api/v1/applications/" + acceptance.id.to_string());
  EXPECT_EQ(audit().size(), 2u);
  const json::array printed = audit({{"office", "KZ-06-03"}});
  ASSERT_EQ(printed.size(), 1u);
  EXPECT_EQ(printed[0].at("action"), "print");
  EXPECT_EQ(printed[0].at("detail"), "ticket");
  EXPECT_EQ(audit({{"account", "aigul"}}).size(), 1u);
  EXPECT_EQ(audit({{"account", "nobody"}}).size(), 0u);
  EXPECT_EQ(audit({{"from", "2026-11-20"}, {"to", "2026-11-20"}}).size(), 2u);
  EXPECT_EQ(audit({{"from", "2026-11-21"}}).size(), 0u);
  for (const char* name : {"record", "from", "to", "cursor"})
    EXPECT_EQ(error_code(get("/api/v1/audit", {{name, "nonsense"}})), "bad_parameter") << name;
}

TEST_F(HubAudit, IsReadPageByPageWithNothingTwice) {
  const store::Acceptance acceptance = accepted();
  for (int i = 0; i < 450; ++i) hub->audit().note("dana", "read", acceptance.id, std::to_string(i));
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const json::value page = got("/api/v1/audit", {{"cursor", cursor}});
    for (const json::value& item : page.at("items").as_array()) EXPECT_TRUE(seen.insert(std::string(item.at("detail").as_string())).second);
    cursor = page.at("next").is_null() ? "" : std::string(page.at("next").as_string());
    ++pages;
  } while (!cursor.empty());
  EXPECT_EQ(seen.size(), 450u);
  EXPECT_EQ(pages, 3);
}

TEST_F(HubAudit, APrintIsToldByTheScreens) {
  const std::string path = "/api/v1/applications/" + accepted().id.to_string() + "/printed";
  EXPECT_EQ(post(path, json::object{{"what", "refusal"}}, "k1", "erlan").status, 204);
  EXPECT_EQ(post(path, json::object{{"what", "refusal"}}, "k1", "erlan").status, 204) << "the same key again";
  const json::array items = audit();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("action"), "print");
  EXPECT_EQ(items[0].at("detail"), "refusal");
  EXPECT_EQ(post(path, json::object{{"what", "banknote"}}).status, 422);
  EXPECT_EQ(post(path, json::object{}).status, 422);
  EXPECT_EQ(post("/api/v1/applications/77/printed", json::object{{"what", "mark"}}).status, 404);
}

TEST_F(HubAudit, IsForAdministratorsAndAuditors) {
  EXPECT_EQ(get("/api/v1/audit", {}, "erlan").status, 200);
  EXPECT_EQ(error_code(get("/api/v1/audit", {}, "sys")), "not_your_role");
}

}  // namespace
}  // namespace tirkeu::hub
