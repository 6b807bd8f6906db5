#include "tests/bench/fellegi_sunter.h"

#include <algorithm>
#include <cmath>
#include <map>

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

enum Agreement : std::uint8_t { kSilent, kElse, kFar, kAlike, kNear, kSound, kEqual, kCrossed };

std::uint8_t yes_or_no(const std::string& left, const std::string& right) {
  if (left.empty() || right.empty()) return kSilent;
  return left == right ? kEqual : kElse;
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
    sides_.push_back(std::move(side));
  }
  count_values();
}

void FellegiSunter::count_values() {
  std::array<std::unordered_map<std::string, std::uint32_t>, kFields> counts;
  const auto each = [this, &counts](auto&& work) {
    for (Side& side : sides_) {
      const std::pair<Field, const std::string*> values[] = {{kSurname, &side.surnames[0].key},
                                                             {kGiven, &side.given[0].key},
                                                             {kPatronymic, &side.patronymic.key},
                                                             {kBorn, &side.born},
                                                             {kCitizenship, &side.citizenship},
                                                             {kPlace, &side.place.key},
                                                             {kIssued, &side.issued},
                                                             {kHost, &side.host}};
      for (const auto& [field, value] : values) work(side, field, counts[field][*value]);
    }
  };
  each([](Side&, Field, std::uint32_t& count) { ++count; });
  each([](Side& side, Field field, std::uint32_t& count) { side.with_value[field] = count; });
}

std::uint8_t FellegiSunter::level_of(const Text& left, const Text& right) {
  if (left.latin.empty() || right.latin.empty()) return kSilent;
  if (left.latin == right.latin) return kEqual;
  if (left.key == right.key) return kSound;
  const double alike = similarity(left.latin, right.latin);
  return alike >= 0.95 ? kNear : alike >= 0.88 ? kAlike : alike >= 0.7 ? kFar : kElse;
}

std::uint8_t FellegiSunter::best_of(const std::vector<Text>& left, const std::vector<Text>& right) {
  std::uint8_t best = kSilent;
  for (const Text& l : left)
    for (const Text& r : right) best = std::max(best, level_of(l, r));
  return best;
}

std::uint8_t FellegiSunter::level_of_dates(const std::string& left, const std::string& right) {
  if (left.size() < 4 || right.size() < 4) return kSilent;
  if (left == right && left.size() == 10) return kEqual;
  const bool one_year = left.compare(0, 4, right, 0, 4) == 0;
  if (left.size() < 10 || right.size() < 10) return one_year ? kFar : kElse;
  if (left.substr(0, 5) + left.substr(8, 2) + "-" + left.substr(5, 2) == right) return kNear;
  if (distance(left, right) == 1) return kAlike;
  return one_year ? kFar : kElse;
}

bool FellegiSunter::crossed(const Side& left, const Side& right) {
  const auto equal = [](const std::vector<Text>& ones, const std::vector<Text>& others) {
    for (const Text& one : ones)
      for (const Text& other : others)
        if (!one.key.empty() && one.key == other.key) return true;
    return false;
  };
  return equal(left.surnames, right.given) && equal(left.given, right.surnames);
}

FellegiSunter::Levels FellegiSunter::compare(Pair pair) const {
  const Side &left = sides_[pair.first], &right = sides_[pair.second];
  Levels levels{};
  levels[kSurname] = best_of(left.surnames, right.surnames);
  levels[kGiven] = best_of(left.given, right.given);
  if (levels[kSurname] < kAlike && levels[kGiven] < kAlike && crossed(left, right)) {
    levels[kSurname] = kCrossed;
    levels[kGiven] = kSilent;
  }
  levels[kPatronymic] = level_of(left.patronymic, right.patronymic);
  levels[kBorn] = level_of_dates(left.born, right.born);
  levels[kSex] = yes_or_no(left.sex, right.sex);
  levels[kCitizenship] = yes_or_no(left.citizenship, right.citizenship);
  levels[kPlace] = level_of(left.place, right.place);
  levels[kDocument] = kElse;
  if (left.number == right.number)
    levels[kDocument] = kEqual;
  else if (left.state == right.state && distance(left.number, right.number) == 1)
    levels[kDocument] = kNear;
  levels[kIssued] = yes_or_no(left.issued, right.issued);
  levels[kIin] = yes_or_no(left.iin, right.iin);
  levels[kHost] = yes_or_no(left.host, right.host);
  return levels;
}

void FellegiSunter::draw(std::uint64_t seed, std::size_t draws) {
  sim::Dice dice(seed);
  for (auto& field : u_) field.fill(0.5);
  for (std::size_t draw = 0; draw < draws; ++draw) {
    const auto left = static_cast<std::uint32_t>(dice.below(sides_.size()));
    const auto right = static_cast<std::uint32_t>(dice.below(sides_.size()));
    if (left == right) continue;
    const Levels levels = compare({left, right});
    for (std::size_t field = 0; field < kFields; ++field) u_[field][levels[field]] += 1;
  }
  for (auto& field : u_) {
    field[kSilent] = 0;
    double sum = 0;
    for (const double level : field) sum += level;
    for (double& level : field) level /= sum;
  }
}

