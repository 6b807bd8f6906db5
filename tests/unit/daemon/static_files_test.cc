#include "sync/daemon/static_files.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

class StaticFilesTest : public testing::Test {
 protected:
  StaticFilesTest() {
    std::filesystem::create_directories(folder.path / "ui/assets");
    put("ui/index.html", "<!doctype html>");
    put("ui/assets/app-3f9a02bc.js", "run()");
    put("ui/assets/logo.svg", "<svg/>");
    put("ui/.secret", "hidden");
    put("outside.txt", "outside");
    std::filesystem::create_symlink(folder.path / "outside.txt", folder.path / "ui/link.txt");
  }
  void put(const std::string& name, const std::string& text) { std::ofstream(folder.path / name) << text; }
  TemporaryFolder folder;
};

TEST_F(StaticFilesTest, ServesFilesWithTheirTypeAndLife) {
  const StaticFiles ui(folder.path / "ui");
  const auto script = ui.answer(request("GET", "/assets/app-3f9a02bc.js"));
  ASSERT_TRUE(script);
  EXPECT_EQ(script->body_text(), "run()");
  EXPECT_EQ(script->headers.get("Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_NE(script->headers.get("Content-Type").find("javascript"), std::string_view::npos);
  EXPECT_EQ(ui.answer(request("GET", "/assets/logo.svg"))->headers.get("Cache-Control"), "no-cache");
}

TEST_F(StaticFilesTest, GivesTheIndexForRoutesOfTheUiOnly) {
  const StaticFiles ui(folder.path / "ui");
  for (const char* path : {"/", "/applications", "/applications/123"})
    EXPECT_EQ(ui.answer(request("GET", path))->body_text(), "<!doctype html>") << path;
  EXPECT_EQ(ui.answer(request("GET", "/"))->headers.get("Cache-Control"), "no-cache");
  EXPECT_FALSE(ui.answer(request("GET", "/assets/old-11111111.js")));
}

TEST_F(StaticFilesTest, LeadsNowhereOutOfItsFolder) {
  const StaticFiles ui(folder.path / "ui");
  EXPECT_EQ(ui.size(), 3u);
  for (const char* path : {"/../outside.txt", "/assets/../../outside.txt", "/link.txt", "/.secret", "//etc/hosts.txt", "/outside.txt"})
    EXPECT_FALSE(ui.answer(request("GET", path))) << path;
}

TEST_F(StaticFilesTest, AnswersUnchangedByItsTag) {
  const StaticFiles ui(folder.path / "ui");
  const auto first = ui.answer(request("GET", "/"));
  http::Request again = request("GET", "/");
  again.headers.set("If-None-Match", first->headers.get("ETag"));
  const auto second = ui.answer(again);
  EXPECT_EQ(second->status, 304);
  EXPECT_TRUE(second->body.empty());
  again.headers.set("If-None-Match", "\"other\"");
  EXPECT_EQ(ui.answer(again)->status, 200);
}

TEST_F(StaticFilesTest, SaysThatAFolderIsNoBuiltUi) {
  EXPECT_THROW(StaticFiles(folder.path / "nowhere"), std::runtime_error);
  EXPECT_THROW(StaticFiles(folder.path / "ui/assets"), std::runtime_error);
}

}  // namespace
}  // namespace tirkeu::daemon
