#include "sync/daemon/api.h"

#include <gtest/gtest.h>

#include "sync/base/invariant.h"
#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

using service::Role;
using service::RoleSet;

class ApiTest : public testing::Test {
 protected:
  ApiTest() {
    place.add("aigul", Role::kClerk);
    place.add("bolat", Role::kHead);
    place.database.execute("CREATE TABLE written (n INTEGER)");
    api.get("/api/v1/things/{id}", {Role::kClerk, Role::kHead}, [](const Call& call) -> Outcome {
      return answer(200, boost::json::object{{"id", call.argument("id")}, {"by", call.account->name}});
    });
    api.write("/api/v1/things", {Role::kClerk}, [this](const Call& call, WriteContext& write) -> Outcome {
      store::Transaction transaction(place.database);
      place.database.execute("INSERT INTO written VALUES (1)");
      if (call.body.as_object().contains("fail")) return std::unexpected(error(422, "unusable_fields"));
      if (call.body.as_object().contains("throw")) throw std::runtime_error("YILMAZ U12345678");
      http::Response response = answer(201, boost::json::object{{"id", written()}});
      write.record(response);
      transaction.commit();
      return response;
    });
  }

  std::int64_t written() {
    store::Statement count(place.database, "SELECT count(*) FROM written");
    count.step();
    return count.integer(0);
  }
  http::Response ask(http::Request request) { return daemon::ask(api, place.loop, std::move(request)); }
  http::Request as(std::string_view name, http::Request request) {
    const NewLogin login = place.accounts.open_login(*place.accounts.find(name), "127.0.0.1");
    request.headers.set("Cookie", std::string(request.tls ? "__Host-sid=" : "sid=") + login.token);
    return request;
  }
  http::Request keyed(http::Request request, const char* key) {
    request.headers.set("Idempotency-Key", key);
    return request;
  }
  bool logged(std::string_view text) const {
    for (const std::string& line : place.lines)
      if (line.find(text) != std::string::npos) return true;
    return false;
  }

  Workplace place;
  int fatal = 0;
  std::optional<std::string> complaint;
  ApiOptions options{.health = [this] { return complaint; }, .on_fatal = [this] { ++fatal; }};
  Api api{place.parts(), options};
};

TEST_F(ApiTest, HandsACallToItsRoute) {
  const http::Response response = ask(as("aigul", request("GET", "/api/v1/things/7")));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body_text(), R"({"id":"7","by":"aigul"})");
  EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
}

