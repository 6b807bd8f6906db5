// The weights. Each is log2 of m/u: how often one person's two records agree so, over how often two people's do.
#include "schema/registry/person_match.h"

#include <algorithm>
#include <cmath>

namespace tirkeu::registry {
namespace {

enum class Level { kUnknown, kDifferent, kAlike, kNear, kPart, kSound, kSame };

struct Fit {
  Level level = Level::kUnknown;
  double similarity = 0;
};

std::string_view code_of(Level level) {
  switch (level) {
    case Level::kSame:
      return "same";
    case Level::kSound:
      return "sound";
    case Level::kPart:
      return "part";
    case Level::kNear:
      return "near";
    case Level::kAlike:
      return "alike";
    case Level::kDifferent:
      return "different";
    case Level::kUnknown:
      break;
  }
  return "unknown";
}

/// ANNA and ANNA MARIA; a name that a zone cut off.
bool is_part(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  return left.size() >= 3 && right.starts_with(left) && (right[left.size()] == ' ' || left.size() >= 12);
}

Fit fit_of(const std::string& left, const std::string& left_key, const std::string& right,
           const std::string& right_key) {
  if (left.empty() || right.empty()) return {};
  if (left == right) return {Level::kSame, 1};
  const double similarity = jaro_winkler(left, right);
  if (left_key == right_key) return {Level::kSound, similarity};
  if (is_part(left, right)) return {Level::kPart, similarity};
  if (similarity >= 0.92) return {Level::kNear, similarity};
  if (similarity >= 0.88) return {Level::kAlike, similarity};
  return {Level::kDifferent, similarity};
}

struct NameFit {
  Fit surname, given;
  bool crossed = false;  ///< surname and given names stand in each other's field
};

bool better(const Fit& one, const Fit& other) {
  return one.level != other.level ? one.level > other.level : one.similarity > other.similarity;
}

NameFit fit_names(const PersonTraits& left, const PersonTraits& right) {
  NameFit best;
  for (const PersonTraits::Name& l : left.names)
    for (const PersonTraits::Name& r : right.names) {
      const Fit surname = fit_of(l.surname, l.surname_key, r.surname, r.surname_key);
      const Fit given = fit_of(l.given_names, l.given_names_key, r.given_names, r.given_names_key);
      if (better(surname, best.surname)) best.surname = surname;
      if (better(given, best.given)) best.given = given;
    }
  if (best.surname.level >= Level::kPart || best.given.level >= Level::kPart) return best;
  for (const PersonTraits::Name& l : left.names)
    for (const PersonTraits::Name& r : right.names) {
      const Fit surname = fit_of(l.surname, l.surname_key, r.given_names, r.given_names_key);
      const Fit given = fit_of(l.given_names, l.given_names_key, r.surname, r.surname_key);
      if (surname.level >= Level::kSound && given.level >= Level::kSound) return {surname, given, true};
    }
  return best;
}

/// Bits of agreeing on a value that `with_value` of `records` have. `unseen`: how rare a value is thought to be at best
/// while little has been counted, as one of that many.
double rarity(std::uint64_t with_value, std::uint64_t records, double unseen, double most) {
  const double frequency = (static_cast<double>(with_value) + 1) / (static_cast<double>(records) + unseen);
  return std::clamp(std::log2(0.95 / frequency), 1.0, most);
}

double bits_of_name(const Fit& fit, double rarity_bits, double different) {
  switch (fit.level) {
    case Level::kSame:
      return rarity_bits;
    // Equal in consonants only, the vowels all changed, may be a brother: Hasan and Husan.
    case Level::kSound:
      return fit.similarity >= 0.9 ? rarity_bits - 1 : std::max(rarity_bits - 3, 1.0);
    case Level::kPart:
      return std::max(rarity_bits - 2, 1.0);
    case Level::kNear:
      return std::min(rarity_bits, 6.0);
    case Level::kAlike:
      return std::min(rarity_bits, 3.5);
    case Level::kDifferent:
      return different;
    case Level::kUnknown:
      break;
  }
  return 0;
}

struct DateFit {
  std::string_view level;
  double bits = 0;
};

DateFit fit_dates(const std::string& left, const std::string& right, double rarity_bits) {
  if (left.size() < 4 || right.size() < 4) return {"unknown", 0};
  if (left.size() < 10 || right.size() < 10) {
    const std::size_t known = std::min(left.size(), right.size());
    if (left.compare(0, known, right, 0, known) != 0) return {"different", -6};
    return {"part", known == 4 ? 4.0 : 8.0};
  }
  if (left == right) return {"same", rarity_bits};
  const bool year = left.compare(0, 4, right, 0, 4) == 0;
  const bool month = left.compare(5, 2, right, 5, 2) == 0, day = left.compare(8, 2, right, 8, 2) == 0;
  if (year && left.compare(5, 2, right, 8, 2) == 0 && left.compare(8, 2, right, 5, 2) == 0) return {"swapped", 7};
  if (year + month + day == 2) return {"one_part", is_one_slip_apart(left, right) ? 3.0 : 0.5};
  if (year) return {"year", -1};
  return {"different", -6};
}

void add(MatchScore& result, std::string_view field, std::string_view level, double bits) {
  result.parts.push_back({field, level, bits});
  result.total += bits;
}

/// The weights were set on a department of this size. In a larger one each arrival has more strangers to be taken for:
/// the odds that one of them is the same person fall as their number grows (Fellegi and Sunter's prior odds).
constexpr double kUsualRecords = 200'000;

void add_department(MatchScore& result, std::uint64_t records) {
  const double times = static_cast<double>(records) / kUsualRecords;
  if (times > 1) add(result, "department", "large", -std::log2(times));
}

/// Documents differ, else there would be no score: how they differ still speaks.
void add_document(MatchScore& result, const PersonTraits& left, const PersonTraits& right, bool given_agrees) {
  const bool one_state = left.issuing_state == right.issuing_state;
  if (!one_state && left.document_number == right.document_number && !left.document_number.empty())
    add(result, "document", "same_number", 8);
  else if (one_state && given_agrees && is_one_slip_apart(left.document_number, right.document_number))
    add(result, "document", "near", 8);
  else if (one_state && !left.issued.empty() && left.issued == right.issued)
    add(result, "document", "issued_together", -5);
}

/// Whether somebody else of the family explains the agreement as well: all of it that a family shares is taken back.
void add_kinship(MatchScore& result, double shared_bits) {
  add(result, "kinship", "twins", -std::max(shared_bits, 0.0) - 3);
}

}  // namespace

double jaro_winkler(std::string_view left, std::string_view right) {
  left = left.substr(0, 64);
  right = right.substr(0, 64);
  if (left.empty() || right.empty()) return left == right ? 1 : 0;
  const std::size_t longest = std::max(left.size(), right.size());
  const std::size_t window = longest < 4 ? 0 : longest / 2 - 1;
  std::uint64_t left_used = 0, right_used = 0;
  std::size_t common = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::size_t end = std::min(right.size(), i + window + 1);
    for (std::size_t j = i > window ? i - window : 0; j < end; ++j) {
      if ((right_used >> j & 1) != 0 || left[i] != right[j]) continue;
      left_used |= 1ull << i;
      right_used |= 1ull << j;
      ++common;
      break;
    }
  }
  if (common == 0) return 0;
  std::size_t crossed = 0, j = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    if ((left_used >> i & 1) == 0) continue;
    while ((right_used >> j & 1) == 0) ++j;
    crossed += left[i] != right[j++] ? 1u : 0u;
  }
  const auto count = static_cast<double>(common);
  const double jaro = (count / static_cast<double>(left.size()) + count / static_cast<double>(right.size()) +
                       (count - static_cast<double>(crossed / 2)) / count) /
                      3;
  std::size_t prefix = 0;
  while (prefix < 4 && prefix < std::min(left.size(), right.size()) && left[prefix] == right[prefix]) ++prefix;
  return jaro + static_cast<double>(prefix) * 0.1 * (1 - jaro);
}

