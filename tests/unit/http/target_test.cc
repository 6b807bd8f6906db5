#include "sync/http/target.h"

#include <gtest/gtest.h>

namespace tirkeu::http {
namespace {

std::string path_of(const std::string& target) {
  const auto read = read_target(target);
  return read ? read->path : "(refused)";
}

TEST(Target, DecodesOnceAndOnlyOnce) {
  EXPECT_EQ(path_of("/a%20b+c"), "/a b+c");
  EXPECT_EQ(path_of("/%2525"), "/%25");
  EXPECT_EQ(path_of("/"), "/");
  EXPECT_EQ(path_of("/dir/"), "/dir/");
  EXPECT_EQ(path_of("/..."), "/...");
}

TEST(Target, RefusesPathsWithASecondReading) {
  for (const char* target : {"",      "a",      "*",      "//evil.example/", "/a//b", "/./a", "/a/..", "/%2e%2e/a",
                             "/.%2E", "/a%2fb", "/a%5cb", "/a\\b",           "/%00",  "/%0a", "/%7f",  "/%",
                             "/%4",   "/%zz",   "/%ff",   "/%c0%ae",         "/a#b"}) {
    EXPECT_EQ(path_of(target), "(refused)") << target;
  }
}

TEST(Target, TakesTypedUtf8InTheQuery) {
  const auto read = read_target("/api/v1/applications?q=Йылмаз&cursor=a%3Db=c");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->query.size(), 2u);
  EXPECT_EQ(read->query[0].second, "Йылмаз");
  EXPECT_EQ(read->query[1].second, "a=b=c");
  EXPECT_FALSE(read_target("/?q=%ff"));
  EXPECT_FALSE(read_target("/?q=%00"));
  EXPECT_FALSE(read_target("/?q=\xff"));
}

TEST(Target, ReadsUrls) {
  const auto url = read_url("HTTPS://hub.example:8600/sync/v1/exchange?a=b#top");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->scheme, Url::Scheme::kHttps);
  EXPECT_EQ(url->host, "hub.example");
  EXPECT_EQ(url->port, "8600");
  EXPECT_EQ(url->authority, "hub.example:8600");
  EXPECT_EQ(url->target, "/sync/v1/exchange?a=b");
  EXPECT_EQ(read_url("http://[::1]:80")->host, "::1");
  EXPECT_EQ(read_url("http://[::1]")->port, "80");
  EXPECT_EQ(read_url("https://hub?x")->target, "/?x");
  EXPECT_EQ(read_url("https://hub")->port, "443");
}

TEST(Target, RefusesWhatIsNoHttpUrl) {
  for (const char* text :
       {"", "hub:8600", "ftp://hub", "http://", "http:///path", "http://user@hub/", "http://hub:0", "http://hub:70000",
        "http://hub:x", "http://::1/", "http://[::1", "http://h b/", "http://h\n"}) {
    EXPECT_FALSE(read_url(text)) << text;
  }
}

}  // namespace
}  // namespace tirkeu::http
