#include "schema/registry/mrz.h"

#include <gtest/gtest.h>

#include "schema/registry/mrz_zone.h"

namespace tirkeu::registry {
namespace {

constexpr base::Date kToday = std::chrono::year(2026) / 11 / 23;

using Lines = std::vector<std::string>;
const Lines kTd3 = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"};
const Lines kTd3b = {"P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<14"};
const Lines kTd2 = {"I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"};
const Lines kTd1 = {"I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6",
                    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<"};
const Lines kMrvA = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<"};
const Lines kMrvB = {"V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L898902C<3UTO6908061F9406236ZE184226"};

Mrz read(const Lines& lines) {
  const auto mrz = read_mrz(lines, kToday);
  EXPECT_TRUE(mrz) << lengths_of(lines);
  return mrz.value_or(Mrz{});
}

/// "number check_digit" and so on; what the field findings are, in their order.
Lines findings_of(const Mrz& mrz, std::string_view except = "") {
  Lines found;
  for (const MrzFinding& finding : mrz.findings) {
    EXPECT_TRUE(has_message(finding.message.key)) << finding.message.key;
    EXPECT_TRUE(has_message("mrz.field." + finding.field)) << finding.field;
    if (finding.code != except)
      found.push_back(finding.field + " " + finding.code + (finding.suggestion ? " " + *finding.suggestion : ""));
  }
  return found;
}

std::string with(std::string line, std::size_t position, std::string_view text) {  // positions as in Doc 9303, from 1
  return line.replace(position - 1, text.size(), text);
}

TEST(CheckDigit, HasTheVectorsOfDoc9303) {
  EXPECT_EQ(check_digit("520727"), '3');
  EXPECT_EQ(check_digit("AB2134<<<"), '5');
  EXPECT_EQ(check_digit("740812"), '2');
  EXPECT_EQ(check_digit("120415"), '9');
  EXPECT_EQ(check_digit("<<<<<<"), '0');
  EXPECT_EQ(check_digit("L898902C3"), '6');
  EXPECT_EQ(check_digit("ZE184226B<<<<<"), '1');
  EXPECT_EQ(check_digit(""), '0');
}

TEST(Mrz, ReadsEveryFormat) {
  for (const auto& [lines, format] :
       {std::pair(kTd3, "TD3"), {kTd2, "TD2"}, {kTd1, "TD1"}, {kMrvA, "MRV-A"}, {kMrvB, "MRV-B"}}) {
    const Mrz mrz = read(lines);
    EXPECT_EQ(mrz.format, format);
    EXPECT_TRUE(mrz.valid) << format;
    EXPECT_EQ(mrz.surname, "ERIKSSON");
    EXPECT_EQ(mrz.given_names, "ANNA MARIA");
    EXPECT_EQ(mrz.issuing_state, "UTO");
    EXPECT_EQ(mrz.nationality, "UTO");
    EXPECT_EQ(mrz.sex, "F");
    EXPECT_EQ(mrz.document_code, lines[0].substr(0, 1));
  }
}

TEST(Mrz, ReadsThePassportFieldByField) {
  const Mrz mrz = read(kTd3);
  EXPECT_EQ(mrz.number, "L898902C3");
  EXPECT_EQ(mrz.birth_date, "1974-08-12");
  EXPECT_EQ(mrz.expires, "2012-04-15");
  EXPECT_EQ(mrz.optional, "ZE184226B");
  EXPECT_EQ(findings_of(mrz), (Lines{"issuing_state specimen", "nationality specimen", "expires expired"}));
  EXPECT_EQ(read(kTd3b).number, "L898902C");
  EXPECT_EQ(read(kTd2).number, "D23145890");
  EXPECT_EQ(read(kTd1).number, "D23145890");
  EXPECT_EQ(read(kMrvB).optional, "ZE184226");
  EXPECT_EQ(read(kTd1).optional, "");
}

TEST(Mrz, ReadsAValidPassportWithoutAnyFinding) {
  std::string line = "U12345678" + std::string(1, check_digit("U12345678")) + "TUR840309" + check_digit("840309") +
                     "M310501" + check_digit("310501") + "<<<<<<<<<<<<<<<";
  line += check_digit(line.substr(0, 10) + line.substr(13, 7) + line.substr(21, 22));
  const Mrz mrz = read({"P<TURYILMAZ<<MEHMET<<<<<<<<<<<<<<<<<<<<<<<<<", line});
  EXPECT_TRUE(mrz.valid);
  EXPECT_EQ(findings_of(mrz), Lines{}) << "the check digit of empty optional data may be a filler";
  EXPECT_EQ(mrz.optional, "");
  EXPECT_EQ(mrz.expires, "2031-05-01");
}

TEST(Mrz, KeepsTheRestWhenOneCheckDigitFails) {
  const struct {
    std::size_t position;
    const char* field;
  } kDigits[] = {{10, "number"}, {20, "birth_date"}, {28, "expires"}, {43, "optional"}, {44, "composite"}};
  for (const auto& [position, field] : kDigits) {
    const char wrong = kTd3[1][position - 1] == '4' ? '3' : '4';
    const Mrz mrz = read({kTd3[0], with(kTd3[1], position, std::string(1, wrong))});
    EXPECT_FALSE(mrz.valid);
    EXPECT_EQ(mrz.number, "L898902C3");
    EXPECT_EQ(mrz.birth_date, "1974-08-12");
    EXPECT_EQ(mrz.expires, "2012-04-15");
    const Lines found = findings_of(mrz, "specimen");
    const std::string expected = std::string(field) + " check_digit";
    const auto is_expected = [&expected](const std::string& finding) { return finding.starts_with(expected); };
    EXPECT_EQ(std::count_if(found.begin(), found.end(), is_expected), 1) << field;
    EXPECT_EQ(found.size(), 2u) << "only the field itself, beside the expiry";
  }
}

TEST(Mrz, SuggestsTheCharacterThatWasMistaken) {
  const Lines number = findings_of(read({kTd3[0], with(kTd3[1], 5, "9O2")}), "specimen");
  EXPECT_EQ(number[0], "number check_digit L898902C3");
  const Lines birth = findings_of(read({kTd3[0], with(kTd3[1], 14, "7408I2")}), "specimen");
  EXPECT_EQ(birth[0], "birth_date bad_date 1974-08-12");
  const Lines digit = findings_of(read({kTd3[0], with(kTd3[1], 20, "Z")}), "specimen");
  EXPECT_EQ(digit[0], "birth_date check_digit 1974-08-12") << "the digit itself was mistaken";
  const Lines state = findings_of(read({with(kTd3[0], 3, "U2B"), kTd3[1]}), "specimen");
  EXPECT_EQ(state[0], "issuing_state unknown_state UZB");
}

TEST(Mrz, SuggestsNothingWhereTheCompositeCannotTellTwoMistakesApart) {
  // B at 1 and 8 at 4 have one weight, so 8 for B at either place makes the same digit: nobody can say which it was.
  const std::string number = "B00B00000";
  std::string line = "800B00000" + std::string(1, check_digit(number)) + "TUR840309" + check_digit("840309") +
                     "M310501" + check_digit("310501") + "<<<<<<<<<<<<<<0";
  line += check_digit("B00B00000" + line.substr(9, 1) + line.substr(13, 7) + line.substr(21, 22));
  const Mrz mrz = read({"P<TURYILMAZ<<MEHMET<<<<<<<<<<<<<<<<<<<<<<<<<", line});
  EXPECT_EQ(findings_of(mrz), Lines{"number check_digit B00B00000"})
      << "8 to B at the first place is the only mistake that cures";
  line.replace(0, 9, "80080B000");
  EXPECT_EQ(findings_of(read({"P<TURYILMAZ<<MEHMET<<<<<<<<<<<<<<<<<<<<<<<<<", line})), Lines{"number check_digit"});
}

TEST(Mrz, ReadsNamesAsTheZoneSpellsThem) {
  const auto name = [](const std::string& line) {
    const Mrz mrz = read({line, kTd3[1]});
    return mrz.surname + "/" + mrz.given_names + "/" + mrz.document_code;
  };
  EXPECT_EQ(name("PPUTOSMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<"), "SMITH JONES/SUSIE MARGARET/PP");
  EXPECT_EQ(name("PPUTOOCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<"), "OCONNOR/ENYA SIOBHAN/PP");
  EXPECT_EQ(name("PPUTOVAN<DER<MUELLEN<<MARTIN<<<<<<<<<<<<<<<<"), "VAN DER MUELLEN/MARTIN/PP");
  EXPECT_EQ(name("PPUTOAL<BASRI<<HUDA<MUHAMMAD<JAWAD<<<<<<<<<<"), "AL BASRI/HUDA MUHAMMAD JAWAD/PP");
  EXPECT_EQ(name("PPUTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"), "ARKFREITH//PP");
}

TEST(Mrz, SaysThatAFullNameFieldMayBeCutOff) {
  const auto truncated = [](const std::string& line) {
    const Lines found = findings_of(read({line, kTd3[1]}));
    return std::count(found.begin(), found.end(), "name possibly_truncated") == 1;
  };
  EXPECT_TRUE(truncated("PPUTONILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K"));
  EXPECT_TRUE(truncated("PPUTOBENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO"));
  EXPECT_TRUE(truncated("PPUTOPAPANDROPOULOUS<<JONATHON<WARREN<TREVOR"));
  EXPECT_FALSE(truncated("PPUTOARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<"));
}

TEST(Mrz, FindsADigitInAName) {
  const Lines found = findings_of(read({"P<UTOER1KSS0N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", kTd3[1]}), "specimen");
  EXPECT_EQ(found[0], "name bad_character ERIKSSON ANNA MARIA");
}

TEST(Mrz, ReadsALongDocumentNumberFromTheOptionalData) {
  const char digit = check_digit("D23145890734");
  const std::string first = "I<TURD23145890<734" + std::string(1, digit) + "<<<<<<<<<<<";
  std::string second = "7408122F3104159TUR<<<<<<<<<<<";
  second[14] = check_digit("310415");
  second += check_digit(first.substr(5, 25) + second.substr(0, 7) + second.substr(8, 7) + second.substr(18, 11));
  const Mrz mrz = read({first, second, kTd1[2]});
  EXPECT_EQ(mrz.format, "TD1");
  EXPECT_EQ(mrz.number, "D23145890734");
  EXPECT_EQ(mrz.optional, "");
  EXPECT_TRUE(mrz.valid);
  EXPECT_EQ(findings_of(mrz), Lines{});

  const std::string wrong = with(first, 19, std::string(1, digit == '9' ? '8' : '9'));
  EXPECT_EQ(findings_of(read({wrong, second, kTd1[2]}))[0], "number check_digit");
}

TEST(Mrz, PlacesBirthsNotInTheFutureAndKeepsUnknownPartsOpen) {
  const auto birth = [](const std::string& field) {
    const Mrz mrz = read({kTd3[0], with(with(kTd3[1], 14, field), 20, std::string(1, check_digit(field)))});
    return mrz.birth_date.value_or("nothing");
  };
  EXPECT_EQ(birth("261123"), "2026-11-23") << "born today";
  EXPECT_EQ(birth("261124"), "1926-11-24") << "not born tomorrow";
  EXPECT_EQ(birth("000229"), "2000-02-29");
  EXPECT_EQ(birth("740812"), "1974-08-12");
  EXPECT_EQ(birth("7408<<"), "1974-08");
  EXPECT_EQ(birth("74<<<<"), "1974");
  EXPECT_EQ(birth("2612<<"), "1926-12");
  EXPECT_EQ(birth("<<<<<<"), "nothing");
  EXPECT_EQ(birth("741312"), "nothing");
  EXPECT_EQ(birth("740230"), "nothing");
  EXPECT_EQ(birth("74<<12"), "nothing");
}

TEST(Mrz, SaysWhenTheBirthDateIsNotWhollyKnown) {
  const Mrz mrz = read({kTd3[0], with(kTd3[1], 14, "<<<<<<0")});
  const Lines found = findings_of(mrz, "specimen");
  EXPECT_EQ(found[0], "birth_date partly_unknown");
  const Lines impossible =
      findings_of(read({kTd3[0], with(kTd3[1], 14, "740230" + std::string(1, check_digit("740230")))}), "specimen");
  EXPECT_EQ(impossible[0], "birth_date bad_date");
}

TEST(Mrz, ReadsExpiriesInThisCenturyAndAsksAboutOldOnes) {
  const Mrz mrz = read(kTd3b);
  EXPECT_EQ(mrz.expires, "2094-06-23");
  EXPECT_EQ(findings_of(mrz, "specimen"), Lines{"expires far_expiry 1994-06-23"});
  EXPECT_TRUE(mrz.valid);
}

TEST(Mrz, KnowsTheSpecialCodes) {
  const auto found = [](std::string_view state, std::string_view nationality) {
    return findings_of(read({with(kTd3[0], 3, state), with(kTd3[1], 11, nationality)}), "check_digit");
  };
  EXPECT_EQ(found("D<<", "D<<"), Lines{"expires expired"});
  EXPECT_EQ(read({with(kTd3[0], 3, "D<<"), kTd3[1]}).issuing_state, "D");
  EXPECT_EQ(found("RUS", "XXA"), (Lines{"nationality special_state", "expires expired"}));
  EXPECT_EQ(found("UNO", "XXX"), (Lines{"nationality special_state", "expires expired"}));
  EXPECT_EQ(found("QQQ", "RUS"), (Lines{"issuing_state unknown_state", "expires expired"}));
  EXPECT_EQ(found("RUS", "UTO"), (Lines{"nationality specimen", "expires expired"}));
}

TEST(Mrz, ReadsAnUnspecifiedSexAndFindsOtherLetters) {
  const Mrz unspecified = read({kTd3[0], with(kTd3[1], 21, "<")});
  EXPECT_EQ(unspecified.sex, "X");
  EXPECT_TRUE(unspecified.valid) << "no check digit covers the sex";
  EXPECT_EQ(findings_of(read({kTd3[0], with(kTd3[1], 21, "N")}), "specimen")[0], "sex bad_character");
}

TEST(Wedge, DecodesTheKazakhAndTheRussianLayout) {
  const std::string first = "ЗБГЕЩУКШЛЫЫЩТББФТТФБЬФКШФБББББББББББББББББББ";
  const std::string kazakh = "ДүұүұқәСі,ГЕЩ.ңқү\"әәА\"әқң\"ғұЯУ\"үңәә,ИБББББ\"қ";
  const std::string russian = "Д898902С36ГЕЩ7408122А1204159ЯУ184226ИБББББ10";
  EXPECT_EQ(decode_wedge(first), kTd3[0]);
  EXPECT_EQ(decode_wedge(kazakh), kTd3[1]);
  EXPECT_EQ(decode_wedge(russian), kTd3[1]);
  EXPECT_EQ(decode_wedge(kTd3[1]), kTd3[1]);
  for (const std::string& second : {kazakh, russian}) {
    const Mrz mrz = read({first, second});
    EXPECT_TRUE(mrz.valid);
    EXPECT_EQ(mrz.number, "L898902C3");
  }
}

TEST(Wedge, EveryKeyOfBothLayoutsMeansOneCharacterOfTheZone) {
  const std::string zone = "ABCDEFGHIJKLMNOPQRSTUVWXYZ<1234567890";
  EXPECT_EQ(decode_wedge("ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯБ\"әіңғ,.үұқ"), zone);
  EXPECT_EQ(decode_wedge("фисвуапршолдьтщзйкыегмцчняб\"ӘІҢҒ,.ҮҰҚ"), zone);
}

TEST(Zone, TakesLinesAsPeopleAndScannersGiveThem) {
  EXPECT_TRUE(read({"  p<utoeriksson<<anna<maria<<<<<<<<<<<<<<<<<<< ", "\t" + kTd3[1] + "\r\n", ""}).valid);
  EXPECT_TRUE(read({kTd3[0] + kTd3[1]}).valid) << "in one line";
  EXPECT_EQ(read({kTd1[0] + kTd1[1] + kTd1[2]}).format, "TD1");
  EXPECT_EQ(read({kTd2[0] + kTd2[1]}).format, "TD2");
  EXPECT_TRUE(read({kTd3[0] + "\n" + kTd3[1]}).valid);
  EXPECT_TRUE(read({kTd3[0] + "<<<", kTd3[1]}).valid) << "surplus fillers";
  EXPECT_TRUE(read({"P<UTOERIKSSON<<ANNA<MARIA<<", kTd3[1]}).valid) << "missing fillers";
}

TEST(Zone, RefusesWhatFitsNoFormatAndSaysHowLongItIs) {
  const std::vector<Lines> kUnfit = {{},
                                     {""},
                                     {"P<UTO"},
                                     {kTd3[0]},
                                     {kTd3[0], kTd3[1].substr(1)},
                                     {kTd3[0], kTd2[1]},
                                     {kTd1[0], kTd1[1]},
                                     {kTd3[0], kTd3[1], kTd3[1]},
                                     {"P<UTOERIKSSON<<ANNA<MARI", kTd3[1]},
                                     {kTd3[0] + "A", kTd3[1]}};
  for (const Lines& lines : kUnfit) {
    const auto mrz = read_mrz(lines, kToday);
    ASSERT_FALSE(mrz);
    ASSERT_EQ(mrz.error().size(), 1u);
    EXPECT_EQ(mrz.error()[0].code, "bad_length");
    EXPECT_NE(text(Language::kKazakh, mrz.error()[0].message).find(lengths_of(lines)), std::string::npos);
  }
  EXPECT_EQ(lengths_of({kTd3[0], kTd2[1]}), "44 + 36");
}

TEST(Zone, ACharacterOutsideTheAlphabetIsAFindingOnItsField) {
  for (const std::string bad : {"*", "€", "Ж"}) {
    std::string line = kTd3[1];
    line.replace(2, 1, bad == "Ж" ? "Э" : bad);  // Э lies on a key without a character of the zone
    const Mrz mrz = read({kTd3[0], line});
    EXPECT_FALSE(mrz.valid);
    EXPECT_EQ(findings_of(mrz, "specimen")[0], "number bad_character");
    EXPECT_EQ(mrz.birth_date, "1974-08-12");
  }
}

TEST(Zone, SurvivesAnyLine) {
  std::uint32_t state = 9303;
  const auto next = [&state] { return state = state * 1664525u + 1013904223u; };
  const std::string_view kSome = "A<0O1I8B2Z5SP VXX?\xd0\xd2\n";
  for (int round = 0; round < 3000; ++round) {
    Lines lines;
    for (unsigned count = next() >> 30; count < 3; ++count) {
      std::string line;
      const unsigned sizes[] = {30, 36, 44, 88};
      for (unsigned size = sizes[next() >> 30]; size > 0; --size) line += kSome[(next() >> 16) % kSome.size()];
      lines.push_back(line);
    }
    const auto mrz = read_mrz(lines, kToday);
    if (mrz) {
      EXPECT_FALSE(mrz->format.empty());
    } else {
      EXPECT_EQ(mrz.error().size(), 1u);
    }
  }
}

}  // namespace
}  // namespace tirkeu::registry
