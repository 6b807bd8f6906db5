#include "tests/bench/foreigners.h"

#include <algorithm>
#include <array>

#include "schema/registry/identity_number.h"
#include "schema/registry/mrz.h"

namespace tirkeu::bench {
namespace {

std::string plus_days(base::Date day, std::int64_t days) {
  return base::format_date(base::Date(std::chrono::sys_days(day) + std::chrono::days(days)));
}

/// As a clerk writes a Latin name in Cyrillic: letter by letter, the usual pairs first.
std::string in_cyrillic(std::string_view latin) {
  static constexpr std::pair<std::string_view, std::string_view> kLetters[] = {
      {"SHCH", "щ"}, {"SH", "ш"}, {"CH", "ч"}, {"ZH", "ж"}, {"KH", "х"}, {"TS", "ц"}, {"YU", "ю"},
      {"YA", "я"},   {"A", "а"},  {"B", "б"},  {"C", "к"},  {"D", "д"},  {"E", "е"},  {"F", "ф"},
      {"G", "г"},    {"H", "х"},  {"I", "и"},  {"J", "ж"},  {"K", "к"},  {"L", "л"},  {"M", "м"},
      {"N", "н"},    {"O", "о"},  {"P", "п"},  {"Q", "к"},  {"R", "р"},  {"S", "с"},  {"T", "т"},
      {"U", "у"},    {"V", "в"},  {"W", "в"},  {"X", "с"},  {"Y", "й"},  {"Z", "з"}};
  std::string text;
  while (!latin.empty()) {
    const auto* const letter =
        std::ranges::find_if(kLetters, [&](const auto& pair) { return latin.starts_with(pair.first); });
    if (letter == std::end(kLetters)) break;
    text += letter->second;
    latin.remove_prefix(letter->first.size());
  }
  // All letters used lie in U+0430..U+044F; the capital is 32 below, which is one or two bytes of UTF-8 away.
  if (text.size() < 2) return text;
  const unsigned small =
      (static_cast<unsigned char>(text[0]) & 0x1fu) << 6 | (static_cast<unsigned char>(text[1]) & 0x3fu);
  const unsigned capital = small - 32;
  text[0] = static_cast<char>(0xc0u | capital >> 6);
  text[1] = static_cast<char>(0x80u | (capital & 0x3fu));
  return text;
}

std::string zone_date(const std::string& iso) {
  return iso.substr(2, 2) + iso.substr(5, 2) + iso.substr(8, 2);
}

std::string filled(std::string text, std::size_t width) {
  text.resize(width, '<');
  return text;
}

/// The two lines of a passport (Doc 9303 part 4), as a scanner types them.
std::string passport_zone(const registry::Application& application) {
  const auto with_digit = [](const std::string& field) { return field + registry::check_digit(field); };
  const std::string state = application.document.issuing_state == "DEU" ? "D<<" : application.document.issuing_state;
  std::string names = application.applicant.surname + "<<" + application.applicant.given_names;
  std::ranges::replace(names, ' ', '<');
  const std::string number = with_digit(filled(application.document.number, 9));
  const std::string born = with_digit(zone_date(application.applicant.birth_date));
  const std::string expires = with_digit(zone_date(*application.document.expires));
  const std::string optional = with_digit(std::string(14, '<'));
  const std::string composite = number + born + expires + optional;
  return filled("P<" + state + names, 44) + "\n" + number + state + born + application.applicant.sex + expires +
         optional + registry::check_digit(composite);
}

}  // namespace

std::string Foreigners::pick(const std::vector<std::string_view>& words) {
  std::string word(dice_.among(words));
  std::ranges::replace(word, '_', ' ');
  return word;
}

std::string Foreigners::digits(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice_.below(10));
  return text;
}

std::string Foreigners::document_number(std::string_view pattern) {
  std::string number(pattern);
  for (char& letter : number) {
    if (letter == '#') letter = static_cast<char>('0' + dice_.below(10));
    if (letter == '@') letter = static_cast<char>('A' + dice_.below(26));
  }
  return number;
}

std::string Foreigners::identity_number() {
  std::string number =
      digits(2) + (dice_.chance(50) ? "0" : "1") + digits(1) + (dice_.chance(50) ? "0" : "2") + digits(6) + "0";
  for (char last = '0'; last <= '9'; ++last) {
    number.back() = last;
    if (registry::check_identity_number(number) == registry::IdentityNumberFault::kNone) break;
  }
  return number;
}

