#include "node/api.h"

#include "tests/unit/node/api_fixture.h"

namespace tirkeu::node {
namespace {

TEST_F(ApiTest, AcceptsTheContractsOwnBody) {
  const Answer answer = post("applications", registry::test::yilmaz_body());
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("state"), "accepted");
  EXPECT_EQ(answer.text("confirmation"), "pending");
  EXPECT_EQ(answer.text("accepted_at"), "2026-11-21T10:00:00+05:00");
  EXPECT_EQ(answer.text("due_at"), "2026-11-23T18:00:00+05:00");
  EXPECT_TRUE(answer.body.at("missing").as_array().empty());
  EXPECT_EQ(written_, 1) << "the line to the hub is told";
}

TEST_F(ApiTest, TheSameKeyGetsTheSameTicketAndWritesOnce) {
  const Answer first = post("applications", registry::test::yilmaz_body(), "key-1");
  const Answer again = post("applications", registry::test::yilmaz_body(), "key-1");
  ASSERT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(host_->node().status().sequence, 1u);
  json::value other = registry::test::yilmaz_body();
  registry::test::set_at(other, "/applicant/surname", "YILDIZ");
  EXPECT_EQ(post("applications", other, "key-1").code(), "idempotency_key_reused");
}

TEST_F(ApiTest, AHitNamesTheFirstOfficeAndTheHorizon) {
  const Answer first = post("applications", registry::test::yilmaz_body());
  const Answer hit = post("applications", registry::test::yilmaz_body());
  ASSERT_EQ(hit.status, 409);
  EXPECT_EQ(hit.code(), "already_applied_here");
  const json::value& error = hit.body.at("error");
  EXPECT_EQ(error.at("first").at("ticket_number"), first.body.at("ticket_number"));
  EXPECT_EQ(error.at("first").at("office"), "KZ-06-03");
  EXPECT_EQ(error.at("first").at("accepted_on"), "2026-11-21");
  EXPECT_FALSE(error.at("first").at("phones").as_array().empty());
  EXPECT_TRUE(error.at("horizon").at("as_of").is_null());
  EXPECT_EQ(error.at("horizon").at("offices_seen"), 0);
  EXPECT_EQ(error.at("horizon").at("missing").as_array().size(),
            static_cast<std::size_t>(error.at("horizon").at("offices_total").as_int64()));
}

TEST_F(ApiTest, AReasonAnswersTheQuestion) {
  accept();
  json::value body = registry::test::yilmaz_body();
  body.as_object()["despite"] = json::object{{"reason", "another person with this number"}};
  const Answer answer = post("applications", body);
  ASSERT_EQ(answer.status, 201) << json::serialize(answer.body);
  EXPECT_EQ(get("applications/" + answer.text("id")).body.at("despite").at("reason"), "another person with this number");
  body.as_object()["despite"] = json::object{{"reason", " "}};
  EXPECT_EQ(post("applications", body).status, 422);
}

TEST_F(ApiTest, WhatCannotBeUsedIsNamedFieldByField) {
  json::value body = registry::test::yilmaz_body();
  registry::test::set_at(body, "/applicant/birth_date", "1984-02-30");
  registry::test::set_at(body, "/applicant/sex", "Q");
  const Answer answer = post("applications", body);
  ASSERT_EQ(answer.status, 422);
  std::set<std::string> paths;
  for (const json::value& field : answer.body.at("error").at("fields").as_array()) {
    paths.insert(std::string(field.at("path").as_string()));
    EXPECT_FALSE(field.at("message").as_string().starts_with("finding.")) << "a finding without words: " << json::serialize(field);
  }
  EXPECT_TRUE(paths.contains("applicant.birth_date"));
  EXPECT_TRUE(paths.contains("applicant.sex")) << "the rest is judged although the form is wrong";
  EXPECT_EQ(host_->node().status().sequence, 0u);
}

TEST_F(ApiTest, ACheckWritesNothing) {
  accept();
  const Answer answer = post("applications/check", registry::test::yilmaz_body());
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body.at("hits").as_array().size(), 1u);
  EXPECT_EQ(answer.body.at("checklist").as_array().size(), 3u);
  EXPECT_EQ(host_->node().status().sequence, 1u);
}