TEST_F(ApiTest, TellsUnknownPathsAndMethods) {
  EXPECT_EQ(error_code(ask(request("GET", "/api/v1/nothing"))), "not_found");
  const http::Response wrong = ask(request("DELETE", "/api/v1/things"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.headers.get("Allow"), "POST");
}

TEST_F(ApiTest, NeedsALogin) {
  EXPECT_EQ(error_code(ask(request("GET", "/api/v1/things/7"))), "login_needed");
  http::Request guessed = request("GET", "/api/v1/things/7");
  guessed.headers.set("Cookie", "sid=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  EXPECT_EQ(ask(std::move(guessed)).status, 401);
}

TEST_F(ApiTest, EveryRouteIsClosedToEveryRoleThatItDoesNotName) {
  place.add("sys", Role::kSysadmin);
  api.get("/api/v1/closed", {}, [](const Call&) -> Outcome { return answer(200, nullptr); });
  const std::map<Role, std::string> people = {{Role::kClerk, "aigul"}, {Role::kHead, "bolat"}, {Role::kSysadmin, "sys"}};
  int refused = 0, passed = 0;
  for (const RouteInfo& route : api.routes()) {
    if (route.access != Access::kLogin) continue;
    std::string path = route.pattern;
    for (std::size_t at; (at = path.find('{')) != std::string::npos;) path.replace(at, path.find('}') - at + 1, "x");
    EXPECT_EQ(ask(request(route.method, path)).status, 401) << route.method << ' ' << path;
    for (const auto& [role, name] : people) {
      const std::string code = error_code(ask(as(name, request(route.method, path))));
      EXPECT_EQ(code == "not_your_role", !route.roles.has(role)) << route.method << ' ' << path << ' ' << name << ' ' << code;
      ++(code == "not_your_role" ? refused : passed);
    }
  }
  EXPECT_GE(refused, 10);
  EXPECT_GE(passed, 10);
}

TEST_F(ApiTest, RefusesWritesOfOtherSites) {
  http::Request bare = as("aigul", request("POST", "/api/v1/things", "{}"));
  bare.headers.erase("X-Tirkeu");
  EXPECT_EQ(error_code(ask(std::move(bare))), "cross_site");
  for (const auto& [name, value] : std::vector<http::Headers::Field>{
           {"Origin", "http://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}}) {
    http::Request foreign = as("aigul", request("POST", "/api/v1/things", "{}"));
    foreign.headers.set(name, value);
    EXPECT_EQ(error_code(ask(std::move(foreign))), "cross_site") << name << value;
  }
  http::Request login = request("POST", "/api/v1/login", R"({"user":"aigul","password":"x"})");
  login.headers.set("Origin", "http://evil.example");
  EXPECT_EQ(error_code(ask(std::move(login))), "cross_site");
  EXPECT_EQ(written(), 0);
}

TEST_F(ApiTest, SaysWhatIsWrongWithABodyInTheReadersLanguage) {
  EXPECT_EQ(error_code(ask(as("aigul", request("POST", "/api/v1/things", "{\"a\":")))), "body_no_json");
  EXPECT_EQ(error_code(ask(as("aigul", request("POST", "/api/v1/things", "[]")))), "body_no_object");
  EXPECT_EQ(error_code(ask(as("aigul", request("POST", "/api/v1/things", "{\"a\":\"\xff\"}")))), "body_no_json");
  EXPECT_EQ(error_code(ask(as("aigul", request("POST", "/api/v1/things", "{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}")))), "body_no_json");
  EXPECT_EQ(error_code(ask(as("aigul", request("POST", "/api/v1/things", "{\"a\":\"" + std::string(300'000, 'x') + "\"}")))), "body_too_large");
  http::Request russian = as("aigul", request("POST", "/api/v1/things", "[]"));
  russian.headers.set("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.1");
  const http::Response response = ask(std::move(russian));
  EXPECT_EQ(json(response).at("error").at("message").as_string(), "Тело запроса должно быть объектом JSON.");
  EXPECT_EQ(response.headers.get("Content-Language"), "ru");
}

TEST_F(ApiTest, EveryCodeHasWordsInEveryLanguage) {
  for (const char* code : {"not_found", "method_not_allowed", "local_only", "tls_needed", "login_needed", "password_change_required",
                           "not_your_role", "cross_site", "body_too_large", "body_no_json", "body_no_object", "idempotency_key_unusable",
                           "idempotency_key_reused", "request_in_progress", "internal", "disk_full", "unusable_fields", "wrong_login",
                           "wrong_password", "login_throttled", "busy", "own_account", "field.missing_text", "field.password_unchanged",
                           "field.unknown_role"})
    EXPECT_TRUE(registry::has_message("api." + std::string(code))) << code;
  for (AccountProblem problem : {AccountProblem::kNoSuchAccount, AccountProblem::kNameTaken, AccountProblem::kBadName, AccountProblem::kLastKeeper})
    EXPECT_TRUE(registry::has_message("api." + std::string(name_of(problem))));
}

TEST_F(ApiTest, TheSameKeyAndBodyGetTheSameAnswerAndWriteOnce) {
  const http::Response first = ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "k1"));
  const http::Response again = ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "k1"));
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body_text(), first.body_text());
  EXPECT_EQ(again.headers.get("Idempotency-Replayed"), "true");
  EXPECT_EQ(written(), 1);
}

TEST_F(ApiTest, TheSameKeyWithAnotherBodyIsAConflict) {
  ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "k1"));
  const http::Response other = ask(keyed(as("aigul", request("POST", "/api/v1/things", R"({"a":1})")), "k1"));
  EXPECT_EQ(other.status, 409);
  EXPECT_EQ(error_code(other), "idempotency_key_reused");
  EXPECT_EQ(written(), 1);
}

TEST_F(ApiTest, AKeyBelongsToItsAccount) {
  place.add("dana", Role::kClerk);
  ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "k1"));
  EXPECT_EQ(ask(keyed(as("dana", request("POST", "/api/v1/things", R"({"a":1})")), "k1")).status, 201);
  EXPECT_EQ(written(), 2);
}

TEST_F(ApiTest, AWriteThatFailedMayBeTriedAgainWithItsKey) {
  EXPECT_EQ(ask(keyed(as("aigul", request("POST", "/api/v1/things", R"({"fail":1})")), "k1")).status, 422);
  EXPECT_EQ(ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "k1")).status, 201);
  EXPECT_EQ(written(), 1);
}

