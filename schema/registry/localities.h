// Cl. 13: papers are filed at the unit of the place of stay. Which office a town or village belongs to, as far as the rule set lists it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"

namespace tirkeu::registry {

/// The offices of the department whose lists hold the locality, in the order of Annex 1; several where a town has several
/// districts. Kazakh and Russian spellings are one ("Құлсары", "г. Кульсары"): upper case, transliterated, without the word
/// for town or village.
std::vector<const Office*> offices_of_locality(std::string_view locality, int department, const RuleSet& rules);

}  // namespace tirkeu::registry
