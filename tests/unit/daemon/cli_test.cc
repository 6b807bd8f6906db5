#include "sync/daemon/cli.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

using registry::Language;

TEST(LanguageOfEnvironment, FollowsThePosixOrder) {
  const auto with = [](const char* all, const char* messages, const char* lang) {
    for (const auto& [name, value] : {std::pair("LC_ALL", all), std::pair("LC_MESSAGES", messages), std::pair("LANG", lang)}) setenv(name, value, 1);
    return language_of_environment();
  };
  EXPECT_EQ(with("", "", "kk_KZ.UTF-8"), Language::kKazakh);
  EXPECT_EQ(with("", "ru_RU.UTF-8", "kk_KZ.UTF-8"), Language::kRussian);
  EXPECT_EQ(with("en_GB.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8"), Language::kEnglish);
  EXPECT_EQ(with("C.UTF-8", "ru_RU.UTF-8", "kk_KZ.UTF-8"), Language::kEnglish);
  EXPECT_EQ(with("", "", ""), Language::kEnglish);
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) unsetenv(name);
}

TEST(ReadSecret, LeavesOutOneLineEndAndRefusesNothingness) {
  TemporaryFolder folder;
  const std::string file = folder.path / "password";
  const auto read = [&](const std::string& content) {
    std::ofstream(file, std::ios::binary) << content;
    return read_secret(file, Language::kEnglish);
  };
  EXPECT_EQ(read("correct horse battery\n"), "correct horse battery");
  EXPECT_EQ(read("windows\r\n"), "windows");
  EXPECT_EQ(read(" spaces stay \n\n"), " spaces stay \n");
  EXPECT_FALSE(read("\n"));
  EXPECT_FALSE(read(std::string(5000, 'x')));
  EXPECT_EQ(read_secret(folder.path / "nowhere", Language::kEnglish).error(),
            (folder.path / "nowhere").string() + " cannot be read; check name and permissions");
}

TEST(PrintTable, AlignsByLettersNotBytes) {
  std::ostringstream out;
  print_table(out, {{"office", "name"}, {{"KZ-06-02", "Есіл"}, {"Жаңа", "x"}}});
  EXPECT_EQ(out.str(), "office    name\nKZ-06-02  Есіл\nЖаңа      x\n");
}

TEST(PrintResult, PrintsJsonForScriptsAndTextForPeople) {
  CommandResult result;
  result.output = boost::json::parse(R"({"office":"KZ-06-02","index":{"as_of":null},"unsent":3})");
  std::ostringstream json_out, text_out, err;
  EXPECT_EQ(print_result(result, OutputForm::kJson, "tirkeu-node", json_out, err), 0);
  EXPECT_EQ(boost::json::parse(json_out.str()), result.output);
  EXPECT_NE(json_out.str().find("\n  \"unsent\": 3\n}"), std::string::npos) << json_out.str();
  EXPECT_EQ(print_result(result, OutputForm::kText, "tirkeu-node", text_out, err), 0);
  EXPECT_EQ(text_out.str(), "office: KZ-06-02\nindex:\n  as_of: -\nunsent: 3\n");
  EXPECT_EQ(err.str(), "");
}

TEST(PrintResult, PutsAnErrorOnOneHarmlessLine) {
  std::ostringstream out, err;
  EXPECT_EQ(print_result(CommandResult::failed("a\nb\x1b[2J"), OutputForm::kText, "tirkeu-hub", out, err), 1);
  EXPECT_EQ(err.str(), "tirkeu-hub: a b [2J\n");
  EXPECT_EQ(out.str(), "");
}

}  // namespace
}  // namespace tirkeu::daemon