TEST_F(ApiTest, RefusesAKeyThatIsNone) {
  EXPECT_EQ(error_code(ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), "a b"))), "idempotency_key_unusable");
  EXPECT_EQ(error_code(ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), ""))), "idempotency_key_unusable");
  EXPECT_EQ(error_code(ask(keyed(as("aigul", request("POST", "/api/v1/things", "{}")), std::string(201, 'k').c_str()))), "idempotency_key_unusable");
}

TEST_F(ApiTest, TheSameWriteTwiceAtOnceRunsOnce) {
  std::optional<Finish> held;
  std::shared_ptr<WriteContext> context;
  int began = 0;
  api.write_later("/api/v1/slow", {Role::kClerk}, [&](auto, auto write, Finish finish) {
    ++began;
    held.emplace(std::move(finish));
    context = write;
  });
  std::optional<http::Response> first;
  api.handle(keyed(as("aigul", request("POST", "/api/v1/slow", "{}")), "k"), http::Reply([&](http::Response response) { first = std::move(response); }));
  const http::Response second = ask(keyed(as("aigul", request("POST", "/api/v1/slow", "{}")), "k"));
  EXPECT_EQ(error_code(second), "request_in_progress");
  EXPECT_EQ(began, 1);
  const http::Response done = answer(200, boost::json::object{{"ok", true}});
  context->record_alone(done);
  (*held)(done);
  ASSERT_TRUE(first);
  EXPECT_EQ(ask(keyed(as("aigul", request("POST", "/api/v1/slow", "{}")), "k")).body_text(), first->body_text());
  EXPECT_EQ(began, 1);
}

TEST_F(ApiTest, WhatAHandlerThrowsIsAnIncidentWithoutPersonalData) {
  const http::Response response = ask(as("aigul", request("POST", "/api/v1/things", R"({"throw":"U12345678"})")));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(error_code(response), "internal");
  const std::string message(json(response).at("error").at("message").as_string());
  const std::size_t at = place.lines.back().find("incident=") + 9;
  const std::string incident = place.lines.back().substr(at, 12);
  EXPECT_NE(message.find(incident), std::string::npos) << message << place.lines.back();
  EXPECT_FALSE(logged("U12345678"));
  EXPECT_FALSE(logged("YILMAZ"));
  EXPECT_EQ(std::string(response.body_text()).find("YILMAZ"), std::string::npos);
  EXPECT_EQ(written(), 0);
}

TEST_F(ApiTest, AFatalFaultOfTheDatabaseIsToldOnce) {
  api.get("/api/v1/broken", {Role::kClerk}, [](const Call&) -> Outcome { throw store::StoreError(store::StoreError::Kind::kCorrupt, "the database is damaged; verify it"); });
  EXPECT_EQ(ask(as("aigul", request("GET", "/api/v1/broken"))).status, 500);
  EXPECT_EQ(ask(as("aigul", request("GET", "/api/v1/broken"))).status, 500);
  EXPECT_EQ(fatal, 1);
  EXPECT_TRUE(logged("the database is damaged; verify it"));
}

