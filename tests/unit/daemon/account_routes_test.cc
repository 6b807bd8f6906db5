#include "sync/daemon/account_routes.h"

#include <gtest/gtest.h>

#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

using service::Role;

class AccountRoutesTest : public testing::Test {
 protected:
  AccountRoutesTest() {
    place.add("aigul", Role::kClerk);
    place.add("bolat", Role::kHead);
  }
  http::Response ask(http::Request request) { return daemon::ask(api, place.loop, std::move(request)); }
  http::Response log_in(const std::string& user, const std::string& password) {
    const boost::json::object body{{"user", user}, {"password", password}};
    return ask(request("POST", "/api/v1/login", boost::json::serialize(body)));
  }
  http::Request with(const std::string& cookie, http::Request request) {
    request.headers.set("Cookie", cookie);
    return request;
  }
  http::Request as(std::string_view name, http::Request request) {
    return with("sid=" + place.accounts.open_login(*place.accounts.find(name), "x").token, std::move(request));
  }

  Workplace place;
  Api api{place.parts(), ApiOptions{}};
};

TEST_F(AccountRoutesTest, LogsInWorksAndLogsOut) {
  const http::Response login = log_in("aigul", kPassword);
  ASSERT_EQ(login.status, 200) << login.body_text();
  EXPECT_EQ(login.body_text(), R"({"user":"aigul","role":"clerk","must_change_password":false})");
  EXPECT_TRUE(login.headers.get("Set-Cookie").starts_with("sid="));
  EXPECT_NE(login.headers.get("Set-Cookie").find("; Path=/; HttpOnly; SameSite=Strict"), std::string_view::npos);
  const std::string cookie = cookie_of(login);
  EXPECT_EQ(ask(with(cookie, request("GET", "/api/v1/me"))).body_text(), login.body_text());
  const http::Response logout = ask(with(cookie, request("POST", "/api/v1/logout")));
  EXPECT_EQ(logout.status, 204);
  EXPECT_NE(logout.headers.get("Set-Cookie").find("Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(logout.headers.get("Clear-Site-Data"), "\"storage\"");
  EXPECT_EQ(ask(with(cookie, request("GET", "/api/v1/me"))).status, 401);
}

TEST_F(AccountRoutesTest, LogsInFromABareCommandLine) {
  http::Request bare = request("POST", "/api/v1/login", R"({"user":"aigul","password":"correct horse battery"})");
  bare.headers.erase("X-Tirkeu");
  EXPECT_EQ(ask(std::move(bare)).status, 200);
}

TEST_F(AccountRoutesTest, ANewLoginGetsANewTokenAndEndsTheOneThatTheBrowserHad) {
  const std::string planted = cookie_of(log_in("aigul", kPassword));
  http::Request again = request("POST", "/api/v1/login", R"({"user":"aigul","password":"correct horse battery"})");
  const http::Response login = ask(with(planted, std::move(again)));
  EXPECT_NE(cookie_of(login), planted);
  EXPECT_EQ(ask(with(planted, request("GET", "/api/v1/me"))).status, 401);
}

TEST_F(AccountRoutesTest, AWrongPasswordAndAnUnknownNameAreToldAlike) {
  const http::Response wrong = log_in("aigul", "wrong");
  const http::Response unknown = log_in("nobody", "wrong");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.body_text(), unknown.body_text());
  EXPECT_EQ(error_code(wrong), "wrong_login");
  EXPECT_EQ(wrong.headers.count("Set-Cookie"), 0u);
  EXPECT_EQ(error_code(ask(request("POST", "/api/v1/login", R"({"user":"aigul"})"))), "unusable_fields");
}

TEST_F(AccountRoutesTest, MakesTheHashAnewWhenItsCostsAreOutOfDate) {
  ASSERT_TRUE(crypto::needs_rehash(*place.accounts.password_hash("aigul")));
  log_in("aigul", kPassword);
  EXPECT_FALSE(crypto::needs_rehash(*place.accounts.password_hash("aigul")));
  EXPECT_EQ(log_in("aigul", kPassword).status, 200);
}

TEST_F(AccountRoutesTest, TellsHowLongToWaitAfterTooManyMistakes) {
  for (int i = 0; i < 6; ++i) EXPECT_EQ(log_in("aigul", "wrong").status, 401);
  const http::Response throttled = log_in("aigul", kPassword);
  EXPECT_EQ(throttled.status, 429);
  EXPECT_EQ(throttled.headers.get("Retry-After"), "1");
  place.clock.pass(std::chrono::seconds(1));
  EXPECT_EQ(log_in("aigul", kPassword).status, 200);
}

TEST_F(AccountRoutesTest, NoNameAndNoPasswordGetsIntoTheLog) {
  log_in("aigul", kPassword);
  log_in("typed secret", "another secret");
  ASSERT_FALSE(place.lines.empty());
  for (const std::string& line : place.lines) {
    EXPECT_EQ(line.find("aigul"), std::string::npos) << line;
    EXPECT_EQ(line.find("secret"), std::string::npos) << line;
  }
}

