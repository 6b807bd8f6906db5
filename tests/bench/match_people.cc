#include "tests/bench/match_people.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schema/registry/names.h"
#include "sync/base/civil_time.h"
#include "tests/bench/match_names.h"

namespace tirkeu::bench {
namespace {

using registry::PersonRecord;

/// Who somebody is, before anybody writes it down.
struct Person {
  InventedName name;
  base::Date born;
  bool is_woman = false;
  std::string citizenship, birth_place, host, iin;
  base::Date issued;  ///< the first document
};

class Inventor {
 public:
  explicit Inventor(std::uint64_t seed) : dice_(seed), names_(dice_.fork()) {}
  MatchPeople invent(std::size_t count, std::size_t planted);

 private:
  std::string digits(int count);
  base::Date day(int first_year, int last_year);
  Person person();
  Person relative_of(const Person& person);
  Person twin_of(const Person& person);
  std::string number_of(const Person& person);
  PersonRecord write(const Person& person, Spelling spelling);
  PersonRecord second(const Person& person, const PersonRecord& first, const std::string& kind);
  void respell(const Person& person, const PersonRecord& first, PersonRecord& record);
  void in_other_script(const Person& person, PersonRecord& record);
  bool swap_birth_date(PersonRecord& record);
  void spoil(const Person& person, PersonRecord& record);
  std::string mistyped(std::string text);
  Spelling any_spelling() { return static_cast<Spelling>(dice_.below(4)); }

