#include "hub/portal_body.h"
#include "tests/unit/hub/api_fixture.h"
#include "tests/unit/registry/yilmaz.h"

namespace tirkeu::hub {
namespace {

class Portal : public HubApiTest {
 protected:
  static json::object body() {
    return {{"application", registry::test::yilmaz_body()}, {"signature", {{"kind", "cms"}, {"value", "c2lnbmVk"}}}};
  }
  http::Request handed_in(const std::string& key, const std::string& text, const std::string& by) {
    http::Request posted = request("POST", "/portal/v1/applications", text);
    posted.headers.erase("X-Tirkeu");
    if (!key.empty()) posted.headers.set("Idempotency-Key", key);
    if (!by.empty()) posted.headers.set("Authorization", "Bearer " + by);
    return posted;
  }
  http::Response hand_in(const std::string& key, const json::value& said = body()) {
    return ask(handed_in(key, json::serialize(said), token));
  }
  http::Response told_of(const std::string& key, const std::string& by) {
    http::Request asked = request("GET", "/portal/v1/applications/" + key);
    asked.headers.set("Authorization", "Bearer " + by);
    return ask(std::move(asked));
  }
  json::value state(const std::string& key) {
    const http::Response response = told_of(key, token);
    EXPECT_EQ(response.status, 200) << response.body_text();
    return daemon::json(response);
  }
  /// "application.document.number required" of the first field.
  static std::string first_field(const http::Response& response) {
    const json::value field = daemon::json(response).at("error").at("fields").at(0);
    return std::string(field.at("path").as_string()) + " " + std::string(field.at("code").as_string());
  }
  /// The office takes the request in and decides.
  store::Acceptance taken_in(const std::string& key) {
    store::Acceptance fact;
    inder->append([&] {
      fact = inder->acceptance(registry::test::yilmaz());
      fact.origin = "portal";
      fact.portal_request = hub->portal_desk().find("egov", key)->id;
      inder->book.insert(fact);
    });
    round(*inder);
    return fact;
  }
  void decide(base::RowId application, const std::string& outcome) {
    inder->append([&] {
      store::Decision decision;
      decision.id = inder->mint();
      decision.application = application;
      decision.recorded_at = clock.reading.wall;
      decision.clerk = "aigerim";
      decision.outcome = outcome;
      decision.rule_set = "2013-07-23";
      if (outcome == "registered") decision.registered_until = "2026-12-18";
      if (outcome == "refused") {
        decision.ground = "incomplete_documents";
        decision.text = "The card is missing.";
        decision.missing = {"migration_card"};
      }
      inder->book.insert(decision);
    });
    round(*inder);
  }