bool is_one_slip_apart(std::string_view left, std::string_view right) {
  if (left.size() > right.size()) std::swap(left, right);
  if (right.size() - left.size() > 1 || left == right) return false;
  const std::size_t same = static_cast<std::size_t>(std::ranges::mismatch(left, right).in1 - left.begin());
  if (left.size() < right.size()) return left.substr(same) == right.substr(same + 1);
  if (left.substr(same + 1) == right.substr(same + 1)) return true;
  return same + 1 < left.size() && left[same] == right[same + 1] && left[same + 1] == right[same] &&
         left.substr(same + 2) == right.substr(same + 2);
}

std::optional<MatchScore> score(const PersonTraits& left, const PersonTraits& right, const TermCounts& counts) {
  if (left.issuing_state == right.issuing_state && left.document_number == right.document_number) return std::nullopt;
  MatchScore result;
  const auto rare = [&counts](Term term, double unseen, double most) {
    return rarity(counts.with_value[static_cast<std::size_t>(term)], counts.records, unseen, most);
  };
  const NameFit names = fit_names(left, right);
  const double surname = bits_of_name(names.surname, rare(Term::kSurname, 2000, 13), -4);
  const double given = bits_of_name(names.given, rare(Term::kGivenName, 300, 10), -6);
  if (names.surname.level != Level::kUnknown) add(result, "surname", code_of(names.surname.level), surname);
  if (names.given.level != Level::kUnknown) add(result, "given_names", code_of(names.given.level), given);
  if (names.crossed) add(result, "name_order", "crossed", -2);
  const Fit patronymic = fit_of(left.patronymic, left.patronymic_key, right.patronymic, right.patronymic_key);
  const double patronymic_bits = bits_of_name(patronymic, 5, -4);
  if (patronymic.level != Level::kUnknown) add(result, "patronymic", code_of(patronymic.level), patronymic_bits);

  const DateFit born = fit_dates(left.birth_date, right.birth_date, rare(Term::kBirthDate, 10'000, 14));
  if (born.level != "unknown") add(result, "birth_date", born.level, born.bits);
  const bool sexes_known = !left.sex.empty() && !right.sex.empty() && left.sex != "X" && right.sex != "X";
  if (sexes_known) add(result, "sex", left.sex == right.sex ? "same" : "different", left.sex == right.sex ? 1 : -5.6);
  if (!left.citizenship.empty() && !right.citizenship.empty())
    add(result, "citizenship", left.citizenship == right.citizenship ? "same" : "different",
        left.citizenship == right.citizenship ? 2 : -3);
  const Fit place = fit_of(left.birth_place, left.birth_place_key, right.birth_place, right.birth_place_key);
  const double place_bits = bits_of_name(place, 3.5, -1.5);
  if (place.level != Level::kUnknown) add(result, "birth_place", code_of(place.level), place_bits);

  add_document(result, left, right, names.given.level > Level::kDifferent);
  const bool numbers_known = !left.iin.empty() && !right.iin.empty();
  if (numbers_known) add(result, "iin", left.iin == right.iin ? "same" : "different", left.iin == right.iin ? 20 : -6);
  const bool one_host = !left.host.empty() && left.host == right.host;
  if (one_host) add(result, "host", "same", 3);
  const bool one_number = numbers_known && left.iin == right.iin;
  if (names.given.level == Level::kDifferent && names.surname.level >= Level::kNear && !one_number &&
      (born.level == "same" || born.level == "swapped"))
    add_kinship(result, std::max(surname, 0.0) + std::max(patronymic_bits, 0.0) + std::max(place_bits, 0.0) +
                            (one_host ? 3.0 : 0.0));
  add_department(result, counts.records);
  return result;
}

}  // namespace tirkeu::registry