void Foreigners::fill_person(const Nation& nation, base::Date today, registry::Application& application) {
  registry::Applicant& person = application.applicant;
  const bool is_man = dice_.chance(65);
  const std::string ending(dice_.among(nation.endings));
  const std::size_t slash = ending.find('/');
  person.surname =
      std::string(dice_.among(nation.stems)) + (is_man ? ending.substr(0, slash) : ending.substr(slash + 1));
  person.given_names = std::string(dice_.among(is_man ? nation.men : nation.women));
  if (dice_.chance(12)) person.given_names += " " + std::string(dice_.among(is_man ? nation.men : nation.women));
  if (dice_.chance(80)) {
    person.surname_local = in_cyrillic(person.surname);
    person.given_names_local = in_cyrillic(person.given_names.substr(0, person.given_names.find(' ')));
  }
  if (dice_.chance(30)) person.patronymic = in_cyrillic(dice_.among(nation.men)) + (is_man ? "ович" : "овна");
  person.birth_date = plus_days(today, -dice_.between(18 * 365, 70 * 365));
  person.sex = is_man ? "M" : "F";
  person.citizenship = nation.code;
  if (dice_.chance(70)) person.birth_place = pick(words_.birth_places);
  registry::Document& document = application.document;
  document.type = "passport";
  document.issuing_state = nation.code;
  document.number = document_number(nation.document_pattern);
  const std::int64_t age_days = dice_.between(60, 3000);
  document.issued = plus_days(today, -age_days);
  document.expires = plus_days(today, 3652 - age_days);
  if (dice_.chance(60)) application.mrz = passport_zone(application);
}

void Foreigners::fill_stay(const std::string& office, base::Date today, registry::Application& application) {
  static const std::vector<std::string> kPurposes = {"private", "private", "business",  "employment", "employment",
                                                     "family",  "tourism", "education", "treatment",  "transit"};
  const std::int64_t entered = dice_.between(0, 4);
  registry::MigrationCard& card = application.migration_card;
  card.number = digits(8);
  if (dice_.chance(90)) card.border_point = pick(words_.border_points);
  card.entry_date = plus_days(today, -entered);
  registry::Stay& stay = application.stay;
  stay.purpose = dice_.among(kPurposes);
  stay.from = card.entry_date;
  stay.until = plus_days(today, dice_.between(10, 85) - entered);
  stay.address.office = office;
  stay.address.locality = pick(words_.localities);
  stay.address.street = pick(words_.streets);
  stay.address.house = std::to_string(dice_.between(1, 180)) + (dice_.chance(15) ? "а" : "");
  if (dice_.chance(40)) stay.address.flat = std::to_string(dice_.between(1, 120));
}

void Foreigners::fill_host(registry::Application& application) {
  if (dice_.chance(10)) {
    application.category = application.visa ? "annex2-2" : "annex2-3";
    return;
  }
  registry::Host host;
  const bool is_person = dice_.chance(45);
  host.kind = is_person ? "person" : "organisation";
  host.name = is_person ? pick(words_.host_surnames) + " " + pick(words_.host_names) : pick(words_.organisations);
  host.number = identity_number();
  if (dice_.chance(75))
    host.address =
        application.stay.address.locality + ", " + pick(words_.streets) + " " + std::to_string(dice_.between(1, 180));
  if (dice_.chance(80)) host.phone = "8 7" + digits(2) + " " + digits(3) + " " + digits(2) + " " + digits(2);
  application.host = host;
}

registry::Application Foreigners::file(const std::string& office, base::Date today) {
  registry::Application application;
  const Nation& nation = words_.nations[dice_.below(words_.nations.size())];
  fill_person(nation, today, application);
  if (nation.visa == Nation::Visa::kNeeded) {
    static const std::vector<std::string> kCategories = {"B3", "B1", "C3", "B12", "C5", "A3"};
    const std::int64_t since = dice_.between(5, 60);
    application.visa =
        registry::Visa{digits(7), dice_.among(kCategories), plus_days(today, -since), plus_days(today, 180 - since)};
  }
  fill_stay(office, today, application);
  fill_host(application);
  application.documents = {"application", "identity_document", "migration_card"};
  if (dice_.chance(15)) application.documents.insert(application.documents.end(), {"photo", "statistical_coupon"});
  if (application.visa) application.documents.emplace_back("visa");
  return application;
}

}  // namespace tirkeu::bench
