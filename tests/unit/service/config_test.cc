#include "sync/service/config.h"

#include <gtest/gtest.h>

namespace tirkeu::service {
namespace {

using registry::Language;

std::string first_complaint(const std::string& text, Language language = Language::kEnglish) {
  const auto config = parse_node_config(text, "node.toml");
  return config ? "no complaint" : config.error().front().to_text(language);
}

TEST(Config, ReadsTheWorkedExampleOfANode) {
  const auto config = parse_node_config(
      "data = \"n2\"\nlisten = \"127.0.0.1:8602\"\n[hub]\nurl = \"http://127.0.0.1:8600\"\n[sync]\ninterval_s = 0\n",
      "n2.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->data, "n2");
  EXPECT_EQ(config->listen, (ListenAddress{"127.0.0.1", 8602}));
  EXPECT_EQ(config->hub_url, "http://127.0.0.1:8600");
  EXPECT_EQ(config->sync_interval, std::chrono::seconds(0));
  EXPECT_EQ(config->clock_uncertainty, std::chrono::seconds(60));
}

TEST(Config, ReadsTheWorkedExampleOfAHub) {
  const auto config = parse_hub_config(
      "data = \"hub\"\nlisten = \"127.0.0.1:8600\"\npublic_url = \"http://127.0.0.1:8600\"\n", "hub.toml");
  ASSERT_TRUE(config);
  EXPECT_EQ(config->public_url, "http://127.0.0.1:8600");
  EXPECT_FALSE(config->sync_listen);
}

TEST(Config, NamesFileLineKeyAndWhatIsAllowed) {
  EXPECT_EQ(first_complaint("data = \"n2\"\n\n[sync]\ninterval_s = \"soon\"\n"),
            "node.toml:4: sync.interval_s: a whole number from 0 to 86400 is needed");
  EXPECT_EQ(first_complaint("[log]\nlevel = \"loud\"\n"),
            "node.toml:2: log.level: one of these is needed: debug, info, warning, error");
  EXPECT_EQ(first_complaint("listen = \"8080\"\n", Language::kRussian).substr(0, 20), "node.toml:1: listen:");
}

TEST(Config, ComplainsInTheReadersLanguage) {
  const std::string text = "[sync]\ninterval_s = -1\n";
  EXPECT_NE(first_complaint(text, Language::kKazakh).find("бүтін сан керек"), std::string::npos);
  EXPECT_NE(first_complaint(text, Language::kRussian).find("нужно целое число"), std::string::npos);
}

TEST(Config, RefusesAnUnknownKeyAndListsTheKnownOnes) {
  const std::string complaint = first_complaint("data = \"n2\"\nlisten_on = \"127.0.0.1:80\"\n");
  EXPECT_TRUE(complaint.starts_with("node.toml:2: listen_on: unknown key; known are: ")) << complaint;
  EXPECT_NE(complaint.find("sync.interval_s"), std::string::npos);
  EXPECT_NE(first_complaint("[sync]\nlisten = \"127.0.0.1:80\"\n").find("sync.listen: unknown key"), std::string::npos);
  EXPECT_NE(first_complaint("\"sync.interval_s\" = 5\n").find("unknown key"), std::string::npos);
  EXPECT_NE(first_complaint("sync = 5\n").find("sync: this is a section"), std::string::npos);
}

TEST(Config, TellsEveryMistakeAtOnceInTheOrderOfLines) {
  const auto config = parse_node_config("what = 1\nlisten = 5\n[clock]\nuncertainty_s = 0\n", "n");
  ASSERT_FALSE(config);
  ASSERT_EQ(config.error().size(), 3u);
  EXPECT_EQ(config.error()[0].line, 1u);
  EXPECT_EQ(config.error()[1].line, 2u);
  EXPECT_EQ(config.error()[2].line, 4u);
}

TEST(Config, PointsAtTheLineThatIsNoToml) {
  const auto config = parse_hub_config("data = \"a\"\nlisten = \n", "hub.toml");
  ASSERT_FALSE(config);
  EXPECT_EQ(config.error().front().line, 2u);
  EXPECT_TRUE(config.error().front().to_text(Language::kEnglish).starts_with("hub.toml:2: this is no TOML: "));
}

TEST(Config, WantsCertificateAndKeyTogether) {
  EXPECT_EQ(first_complaint("[tls]\nkey = \"k.pem\"\n"),
            "node.toml:2: tls.key: tls.certificate and tls.key belong together: give both or neither");
  const auto both = parse_node_config("tls.certificate = \"c.pem\"\ntls.key = \"k.pem\"\n", "n");
  ASSERT_TRUE(both);
  EXPECT_EQ(both->tls, (TlsConfig{"c.pem", "k.pem"}));
}

TEST(Config, RefusesAHubAddressThatIsNoBaseUrl) {
  for (const char* url : {"127.0.0.1:8600", "ftp://10.0.0.1", "http://", "http://10.0.0.1:99999", "http://10.0.0.1/hub", "http://a b"})
    EXPECT_NE(first_complaint("hub.url = \"" + std::string(url) + "\"\n"), "no complaint") << url;
  for (const char* url : {"http://10.0.0.1:8600", "https://hub.example", "http://[fe80::1]:80", "http://10.0.0.1/"})
    EXPECT_EQ(first_complaint("hub.url = \"" + std::string(url) + "\"\n"), "no complaint") << url;
}

TEST(Config, TakesWindowsAsTimesOfTheDayAndNamesAWrongOne) {
  const auto config = parse_node_config("[sync]\nwindows = [\"22:00-06:00\", \"12:00-13:30\"]\n", "n");
  ASSERT_TRUE(config);
  ASSERT_EQ(config->sync_windows.all().size(), 2u);
  EXPECT_EQ(config->sync_windows.all()[1].until, std::chrono::minutes(13 * 60 + 30));
  EXPECT_EQ(parse_node_config(to_toml(*config), "again")->sync_windows, config->sync_windows);
  for (const char* wrong : {"\"22:00-06:00\"", "[\"night\"]", "[22]", "[\"22:00-22:00\"]"})
    EXPECT_EQ(first_complaint("[sync]\nwindows = " + std::string(wrong) + "\n"),
              "node.toml:2: sync.windows: a list of times of the day is needed, such as [\"22:00-06:00\"]")
        << wrong;
}

TEST(Config, SaysThatAFileCannotBeRead) {
  const auto config = read_hub_config("/nowhere/hub.toml");
  ASSERT_FALSE(config);
  EXPECT_TRUE(config.error().front().to_text(Language::kEnglish).starts_with("/nowhere/hub.toml: the file cannot be read"));
  EXPECT_FALSE(read_hub_config("/"));
}

TEST(Config, PrintsSettingsThatReadBackToTheSame) {
  const auto config = parse_node_config(
      "data=\"d\"\nlisten=\"[::1]:9\"\nhub.url=\"http://h\"\nsync.link_kbps=9\nlogin.idle_min=5\ntls.certificate=\"c\"\ntls.key=\"k\"\n", "n");
  ASSERT_TRUE(config);
  const auto again = parse_node_config(to_toml(*config), "again");
  ASSERT_TRUE(again) << to_toml(*config);
  EXPECT_EQ(to_toml(*again), to_toml(*config));
  EXPECT_EQ(again->listen, config->listen);
  EXPECT_EQ(again->sync_link_kbps, 9u);
  EXPECT_EQ(again->login_idle, std::chrono::minutes(5));
}

TEST(ListenAddress, KnowsWhatNoOtherMachineReaches) {
  for (const char* text : {"127.0.0.1:1", "127.9.9.9:1", "[::1]:1", "localhost:1"})
    EXPECT_TRUE(ListenAddress::parse(text)->is_loopback()) << text;
  for (const char* text : {"0.0.0.0:1", "10.0.0.1:1", "[::]:1", "[::ffff:127.0.0.1]:1", "office:1"})
    EXPECT_FALSE(ListenAddress::parse(text)->is_loopback()) << text;
}

TEST(ListenAddress, RefusesWhatIsNone) {
  for (const char* text : {"", ":80", "host", "host:", "host:65536", "host:-1", "127.0.0.300:1", "::1:80x", "[::1]", "a b:1", "[zz]:1"})
    EXPECT_FALSE(ListenAddress::parse(text)) << text;
  EXPECT_EQ(ListenAddress::parse("[::1]:80")->to_string(), "[::1]:80");
}

}  // namespace
}  // namespace tirkeu::service
