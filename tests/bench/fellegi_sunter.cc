#include "tests/bench/fellegi_sunter.h"

#include <algorithm>
#include <cmath>

#include "schema/registry/names.h"
#include "tests/sim/dice.h"

namespace tirkeu::bench {
namespace {

/// Jaro with Winkler's prefix, as in his paper of 1990.
double similarity(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return 0;
  const int range = std::max(0, static_cast<int>(std::max(a.size(), b.size())) / 2 - 1);
  std::vector<bool> taken(b.size(), false);
  std::string from_a, from_b;
  for (int i = 0; i < static_cast<int>(a.size()); ++i)
    for (int j = std::max(0, i - range); j <= std::min(static_cast<int>(b.size()) - 1, i + range); ++j)
      if (!taken[static_cast<std::size_t>(j)] && a[static_cast<std::size_t>(i)] == b[static_cast<std::size_t>(j)]) {
        taken[static_cast<std::size_t>(j)] = true;
        from_a += a[static_cast<std::size_t>(i)];
        break;
      }
  for (std::size_t j = 0; j < b.size(); ++j)
    if (taken[j]) from_b += b[j];
  if (from_a.empty()) return 0;
  int moved = 0;
  for (std::size_t k = 0; k < from_a.size(); ++k) moved += from_a[k] != from_b[k];
  const double c = static_cast<double>(from_a.size());
  const double jaro = (c / static_cast<double>(a.size()) + c / static_cast<double>(b.size()) + (c - moved / 2) / c) / 3;
  const std::size_t most = std::min({a.size(), b.size(), std::size_t{4}});
  std::size_t prefix = 0;
  while (prefix < most && a[prefix] == b[prefix]) ++prefix;
  return jaro + 0.1 * static_cast<double>(prefix) * (1 - jaro);
}

/// Optimal string alignment distance.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i)
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
    }
  return d[a.size()][b.size()];
}

std::uint8_t yes_or_no(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return 0;
  return left == right ? 5 : 1;
}

}  // namespace

FellegiSunter::FellegiSunter(const std::vector<registry::PersonRecord>& records) {
  const auto text = [](const std::string& name) {
    return Text{registry::transliterate(name), registry::match_key(name)};
  };
  for (const registry::PersonRecord& record : records) {
    Side side;
    for (const std::optional<registry::PersonRecord::Name>& name :
         {std::optional(record.latin), record.zone, record.local}) {
      if (!name) continue;
      side.surnames.push_back(text(name->surname));
      side.given.push_back(text(name->given_names));
    }
    side.patronymic = text(record.patronymic.value_or(""));
    side.place = text(record.birth_place.value_or(""));
    side.born = record.birth_date;
    side.sex = record.sex;
    side.citizenship = record.citizenship;
    side.state = record.issuing_state;
    side.number = registry::normalise_number(record.document_number);
    side.issued = record.issued.value_or("");
    side.iin = record.iin.value_or("");
    side.host = record.host.value_or("");
    ++terms_[kSurname][side.surnames[0].key];
    ++terms_[kGiven][side.given[0].key];
    ++terms_[kBorn][side.born];
    ++terms_[kCitizenship][side.citizenship];
    ++terms_[kPlace][side.place.key];
    sides_.push_back(std::move(side));
  }
}

std::uint8_t FellegiSunter::level_of(const Text& left, const Text& right) {
  if (left.latin.empty() || right.latin.empty()) return 0;
  if (left.latin == right.latin) return 5;
  if (left.key == right.key) return 4;
  const double alike = similarity(left.latin, right.latin);
  return alike >= 0.92 ? 3 : alike >= 0.88 ? 2 : 1;
}

std::uint8_t FellegiSunter::best_of(const std::vector<Text>& left, const std::vector<Text>& right) {
  std::uint8_t best = 0;
  for (const Text& l : left)
    for (const Text& r : right) best = std::max(best, level_of(l, r));
  return best;
}

std::uint8_t FellegiSunter::level_of_dates(const std::string& left, const std::string& right) {
  if (left.size() != 10 || right.size() != 10) return 0;
  if (left == right) return 5;
  const std::string exchanged = left.substr(0, 5) + left.substr(8, 2) + "-" + left.substr(5, 2);
  if (exchanged == right) return 4;
  const int parts = (left.substr(0, 4) == right.substr(0, 4)) + (left.substr(5, 2) == right.substr(5, 2)) +
                    (left.substr(8) == right.substr(8));
  if (parts == 2) return 3;
  return left.substr(0, 4) == right.substr(0, 4) ? 2 : 1;
}

