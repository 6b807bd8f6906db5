#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

class PortalRequests : public ApiTest {
 protected:
  /// As it stands in the book when a round has brought it.
  std::string arrived() {
    store::PortalRequest request;
    request.id = base::RowId::make(6, 19, ++count_);
    request.office = "KZ-06-03";
    request.request_key = "egov 2026-" + std::to_string(count_);
    request.received_at = clock_.now() - std::chrono::hours(1);
    request.body = registry::test::kYilmazBody;
    request.signature = {1, 2, 3};
    request.signature_kind = "cms";
    store::Transaction transaction(host_->node().database());
    host_->node().book().insert(request);
    transaction.commit();
    return request.id.to_string();
  }
  std::uint64_t count_ = 0;
};

TEST_F(PortalRequests, AreListedUntilTheyAreTakenIn) {
  const std::string id = arrived();
  const json::value item = get("portal-requests").body.at("items").at(0);
  EXPECT_EQ(item.at("id"), json::value(id));
  EXPECT_EQ(item.at("key"), "2026-1");
  EXPECT_EQ(item.at("portal"), "egov");
  EXPECT_EQ(item.at("name"), "YILMAZ MEHMET");
  EXPECT_EQ(item.at("document"), "TUR U12345678");
  EXPECT_EQ(item.at("stay").at("address"), "Индербор, Нысанбаев, 9");
  EXPECT_EQ(item.at("signature").at("verified"), false);
  EXPECT_EQ(item.at("received_at"), "2026-11-21T09:00:00+05:00");
  EXPECT_EQ(item.at("due_at"), "2026-11-23T18:00:00+05:00");
  json::object body = item.at("body").as_object();
  body["portal_request"] = id;
  const Answer accepted = post("applications", body, "k1");
  ASSERT_EQ(accepted.status, 201) << json::serialize(accepted.body);
  EXPECT_EQ(accepted.text("due_at"), "2026-11-23T18:00:00+05:00");
  EXPECT_EQ(post("applications", body, "k1").text("id"), accepted.text("id")) << "the same key again";
  EXPECT_TRUE(get("portal-requests").body.at("items").as_array().empty());
  const Answer again = post("applications", body, "k2");
  EXPECT_EQ(again.status, 422);
  EXPECT_EQ(again.body.at("error").at("fields").at(0).at("code"), "request_taken");
  const json::value record = get("applications/" + accepted.text("id")).body;
  EXPECT_EQ(record.at("origin"), "portal");
  ASSERT_EQ(post("applications/" + accepted.text("id") + "/decision", json::object{{"decision", "registered"}}).status, 200);
  EXPECT_EQ(get("applications/" + accepted.text("id")).body.at("label").at("number").as_string(), accepted.text("ticket_number"));
}

TEST_F(PortalRequests, AReadOfThemIsNoted) {
  arrived();
  get("portal-requests");
  log_in("dana", service::Role::kHead);
  EXPECT_EQ(get("audit").body.at("items").at(0).at("detail"), "portal requests 1");
  log_in("sys", service::Role::kSysadmin);
  EXPECT_EQ(get("portal-requests").status, 403);
}

TEST_F(PortalRequests, AnApplicationOfTheCounterHasNoLabel) {
  const std::string id = accept();
  ASSERT_EQ(post("applications/" + id + "/decision", json::object{{"decision", "registered"}}).status, 200);
  EXPECT_TRUE(get("applications/" + id).body.at("label").is_null());
}

}  // namespace
}  // namespace tirkeu::node