  std::string token = hub->portal_tokens().make("egov").value();
  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
};

TEST_F(Portal, ARequestIsTakenInForTheOfficeOfThePlaceOfStay) {
  const http::Response response = hand_in("2026-117");
  ASSERT_EQ(response.status, 202) << response.body_text();
  const json::value answer = daemon::json(response);
  EXPECT_EQ(answer.at("key"), "2026-117");
  EXPECT_EQ(answer.at("state"), "received");
  EXPECT_EQ(answer.at("office"), "KZ-06-03");
  EXPECT_EQ(answer.at("received_at"), "2026-11-20T09:00:00+05:00");
  EXPECT_EQ(answer.at("due_at"), "2026-11-21T13:00:00+05:00") << "cl. 7.4: one working day, and Saturday closes at 13";
  EXPECT_EQ(got("/api/v1/status").at("portal_waiting"), 1);
  round(*inder);
  round(*makhambet);
  const base::RowId id = hub->portal_desk().find("egov", "2026-117")->id;
  const std::optional<store::PortalRequest> arrived = inder->book.find<store::PortalRequest>(id);
  ASSERT_TRUE(arrived);
  EXPECT_EQ(arrived->request_key, "egov 2026-117");
  EXPECT_EQ(base::text_of(arrived->signature), "signed");
  EXPECT_FALSE(makhambet->book.find<store::PortalRequest>(id)) << "no other office learns of it";
}

TEST_F(Portal, TheBytesOfTheApplicationAreKeptAsTheyCame) {
  const std::string application(registry::test::kYilmazBody);
  const std::string text = R"({"signature" : {"value":"c2lnbmVk","kind":"xmldsig"}, "application" : )" + application + " }";
  ASSERT_EQ(ask(handed_in("k1", text, token)).status, 202);
  const store::PortalRequest request = *hub->portal_desk().find("egov", "k1");
  EXPECT_EQ(request.body, application);
  EXPECT_EQ(request.signature_kind, "xmldsig");
}

TEST_F(Portal, TheSameKeyIsTheSameRequestForGood) {
  const http::Response first = hand_in("k1");
  clock.pass(24h * 30);
  EXPECT_EQ(hand_in("k1").body_text(), first.body_text()) << "though the stay is over by now";
  EXPECT_EQ(count("portal_request"), 1);
}

TEST_F(Portal, TheSameKeyWithAnotherBodyIsAConflict) {
  hand_in("k1");
  json::value other = body();
  other.at_pointer("/application/applicant/surname").as_string() = "YILMAS";
  EXPECT_EQ(error_code(hand_in("k1", other)), "idempotency_key_reused");
  other = body();
  other.at_pointer("/signature/value").as_string() = "c2lnbmVE";
  EXPECT_EQ(error_code(hand_in("k1", other)), "idempotency_key_reused");
  EXPECT_EQ(count("portal_request"), 1);
}

TEST_F(Portal, AnotherPortalsKeysAreItsOwn) {
  hand_in("k1");
  const std::string other = hub->portal_tokens().make("other").value();
  EXPECT_EQ(told_of("k1", other).status, 404);
  EXPECT_EQ(ask(handed_in("k1", json::serialize(body()), other)).status, 202);
  EXPECT_EQ(count("portal_request"), 2);
}

TEST_F(Portal, NobodyEntersWithoutAToken) {
  for (const std::string& by : {std::string(), std::string("tirkeu-portal-0000"), token.substr(0, token.size() - 1), token + "0", "x" + token}) {
    const http::Response response = ask(handed_in("k1", json::serialize(body()), by));
    EXPECT_EQ(response.status, 401) << by;
    EXPECT_TRUE(response.headers.find("WWW-Authenticate"));
  }
  EXPECT_EQ(told_of("k1", "nonsense").status, 401);
  ASSERT_TRUE(hub->portal_tokens().revoke("egov"));
  EXPECT_EQ(hand_in("k1").status, 401);
  EXPECT_EQ(count("portal_request"), 0);
}

TEST_F(Portal, ATokenTravelsOverTlsOnly) {
  http::Request posted = handed_in("k1", json::serialize(body()), token);
  posted.peer = http::Peer::kRemote;
  EXPECT_EQ(error_code(ask(std::move(posted))), "tls_needed");
  http::Request asked = request("GET", "/portal/v1/applications/k1");
  asked.headers.set("Authorization", "Bearer " + token);
  asked.peer = http::Peer::kRemote;
  EXPECT_EQ(error_code(ask(std::move(asked))), "tls_needed");
}

TEST_F(Portal, OnlyADigestOfATokenIsKept) {
  store::Statement all(hub->database(), "SELECT name, token_digest FROM portal_token");
  ASSERT_TRUE(all.step());
  EXPECT_EQ(all.blob(1).size(), 32u);
  EXPECT_NE(base::to_hex(all.blob(1)), token.substr(token.size() - 64));
  EXPECT_FALSE(all.step());
  EXPECT_EQ(hub->portal_tokens().make("egov").error(), TokenFault::kTaken);
  EXPECT_EQ(hub->portal_tokens().make("E Gov").error(), TokenFault::kBadName);
  ASSERT_TRUE(hub->portal_tokens().revoke("egov"));
  EXPECT_FALSE(hub->portal_tokens().revoke("egov"));
  EXPECT_NE(hub->portal_tokens().make("egov").value(), token);
}

TEST_F(Portal, WhatCannotBeUsedIsNamedByItsField) {
  json::value said = body();
  said.at_pointer("/application/stay/address/office").as_string() = "KZ-07-01";
  const http::Response elsewhere = hand_in("k1", said);
  EXPECT_EQ(elsewhere.status, 422);
  EXPECT_EQ(first_field(elsewhere), "application.stay.address.office other_department");
  said = body();
  said.at_pointer("/application/document/number").as_string() = "";
  EXPECT_EQ(first_field(hand_in("k1", said)), "application.document.number required");
  said = body();
  said.at_pointer("/application/applicant/citizenship").as_string() = "KAZ";
  EXPECT_EQ(hand_in("k1", said).status, 422) << "cl. 6";
  for (const json::value& signature : {json::value{{"kind", "cms"}, {"value", "no base64!"}}, json::value{{"kind", "cms"}, {"value", ""}}}) {
    said = body();
    said.at("signature") = signature;
    EXPECT_EQ(first_field(hand_in("k1", said)), "signature.value bad_signature");
  }
  said = body();
  said.at_pointer("/signature/kind").as_string() = "wax";
  EXPECT_EQ(first_field(hand_in("k1", said)), "signature.kind unknown_code");
  said = body();
  said.as_object().erase("signature");
  EXPECT_EQ(first_field(hand_in("k1", said)), "signature required");
  EXPECT_EQ(first_field(hand_in("k1", json::object{})), "application required");
  EXPECT_EQ(error_code(hand_in("")), "portal_key_unusable");
  EXPECT_EQ(error_code(hand_in("a/b")), "portal_key_unusable");
  EXPECT_EQ(count("portal_request"), 0);
}

TEST_F(Portal, ARequestOfTooManyBytesIsRefused) {
  EXPECT_EQ(api.body_limit("POST", "/portal/v1/applications"), kPortalBodyBytesMax);
  json::value said = body();
  said.at_pointer("/signature/value").as_string() = std::string(kPortalBodyBytesMax, 'A');
  EXPECT_EQ(error_code(hand_in("k1", said)), "body_too_large");
}

TEST_F(Portal, AWordingWithoutAPortalTakesNothingIn) {
  hand_in("k1");
  std::string content(registry::rule_set_json("2013-07-23"));
  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"2013-07-23\"", "\"2026-11-01\""},
                                 {"\"valid_from\": \"2013-08-03\"", "\"valid_from\": \"2026-11-01\""},
                                 {"\"portal\": true", "\"portal\": false"}})
    content.replace(content.find(from), from.size(), to);
  ASSERT_TRUE(hub->rule_desk().issue(content, "dana"));
  EXPECT_EQ(error_code(hand_in("k2")), "no_portal_in_force");
  EXPECT_EQ(hand_in("k1").status, 202) << "what was taken in stays so";
  EXPECT_EQ(count("portal_request"), 1);
}