  sim::Dice dice_;
  NameInventor names_;
};

std::string Inventor::digits(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice_.below(10));
  return text;
}

base::Date Inventor::day(int first_year, int last_year) {
  const std::chrono::year_month_day first{std::chrono::year(first_year) / 1 / 1};
  return std::chrono::sys_days(first) + std::chrono::days(dice_.below(365ull * (last_year - first_year + 1)));
}

Person Inventor::person() {
  Person person;
  const std::size_t culture = names_.culture();
  person.is_woman = dice_.chance(35);
  person.name = names_.name(culture, person.is_woman);
  person.citizenship = names_.citizenship(culture);
  person.birth_place = names_.birth_place(culture);
  person.born = day(1950, 1994);
  // Where a birthday was not known, documents have the first of January.
  if (dice_.chance(3)) person.born = person.born.year() / 1 / 1;
  if (dice_.chance(90))
    person.host = dice_.chance(45) ? digits(12) : "0912400" + std::to_string(10'000 + dice_.below(900));
  if (dice_.chance(10)) person.iin = digits(12);
  person.issued = day(2003, 2009);
  return person;
}

Person Inventor::relative_of(const Person& person) {
  Person relative = this->person();
  relative.name = names_.relative_of(person.name, relative.is_woman);
  relative.citizenship = person.citizenship;
  relative.birth_place = person.birth_place;
  relative.host = person.host;
  return relative;
}

Person Inventor::twin_of(const Person& person) {
  Person twin = relative_of(person);
  twin.born = person.born;
  if (dice_.chance(60)) twin.is_woman = person.is_woman;
  do twin.name = names_.relative_of(person.name, twin.is_woman);
  while (twin.name.given == person.name.given);
  if (dice_.chance(60)) twin.issued = person.issued;
  return twin;
}

std::string Inventor::number_of(const Person& person) {
  return std::string(1, person.citizenship[0]) + static_cast<char>('A' + dice_.below(6)) + digits(7);
}

PersonRecord Inventor::write(const Person& person, Spelling spelling) {
  PersonRecord record;
  record.latin = {in_latin(person.name.surname, spelling), in_latin(person.name.given, spelling)};
  if (dice_.chance(75)) {
    const bool in_russian = dice_.chance(50);
    record.local = {in_cyrillic(person.name.surname, in_russian), in_cyrillic(person.name.given, in_russian)};
  }
  if (!person.name.patronymic.empty() && dice_.chance(40)) record.patronymic = person.name.patronymic;
  record.birth_date = base::format_date(person.born);
  if (dice_.chance(1)) record.birth_date.resize(4);
  record.sex = person.is_woman ? "F" : "M";
  record.citizenship = record.issuing_state = person.citizenship;
  if (dice_.chance(70)) record.birth_place = in_latin(person.birth_place, spelling);
  record.document_number = number_of(person);
  record.issued = base::format_date(person.issued);
  if (!person.iin.empty() && dice_.chance(60)) record.iin = person.iin;
  if (!person.host.empty()) record.host = person.host;
  return record;
}

/// A letter left out, doubled, exchanged with its neighbour, or another one.
std::string Inventor::mistyped(std::string text) {
  if (text.size() < 4) return text;
  const std::size_t at = 1 + dice_.below(text.size() - 2);
  if (static_cast<unsigned char>(text[at]) >= 0x80 || static_cast<unsigned char>(text[at + 1]) >= 0x80) return text;
  switch (dice_.below(4)) {
    case 0:
      return text.erase(at, 1);
    case 1:
      return text.insert(at, 1, text[at]);
    case 2:
      std::swap(text[at], text[at + 1]);
      return text;
    default:
      text[at] = static_cast<char>('A' + dice_.below(26));
      return text;
  }
}

void Inventor::respell(const Person& person, const PersonRecord& first, PersonRecord& record) {
  for (int tries = 0; tries < 8; ++tries) {
    const Spelling spelling = any_spelling();
    record.latin = {in_latin(person.name.surname, spelling), in_latin(person.name.given, spelling)};
    if (record.latin != first.latin) break;
  }
  if (record.latin == first.latin || dice_.chance(25))
    (dice_.chance(50) ? record.latin.surname : record.latin.given_names) =
        mistyped(dice_.chance(50) ? record.latin.surname : record.latin.given_names);
}

void Inventor::in_other_script(const Person& person, PersonRecord& record) {
  const bool in_russian = dice_.chance(50);
  const PersonRecord::Name written{in_cyrillic(person.name.surname, in_russian),
                                   in_cyrillic(person.name.given, in_russian)};
  record.latin = written;  // Typed where Latin was asked for.
  record.local.reset();
}

bool Inventor::swap_birth_date(PersonRecord& record) {
  std::string& date = record.birth_date;
  if (date.size() != 10 || date.substr(8) > "12" || date.substr(8) == date.substr(5, 2)) return false;
  date = date.substr(0, 5) + date.substr(8) + "-" + date.substr(5, 2);
  return true;
}

/// What else goes wrong when somebody is written down in haste.
void Inventor::spoil(const Person& person, PersonRecord& record) {
  switch (dice_.below(5)) {
    case 0:
      if (!swap_birth_date(record)) record.latin.given_names = mistyped(record.latin.given_names);
      break;
    case 1:
      if (record.birth_date.size() == 10)
        record.birth_date = record.birth_date.substr(0, 9) + static_cast<char>('0' + dice_.below(2));
      break;
    case 2: {
      const std::size_t end = record.latin.given_names.find(' ');
      record.latin.given_names =
          end == std::string::npos ? mistyped(record.latin.given_names) : record.latin.given_names.substr(0, end);
      break;
    }
    case 3:
      std::swap(record.latin.surname, record.latin.given_names);
      break;
    default:
      if (person.is_woman)  // Married since: a surname of her own people.
        record.latin.surname =
            in_latin(names_.relative_of(names_.name(person.name.culture, true), true).surname, any_spelling());
      else
        record.latin.surname = mistyped(record.latin.surname);
      record.local.reset();
  }
}

PersonRecord Inventor::second(const Person& person, const PersonRecord& first, const std::string& kind) {
  PersonRecord record = write(person, any_spelling());
  record.latin = first.latin;
  record.birth_date = base::format_date(person.born);
  record.issued = base::format_date(day(2010, 2013));
  if (dice_.chance(5)) {  // No new document: its number was typed wrong.
    record.document_number = mistyped(first.document_number);
    record.issued = first.issued;
    while (record.document_number == first.document_number) record.document_number = mistyped(first.document_number);
  }
  if (dice_.chance(60)) record.host = dice_.chance(80) ? std::optional(digits(12)) : std::nullopt;
  if (kind == "respelt") respell(person, first, record);
  if (kind == "script") in_other_script(person, record);
  if (kind == "swapped") swap_birth_date(record);
  if (kind == "mixed") {
    respell(person, first, record);
    spoil(person, record);
  }
  return record;
}

MatchPeople Inventor::invent(std::size_t count, std::size_t planted) {
  static const std::vector<std::string> kKinds = {"renewed", "renewed", "respelt", "respelt", "respelt",
                                                  "script",  "script",  "swapped", "mixed",   "mixed"};
  MatchPeople people;
  std::vector<Person> firsts;
  while (people.records.size() + planted < count) {
    const bool has_family = !firsts.empty() && dice_.chance(12);
    Person next = has_family ? relative_of(firsts.back()) : person();
    people.records.push_back(write(next, any_spelling()));
    firsts.push_back(next);
    if (!dice_.chance(1) || people.records.size() + planted >= count) continue;
    Person twin = twin_of(next);
    people.records.push_back(write(twin, any_spelling()));
    // A twin's passport is often the next one of the pile.
    std::string& number = people.records.back().document_number;
    if (twin.issued == next.issued && dice_.chance(50)) {
      number = people.records[people.records.size() - 2].document_number;
      number.back() = number.back() == '9' ? '8' : static_cast<char>(number.back() + 1);
    }
    people.twins.push_back({people.records.size() - 2, people.records.size() - 1, "twins"});
    firsts.push_back(std::move(twin));
  }
  for (std::size_t i = 0; i < planted; ++i) {
    const std::string kind = kKinds[i % kKinds.size()];
    std::size_t first = dice_.below(firsts.size());
    const auto can_swap = [&] {
      PersonRecord record = people.records[first];
      return swap_birth_date(record);
    };
    while (kind == "swapped" && !can_swap()) first = dice_.below(firsts.size());
    people.planted.push_back({first, people.records.size(), kind});
    people.records.push_back(second(firsts[first], people.records[first], kind));
  }
  return people;
}

}  // namespace

MatchPeople invent_people(std::uint64_t seed, std::size_t count, std::size_t planted) {
  return Inventor(seed).invent(count, planted);
}

}  // namespace tirkeu::bench