TEST_F(ApiTest, AFullDiskIsNoFault) {
  api.get("/api/v1/full", {Role::kClerk}, [](const Call&) -> Outcome { throw store::StoreError(store::StoreError::Kind::kDiskFull, "disk full"); });
  const http::Response response = ask(as("aigul", request("GET", "/api/v1/full")));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(error_code(response), "disk_full");
  EXPECT_EQ(fatal, 0);
}

TEST_F(ApiTest, ALostCallbackIsAnswered) {
  api.get_later("/api/v1/lost", {Role::kClerk}, [](auto, Finish) {});
  EXPECT_EQ(error_code(ask(as("aigul", request("GET", "/api/v1/lost")))), "internal");
  EXPECT_TRUE(logged("answer_lost incident="));
}

TEST_F(ApiTest, PlainHttpFromAnotherMachineGetsNothingWithNames) {
  api.raw("POST", "/sync/v1/exchange", Access::kPublic, 8u << 20, [](http::Request, http::Reply reply) { reply(http::Response::empty(204)); });
  const auto from_afar = [](http::Request request) {
    request.peer = http::Peer::kRemote;
    request.remote_address = "10.0.0.9";
    return request;
  };
  EXPECT_EQ(error_code(ask(from_afar(as("aigul", request("GET", "/api/v1/things/7"))))), "tls_needed");
  EXPECT_EQ(error_code(ask(from_afar(request("POST", "/api/v1/login", R"({"user":"a","password":"b"})")))), "tls_needed");
  EXPECT_EQ(ask(from_afar(request("POST", "/sync/v1/exchange"))).status, 204);
  EXPECT_EQ(ask(from_afar(request("GET", "/healthz"))).status, 200);
  EXPECT_EQ(error_code(ask(from_afar(request("GET", "/metrics")))), "local_only");
  http::Request secure = request("GET", "/api/v1/things/7");
  secure.tls = true;
  EXPECT_EQ(ask(from_afar(as("aigul", std::move(secure)))).status, 200);
}

TEST_F(ApiTest, ACookieOfPlainHttpOpensNothingOverTls) {
  http::Request mixed = as("aigul", request("GET", "/api/v1/things/7"));
  mixed.tls = true;
  EXPECT_EQ(ask(std::move(mixed)).status, 401);
}

TEST_F(ApiTest, TellsHealthAndCounts) {
  EXPECT_EQ(ask(request("GET", "/healthz")).body_text(), R"({"status":"ok"})");
  complaint = "rewound";
  const http::Response sick = ask(request("GET", "/healthz"));
  EXPECT_EQ(sick.status, 503);
  const http::Response metrics = ask(request("GET", "/metrics"));
  EXPECT_EQ(metrics.headers.get("Content-Type"), service::Metrics::kContentType);
  const std::string text(metrics.body_text());
  EXPECT_NE(text.find("tirkeu_http_answers_total{class=\"5xx\"} 1"), std::string::npos) << text;
  EXPECT_NE(text.find("tirkeu_logins 0"), std::string::npos);
}

TEST_F(ApiTest, KnowsHowLargeABodyOfEachRouteMayBe) {
  api.write_bytes("/api/v1/bundle", {Role::kHead}, 8u << 20, [](auto, auto, Finish) {});
  EXPECT_EQ(api.body_limit("POST", "/api/v1/bundle"), 8u << 20);
  EXPECT_EQ(api.body_limit("POST", "/api/v1/things"), 256u << 10);
  EXPECT_EQ(api.body_limit("POST", "/nowhere"), 64u << 10);
}

using ApiDeathTest = ApiTest;
TEST_F(ApiDeathTest, AWriteThatRecordsNoAnswerStopsTheProgram) {
  // The loop has threads; a plain fork would copy their locks.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  api.write("/api/v1/careless", {Role::kClerk}, [](const Call&, WriteContext&) -> Outcome { return answer(200, nullptr); });
  EXPECT_DEATH(ask(as("aigul", request("POST", "/api/v1/careless", "{}"))), "without having recorded its answer");
}

}  // namespace
}  // namespace tirkeu::daemon
