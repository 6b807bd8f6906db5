// Of a record: its traits, their packed form and the keys under which they are found again.
#include <algorithm>
#include <charconv>

#include "schema/registry/mrz.h"
#include "schema/registry/names.h"
#include "schema/registry/person_match.h"

namespace tirkeu::registry {
namespace {

constexpr char kField = '\x1f';
constexpr char kName = '\x1e';

/// Letters A-Z and single blanks.
std::string latin_words(std::string_view text) {
  std::string words;
  for (const char letter : transliterate(text)) {
    if (letter >= 'A' && letter <= 'Z')
      words += letter;
    else if ((letter == ' ' || letter == '-') && !words.empty() && words.back() != ' ')
      words += ' ';
  }
  if (words.ends_with(' ')) words.pop_back();
  return words;
}

PersonTraits::Name name_traits(const PersonRecord::Name& name) {
  return {latin_words(name.surname), latin_words(name.given_names), match_key(name.surname),
          match_key(name.given_names)};
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t end = text.find(mark); end != std::string_view::npos; end = text.find(mark)) {
    parts.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  parts.push_back(text);
  return parts;
}

std::string first_word_key(const PersonTraits::Name& name) {
  return match_key(name.given_names.substr(0, name.given_names.find(' ')));
}

/// "1984-03-07" and "1984-07-03" are one; a date known in part is itself.
std::string birthday(const std::string& date) {
  if (date.size() != 10) return date;
  const std::string month = date.substr(5, 2), day = date.substr(8, 2);
  return date.substr(0, 4) + std::min(month, day) + std::max(month, day);
}

std::int64_t hashed(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3ull;
  return static_cast<std::int64_t>(hash);
}

std::string sorted_words(const PersonTraits::Name& name) {
  std::string text = name.surname_key + " " + name.given_names_key;
  std::vector<std::string_view> words = split(text, ' ');
  std::ranges::sort(words);
  std::string sorted;
  for (const std::string_view word : words) sorted.append(word) += ' ';
  return sorted;
}

/// O'CONNOR, O CONNOR and OCONNOR are one word.
std::string one_word_key(const PersonTraits::Name& name) {
  std::string letters = name.surname + name.given_names;
  std::erase(letters, ' ');
  return match_key(letters);
}

}  // namespace

PersonRecord person_of(const Application& application) {
  const Applicant& applicant = application.applicant;
  PersonRecord record;
  record.latin = {applicant.surname, applicant.given_names};
  if (applicant.surname_local || applicant.given_names_local)
    record.local = {applicant.surname_local.value_or(""), applicant.given_names_local.value_or("")};
  if (application.mrz) {
    std::vector<std::string> lines;
    for (const std::string_view line : split(*application.mrz, '\n')) lines.emplace_back(line);
    // Names are all that is taken from the zone, so its two-digit years may be read as of any day.
    const auto zone =
        read_mrz(lines, base::Date(std::chrono::year(2099), std::chrono::month(12), std::chrono::day(31)));
    if (zone) record.zone = {zone->surname, zone->given_names};
  }
  record.patronymic = applicant.patronymic;
  record.birth_date = applicant.birth_date;
  record.sex = applicant.sex;
  record.citizenship = applicant.citizenship;
  record.birth_place = applicant.birth_place;
  record.issuing_state = application.document.issuing_state;
  record.document_number = application.document.number;
  record.issued = application.document.issued;
  record.iin = applicant.iin;
  if (application.host) record.host = application.host->number ? *application.host->number : application.host->name;
  return record;
}

PersonTraits traits_of(const PersonRecord& record) {
  PersonTraits traits;
  const auto add = [&traits](const PersonRecord::Name& name) {
    PersonTraits::Name form = name_traits(name);
    const bool says_something = !form.surname.empty() || !form.given_names.empty();
    if (says_something && std::ranges::find(traits.names, form) == traits.names.end())
      traits.names.push_back(std::move(form));
  };
  add(record.latin);
  if (record.zone) add(*record.zone);
  if (record.local) add(*record.local);
  if (traits.names.empty()) traits.names.emplace_back();
  traits.patronymic = latin_words(record.patronymic.value_or(""));
  traits.patronymic_key = match_key(record.patronymic.value_or(""));
  traits.birth_date = record.birth_date;
  traits.sex = record.sex;
  traits.citizenship = record.citizenship;
  traits.birth_place = latin_words(record.birth_place.value_or(""));
  traits.birth_place_key = match_key(record.birth_place.value_or(""));
  traits.issuing_state = record.issuing_state;
  traits.document_number = normalise_number(record.document_number);
  traits.issued = record.issued.value_or("");
  traits.iin = normalise_number(record.iin.value_or(""));
  traits.host = normalise_number(record.host.value_or(""));
  return traits;
}

std::string pack(const PersonTraits& traits) {
  std::string text = std::to_string(kPersonTraitsVersion);
  for (const std::string* field :
       {&traits.patronymic, &traits.patronymic_key, &traits.birth_date, &traits.sex, &traits.citizenship,
        &traits.birth_place, &traits.birth_place_key, &traits.issuing_state, &traits.document_number, &traits.issued,
        &traits.iin, &traits.host})
    (text += kField) += *field;
  for (const PersonTraits::Name& name : traits.names) {
    text += kField;
    ((((text += name.surname) += kName) += name.given_names) += kName) += name.surname_key;
    (text += kName) += name.given_names_key;
  }
  return text;
}

std::optional<PersonTraits> unpack(std::string_view packed) {
  const std::vector<std::string_view> fields = split(packed, kField);
  constexpr std::size_t kFields = 13;
  if (fields.size() <= kFields || fields[0] != std::to_string(kPersonTraitsVersion)) return std::nullopt;
  PersonTraits traits;
  std::size_t at = 1;
  for (std::string* field : {&traits.patronymic, &traits.patronymic_key, &traits.birth_date, &traits.sex,
                             &traits.citizenship, &traits.birth_place, &traits.birth_place_key, &traits.issuing_state,
                             &traits.document_number, &traits.issued, &traits.iin, &traits.host})
    *field = fields[at++];
  for (; at < fields.size(); ++at) {
    const std::vector<std::string_view> name = split(fields[at], kName);
    if (name.size() != 4) return std::nullopt;
    traits.names.push_back({std::string(name[0]), std::string(name[1]), std::string(name[2]), std::string(name[3])});
  }
  return traits;
}

std::vector<std::int64_t> blocking_keys(const PersonTraits& traits) {
  std::vector<std::int64_t> keys;
  const auto add = [&keys](char kind, const std::string& text) {
    const std::int64_t key = hashed(kind + text);
    if (keys.size() < kBlockingKeysMax && std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
  };
  if (!traits.document_number.empty()) add('N', traits.document_number);
  if (!traits.iin.empty()) add('I', traits.iin);
  const bool has_day = traits.birth_date.size() == 10;
  const std::string day = birthday(traits.birth_date);
  const std::string year = traits.birth_date.substr(0, 4);
  for (const PersonTraits::Name& name : traits.names) {
    if (has_day && !name.surname_key.empty()) add('S', name.surname_key + "|" + day);
    if (has_day && !name.given_names_key.empty()) add('G', first_word_key(name) + "|" + day + traits.citizenship);
  }
  for (const PersonTraits::Name& name : traits.names) {
    if (name.surname_key.empty() && name.given_names_key.empty()) continue;
    if (year.size() == 4) add('Y', sorted_words(name) + "|" + year);
    if (has_day) add('M', sorted_words(name) + "|" + traits.birth_date.substr(5));
  }
  if (year.size() == 4 && !traits.names.empty()) add('C', one_word_key(traits.names.front()) + "|" + year);
  if (has_day) add('D', day + traits.sex + traits.citizenship);
  return keys;
}

std::optional<std::int64_t> term_key(const PersonTraits& traits, Term term) {
  const PersonTraits::Name& name = traits.names.front();
  switch (term) {
    case Term::kSurname:
      if (!name.surname_key.empty()) return hashed("s" + name.surname_key);
      break;
    case Term::kGivenName:
      if (!name.given_names_key.empty()) return hashed("g" + first_word_key(name));
      break;
    case Term::kBirthDate:
      if (traits.birth_date.size() == 10) return hashed("d" + traits.birth_date);
      break;
  }
  return std::nullopt;
}

}  // namespace tirkeu::registry