TEST_F(ApiTest, TheBookIsFoundByNameAndMasksTheDocument) {
  const std::string id = accept();
  const Answer found = get("applications?q=йылмаз");
  ASSERT_EQ(found.body.at("items").as_array().size(), 1u) << json::serialize(found.body);
  EXPECT_EQ(found.body.at("items").at(0).at("id"), json::string(id));
  EXPECT_EQ(found.body.at("items").at(0).at("document_number"), "*****5678");
  EXPECT_TRUE(get("applications?q=nobody").body.at("items").as_array().empty());
  EXPECT_TRUE(get("applications?from=2026-11-22").body.at("items").as_array().empty());
  EXPECT_EQ(get("applications?to=2026-11-21").body.at("items").as_array().size(), 1u) << "the last day counts";
  for (const char* wrong : {"from=21.11.2026", "state=lost", "cursor=@", "limit=0", "limit=1e9"})
    EXPECT_EQ(get(std::string("applications?") + wrong).status, 422) << wrong;
}

TEST_F(ApiTest, WhoReadARecordIsInTheLogWithoutAName) {
  const std::string id = accept();
  ASSERT_EQ(get("applications/" + id).status, 200);
  EXPECT_EQ(sink_->lines.back(), "record_read account=aigul application=" + id);
}

TEST_F(ApiTest, EveryStateRefusalHasACodeOfItsOwn) {
  EXPECT_EQ(get("applications/42").status, 404);
  EXPECT_EQ(get("applications/abc").status, 404);
  EXPECT_EQ(post("applications/42/withdrawal", {{"reason", "x"}}).status, 404);
  json::value body = registry::test::yilmaz_body();
  body.as_object()["documents"] = json::array{"application", "identity_document"};
  const std::string at = "applications/" + post("applications", body).text("id");
  const Answer early = post(at + "/decision", {{"decision", "registered"}});
  EXPECT_EQ(early.status, 409);
  EXPECT_EQ(early.code(), "papers_missing");
  EXPECT_EQ(early.body.at("error").at("missing"), json::array{"migration_card"});
  EXPECT_EQ(post(at + "/papers", {{"documents", json::array{"migration_card"}}}).body.at("missing"), json::array{});
  EXPECT_EQ(post(at + "/decision", {{"decision", "registered"}}).text("state"), "registered");
  EXPECT_EQ(post(at + "/decision", {{"decision", "registered"}}).code(), "wrong_state");
  EXPECT_EQ(post(at + "/decision", {{"decision", "perhaps"}}).status, 422);
  EXPECT_EQ(post(at + "/departure", {{"departed_on", "2026-11-21"}}).text("departed_on"), "2026-11-21");
  EXPECT_EQ(post(at + "/withdrawal", {{"reason", "asked to"}}).text("state"), "withdrawn");
  EXPECT_EQ(post(at + "/papers", {{"documents", json::array{"photo"}}}).code(), "wrong_state");
}

TEST_F(ApiTest, ACorrectionNamesOnlyWhatChanges) {
  const std::string at = "applications/" + accept();
  const Answer done = post(at + "/correction", {{"reason", "typing error"}, {"application", {{"applicant", {{"given_names", "MEHMET ALI"}}}}}});
  ASSERT_EQ(done.status, 200) << json::serialize(done.body);
  const Answer record = get(at);
  EXPECT_EQ(record.body.at("application").at("applicant").at("given_names"), "MEHMET ALI");
  EXPECT_EQ(record.body.at("application").at("applicant").at("surname"), "YILMAZ");
  EXPECT_EQ(record.body.at("history").as_array().size(), 2u);
  EXPECT_EQ(post(at + "/correction", {{"application", {{"applicant", {{"sex", "F"}}}}}}).status, 422) << "a reason is needed";
}

TEST_F(ApiTest, ADraftIsSeenByItsOwnerAndEndsWithTheAcceptance) {
  ASSERT_EQ(put("drafts/a-1", {{"body", {{"form", 1}}}}).status, 200);
  EXPECT_EQ(get("drafts").body.at("items").as_array().size(), 1u);
  EXPECT_EQ(get("drafts/a-1").body.at("body").at("form"), 1);
  log_in("saule", service::Role::kClerk);
  EXPECT_TRUE(get("drafts").body.at("items").as_array().empty());
  EXPECT_EQ(get("drafts/a-1").status, 404);
  EXPECT_EQ(put("drafts/a-1", {{"body", 2}}).status, 404);
  log_in("aigul", service::Role::kClerk);
  json::value body = registry::test::yilmaz_body();
  body.as_object()["draft"] = "a-1";
  ASSERT_EQ(post("applications", body).status, 201);
  EXPECT_EQ(get("drafts/a-1").status, 404);
}

TEST_F(ApiTest, AnAcceptanceThatWasNoneKeepsTheDraft) {
  accept();
  ASSERT_EQ(put("drafts/a-1", {{"body", 1}}).status, 200);
  json::value body = registry::test::yilmaz_body();
  body.as_object()["draft"] = "a-1";
  ASSERT_EQ(post("applications", body).status, 409);
  EXPECT_EQ(get("drafts/a-1").status, 200);
}