FellegiSunter::Table FellegiSunter::train(const Session& session) const {
  std::unordered_map<std::string, std::vector<std::uint32_t>> blocks;
  for (std::uint32_t i = 0; i < sides_.size(); ++i)
    if (std::string key = session.key(sides_[i]); !key.empty()) blocks[std::move(key)].push_back(i);
  std::map<Levels, double> patterns;
  double all = 0;
  for (const auto& [key, block] : blocks)
    for (std::size_t i = 0; i < block.size(); ++i)
      for (std::size_t j = 0; j < i; ++j, ++all) patterns[compare({block[i], block[j]})] += 1;
  Table m, counts{};
  for (auto& field : m) field = {0, 0.03, 0.02, 0.05, 0.1, 0.1, 0.69, 0.01};
  double matches = 0.1;
  for (int round = 0; round < 200 && all > 0; ++round) {
    counts = {};
    double sum = 0;
    for (const auto& [levels, count] : patterns) {
      double as_match = matches, as_other = 1 - matches;
      for (std::size_t field = 0; field < kFields; ++field) {
        if (levels[field] == kSilent || std::ranges::find(session.fixed, field) != session.fixed.end()) continue;
        as_match *= m[field][levels[field]];
        as_other *= u_[field][levels[field]];
      }
      const double weight = count * as_match / (as_match + as_other);
      for (std::size_t field = 0; field < kFields; ++field) counts[field][levels[field]] += weight;
      sum += weight;
    }
    for (std::size_t field = 0; field < kFields; ++field) {
      double known = 0;
      for (std::size_t level = kElse; level < kLevels; ++level) known += counts[field][level] + 0.01;
      for (std::size_t level = kElse; level < kLevels; ++level) m[field][level] = (counts[field][level] + 0.01) / known;
    }
    const double before = std::exchange(matches, std::clamp(sum / all, 1e-9, 1 - 1e-9));
    if (std::abs(before - matches) < 1e-10) break;
  }
  for (const Field field : session.fixed) counts[field] = {};
  return counts;
}

/// Matches counted in each level become shares, none of them 0.
void FellegiSunter::take_shares(const Table& counts) {
  for (std::size_t field = 0; field < kFields; ++field) {
    double sum = 0;
    for (std::size_t level = kElse; level < kLevels; ++level) sum += counts[field][level] + 0.1;
    for (std::size_t level = kElse; level < kLevels; ++level) m_[field][level] = (counts[field][level] + 0.1) / sum;
  }
}

void FellegiSunter::estimate(std::uint64_t seed, std::size_t draws) {
  draw(seed, draws);
  const auto joined = [](const std::string& one, const std::string& other) {
    return one.empty() || other.empty() ? std::string() : one + "|" + other;
  };
  const auto day = [](const Side& side) { return side.born.size() == 10 ? side.born : std::string(); };
  const Session by_given{[&](const Side& side) { return joined(side.given[0].key, day(side)); }, {kGiven, kBorn}};
  const Session by_names{
      [&](const Side& side) { return joined(joined(side.surnames[0].key, side.given[0].key), side.citizenship); },
      {kSurname, kGiven, kCitizenship}};
  const Session by_number{[](const Side& side) { return side.iin; }, {kIin}};
  Table counts{};
  for (const Session* session : {&by_given, &by_names, &by_number}) {
    const Table found = train(*session);
    for (std::size_t field = 0; field < kFields; ++field)
      for (std::size_t level = kElse; level < kLevels; ++level) counts[field][level] += found[field][level];
  }
  take_shares(counts);
  constexpr double kLeaning = 50;
  for (std::size_t level = kElse; level < kLevels; ++level) counts[kGiven][level] += kLeaning * m_[kSurname][level];
  take_shares(counts);
}

void FellegiSunter::learn(const std::vector<Pair>& matches) {
  Table counts{};
  for (const Pair& pair : matches) {
    const Levels levels = compare(pair);
    for (std::size_t field = 0; field < kFields; ++field) counts[field][levels[field]] += 1;
  }
  take_shares(counts);
}

double FellegiSunter::sum(Pair pair, const Levels& levels) const {
  const Side &left = sides_[pair.first], &right = sides_[pair.second];
  const bool is_family = minds_families_ && levels[kGiven] <= kFar && levels[kSurname] >= kNear &&
                         levels[kBorn] >= kNear && levels[kIin] != kEqual;
  double sum = 0;
  for (std::size_t field = 0; field < kFields; ++field) {
    const std::uint8_t level = levels[field];
    const bool is_shared =
        field == kSurname || field == kPatronymic || field == kPlace || field == kHost || field == kIssued;
    if (level == kSilent || (is_family && is_shared)) continue;
    sum += std::log2(m_[field][level] / u_[field][level]);
    // u of agreeing is the average over values; the value's own frequency takes its place, that of the more frequent
    // side.
    const double count = std::max(left.with_value[field], right.with_value[field]);
    if (count > 0 && (level == kSound || level == kEqual))
      sum += std::log2((u_[field][kSound] + u_[field][kEqual]) * static_cast<double>(sides_.size()) / count);
  }
  return sum;
}

}  // namespace tirkeu::bench