FellegiSunter::Levels FellegiSunter::compare(const Side& left, const Side& right) {
  Levels levels{};
  levels[kSurname] = best_of(left.surnames, right.surnames);
  levels[kGiven] = best_of(left.given, right.given);
  levels[kPatronymic] = level_of(left.patronymic, right.patronymic);
  levels[kBorn] = level_of_dates(left.born, right.born);
  levels[kSex] = yes_or_no(left.sex, right.sex);
  levels[kCitizenship] = yes_or_no(left.citizenship, right.citizenship);
  levels[kPlace] = level_of(left.place, right.place);
  levels[kDocument] = 1;
  if (left.number == right.number || (left.state == right.state && distance(left.number, right.number) == 1))
    levels[kDocument] = 3;
  levels[kIin] = yes_or_no(left.iin, right.iin);
  levels[kHost] = yes_or_no(left.host, right.host);
  return levels;
}

void FellegiSunter::estimate(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::uint64_t seed,
                             std::size_t draws) {
  const auto shares = [](Table& table) {
    for (auto& field : table) {
      double sum = 0;
      for (std::size_t level = 1; level < kLevels; ++level) sum += field[level];
      for (std::size_t level = 1; level < kLevels; ++level) field[level] /= sum;
    }
  };
  sim::Dice dice(seed);
  for (auto& field : u_) field.fill(0.5);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const std::size_t left = dice.below(sides_.size()), right = dice.below(sides_.size());
    if (left == right) continue;
    const Levels levels = compare(sides_[left], sides_[right]);
    for (std::size_t field = 0; field < kFields; ++field) u_[field][levels[field]] += 1;
  }
  shares(u_);
  std::unordered_map<std::uint64_t, double> patterns;
  for (const auto& [left, right] : pairs) {
    std::uint64_t pattern = 0;
    const Levels levels = compare(sides_[left], sides_[right]);
    for (std::size_t field = 0; field < kFields; ++field) pattern = pattern << 3 | levels[field];
    patterns[pattern] += 1;
  }
  for (auto& field : m_) field = {0, 0.05, 0.05, 0.05, 0.1, 0.75};
  double matches = 0.001;
  for (int round = 0; round < 50; ++round) {
    Table next{};
    for (auto& field : next) field.fill(1e-3);
    double sum = 0, all = 0;
    for (const auto& [pattern, count] : patterns) {
      double as_match = matches, as_other = 1 - matches;
      for (std::size_t field = 0; field < kFields; ++field) {
        const std::size_t level = pattern >> 3 * (kFields - 1 - field) & 7;
        if (level == 0) continue;
        as_match *= m_[field][level];
        as_other *= u_[field][level];
      }
      const double weight = count * as_match / (as_match + as_other);
      for (std::size_t field = 0; field < kFields; ++field)
        next[field][pattern >> 3 * (kFields - 1 - field) & 7] += weight;
      sum += weight;
      all += count;
    }
    shares(next);
    m_ = next;
    const double before = std::exchange(matches, std::clamp(sum / all, 1e-9, 0.999));
    if (std::abs(before - matches) < 1e-9) break;
  }
}

double FellegiSunter::frequency_bits(Field field, const std::string& value, double average) const {
  const auto found = terms_[field].find(value);
  const double count = found == terms_[field].end() ? 1 : found->second;
  return std::log2(average / (count / static_cast<double>(sides_.size())));
}

double FellegiSunter::bits(std::uint32_t left, std::uint32_t right) const {
  const Side& l = sides_[left];
  const Levels levels = compare(l, sides_[right]);
  double sum = 0;
  for (std::size_t field = 0; field < kFields; ++field)
    if (levels[field] != 0) sum += std::log2(m_[field][levels[field]] / u_[field][levels[field]]);
  // u of agreeing is the average over values; put the value's own frequency in its place.
  if (levels[kSurname] >= 4) sum += frequency_bits(kSurname, l.surnames[0].key, u_[kSurname][4] + u_[kSurname][5]);
  if (levels[kGiven] >= 4) sum += frequency_bits(kGiven, l.given[0].key, u_[kGiven][4] + u_[kGiven][5]);
  if (levels[kBorn] == 5) sum += frequency_bits(kBorn, l.born, u_[kBorn][5]);
  if (levels[kCitizenship] == 5) sum += frequency_bits(kCitizenship, l.citizenship, u_[kCitizenship][5]);
  if (levels[kPlace] >= 4) sum += frequency_bits(kPlace, l.place.key, u_[kPlace][4] + u_[kPlace][5]);
  return sum;
}

}  // namespace tirkeu::bench