TEST_F(Portal, ARegistrationGivesTheLabel) {
  hand_in("k1");
  round(*inder);
  EXPECT_EQ(state("k1").at("state"), "received");
  EXPECT_EQ(state("k1").at("signature").at("verified"), false);
  const store::Acceptance acceptance = taken_in("k1");
  EXPECT_EQ(state("k1").at("state"), "accepted");
  EXPECT_TRUE(state("k1").at("label").is_null());
  EXPECT_EQ(got("/api/v1/status").at("portal_waiting"), 0);
  decide(acceptance.id, "registered");
  const json::value answer = state("k1");
  EXPECT_EQ(answer.at("state"), "registered");
  const json::value& label = answer.at("label");
  EXPECT_EQ(label.at("number").as_string(), acceptance.ticket_number);
  EXPECT_EQ(label.at("name"), "YILMAZ MEHMET");
  EXPECT_EQ(label.at("document"), "TUR U12345678");
  EXPECT_EQ(label.at("citizenship"), "TUR");
  EXPECT_EQ(label.at("registered_until"), "2026-12-18");
  EXPECT_EQ(label.at("address"), "Индербор, Нысанбаев, 9");
  EXPECT_FALSE(std::string_view(label.at("authority").as_string()).starts_with("portal."));
  hub->audit().flush();
  EXPECT_EQ(count("audit WHERE account = 'portal:egov'"), 1) << "who read the label is known";
}

