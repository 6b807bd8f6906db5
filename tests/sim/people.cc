#include "tests/sim/people.h"

#include <cstdio>

namespace tirkeu::sim {
namespace {

const std::vector<std::string> kSurnames = {"YILMAZ", "KAYA", "IVANOV", "PETROVA", "KARIMOV", "RAHMONZODA", "BATBAYAR", "SHEVCHENKO"};
const std::vector<std::string> kGivenNames = {"MEHMET", "AYSE", "SERGEY", "OLGA", "DILSHOD", "NIGORA", "TEMUULEN", "ANDRIY"};
const std::vector<std::string> kStates = {"TUR", "RUS", "UZB", "TJK", "KGZ", "UKR", "GEO", "MDA"};
constexpr int kDaysBetweenEntries = 8;
constexpr int kStayDays = 20;

std::string digits(Dice& dice, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += static_cast<char>('0' + dice.below(10));
  return text;
}

base::Date plus_days(base::Date day, int days) { return base::Date(std::chrono::sys_days(day) + std::chrono::days(days)); }

}  // namespace

TrueStay People::new_stay(base::Date today) {
  TrueStay stay;
  stay.number = stays_.size() + 1;
  stay.card = digits(dice_, 8);
  stay.entry = plus_days(today, -static_cast<int>(dice_.below(3)));
  if (!stays_.empty() && dice_.chance(20)) {
    const TrueStay& earlier = dice_.among(stays_);
    bool latest = true;
    for (const TrueStay& other : stays_)
      if (other.person == earlier.person && base::days_between(other.entry, stay.entry) < kDaysBetweenEntries) latest = false;
    if (latest) {
      stay.person = earlier.person;
      stays_.push_back(stay);
      return stay;
    }
  }
  Person person;
  person.surname = dice_.among(kSurnames);
  person.given_names = dice_.among(kGivenNames);
  person.citizenship = dice_.among(kStates);
  person.document_number = "P" + digits(dice_, 8);
  char birth[16];
  std::snprintf(birth, sizeof birth, "%04d-%02d-%02d", static_cast<int>(dice_.between(1950, 2004)),
                static_cast<int>(dice_.between(1, 12)), static_cast<int>(dice_.between(1, 28)));
  person.birth_date = birth;
  stay.person = persons_.size();
  persons_.push_back(person);
  stays_.push_back(stay);
  return stay;
}

const TrueStay* People::running_stay(base::Date today) {
  for (int tries = 0; tries < 4 && !stays_.empty(); ++tries) {
    const TrueStay& stay = stays_[stays_.size() - 1 - dice_.below(std::min<std::size_t>(stays_.size(), 12))];
    bool newest = true;
    for (const TrueStay& other : stays_)
      if (other.person == stay.person && other.number > stay.number) newest = false;
    if (newest && base::days_between(stay.entry, today) < kStayDays) return &stay;
  }
  return nullptr;
}

registry::Application People::file(const TrueStay& stay, const std::string& office) {
  const Person& person = persons_[stay.person];
  registry::Application application;
  application.applicant.surname = person.surname;
  application.applicant.given_names = person.given_names;
  application.applicant.birth_date = person.birth_date;
  application.applicant.sex = "M";
  application.applicant.citizenship = person.citizenship;
  application.document.type = "passport";
  application.document.issuing_state = person.citizenship;
  application.document.number = person.document_number;
  application.document.expires = "2039-01-01";
  application.migration_card.number = stay.card;
  application.migration_card.entry_date =
      base::format_date(dice_.chance(10) ? plus_days(stay.entry, -1) : stay.entry);
  application.stay.purpose = "private";
  application.stay.from = base::format_date(stay.entry);
  application.stay.until = base::format_date(plus_days(stay.entry, kStayDays));
  application.stay.address.office = office;
  application.stay.address.locality = "Индербор";
  application.host = registry::Host{"person", "Иманов Серік", std::nullopt, std::nullopt, std::nullopt};
  application.documents = {"application", "identity_document", "migration_card"};
  return application;
}

}  // namespace tirkeu::sim
