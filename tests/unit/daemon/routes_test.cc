#include "sync/daemon/routes.h"

#include <gtest/gtest.h>

namespace tirkeu::daemon {
namespace {

RouteTable table_of(std::initializer_list<std::pair<const char*, const char*>> routes) {
  RouteTable table;
  for (const auto& [method, pattern] : routes) {
    Route route{.method = method, .pattern = pattern};
    table.add(std::move(route));
  }
  return table;
}

TEST(RouteTable, FindsByMethodAndPattern) {
  const RouteTable table = table_of({{"GET", "/a"}, {"POST", "/a/{id}/papers"}});
  EXPECT_EQ(table.find("GET", "/a").route->pattern, "/a");
  const auto found = table.find("POST", "/a/42/papers");
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.path.at("id"), "42");
}

TEST(RouteTable, PrefersTheLiteralSegmentWhateverTheOrder) {
  const RouteTable table = table_of({{"POST", "/a/{id}"}, {"POST", "/a/check"}, {"POST", "/{x}/check"}});
  EXPECT_EQ(table.find("POST", "/a/check").route->pattern, "/a/check");
  EXPECT_EQ(table.find("POST", "/a/1").route->pattern, "/a/{id}");
  EXPECT_EQ(table.find("POST", "/b/check").route->pattern, "/{x}/check");
}

TEST(RouteTable, TellsAWrongMethodFromAnUnknownPath) {
  const RouteTable table = table_of({{"GET", "/a"}, {"POST", "/a"}});
  EXPECT_EQ(table.find("DELETE", "/a").allowed, "GET, POST");
  EXPECT_EQ(table.find("DELETE", "/a").route, nullptr);
  EXPECT_EQ(table.find("GET", "/b").allowed, "");
}

TEST(RouteTable, ANameIsNeverEmptyAndPathsAreExact) {
  const RouteTable table = table_of({{"GET", "/a/{id}"}});
  for (const char* path : {"/a/", "/a", "/a/1/", "/a/1/2", "//1", "", "/"}) EXPECT_EQ(table.find("GET", path).route, nullptr) << path;
}

TEST(RouteTableDeathTest, TwoRoutesOfOneShapeStopTheProgram) {
  EXPECT_DEATH(table_of({{"GET", "/a/{id}"}, {"GET", "/a/{name}"}}), "one method and shape");
}

}  // namespace
}  // namespace tirkeu::daemon
