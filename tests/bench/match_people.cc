#include "tests/bench/match_people.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "schema/registry/names.h"
#include "sync/base/civil_time.h"

namespace tirkeu::bench {

using registry::PersonRecord;
using Person = InventedPerson;

std::string PeopleInventor::digits(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice_.below(10));
  return text;
}

base::Date PeopleInventor::day(int first_year, int last_year) {
  const std::chrono::year_month_day first{std::chrono::year(first_year) / 1 / 1};
  return std::chrono::sys_days(first) + std::chrono::days(dice_.below(365ull * (last_year - first_year + 1)));
}

Person PeopleInventor::person() {
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

Person PeopleInventor::relative_of(const Person& person) {
  Person relative = this->person();
  relative.name = names_.relative_of(person.name, relative.is_woman);
  relative.citizenship = person.citizenship;
  relative.birth_place = person.birth_place;
  relative.host = person.host;
  return relative;
}

Person PeopleInventor::twin_of(const Person& person) {
  Person twin = relative_of(person);
  twin.born = person.born;
  if (dice_.chance(60)) twin.is_woman = person.is_woman;
  do twin.name = names_.relative_of(person.name, twin.is_woman);
  while (twin.name.given == person.name.given);
  if (dice_.chance(60)) twin.issued = person.issued;
  return twin;
}

std::string PeopleInventor::number_of(const Person& person) {
  return std::string(1, person.citizenship[0]) + static_cast<char>('A' + dice_.below(6)) + digits(7);
}

PersonRecord PeopleInventor::write(const Person& person, Spelling spelling) {
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
std::string PeopleInventor::mistyped(std::string text) {
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

void PeopleInventor::respell(const Person& person, const PersonRecord& first, PersonRecord& record) {
  for (int tries = 0; tries < 8; ++tries) {
    const Spelling spelling = any_spelling();
    record.latin = {in_latin(person.name.surname, spelling), in_latin(person.name.given, spelling)};
    if (record.latin != first.latin) break;
  }
  if (record.latin == first.latin || dice_.chance(25))
    (dice_.chance(50) ? record.latin.surname : record.latin.given_names) =
        mistyped(dice_.chance(50) ? record.latin.surname : record.latin.given_names);
}

void PeopleInventor::in_other_script(const Person& person, PersonRecord& record) {
  const bool in_russian = dice_.chance(50);
  const PersonRecord::Name written{in_cyrillic(person.name.surname, in_russian),
                                   in_cyrillic(person.name.given, in_russian)};
  record.latin = written;  // Typed where Latin was asked for.
  record.local.reset();
}

bool PeopleInventor::swap_birth_date(PersonRecord& record) {
  std::string& date = record.birth_date;
  if (date.size() != 10 || date.substr(8) > "12" || date.substr(8) == date.substr(5, 2)) return false;
  date = date.substr(0, 5) + date.substr(8) + "-" + date.substr(5, 2);
  return true;
}

/// What else goes wrong when somebody is written down in haste.
void PeopleInventor::spoil(const Person& person, PersonRecord& record) {
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

PersonRecord PeopleInventor::second(const Person& person, const PersonRecord& first, const std::string& kind) {
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

PeopleInventor::Arrival PeopleInventor::next() {
  if (twin_is_due_) {
    twin_is_due_ = false;
    Person twin = twin_of(last_->person);
    PersonRecord record = write(twin, any_spelling());
    // A twin's passport is often the next one of the pile.
    if (twin.issued == last_->person.issued && dice_.chance(50)) {
      record.document_number = last_->record.document_number;
      char& digit = record.document_number.back();
      digit = digit == '9' ? '8' : static_cast<char>(digit + 1);
    }
    last_ = Arrival{std::move(twin), std::move(record), true};
    return *last_;
  }
  const bool has_family = last_ && dice_.chance(12);
  Person next = has_family ? relative_of(last_->person) : person();
  PersonRecord record = write(next, any_spelling());
  last_ = Arrival{std::move(next), std::move(record), false};
  twin_is_due_ = dice_.chance(1);
  return *last_;
}

PeopleInventor::Arrival PeopleInventor::twin(const Arrival& first) {
  Person twin = twin_of(first.person);
  PersonRecord record = write(twin, any_spelling());
  return {std::move(twin), std::move(record), true};
}

bool PeopleInventor::can_be(const std::string& kind, const PersonRecord& first) {
  PersonRecord record = first;
  return kind != "swapped" || swap_birth_date(record);
}

void write_into(registry::Application& application, const PersonRecord& record) {
  const auto form = [&record](std::string PersonRecord::Name::*part) {
    return record.local ? std::optional((*record.local).*part) : std::nullopt;
  };
  application.applicant = {record.latin.surname,
                           record.latin.given_names,
                           form(&PersonRecord::Name::surname),
                           form(&PersonRecord::Name::given_names),
                           record.patronymic,
                           record.birth_date,
                           record.sex,
                           record.citizenship,
                           record.birth_place,
                           record.iin};
  application.document.issuing_state = record.issuing_state;
  application.document.number = record.document_number;
  application.document.issued = record.issued;
  application.mrz.reset();
  application.host.reset();
  if (record.host) application.host = registry::Host{"organisation", "Invented", record.host, {}, {}};
}

const std::vector<std::string>& kinds_of_second_records() {
  static const std::vector<std::string> kKinds = {"renewed", "renewed", "respelt", "respelt", "respelt",
                                                  "script",  "script",  "swapped", "mixed",   "mixed"};
  return kKinds;
}

MatchPeople invent_people(std::uint64_t seed, std::size_t count, std::size_t planted) {
  PeopleInventor inventor(seed);
  MatchPeople people;
  std::vector<Person> firsts;
  while (people.records.size() + planted < count) {
    PeopleInventor::Arrival arrival = inventor.next();
    if (arrival.is_twin) people.twins.push_back({people.records.size() - 1, people.records.size(), "twins"});
    people.records.push_back(std::move(arrival.record));
    firsts.push_back(std::move(arrival.person));
  }
  for (std::size_t i = 0; i < planted; ++i) {
    const std::string& kind = kinds_of_second_records()[i % kinds_of_second_records().size()];
    std::size_t first = inventor.dice().below(firsts.size());
    while (!PeopleInventor::can_be(kind, people.records[first])) first = inventor.dice().below(firsts.size());
    people.planted.push_back({first, people.records.size(), kind});
    people.records.push_back(inventor.second(firsts[first], people.records[first], kind));
  }
  return people;
}

}  // namespace tirkeu::bench