TEST_F(Portal, ARefusalHasItsGroundAndTheWayToCourt) {
  hand_in("k1");
  decide(taken_in("k1").id, "refused");
  const json::value answer = state("k1");
  EXPECT_EQ(answer.at("state"), "refused");
  EXPECT_TRUE(answer.at("label").is_null());
  const json::value& refusal = answer.at("refusal");
  EXPECT_EQ(refusal.at("ground"), "incomplete_documents");
  EXPECT_EQ(refusal.at("ground_text"), "The papers are not complete.");
  EXPECT_EQ(refusal.at("clause"), "cl. 16");
  EXPECT_EQ(refusal.at("missing").at(0).at("code"), "migration_card");
  EXPECT_NE(std::string(refusal.at("court").as_string()).find("court"), std::string::npos);
}

TEST_F(Portal, AnAnnulledRegistrationHasNoLabel) {
  makhambet->accept(registry::test::yilmaz());
  round(*makhambet);
  clock.pass(1h);
  hand_in("k1");
  const store::Acceptance second = taken_in("k1");
  decide(second.id, "registered");
  ASSERT_EQ(hub->cases().find(second.id)->confirmation, "annulled");
  const json::value answer = state("k1");
  EXPECT_EQ(answer.at("state"), "annulled");
  EXPECT_TRUE(answer.at("label").is_null());
  EXPECT_NE(std::string(answer.at("annulled").as_string()).find("KZ-06-04"), std::string::npos) << answer;
}

TEST_F(Portal, WhoTriesTokensIsToldToWaitAndThePortalIsNot) {
  int waits = 0;
  for (int i = 0; i < 40; ++i) waits += told_of("k1", "tirkeu-portal-" + std::to_string(i)).status == 429 ? 1 : 0;
  EXPECT_EQ(waits, 10);
  EXPECT_EQ(hand_in("k1").status, 202);
  clock.pass(1min);
  EXPECT_EQ(told_of("k1", "nonsense").status, 401);
}

TEST_F(Portal, NothingOfAPersonOrATokenIsLogged) {
  hand_in("k1");
  told_of("k1", "nonsense");
  for (const std::string& line : lines)
    for (const std::string& word : {std::string("YILMAZ"), token, std::string("nonsense")}) EXPECT_EQ(line.find(word), std::string::npos) << line;
}

TEST(RawMember, IsFoundWhateverStandsAroundIt) {
  EXPECT_EQ(raw_member(R"({"a":{"b":1,"c":[2,"}"]},"b":3})", "a"), R"({"b":1,"c":[2,"}"]})");
  EXPECT_EQ(raw_member(R"({"a":{"b":1},"b": 3 })", "b"), "3");
  EXPECT_EQ(raw_member(R"({"x":"\"a\":1","a" : "v,}" })", "a"), R"("v,}")");
  EXPECT_EQ(raw_member(R"({"a":1,"a":2})", "a"), "2") << "the last holds, as for every reader of JSON here";
  EXPECT_EQ(raw_member(R"({"b":[{"a":1}]})", "a"), "");
  EXPECT_EQ(raw_member("{}", "a"), "");
}

}  // namespace
}  // namespace tirkeu::hub
