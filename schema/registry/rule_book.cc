#include "schema/registry/rule_book.h"

#include <algorithm>
#include <tuple>

namespace tirkeu::registry {

RuleBook::RuleBook() {
  for (const RuleSet& rules : embedded_rule_sets()) take(rules, rule_set_json(rules.id));
}

void RuleBook::take(RuleSet rules, std::string_view json) {
  const auto order = [](const RuleSet& set) { return std::tie(set.valid_from, set.id); };
  const auto place = std::ranges::find_if(sets_, [&](const auto& other) { return order(rules) < order(other->rules); });
  sets_.insert(place, std::make_unique<const Known>(std::move(rules), std::string(json)));
}

const RuleBook::Known* RuleBook::known(std::string_view id) const {
  for (const auto& set : sets_)
    if (set->rules.id == id) return set.get();
  return nullptr;
}

const RuleSet& RuleBook::in_force(base::Date day) const {
  const std::string iso = base::format_date(day);
  const RuleSet* found = &sets_.front()->rules;
  for (const auto& set : sets_)
    if (set->rules.valid_from <= iso) found = &set->rules;
  return *found;
}

const RuleSet* RuleBook::find(std::string_view id) const {
  const Known* found = known(id);
  return found ? &found->rules : nullptr;
}

const RuleSet& RuleBook::of_acceptance(std::string_view id, base::Date accepted_on) const {
  const RuleSet* named = find(id);
  return named != nullptr ? *named : in_force(accepted_on);
}

std::string_view RuleBook::json_of(std::string_view id) const {
  const Known* found = known(id);
  return found ? std::string_view(found->json) : std::string_view();
}

std::vector<const RuleSet*> RuleBook::all() const {
  std::vector<const RuleSet*> result;
  for (const auto& set : sets_) result.push_back(&set->rules);
  return result;
}

std::expected<RuleSet, std::vector<RuleFault>> RuleBook::check(std::string_view json) const {
  std::expected<RuleSet, std::vector<RuleFault>> read = read_rule_set(json);
  if (!read) return read;
  const Known* same_id = known(read->id);
  if (same_id && same_id->json != json)
    return std::unexpected(std::vector<RuleFault>{{"id", {"rule.id_taken", {{"id", read->id}}}}});
  return read;
}

std::expected<const RuleSet*, std::vector<RuleFault>> RuleBook::add(std::string_view json) {
  std::expected<RuleSet, std::vector<RuleFault>> read = check(json);
  if (!read) return std::unexpected(std::move(read.error()));
  const std::string id = read->id;
  if (!known(id)) take(*std::move(read), json);
  return find(id);
}

}  // namespace tirkeu::registry
