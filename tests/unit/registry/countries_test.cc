#include "schema/registry/countries.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace tirkeu::registry {
namespace {

TEST(Countries, AreAllOfIso3166AndTheSpecialCodes) {
  EXPECT_EQ(countries().size(), 249u + 27u);
  for (const Country& country : countries()) {
    EXPECT_EQ(country.code.size(), 3u);
    EXPECT_EQ(country.code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), std::string::npos) << country.code;
    EXPECT_EQ(find_country(country.code), &country);
  }
}

TEST(Countries, HaveANameInEveryLanguage) {
  for (const Country& country : countries())
    for (const Language language : {Language::kKazakh, Language::kRussian, Language::kEnglish})
      EXPECT_FALSE(name_of(country, language).empty()) << country.code;
  const Country* turkey = find_country("TUR");
  ASSERT_NE(turkey, nullptr);
  EXPECT_EQ(name_of(*turkey, Language::kKazakh), "Түркия");
  EXPECT_EQ(name_of(*turkey, Language::kRussian), "Турция");
  EXPECT_EQ(name_of(*turkey, Language::kEnglish), "Turkey");
}

TEST(Countries, KnowTheSpellingOfMachineReadableZones) {
  EXPECT_EQ(find_country("D"), find_country("DEU"));
  EXPECT_EQ(find_country("D")->code, "DEU");
}

TEST(Countries, KeepThoseWithoutAStateApartFromOrganisations) {
  for (const std::string_view code : {"XXA", "XXB", "XXC", "XXX", "GBN", "RKS", "KAZ"}) {
    ASSERT_NE(find_country(code), nullptr) << code;
    EXPECT_TRUE(find_country(code)->is_citizenship) << code;
  }
  for (const std::string_view code : {"UNO", "UNA", "XOM", "XPO", "EUE", "ANT"}) {
    ASSERT_NE(find_country(code), nullptr) << code;
    EXPECT_FALSE(find_country(code)->is_citizenship) << code;
  }
}

TEST(Countries, DoNotKnowUtopiaNorOtherSpellings) {
  for (const std::string_view code : {"UTO", "ZZZ", "tur", "TR", "", "792", "XKX"})
    EXPECT_EQ(find_country(code), nullptr) << code;
}

}  // namespace
}  // namespace tirkeu::registry
