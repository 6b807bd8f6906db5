#include "schema/registry/person_match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/unit/registry/yilmaz.h"

namespace tirkeu::registry {
namespace {

/// A department of 200,000 applications, in which both names are held by 40 and the birthday by 12.
constexpr TermCounts kUsual{200'000, {40, 400, 12}};

PersonRecord karimov() {
  PersonRecord record;
  record.latin = {"KARIMOV", "JAMSHID"};
  record.local = {"Каримов", "Жамшид"};
  record.birth_date = "1984-03-07";
  record.sex = "M";
  record.citizenship = "UZB";
  record.birth_place = "NAMANGAN";
  record.issuing_state = "UZB";
  record.document_number = "FA1234567";
  record.issued = "2006-05-11";
  record.host = "061211600012";
  return record;
}

PersonRecord renewed(PersonRecord record) {
  record.document_number = "FB7710043";
  record.issued = "2011-02-01";
  return record;
}

double total(const PersonRecord& left, const PersonRecord& right, const TermCounts& counts = kUsual) {
  const std::optional<MatchScore> found = score(traits_of(left), traits_of(right), counts);
  EXPECT_TRUE(found);
  return found ? found->total : 0;
}

std::string level_of(const PersonRecord& left, const PersonRecord& right, std::string_view field) {
  const std::optional<MatchScore> found = score(traits_of(left), traits_of(right), kUsual);
  for (const MatchPart& part : found->parts)
    if (part.field == field) return std::string(part.level);
  return "";
}

bool meet(const PersonRecord& left, const PersonRecord& right) {
  const std::vector<std::int64_t> ours = blocking_keys(traits_of(left)), theirs = blocking_keys(traits_of(right));
  return std::ranges::any_of(ours, [&](std::int64_t key) { return std::ranges::find(theirs, key) != theirs.end(); });
}

TEST(PersonMatch, the_same_document_is_no_question_for_a_person) {
  PersonRecord again = karimov();
  again.document_number = "fa 1234567";
  again.latin = {"SOMEBODY", "ELSE"};
  EXPECT_FALSE(score(traits_of(karimov()), traits_of(again), kUsual));
}

TEST(PersonMatch, a_renewed_passport_is_highlighted) {
  EXPECT_TRUE(meet(karimov(), renewed(karimov())));
  EXPECT_GT(total(karimov(), renewed(karimov())), kHighlightedFrom);
}

TEST(PersonMatch, the_total_is_the_sum_of_its_parts) {
  PersonRecord other = renewed(karimov());
  other.latin.surname = "KARYMOV";
  other.sex = "F";
  const std::optional<MatchScore> found = score(traits_of(karimov()), traits_of(other), kUsual);
  ASSERT_TRUE(found);
  const double sum = std::accumulate(found->parts.begin(), found->parts.end(), 0.0,
                                     [](double bits, const MatchPart& part) { return bits + part.bits; });
  EXPECT_DOUBLE_EQ(found->total, sum);
  EXPECT_EQ(found->parts.size(), 7u);
}

TEST(PersonMatch, a_respelt_name_is_shown) {
  struct {
    const char *surname, *given;
  } const spellings[] = {
      {"KARIMOFF", "DJAMSHID"}, {"KARYMOV", "ZHAMSHYD"}, {"KARIMOV", "JAMSHED"}, {"QARIMOV", "JAMSHIT"}};
  for (const auto& spelling : spellings) {
    PersonRecord other = renewed(karimov());
    other.latin = {spelling.surname, spelling.given};
    other.local.reset();
    EXPECT_TRUE(meet(karimov(), other)) << spelling.surname;
    EXPECT_GT(total(karimov(), other), kShownFrom) << spelling.surname;
  }
}

TEST(PersonMatch, another_script_is_the_same_sound) {
  PersonRecord cyrillic = renewed(karimov());
  cyrillic.latin = {"Каримов", "Джамшид"};
  cyrillic.local.reset();
  PersonRecord latin = karimov();
  latin.local.reset();
  EXPECT_TRUE(meet(latin, cyrillic));
  EXPECT_EQ(level_of(latin, cyrillic, "given_names"), "sound");
  EXPECT_GT(total(latin, cyrillic), kShownFrom);
}

TEST(PersonMatch, swapped_day_and_month_are_found_and_weighed) {
  PersonRecord other = renewed(karimov());
  other.birth_date = "1984-07-03";
  EXPECT_TRUE(meet(karimov(), other));
  EXPECT_EQ(level_of(karimov(), other, "birth_date"), "swapped");
  EXPECT_GT(total(karimov(), other), kShownFrom);
}

TEST(PersonMatch, a_wrong_digit_of_the_birth_date_is_found) {
  for (const char* date : {"1984-03-01", "1984-08-07", "1985-03-07"}) {
    PersonRecord other = renewed(karimov());
    other.birth_date = date;
    EXPECT_TRUE(meet(karimov(), other)) << date;
    EXPECT_EQ(level_of(karimov(), other, "birth_date"), "one_part") << date;
  }
}

TEST(PersonMatch, a_birth_date_known_in_part_is_no_contradiction) {
  PersonRecord other = renewed(karimov());
  other.birth_date = "1984";
  EXPECT_TRUE(meet(karimov(), other));
  EXPECT_EQ(level_of(karimov(), other, "birth_date"), "part");
  other.birth_date = "1985";
  EXPECT_EQ(level_of(karimov(), other, "birth_date"), "different");
}

TEST(PersonMatch, surname_and_given_names_in_each_others_field_are_seen) {
  PersonRecord other = renewed(karimov());
  std::swap(other.latin.surname, other.latin.given_names);
  std::swap(other.local->surname, other.local->given_names);
  EXPECT_TRUE(meet(karimov(), other));
  EXPECT_EQ(level_of(karimov(), other, "name_order"), "crossed");
  EXPECT_GT(total(karimov(), other), kShownFrom);
}

TEST(PersonMatch, twins_are_not_shown) {
  PersonRecord brother = karimov();
  brother.latin.given_names = "OTABEK";
  brother.local->given_names = "Отабек";
  brother.document_number = "FA1234568";
  EXPECT_EQ(level_of(karimov(), brother, "kinship"), "twins");
  EXPECT_LT(total(karimov(), brother), kShownFrom);
  // Not even with a surname that nobody else has.
  EXPECT_LT(total(karimov(), brother, TermCounts{200'000, {2, 400, 2}}), kShownFrom);
  PersonRecord sister = brother;
  sister.latin = {"KARIMOVA", "MALIKA"};
  sister.local = {"Каримова", "Малика"};
  sister.sex = "F";
  EXPECT_LT(total(karimov(), sister), kShownFrom);
}

TEST(PersonMatch, one_identification_number_outweighs_a_new_given_name) {
  PersonRecord other = renewed(karimov()), known = karimov();
  known.iin = other.iin = "840307300128";
  other.latin.given_names = "OTABEK";
  other.local.reset();
  EXPECT_EQ(level_of(known, other, "kinship"), "");
  EXPECT_GT(total(known, other), kHighlightedFrom);
}

TEST(PersonMatch, a_surname_changed_by_marriage_is_shown) {
  PersonRecord before = karimov(), after = renewed(karimov());
  before.latin = {"KARIMOVA", "DILNOZA"};
  after.latin = {"YUSUPOVA", "DILNOZA"};
  before.local.reset();
  after.local.reset();
  before.sex = after.sex = "F";
  EXPECT_TRUE(meet(before, after));
  EXPECT_GT(total(before, after), kShownFrom);
}

TEST(PersonMatch, a_namesake_of_another_age_is_not_shown) {
  PersonRecord other = renewed(karimov());
  other.birth_date = "1962-11-25";
  other.birth_place = "BUKHORO";
  other.host.reset();
  EXPECT_LT(total(karimov(), other), kShownFrom);
}

TEST(PersonMatch, agreement_on_a_rare_value_weighs_more) {
  const PersonRecord other = renewed(karimov());
  const double rare = total(karimov(), other, TermCounts{200'000, {2, 2, 2}});
  const double common = total(karimov(), other, TermCounts{200'000, {9'000, 20'000, 4'000}});
  EXPECT_GT(rare, common + 10);
}

TEST(PersonMatch, among_ten_times_as_many_people_more_must_agree) {
  const PersonRecord other = renewed(karimov());
  const TermCounts large{2'000'000, {400, 4'000, 120}}, small{20'000, {4, 40, 2}};
  const std::optional<MatchScore> found = score(traits_of(karimov()), traits_of(other), large);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->parts.back().field, "department");
  EXPECT_EQ(found->parts.back().level, "large");
  EXPECT_DOUBLE_EQ(found->parts.back().bits, -std::log2(10));
  const std::optional<MatchScore> usual = score(traits_of(karimov()), traits_of(other), small);
  ASSERT_TRUE(usual);
  for (const MatchPart& part : usual->parts) EXPECT_NE(part.field, "department");
}

TEST(PersonMatch, birthday_sex_and_citizenship_bring_together_whose_names_were_mangled) {
  PersonRecord other = renewed(karimov());
  other.latin = {"SOMEBODY", "ELSE"};
  other.local.reset();
  EXPECT_TRUE(meet(karimov(), other));
  other.citizenship = "KGZ";
  EXPECT_FALSE(meet(karimov(), other));
}

TEST(PersonMatch, a_slip_in_the_number_speaks_for_one_document) {
  PersonRecord other = karimov();
  other.document_number = "FA1234657";
  EXPECT_EQ(level_of(karimov(), other, "document"), "near");
  other.document_number = "FA7654321";
  EXPECT_EQ(level_of(karimov(), other, "document"), "issued_together");
}

TEST(PersonMatch, a_name_cut_off_in_the_zone_is_a_part) {
  PersonRecord left = karimov(), right = renewed(karimov());
  left.latin.given_names = "NILAVADHANANANDA CHAYAPA DEJTHAMRONG KRASUANG";
  right.latin.given_names = "NILAVADHANANANDA CHAYAPA DEJTHAMRONG K";
  left.local = right.local = std::nullopt;
  EXPECT_EQ(level_of(left, right, "given_names"), "part");
}

TEST(PersonMatch, both_sides_give_the_same_answer) {
  PersonRecord other = renewed(karimov());
  other.latin = {"KARIMOFF", "JAMSHED"};
  other.birth_date = "1984-07-03";
  EXPECT_DOUBLE_EQ(total(karimov(), other), total(other, karimov()));
}

TEST(PersonMatch, traits_come_back_from_their_packed_form) {
  PersonRecord record = karimov();
  record.zone = PersonRecord::Name{"KARIMOV", "DJAMSHID"};
  record.patronymic = "Рустамович";
  const PersonTraits traits = traits_of(record);
  EXPECT_EQ(traits.names.size(), 3u);
  EXPECT_EQ(unpack(pack(traits)), traits);
  EXPECT_FALSE(unpack(""));
  EXPECT_FALSE(unpack("0" + pack(traits)));
  const std::vector<std::int64_t> keys = blocking_keys(traits);
  EXPECT_LE(keys.size(), kBlockingKeysMax);
  EXPECT_EQ(blocking_keys(*unpack(pack(traits))), keys);
}

TEST(PersonMatch, an_empty_record_matches_nobody) {
  const PersonTraits nobody = traits_of(PersonRecord{});
  EXPECT_TRUE(blocking_keys(nobody).empty());
  EXPECT_LT(score(nobody, traits_of(karimov()), kUsual)->total, 1);
}

TEST(PersonMatch, an_application_becomes_a_record) {
  const PersonRecord record = person_of(test::yilmaz());
  EXPECT_EQ(record.latin.surname, test::yilmaz().applicant.surname);
  EXPECT_EQ(record.document_number, test::yilmaz().document.number);
  EXPECT_FALSE(blocking_keys(traits_of(record)).empty());
}

TEST(PersonMatch, jaro_winkler_has_the_published_values) {
  EXPECT_NEAR(jaro_winkler("MARTHA", "MARHTA"), 0.961, 0.001);
  EXPECT_NEAR(jaro_winkler("DWAYNE", "DUANE"), 0.840, 0.001);
  EXPECT_NEAR(jaro_winkler("DIXON", "DICKSONX"), 0.813, 0.001);
  EXPECT_EQ(jaro_winkler("ABC", "XYZ"), 0);
  EXPECT_EQ(jaro_winkler("ABC", "ABC"), 1);
}

TEST(PersonMatch, a_slip_is_one_of_four) {
  EXPECT_TRUE(is_one_slip_apart("A1234", "A1235"));
  EXPECT_TRUE(is_one_slip_apart("A1234", "A124"));
  EXPECT_TRUE(is_one_slip_apart("A1234", "A12334"));
  EXPECT_TRUE(is_one_slip_apart("A1234", "A1324"));
  EXPECT_FALSE(is_one_slip_apart("A1234", "A1234"));
  EXPECT_FALSE(is_one_slip_apart("A1234", "A1423"));
  EXPECT_FALSE(is_one_slip_apart("A1234", "A12"));
}

}  // namespace
}  // namespace tirkeu::registry