TEST_F(ApiTest, TheStickSaysHowManyEntriesItCarries) {
  accept();
  const Answer bundle = get("bundle");
  EXPECT_EQ(bundle.headers.get("X-Tirkeu-Entries"), "1");
  EXPECT_NE(bundle.headers.get("Content-Disposition").find("KZ-06-03-1024-1-1.bundle"), std::string_view::npos);
  const Answer back = ask("POST", "/api/v1/bundle", bundle.bytes);
  EXPECT_EQ(back.status, 422);
  EXPECT_EQ(back.code(), "bundle_wrong_direction");
  EXPECT_EQ(ask("POST", "/api/v1/bundle", base::Bytes{'x', 'y'}).code(), "bundle_not_a_bundle");
}

TEST_F(ApiTest, ARoundWithoutALinkSaysSoAndIsRemembered) {
  const Answer answer = post("sync", json::object{});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.code(), "no_link");
  const Answer status = get("status");
  EXPECT_EQ(status.body.at("last_error").at("code"), "no_link");
  EXPECT_EQ(status.body.at("last_error").at("message"), answer.body.at("error").at("message"));
  EXPECT_TRUE(status.body.at("last_round_at").is_null());
}

TEST_F(ApiTest, TheStatusHasEveryMemberOfTheContract) {
  accept();
  const Answer status = get("status");
  for (const char* name : {"office", "incarnation", "sequence", "receipted", "unsent", "last_round_at", "index", "clock", "state"})
    EXPECT_TRUE(status.body.as_object().contains(name)) << name;
  EXPECT_EQ(status.text("state"), "ok");
  EXPECT_EQ(status.body.at("sequence"), 1);
  EXPECT_EQ(status.body.at("unsent"), 1);
}

TEST_F(ApiTest, ASysadminSeesStateAndNoPersons) {
  accept();
  log_in("bolat", service::Role::kSysadmin);
  EXPECT_EQ(get("status").status, 200);
  EXPECT_EQ(get("bundle").status, 200);
  for (const char* path : {"applications", "applications/1", "drafts"}) EXPECT_EQ(get(path).code(), "not_your_role") << path;
}

TEST_F(ApiTest, TheMachineReadableZoneIsReadAsTheContractSays) {
  const json::array lines{"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
  const Answer answer = post("mrz", {{"lines", lines}});
  ASSERT_EQ(answer.status, 200) << json::serialize(answer.body);
  EXPECT_EQ(answer.text("format"), "TD3");
  EXPECT_EQ(answer.body.at("valid"), true);
  EXPECT_EQ(answer.body.at("fields").at("number"), "L898902C3");
  EXPECT_EQ(answer.body.at("fields").at("birth_date"), "1974-08-12");
  EXPECT_EQ(post("mrz", {{"lines", json::array{"hello"}}}).code(), "no_mrz");
}

TEST_F(ApiTest, TheReferencePagesAnswer) {
  EXPECT_EQ(get("offices").body.as_array().size(), 221u);
  EXPECT_EQ(get("rules").text("id"), "2013-07-23");
  token_.clear();
  const Answer information = get("information");
  EXPECT_EQ(information.body.at("office").at("code"), "KZ-06-03");
  EXPECT_EQ(information.body.at("hours").at("1").at("break_ends"), "14:30");
  EXPECT_EQ(information.body.at("department").at("code"), "KZ-06");
  EXPECT_EQ(information.body.at("categories").as_array().size(), 4u);
  EXPECT_EQ(information.body.at("visa_free").as_array().size(), 12u);
  EXPECT_EQ(information.body.at("visa_free").at(0), (json::object{{"state", "ARM"}, {"days", nullptr}, {"months", 1}}));
  EXPECT_EQ(information.body.at("complaint_days"), 15);
  EXPECT_EQ(get("applications").status, 401);
}

TEST_F(ApiTest, EveryRouteStandsInTheOpenApiDocumentAndNoOther) {
  const Answer document = get("openapi.json");
  ASSERT_EQ(document.status, 200);
  std::set<std::string> described;
  for (const auto& [path, methods] : document.body.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      std::string name(method);
      std::ranges::transform(name, name.begin(), [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
      described.insert(name + " " + std::string(path));
    }
  std::set<std::string> served;
  for (const daemon::RouteInfo& route : api_->routes()) served.insert(route.method + " " + route.pattern);
  EXPECT_EQ(described, served);
}

}  // namespace
}  // namespace tirkeu::node
