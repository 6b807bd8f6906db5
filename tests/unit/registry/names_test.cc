#include "schema/registry/names.h"

#include <gtest/gtest.h>

namespace tirkeu::registry {
namespace {

void expect_one_key(const std::string& key, const std::vector<std::string>& spellings) {
  for (const std::string& spelling : spellings) EXPECT_EQ(match_key(spelling), key) << spelling;
}

TEST(MatchKey, IsOneForTheSpellingsOfMohammed) {
  expect_one_key("MHMT", {"MOHAMMED", "MOHAMED", "MOHAMMAD", "MOHAMAD", "MUHAMMAD", "MUHAMAD", "MUHAMMED", "MUHAMED",
                          "MAHAMMED", "MAHAMMAD", "MAHOMED", "MOHAMMOD", "MEHMED", "MOHAMMET", "MAHAMAD", "MUHAMMOD",
                          "Muhammet", "МУХАММЕД", "Мұхаммед"});
}

TEST(MatchKey, IsOneForKazakhRussianAndLatinSpellings) {
  expect_one_key("KRT", {"ҚАЙРАТ", "КАЙРАТ", "KAIRAT", "QAIRAT", "KAYRAT", "Қайрат"});
  expect_one_key("@GRM", {"ӘЙГЕРІМ", "AIGERIM", "AYGERIM"});
  expect_one_key("SNGS", {"ШЫҢҒЫС", "ШИНГИС", "SHYNGYS"});
  expect_one_key("JNDS", {"ЖАНДОС", "ZHANDOS", "JANDOS", "DJANDOS"});
  expect_one_key("@RJN", {"ЕРЖАН", "YERZHAN", "ERJAN"});
  expect_one_key("@L @MRBK", {"ӨМІРБЕК УЛУ", "УУЛУ ОМИРБЕК", "Омирбек-Уулу"});
}

TEST(MatchKey, MissesWhatItIsKnownToMiss) {
  EXPECT_NE(match_key("JULIA"), match_key("YULIA"));
  EXPECT_NE(match_key("O CONNOR"), match_key("OCONNOR"));
  EXPECT_NE(match_key("SMITHJONES"), match_key("SMITH-JONES"));
  EXPECT_EQ(match_key("O'CONNOR"), match_key("OCONNOR"));
}

TEST(MatchKey, KeepsDifferentNamesApart) {
  EXPECT_NE(match_key("ЕРЖАН"), match_key("ЖАН"));
  EXPECT_NE(match_key("АЙГҮЛ"), match_key("АЙГЕРІМ"));
  EXPECT_NE(match_key("YILMAZ MEHMET"), match_key("YILMAZ AHMET"));
}

TEST(MatchKey, IsEmptyWithoutLetters) {
  EXPECT_EQ(match_key(""), "");
  EXPECT_EQ(match_key(" 123 - ' "), "");
  EXPECT_EQ(match_key("محمد"), "");
}

TEST(Transliterate, FollowsTheTableOfDoc9303) {
  EXPECT_EQ(transliterate("Щукин Ёжиков"), "SHCHUKIN EZHIKOV");
  EXPECT_EQ(transliterate("Объедков-Царьков"), "OBIEEDKOV-TSARKOV");
  EXPECT_EQ(transliterate("Юлия Яхъяева"), "IULIIA IAKHIEIAEVA");
  EXPECT_EQ(transliterate("Хилл Эрнст Цой Чжоу"), "KHILL ERNST TSOI CHZHOU");
  EXPECT_EQ(transliterate("Їжакевич Євген Ґалаґан"), "IZHAKEVICH IEVGEN GALAGAN");
}

TEST(Transliterate, HasRowsForTheLettersThatTheTableLacks) {
  EXPECT_EQ(transliterate("ӘҒҚҢӨҰҮҺІ"), "AGKNOUUHI");
  EXPECT_EQ(transliterate("әғқңөұүһі"), "AGKNOUUHI");
  EXPECT_EQ(transliterate("ЎҲӢӮҶҸҜ"), "UHIUJJG");
}

TEST(Transliterate, TakesLettersApartOnlyAfterTheTable) {
  EXPECT_EQ(transliterate("И\u0306ылмаз"), "IYLMAZ") << "a combining breve makes the same Й";
  EXPECT_EQ(transliterate("Çağrı Öztürk Şahin"), "CAGRI OZTURK SAHIN");
  EXPECT_EQ(transliterate("Þór Łukasz Ørsted"), "THOR LUKASZ ORSTED");
}

TEST(SearchWords, FindsKazakhNamesTypedOnAnyKeyboard) {
  EXPECT_EQ(search_words("Әйгерім Қайратқызы"),
            (std::vector<std::string>{"АИГЕРИМ", "AIGERIM", "КАИРАТКЫЗЫ", "KAIRATKYZY"}));
  EXPECT_EQ(search_words("АЙГЕРИМ"), (std::vector<std::string>{"АИГЕРИМ", "AIGERIM"}));
  EXPECT_EQ(search_words("aigerim"), std::vector<std::string>{"AIGERIM"});
}

TEST(SearchWords, SplitAtSignsAndComeOnce) {
  EXPECT_EQ(search_words("Smith-Jones, d'Artagnan SMITH 06-03-2026"),
            (std::vector<std::string>{"SMITH", "JONES", "DARTAGNAN", "06", "03", "2026"}));
  EXPECT_EQ(search_words("Öztürk"), std::vector<std::string>{"OZTURK"});
  EXPECT_EQ(search_words("محمد"), std::vector<std::string>{"محمد"});
  EXPECT_TRUE(search_words(" -, ").empty());
}

TEST(NormaliseNumber, KeepsLettersAndDigitsOnly) {
  EXPECT_EQ(normalise_number(" u 12345-678 № "), "U12345678");
  EXPECT_EQ(normalise_number("AB/12.34"), "AB1234");
  EXPECT_EQ(normalise_number(""), "");
}

TEST(NormaliseNumber, TakesCyrillicLookAlikesForLatin) {
  EXPECT_EQ(normalise_number("АВ123456"), "AB123456");
  EXPECT_EQ(normalise_number("I-ЕТ № 5"), normalise_number("І-ET № 5"));
  EXPECT_EQ(normalise_number("ЖД12"), "ЖД12");
  EXPECT_NE(normalise_number("O1"), normalise_number("01"));
  EXPECT_EQ(normalise_number("Ｕ１２３٤"), "U1234");
}

TEST(Upper, UsesUnicodeRulesAndComposes) {
  EXPECT_EQ(upper("әғқңөұүһі straße i"), "ӘҒҚҢӨҰҮҺІ STRASSE I");
  EXPECT_EQ(upper("и\u0306"), "Й");
}

TEST(Collate, FollowsTheKazakhAlphabet) {
  const std::vector<std::string> alphabet = {"А", "Ә", "Б", "В", "Г", "Ғ", "Д", "Е", "Ё", "Ж", "З", "И", "Й", "К",
                                             "Қ", "Л", "М", "Н", "Ң", "О", "Ө", "П", "Р", "С", "Т", "У", "Ұ", "Ү",
                                             "Ф", "Х", "Һ", "Ц", "Ч", "Ш", "Щ", "Ъ", "Ы", "І", "Ь", "Э", "Ю", "Я"};
  for (std::size_t at = 1; at < alphabet.size(); ++at) {
    EXPECT_LT(collate(alphabet[at - 1], alphabet[at]), 0) << alphabet[at - 1] << alphabet[at];
    EXPECT_GT(collate(alphabet[at], alphabet[at - 1]), 0);
  }
  EXPECT_EQ(collate("Есіл", "Есіл"), 0);
}

}  // namespace
}  // namespace tirkeu::registry
