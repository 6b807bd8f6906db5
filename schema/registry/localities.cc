#include "schema/registry/localities.h"

#include <algorithm>
#include <array>

#include "schema/registry/names.h"

namespace tirkeu::registry {
namespace {

/// Words for town, settlement and village as transliterate() writes them, in both languages and as people shorten them.
constexpr std::array<std::string_view, 16> kKindsOfPlace = {"G",    "GOROD", "KALASY", "KALA", "K",   "AUYL",    "AUYLY", "A",
                                                            "KENT", "KENTI", "S",      "SELO", "AUL", "POSELOK", "POS",   "P"};

std::string spelling_of(std::string_view locality) {
  std::string words(locality);
  std::ranges::replace(words, '.', ' ');
  const std::string latin = transliterate(words);
  std::string result;
  for (std::size_t at = 0; at < latin.size();) {
    const std::size_t end = std::min(latin.find(' ', at), latin.size());
    const std::string_view word = std::string_view(latin).substr(at, end - at);
    if (!word.empty() && std::ranges::find(kKindsOfPlace, word) == kKindsOfPlace.end()) result += word;
    at = end + 1;
  }
  return result;
}

}  // namespace

std::vector<const Office*> offices_of_locality(std::string_view locality, int department, const RuleSet& rules) {
  std::vector<const Office*> result;
  const std::string wanted = spelling_of(locality);
  if (wanted.empty()) return result;
  for (const Office* office : offices_of(department)) {
    const auto listed = rules.localities.find(office->code);
    if (listed == rules.localities.end()) continue;
    const bool has = std::ranges::any_of(listed->second, [&](const std::string& name) { return spelling_of(name) == wanted; });
    if (has) result.push_back(office);
  }
  return result;
}

}  // namespace tirkeu::registry
