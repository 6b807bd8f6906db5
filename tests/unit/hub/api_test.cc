#include "tests/unit/hub/api_fixture.h"

namespace tirkeu::hub {
namespace {

class HubApi : public HubApiTest {
 protected:
  http::Response exchange_with(base::Bytes body, const char* type = "application/vnd.tirkeu.bundle") {
    http::Request posted = request("POST", std::string(kExchangePath));
    posted.headers.erase("X-Tirkeu");
    posted.headers.set("Content-Type", type);
    posted.body = std::move(body);
    posted.peer = http::Peer::kRemote;
    return ask(std::move(posted));
  }
  /// An open question between KZ-06-03 and KZ-06-04; the path of its decision.
  std::string open_question() {
    first = inder->accept(application_of("U12345678"));
    clock.pass(1min);
    round(*inder);
    clock.pass(1min);
    second = makhambet->accept(application_of("U12345678"), "it was another person");
    round(*makhambet);
    const json::value page = got("/api/v1/duplicates", {{"state", "open"}});
    return "/api/v1/duplicates/" + std::string(page.at("items").at(0).at("id").as_string()) + "/decision";
  }
  http::Response decide(const std::string& path, const std::string& body, const char* key = "k1", std::string_view by = "dana") {
    http::Request posted = as(by, request("POST", path, body));
    posted.headers.set("Idempotency-Key", key);
    return ask(std::move(posted));
  }
  std::string decision(base::RowId first_id) { return R"({"first":")" + first_id.to_string() + R"(","reason":"seen on the telephone"})"; }

  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
  store::Acceptance first, second;
};

TEST_F(HubApi, EveryRouteIsDescribedAndNoOther) {
  const json::value document = got("/api/v1/openapi.json");
  std::set<std::string> described;
  for (const auto& [path, methods] : document.at("paths").as_object())
    for (const auto& [method, operation] : methods.as_object()) {
      std::string name(method);
      std::ranges::transform(name, name.begin(), [](char letter) { return static_cast<char>(letter - 'a' + 'A'); });
      described.insert(name + " " + std::string(path));
    }
  std::set<std::string> served;
  for (const daemon::RouteInfo& route : api.routes()) served.insert(route.method + " " + route.pattern);
  EXPECT_EQ(described, served);
}

TEST_F(HubApi, TheFleetIsListedWholeAndToTheAuditorToo) {
  const json::array offices = got("/api/v1/offices").as_array();
  EXPECT_EQ(offices.size(), registry::offices_of(6).size());
  EXPECT_EQ(offices[0].at("code"), "KZ-06");
  EXPECT_EQ(offices[0].at("state"), "none");
  EXPECT_TRUE(offices[0].at("last_seen_at").is_null());
  EXPECT_EQ(offices[3].at("state"), "active");
  EXPECT_EQ(offices[3].at("last_seen_at"), "2026-11-20T09:00:00+05:00");
  EXPECT_EQ(ask(as("erlan", request("GET", "/api/v1/offices"))).status, 200);
  EXPECT_EQ(ask(request("GET", "/api/v1/offices")).status, 401);
}

TEST_F(HubApi, TheStatusCounts) {
  open_question();
  const json::value status = got("/api/v1/status");
  EXPECT_EQ(status.at("department"), "KZ-06");
  EXPECT_EQ(status.at("applications"), 2);
  EXPECT_EQ(status.at("open_duplicates"), 1);
  EXPECT_EQ(status.at("offices_heard"), 2);
  EXPECT_EQ(status.at("offices_total").as_int64(), static_cast<std::int64_t>(registry::offices_of(6).size()));
  EXPECT_EQ(status.at("clock"), "ok");
  clock.pass(-1h);
  EXPECT_EQ(got("/api/v1/status").at("clock"), "behind");
}

TEST_F(HubApi, ApplicationsAreListedAndShownWhole) {
  open_question();
  const json::array items = got("/api/v1/applications").at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(got("/api/v1/applications", {{"office", "KZ-06-04"}}).at("items").as_array().size(), 1u);
  EXPECT_EQ(got("/api/v1/applications", {{"confirmation", "review"}}).at("items").as_array().size(), 1u);
  EXPECT_EQ(got("/api/v1/applications", {{"q", "yilm"}}).at("items").as_array().size(), 2u);
  EXPECT_EQ(got("/api/v1/applications", {{"from", "2026-11-20"}, {"to", "2026-11-20"}}).at("items").as_array().size(), 2u);
  EXPECT_EQ(got("/api/v1/applications", {{"from", "2026-11-21"}}).at("items").as_array().size(), 0u);
  EXPECT_EQ(error_code(get("/api/v1/applications", {{"from", "yesterday"}})), "bad_parameter");
  const json::value record = got("/api/v1/applications/" + first.id.to_string());
  EXPECT_EQ(record.at("document_number"), "U12345678");
  EXPECT_EQ(record.at("ticket_number").as_string(), first.ticket_number);
  EXPECT_EQ(record.at("verdict").at("outcome"), "confirmed");
  EXPECT_EQ(record.at("history").as_array().front().at("event"), "accepted");
  EXPECT_EQ(record.at("history").as_array().back().at("event"), "verdict");
  EXPECT_EQ(get("/api/v1/applications/12345").status, 404);
  EXPECT_EQ(get("/api/v1/applications/x").status, 404);
  EXPECT_EQ(error_code(ask(as("sys", request("GET", "/api/v1/applications")))), "not_your_role");
}

TEST_F(HubApi, ADuplicateShowsBothSidesAndWhy) {
  const std::string path = open_question();
  const json::value duplicate = got(path.substr(0, path.rfind('/')));
  EXPECT_EQ(duplicate.at("state"), "open");
  const json::array& claims = duplicate.at("claims").as_array();
  ASSERT_EQ(claims.size(), 2u);
  EXPECT_EQ(claims[0].at("office"), "KZ-06-03");
  EXPECT_EQ(claims[0].at("ticket_number").as_string(), first.ticket_number);
  EXPECT_EQ(claims[1].at("despite"), true);
  EXPECT_EQ(claims[1].at("outcome"), "review");
  EXPECT_EQ(claims[0].at("application").at("document").at("number"), "U12345678");
  EXPECT_GT(duplicate.at("reason").as_string().size(), 10u);
  EXPECT_EQ(get("/api/v1/duplicates/999").status, 404);
  EXPECT_EQ(get("/api/v1/duplicates/x").status, 404);
  EXPECT_EQ(error_code(get("/api/v1/duplicates", {{"state", "nonsense"}})), "bad_parameter");
  EXPECT_EQ(error_code(get("/api/v1/duplicates", {{"cursor", "nonsense"}})), "bad_parameter");
  EXPECT_TRUE(got("/api/v1/duplicates", {{"state", "decided"}}).at("items").as_array().empty());
}

TEST_F(HubApi, ADecisionIsWrittenOnceUnderItsKey) {
  const std::string path = open_question();
  const http::Response decided = decide(path, decision(second.id));
  EXPECT_EQ(decided.status, 200) << decided.body_text();
  EXPECT_EQ(daemon::json(decided).at("state"), "decided");
  EXPECT_EQ(daemon::json(decided).at("decided_by"), "dana");
  const http::Response again = decide(path, decision(second.id));
  EXPECT_EQ(again.body_text(), decided.body_text());
  EXPECT_EQ(again.headers.get("Idempotency-Replayed"), "true");
  EXPECT_EQ(count("judgement"), 1);
  EXPECT_EQ(told(first.id), "annulled decided verdict.annulled_decided");
  EXPECT_EQ(error_code(decide(path, decision(first.id))), "idempotency_key_reused");
  EXPECT_EQ(count("judgement"), 1);
}

TEST_F(HubApi, BothMayBeDistinct) {
  const http::Response decided = decide(open_question(), R"({"distinct":true,"reason":"two persons"})");
  EXPECT_EQ(decided.status, 200) << decided.body_text();
  EXPECT_EQ(daemon::json(decided).at("state"), "decided");
  EXPECT_EQ(told(second.id), "confirmed decided verdict.distinct_decided");
}

TEST_F(HubApi, ADecisionThatSaysTooLittleIsRefused) {
  const std::string path = open_question();
  EXPECT_EQ(error_code(decide(path, R"({"first":")" + first.id.to_string() + R"(","reason":"  "})")), "reason_missing");
  for (const std::string& body :
       {std::string("{}"), R"({"first":")" + first.id.to_string() + R"("})", std::string(R"({"reason":"so"})"),
        std::string(R"({"first":"x","reason":"so"})"), R"({"first":")" + first.id.to_string() + R"(","distinct":true,"reason":"so"})"}) {
    const http::Response response = decide(path, body);
    EXPECT_EQ(response.status, 422) << body;
    EXPECT_EQ(error_code(response), "unusable_fields") << body;
    EXPECT_FALSE(daemon::json(response).at("error").at("fields").as_array().empty());
  }
  EXPECT_EQ(error_code(decide(path, R"({"first":"77","reason":"so"})")), "not_among_claims");
  EXPECT_EQ(decide("/api/v1/duplicates/999/decision", decision(first.id)).status, 404);
  EXPECT_EQ(error_code(decide(path, decision(first.id), "k1", "erlan")), "not_your_role");
  EXPECT_EQ(error_code(decide(path, decision(first.id), "k1", "sys")), "not_your_role");
  EXPECT_EQ(count("judgement"), 0);
}

TEST_F(HubApi, APairOfPersonsIsShownWithItsWeightsAndJudgedOnce) {
  first = inder->accept(application_of("U11112222"));
  second = makhambet->accept(application_of("U77776666", "1112223"));
  round(*inder);
  round(*makhambet);
  const json::value pair = got("/api/v1/persons", {{"state", "open"}}).at("items").at(0);
  EXPECT_EQ(pair.at("sides").at(0).at("application").at("applicant").at("surname"), "YILMAZ");
  EXPECT_EQ(pair.at("parts").at(0).at("field"), "surname");
  for (const json::value& part : pair.at("parts").as_array())
    for (const char* name : {"field_name", "level_name"}) {
      EXPECT_FALSE(std::string_view(part.at(name).as_string()).starts_with("person.")) << part.at(name);
    }
  const std::string path = "/api/v1/persons/" + std::string(pair.at("id").as_string()) + "/judgement";
  const std::string body = R"({"judgement":"same","reason":"both passports seen"})";
  EXPECT_EQ(error_code(decide(path, body, "k1", "erlan")), "not_your_role");
  const http::Response judged = decide(path, body);
  EXPECT_EQ(judged.status, 200) << judged.body_text();
  EXPECT_EQ(daemon::json(judged).at("judgement").at("decided_by"), "dana");
  EXPECT_EQ(decide(path, body).body_text(), judged.body_text());
  EXPECT_EQ(count("person_judgement"), 1);
  EXPECT_TRUE(got("/api/v1/persons", {{"state", "open"}}).at("items").as_array().empty());
  EXPECT_EQ(error_code(decide(path, R"({"judgement":"same","reason":" "})", "k2")), "reason_missing");
  EXPECT_EQ(decide(path, R"({"judgement":"perhaps","reason":"so"})", "k3").status, 422);
  EXPECT_EQ(decide("/api/v1/persons/1-2/judgement", body, "k4").status, 404);
  EXPECT_EQ(decide("/api/v1/persons/x/judgement", body, "k5").status, 404);
  EXPECT_EQ(error_code(get("/api/v1/persons", {{"cursor", "nonsense"}})), "bad_parameter");
  EXPECT_EQ(error_code(get("/api/v1/persons", {{"state", "nonsense"}})), "bad_parameter");
}

TEST_F(HubApi, ABundleByTheSyncDoorIsAnsweredWithABundle) {
  inder->accept(application_of("U1"));
  const http::Response response = exchange_with(inder->up());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.get("Content-Type"), kBundleType);
  const std::string_view body = response.body_text();
  EXPECT_EQ(inder->take(base::bytes_of(body)).receipt.held_through, 1u);
}

TEST_F(HubApi, TheSyncDoorNamesNoTypeToWhoNamesNone) {
  inder->accept(application_of("U1"));
  const http::Response response = exchange_with(inder->up(), "");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(response.sparing);
  EXPECT_EQ(response.headers.size(), 0u);
  EXPECT_EQ(inder->take(base::bytes_of(response.body_text())).receipt.held_through, 1u);
}

TEST_F(HubApi, TheSyncDoorTellsStrangersNothing) {
  EXPECT_EQ(exchange_with(inder->up(), "application/json").status, 415);
  const http::Response nonsense = exchange_with({1, 2, 3});
  EXPECT_EQ(nonsense.status, 400);
  EXPECT_EQ(nonsense.body_text(), R"({"error":{"code":"not_a_bundle"}})");
  wire::UpHeader header = inder->header();
  header.incarnation += base::kIncarnationsPerGrant * 50;
  header.enrolment.reset();
  const http::Response stranger = exchange_with(inder->up(header));
  EXPECT_EQ(stranger.status, 403);
  EXPECT_EQ(stranger.body_text(), R"({"error":{"code":"unknown_sender"}})");
}

TEST_F(HubApi, AStickIsTakenInTheBrowser) {
  inder->accept(application_of("U1"));
  http::Request posted = as("sys", request("POST", "/api/v1/bundle"));
  posted.body = inder->up();
  posted.headers.set("Content-Type", kBundleType);
  posted.headers.set("Idempotency-Key", "k1");
  const json::value answer = daemon::json(ask(std::move(posted)));
  EXPECT_EQ(answer.at("summary").at("result"), "taken");
  EXPECT_EQ(answer.at("summary").at("applications"), 1);
  EXPECT_EQ(answer.at("file_name"), "tirkeu-answer-KZ-06-03.bundle");
  const std::optional<base::Bytes> bytes = base::from_base64(std::string(answer.at("answer").as_string()));
  ASSERT_TRUE(bytes);
  EXPECT_EQ(inder->take(*bytes).receipt.held_through, 1u);
  http::Request nonsense = as("sys", request("POST", "/api/v1/bundle", "nonsense"));
  nonsense.headers.set("Idempotency-Key", "k2");
  EXPECT_EQ(error_code(ask(std::move(nonsense))), "bundle_refused");
}

TEST_F(HubApi, NothingOfAPersonIsLogged) {
  open_question();
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find("YILMAZ"), std::string::npos) << line;
    EXPECT_EQ(line.find("U12345678"), std::string::npos) << line;
  }
  inder->accept(application_of("U1"));
  exchange_with(inder->up());
  ASSERT_FALSE(lines.empty());
  EXPECT_EQ(lines.back().find("YILMAZ"), std::string::npos);
}

}  // namespace
}  // namespace tirkeu::hub
