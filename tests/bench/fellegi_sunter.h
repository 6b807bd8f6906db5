// The reference to compare with: Fellegi and Sunter's method (JASA 64, 1969) as Splink and fastLink carry it out.
//
// Each field of a pair falls into a level of agreement. Names, patronymic and birth place: equal, equal in sound,
// Jaro-Winkler (Winkler 1990) at least 0.95, 0.88, 0.7, else; surname and given names also "in each other's field".
// Birth date: equal, day and month exchanged, one slip, the same year, else. Sex, citizenship, day of issue,
// identification number, host: equal or not; number of the document: equal elsewhere, one slip apart, else. What a side
// lacks says nothing. The sum of log2(m/u) over the fields orders the pairs, where m is how often two records of one
// person agree so and u how often anybody's do.
//
// u comes from random pairs. m comes from expectation maximisation on pairs that share a training key, u held still,
// and says nothing of the fields of that key (Splink's documentation, "Estimating model parameters"): given name and
// birth date; all names and citizenship; identification number. Where several sessions speak of a field, each weighs by
// the matches that it found. Only the last session speaks of given names without meeting twins; with few pairs it leans
// on the surname's m, since one hand writes both. Agreement on a value is as telling as the value is rare (Winkler
// 1989; Splink's term frequencies). `learn()` takes m from pairs known to be one person's instead: no estimate can be
// better than that.
//
// It shares records and transliterate()/match_key() with the scorer (the same normalised input in the same three
// forms), and nothing of its comparisons or weights.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "schema/registry/person_match.h"

namespace tirkeu::bench {

class FellegiSunter {
 public:
  using Pair = std::pair<std::uint32_t, std::uint32_t>;
  enum Field : std::size_t {
    kSurname,
    kGiven,
    kPatronymic,
    kBorn,
    kSex,
    kCitizenship,
    kPlace,
    kDocument,
    kIssued,
    kIin,
    kHost,
    kFields
  };
  /// Of each field its level: 0 when one side is silent, 1 when different, then up to the same.
  using Levels = std::array<std::uint8_t, kFields>;

  explicit FellegiSunter(const std::vector<registry::PersonRecord>& records);
  /// u from `draws` random pairs, then m by expectation maximisation.
  void estimate(std::uint64_t seed, std::size_t draws);
  /// m from pairs that are known to be one person's; u as estimate() left it.
  void learn(const std::vector<Pair>& matches);
  /// The method takes fields as independent, so twins come out as one person. When on, sum() leaves out what a family
  /// shares where given names differ and birthday and surname agree: what somebody would add who has met them.
  void mind_families(bool on) { minds_families_ = on; }
  Levels compare(Pair pair) const;
  /// Bits of a pair that compared so.
  double sum(Pair pair, const Levels& levels) const;

 private:
  static constexpr std::size_t kLevels = 8;
  using Table = std::array<std::array<double, kLevels>, kFields>;
  struct Text {
    std::string latin, key;
  };
  struct Side {
    std::vector<Text> surnames, given;
    Text patronymic, place;
    std::string born, sex, citizenship, state, number, issued, iin, host;
    std::array<std::uint32_t, kFields> with_value{};  ///< how many records have this side's value; 0: not counted
  };
  /// What a session of training found out: counts of matches in each level, and the fields that its key leaves unknown.
  struct Session {
    std::function<std::string(const Side&)> key;
    std::vector<Field> fixed;
  };
  static std::uint8_t level_of(const Text& left, const Text& right);
  static std::uint8_t best_of(const std::vector<Text>& left, const std::vector<Text>& right);
  static std::uint8_t level_of_dates(const std::string& left, const std::string& right);
  static bool crossed(const Side& left, const Side& right);
  void count_values();
  void draw(std::uint64_t seed, std::size_t draws);
  Table train(const Session& session) const;
  void take_shares(const Table& counts);

  std::vector<Side> sides_;
  Table m_{}, u_{};
  bool minds_families_ = false;
};

}  // namespace tirkeu::bench
