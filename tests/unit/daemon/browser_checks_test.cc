#include "sync/daemon/browser_checks.h"

#include <gtest/gtest.h>

namespace tirkeu::daemon {
namespace {

TEST(LoginCookie, HasTheFlagsThatKeepItFromScriptsAndOtherSites) {
  http::Request request;
  EXPECT_EQ(login_cookie(request, "abc"), "sid=abc; Path=/; HttpOnly; SameSite=Strict");
  request.tls = true;
  EXPECT_EQ(login_cookie(request, "abc"), "__Host-sid=abc; Path=/; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(expired_login_cookie(request), "__Host-sid=; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=0");
}

Origin origin(std::initializer_list<http::Headers::Field> fields) {
  http::Request request;
  request.headers.set("Host", "127.0.0.1:8602");
  for (const auto& [name, value] : fields) request.headers.set(name, value);
  return origin_of(request);
}

TEST(OriginOf, KnowsTheProgramsOwnPages) {
  EXPECT_EQ(origin({}), Origin::kOwn);
  EXPECT_EQ(origin({{"Origin", "http://127.0.0.1:8602"}, {"Sec-Fetch-Site", "same-origin"}}), Origin::kOwn);
  EXPECT_EQ(origin({{"Sec-Fetch-Site", "none"}}), Origin::kOwn);
  EXPECT_EQ(origin({{"Host", "Office.kz"}, {"Origin", "https://office.KZ"}}), Origin::kOwn);
}

TEST(OriginOf, RefusesEverythingElse) {
  for (const char* value : {"http://evil.example", "null", "http://127.0.0.1:8603", "http://127.0.0.1", "", "127.0.0.1:8602",
                            "http://127.0.0.1:8602.evil.example", "http://127.0.0.1:8602/"})
    EXPECT_EQ(origin({{"Origin", value}}), Origin::kForeign) << value;
  for (const char* site : {"cross-site", "same-site", "Same-Origin, none", ""})
    EXPECT_EQ(origin({{"Sec-Fetch-Site", site}}), Origin::kForeign) << site;
  EXPECT_EQ(origin({{"Origin", "http://127.0.0.1:8602"}, {"Sec-Fetch-Site", "cross-site"}}), Origin::kForeign);
}

}  // namespace
}  // namespace tirkeu::daemon
