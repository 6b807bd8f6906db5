#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include <boost/json/parse.hpp>

#include "schema/messages/files.h"
#include "schema/registry/language.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {
namespace {

using Texts = std::map<std::string, std::string>;

// area -> language -> texts
std::map<std::string, std::map<std::string, Texts>> all_areas() {
  std::map<std::string, std::map<std::string, Texts>> areas;
  for (const messages::EmbeddedFile& file : messages::files()) {
    const std::string name(file.name);
    const std::size_t dot = name.find('.');
    Texts& texts = areas[name.substr(0, dot)][name.substr(dot + 1)];
    const boost::json::value parsed = boost::json::parse(file.bytes);
    for (const auto& [key, value] : parsed.as_object()) texts.emplace(key, value.as_string());
  }
  return areas;
}

std::multiset<std::string> placeholders_of(const std::string& text) {
  std::multiset<std::string> result;
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
    result.insert(text.substr(open, text.find('}', open) - open + 1));
  return result;
}

// UTF-8 of Cyrillic letters begins with the bytes 0xd0 to 0xd3.
bool has_cyrillic(std::string_view text) {
  return std::ranges::any_of(text, [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value >= 0xd0 && value <= 0xd3;
  });
}

TEST(Messages, HaveTheSameKeysInEveryLanguage) {
  const auto areas = all_areas();
  ASSERT_TRUE(areas.contains("findings") && areas.contains("registry"));
  for (const auto& [area, languages] : areas) {
    ASSERT_EQ(languages.size(), 3u) << area;
    const Texts& kazakh = languages.at("kk.json");
    for (const auto& [language, texts] : languages) {
      for (const auto& [key, text] : texts)
        EXPECT_TRUE(kazakh.contains(key)) << area << "." << language << " alone has " << key;
      for (const auto& [key, text] : kazakh)
        EXPECT_TRUE(texts.contains(key)) << area << "." << language << " lacks " << key;
    }
  }
}

TEST(Messages, HaveTheSamePlaceholdersInEveryLanguage) {
  for (const auto& [area, languages] : all_areas())
    for (const auto& [key, kazakh] : languages.at("kk.json"))
      for (const auto& [language, texts] : languages) {
        const auto found = texts.find(key);
        if (found == texts.end()) continue;  // the keys' own test says so
        EXPECT_EQ(placeholders_of(found->second), placeholders_of(kazakh)) << area << "." << language << " " << key;
      }
}

TEST(Messages, AreNeverEmptyNorCyrillicInEnglish) {
  for (const auto& [area, languages] : all_areas())
    for (const auto& [language, texts] : languages)
      for (const auto& [key, text] : texts) {
        EXPECT_FALSE(text.empty()) << area << "." << language << " " << key;
        EXPECT_FALSE(language == "en.json" && has_cyrillic(text)) << area << " " << key << ": " << text;
      }
}

TEST(Messages, NameEveryCodeOfTheRuleSet) {
  for (const RuleSet& rules : embedded_rule_sets()) {
    const std::vector<std::pair<std::string, std::vector<std::string>>> lists = {
        {"paper", rules.papers},
        {"category", rules.categories},
        {"purpose", rules.purposes},
        {"refusal_ground", rules.refusal_grounds},
        {"sex", {"M", "F", "X"}},
        {"document_type", rules.document_types},
        {"host_kind", {"person", "organisation"}},
        {"grade", {"certain", "probable", "undetermined", "decided"}},
        {"severity", {"error", "warning", "notice"}},
        {"state", {"accepted", "registered", "refused", "withdrawn"}},
        {"confirmation", {"pending", "confirmed", "annulled", "review"}}};
    for (const auto& [area, codes] : lists)
      for (const std::string& code : codes) EXPECT_TRUE(has_message(area + "." + code)) << area << "." << code;
  }
}

TEST(Messages, NameEveryHoliday) {
  const boost::json::value file = boost::json::parse(rule_set_json("2013-07-23"));
  for (const auto& year : file.at("holidays").as_object())
    for (const auto& holiday : year.value().as_object())
      EXPECT_TRUE(has_message("holiday." + std::string(holiday.value().as_string()))) << holiday.value().as_string();
}

TEST(Messages, FillPlaceholdersAndLeaveMissingOnesVisible) {
  EXPECT_EQ(text(Language::kEnglish, "finding.too_long", {{"bytes", "500"}}),
            "The text is too long: shorten it to 500 bytes of UTF-8.");
  EXPECT_EQ(text(Language::kEnglish, "finding.too_long"),
            "The text is too long: shorten it to {bytes} bytes of UTF-8.");
  EXPECT_EQ(text(Language::kEnglish, Message{"finding.too_long", {{"bytes", "{bytes}"}, {"other", "x"}}}),
            "The text is too long: shorten it to {bytes} bytes of UTF-8.");
  EXPECT_EQ(text(Language::kKazakh, "no.such.key"), "no.such.key");
  EXPECT_FALSE(has_message("no.such.key"));
}

TEST(Messages, PutCodesAndDatesIntoTheLanguage) {
  const MessageArguments arguments{{"state", "TUR"}, {"last", "2026-12-20"}};
  EXPECT_EQ(text(Language::kKazakh, "finding.visa_free_term_exceeded", arguments),
            "Түркия: визасыз 20.12.2026 күніне дейін ғана болуға болады. Мерзімді қысқартыңыз немесе виза сұраңыз.");
  EXPECT_EQ(text(Language::kRussian, "finding.visa_free_term_exceeded", arguments),
            "Турция: без визы можно находиться только по 20.12.2026. Сократите срок или попросите визу.");
  EXPECT_EQ(text(Language::kEnglish, "finding.papers_missing", {{"papers", "visa,photo,letter"}}),
            "Not handed in: visa for entry and stay, photo, 35x45 mm, letter. A ticket can be given, but registration "
            "must wait for them.");
}

TEST(Language, IsChosenFromAcceptLanguage) {
  EXPECT_EQ(choose_language("ru"), Language::kRussian);
  EXPECT_EQ(choose_language("en-GB,en;q=0.9,ru;q=0.8"), Language::kEnglish);
  EXPECT_EQ(choose_language("de, ru;q=0.3, kk;q=0.5"), Language::kKazakh);
  EXPECT_EQ(choose_language("en;q=0.1, ru ; q=0.9"), Language::kRussian);
  EXPECT_EQ(choose_language("en;q=0, ru;q=0.001"), Language::kRussian);
  EXPECT_EQ(choose_language("ru;q=1.0,en"), Language::kRussian) << "equal weights go by order";
  EXPECT_EQ(choose_language("en;q=x,ru;q=0.2"), Language::kRussian);
}

TEST(Language, IsChosenFromALocaleName) {
  EXPECT_EQ(choose_language("ru_KZ.UTF-8"), Language::kRussian);
  EXPECT_EQ(choose_language("EN_us"), Language::kEnglish);
  EXPECT_EQ(choose_language("kk_KZ"), Language::kKazakh);
}

TEST(Language, IsKazakhWhenNothingFits) {
  for (const std::string_view wish : {"", "C", "*", "de-DE,fr;q=0.9", "russian", ";;,,=", "en;q=0"})
    EXPECT_EQ(choose_language(wish), Language::kKazakh) << wish;
}

}  // namespace
}  // namespace tirkeu::registry