TEST_F(AccountRoutesTest, AHeadAddsAClerkWhoMustSetAPasswordFirst) {
  const http::Response added = ask(as("bolat", request("POST", "/api/v1/users", R"({"name":"dana","role":"clerk","password":"seven grey wagons"})")));
  ASSERT_EQ(added.status, 201) << added.body_text();
  EXPECT_EQ(json(added).at("must_change_password").as_bool(), true);
  const std::string cookie = cookie_of(log_in("dana", "seven grey wagons"));
  EXPECT_EQ(error_code(ask(with(cookie, request("GET", "/api/v1/users")))), "password_change_required");
  const http::Response changed = ask(with(cookie, request("POST", "/api/v1/password", R"({"current":"seven grey wagons","new":"nine blue lanterns"})")));
  ASSERT_EQ(changed.status, 200) << changed.body_text();
  EXPECT_EQ(ask(with(cookie, request("GET", "/api/v1/me"))).status, 401);
  EXPECT_EQ(ask(with(cookie_of(changed), request("GET", "/api/v1/me"))).status, 200);
  EXPECT_EQ(error_code(ask(with(cookie_of(changed), request("GET", "/api/v1/users")))), "not_your_role");
  EXPECT_EQ(log_in("dana", "seven grey wagons").status, 401);
  EXPECT_EQ(log_in("dana", "nine blue lanterns").status, 200);
}

TEST_F(AccountRoutesTest, JudgesNewPasswordsPerField) {
  const http::Response weak = ask(as("bolat", request("POST", "/api/v1/users", R"({"name":"Dana","role":"king","password":"x"})")));
  EXPECT_EQ(weak.status, 422);
  const boost::json::array fields = json(weak).at("error").at("fields").as_array();
  ASSERT_EQ(fields.size(), 2u);
  EXPECT_EQ(fields[0].at("path").as_string(), "role");
  EXPECT_EQ(fields[1].at("path").as_string(), "name");
  const http::Response common = ask(as("bolat", request("POST", "/api/v1/users", R"({"name":"dana","role":"clerk","password":"password1234"})")));
  EXPECT_EQ(json(common).at("error").at("fields").at(0).at("code").as_string(), "password_easy_to_guess");
}

TEST_F(AccountRoutesTest, NobodyLiftsHimselfOrTouchesSomebodyAbove) {
  place.add("sys", Role::kSysadmin);
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users", R"({"name":"dana","role":"sysadmin","password":"seven grey wagons"})")))), "not_your_role");
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users/sys/password", R"({"password":"seven grey wagons"})")))), "not_your_role");
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users/sys/disable")))), "not_your_role");
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users/bolat/disable")))), "own_account");
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users/ghost/disable")))), "no_such_account");
  EXPECT_EQ(place.accounts.find("sys")->state, Account::State::kActive);
}

TEST_F(AccountRoutesTest, AResetPasswordEndsLoginsAndMustBeChanged) {
  const std::string cookie = cookie_of(log_in("aigul", kPassword));
  ASSERT_EQ(ask(as("bolat", request("POST", "/api/v1/users/aigul/password", R"({"password":"seven grey wagons"})"))).status, 200);
  EXPECT_EQ(ask(with(cookie, request("GET", "/api/v1/me"))).status, 401);
  EXPECT_EQ(json(log_in("aigul", "seven grey wagons")).at("must_change_password").as_bool(), true);
}

TEST_F(AccountRoutesTest, ADisabledAccountIsOutAtOnce) {
  const std::string cookie = cookie_of(log_in("aigul", kPassword));
  ASSERT_EQ(ask(as("bolat", request("POST", "/api/v1/users/aigul/disable"))).status, 200);
  EXPECT_EQ(ask(with(cookie, request("GET", "/api/v1/me"))).status, 401);
  EXPECT_EQ(log_in("aigul", kPassword).status, 401);
}

TEST_F(AccountRoutesTest, TheOwnPasswordNeedsThePresentOne) {
  const http::Response wrong = ask(as("aigul", request("POST", "/api/v1/password", R"({"current":"guess","new":"nine blue lanterns"})")));
  EXPECT_EQ(error_code(wrong), "wrong_password");
  EXPECT_EQ(log_in("aigul", kPassword).status, 200);
  const http::Response same = ask(as("aigul", request("POST", "/api/v1/password", R"({"current":"correct horse battery","new":"correct horse battery"})")));
  EXPECT_EQ(json(same).at("error").at("fields").at(0).at("code").as_string(), "password_unchanged");
}

TEST_F(AccountRoutesTest, ListsAccountsWithoutTheirHashes) {
  const http::Response list = ask(as("bolat", request("GET", "/api/v1/users")));
  EXPECT_EQ(json(list).at("items").as_array().size(), 2u);
  EXPECT_EQ(std::string(list.body_text()).find("argon2"), std::string::npos);
  EXPECT_EQ(ask(as("aigul", request("GET", "/api/v1/users"))).status, 403);
}

TEST_F(AccountRoutesTest, AUserAddedTwiceWithOneKeyIsAddedOnce) {
  const auto once = [this] {
    http::Request add = as("bolat", request("POST", "/api/v1/users", R"({"name":"dana","role":"clerk","password":"seven grey wagons"})"));
    add.headers.set("Idempotency-Key", "add-dana");
    return ask(std::move(add));
  };
  const http::Response first = once();
  const http::Response again = once();
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.body_text(), first.body_text());
  EXPECT_EQ(error_code(ask(as("bolat", request("POST", "/api/v1/users", R"({"name":"dana","role":"clerk","password":"seven grey wagons"})")))), "name_taken");
}

}  // namespace
}  // namespace tirkeu::daemon
