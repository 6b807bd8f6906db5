// Codes of issuing states and citizenships: ISO 3166-1 alpha-3 and the special codes of Doc 9303-3 §5, with names.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "schema/registry/language.h"

namespace tirkeu::registry {

struct Country {
  std::string code;       ///< "TUR", "DEU", "XXA"
  std::string name_kk, name_ru, name_en;
  bool is_citizenship = true;  ///< false: an issuing organisation only (UNO, XPO …)
};
std::span<const Country> countries();
/// nullptr when unknown. Spellings of machine readable zones are known too: "D" is found as the country "DEU", so the found
/// code is the one to store and to compare. Utopia (UTO), the state of specimens, is unknown on purpose.
const Country* find_country(std::string_view code);
std::string_view name_of(const Country& country, Language language);

}  // namespace tirkeu::registry
