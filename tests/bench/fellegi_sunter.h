// The reference to compare with: Fellegi and Sunter (1969) by the book, m by EM (Winkler 1988), u from random pairs,
// term frequencies on agreement (Winkler 1989, as Splink does it). Written on its own: of the scorer it shares the
// records and transliterate()/match_key(), nothing of its comparisons or weights. The comparison levels mean the same.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/registry/person_match.h"

namespace tirkeu::bench {

class FellegiSunter {
 public:
  explicit FellegiSunter(const std::vector<registry::PersonRecord>& records);
  /// u from `draws` random pairs, m and the share of matches from `pairs`; EM until it stands still, at most 50 rounds.
  void estimate(const std::vector<std::pair<std::uint32_t, std::uint32_t>>& pairs, std::uint64_t seed,
                std::size_t draws);
  double bits(std::uint32_t left, std::uint32_t right) const;

 private:
  enum Field : std::size_t {
    kSurname,
    kGiven,
    kPatronymic,
    kBorn,
    kSex,
    kCitizenship,
    kPlace,
    kDocument,
    kIin,
    kHost,
    kFields
  };
  static constexpr std::size_t kLevels = 6;  ///< 0: one side is silent; then from different to the same
  using Levels = std::array<std::uint8_t, kFields>;
  using Table = std::array<std::array<double, kLevels>, kFields>;
  struct Text {
    std::string latin, key;
  };
  struct Side {
    std::vector<Text> surnames, given;
    Text patronymic, place;
    std::string born, sex, citizenship, state, number, issued, iin, host;
  };
  static std::uint8_t best_of(const std::vector<Text>& left, const std::vector<Text>& right);
  static std::uint8_t level_of(const Text& left, const Text& right);
  static std::uint8_t level_of_dates(const std::string& left, const std::string& right);
  static Levels compare(const Side& left, const Side& right);
  double frequency_bits(Field field, const std::string& value, double average) const;

  std::vector<Side> sides_;
  Table m_{}, u_{};
  std::array<std::unordered_map<std::string, std::uint32_t>, kFields> terms_;
};

}  // namespace tirkeu::bench
