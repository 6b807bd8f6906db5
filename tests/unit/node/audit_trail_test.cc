#include "node/audit_trail.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

class AuditTest : public ApiTest {
 protected:
  json::array lines(const std::string& query = "") {
    log_in("dana", service::Role::kHead);
    const json::array items = get("audit" + query).body.at("items").as_array();
    log_in("aigul", service::Role::kClerk);
    return items;
  }
};

TEST_F(AuditTest, AReadIsThereBeforeTheNextEntry) {
  const std::string id = accept();
  get("applications/" + id);
  const json::array items = lines();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("account"), "aigul");
  EXPECT_EQ(items[0].at("action"), "read");
  EXPECT_EQ(items[0].at("record"), json::value(id));
  EXPECT_EQ(items[0].at("in_log"), false);
  EXPECT_EQ(host_->node().status().sequence, 1u) << "a read alone makes no entry";
}

TEST_F(AuditTest, TheNextActTakesTheReadsAlongInItsOwnEntry) {
  const std::string id = accept();
  get("applications/" + id);
  get("applications?q=yilmaz");
  ASSERT_EQ(post("applications/" + id + "/decision", json::object{{"decision", "registered"}}).status, 200);
  EXPECT_EQ(host_->node().status().sequence, 2u) << "one entry for the act and what was read before it";
  const json::array items = lines();
  ASSERT_EQ(items.size(), 2u);
  for (const json::value& item : items) EXPECT_EQ(item.at("in_log"), true);
}

TEST_F(AuditTest, BeforeARoundTheRestGoesIntoTheLog) {
  const std::string id = accept();
  for (int i = 0; i < daemon::ReadTrail::kReadsPerEntry + 1; ++i) host_->node().audit().note("aigul", "read", base::RowId::parse(id), {});
  const UpSummary up = host_->node().round().make_up(1u << 20);
  EXPECT_EQ(up.count, 3u) << "the acceptance and two entries of reads";
  EXPECT_EQ(lines("?record=" + id).front().at("in_log"), true);
  host_->node().round().make_up(1u << 20);
  EXPECT_EQ(host_->node().status().sequence, 3u) << "nothing was read since";
}

TEST_F(AuditTest, ASearchIsNotedWithoutItsWords) {
  accept();
  get("applications?q=yilmaz");
  get("applications");
  const json::array items = lines();
  ASSERT_EQ(items.size(), 1u) << "the list of the day is no search";
  EXPECT_EQ(items[0].at("action"), "search");
  EXPECT_EQ(items[0].at("detail"), "found 1");
  EXPECT_TRUE(items[0].at("record").is_null());
}

TEST_F(AuditTest, APrintIsToldByTheScreensOncePerKey) {
  const std::string path = "applications/" + accept() + "/printed";
  EXPECT_EQ(post(path, json::object{{"what", "ticket"}}, "k1").status, 204);
  EXPECT_EQ(post(path, json::object{{"what", "ticket"}}, "k1").status, 204);
  const json::array items = lines();
  ASSERT_EQ(items.size(), 1u);
  EXPECT_EQ(items[0].at("action"), "print");
  EXPECT_EQ(items[0].at("detail"), "ticket");
  EXPECT_EQ(post(path, json::object{{"what", "banknote"}}).status, 422);
  EXPECT_EQ(post("applications/77/printed", json::object{{"what", "ticket"}}).status, 404);
}

TEST_F(AuditTest, TheJournalOfComplaintsIsReadToo) {
  get("complaints");
  EXPECT_EQ(lines().at(0).at("detail"), "complaints 0");
}

TEST_F(AuditTest, OnlyAHeadSeesWhoReadWhat) {
  EXPECT_EQ(get("audit").status, 403);
  log_in("dana", service::Role::kHead);
  EXPECT_EQ(get("audit?from=yesterday").status, 422);
  EXPECT_EQ(get("audit?record=x").status, 422);
  EXPECT_EQ(get("audit?from=2026-11-22").status, 200);
}

TEST_F(AuditTest, ALifeThatMayNotWriteStillNotesItsReads) {
  const std::string id = accept();
  host_->node().settings().set("state", "rewound");
  EXPECT_EQ(get("applications/" + id).status, 200);
  host_->node().round().make_up(1u << 20);
  EXPECT_EQ(host_->node().status().sequence, 1u);
  EXPECT_EQ(lines().size(), 1u);
}

}  // namespace
}  // namespace tirkeu::node
