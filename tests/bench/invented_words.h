// The words of which invented foreigners are made, in two halves that share no word: a dictionary trained on the one
// half is measured on the other, so that it cannot shine by knowing the very names it is shown.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::bench {

/// Which half of the open vocabularies (names, streets, hosts). What is a closed list in life too (countries, border
/// points, purposes, papers) is shared.
enum class Vocabulary { kMeasuring, kTraining };

/// People of one citizenship: how their names and numbers look.
struct Nation {
  std::string code;                          ///< ICAO
  std::vector<std::string_view> stems;       ///< of surnames
  std::vector<std::string_view> endings;     ///< "OV" …; a man's and a woman's are separated by '/'
  std::vector<std::string_view> men, women;  ///< given names
  std::string_view document_pattern;         ///< '#' is a digit, '@' a letter
  enum class Visa { kFree, kNeeded };
  Visa visa = Visa::kFree;
};

struct Words {
  std::vector<Nation> nations;
  std::vector<std::string_view> streets, localities, organisations, host_surnames, host_names, border_points,
      birth_places;
};
/// Made once for each half.
const Words& words_of(Vocabulary half);

}  // namespace tirkeu::bench
