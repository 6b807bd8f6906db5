#include "schema/registry/rule_set.h"

#include <algorithm>
#include <stdexcept>

#include "schema/registry/embedded.h"
#include "schema/rules/files.h"

namespace tirkeu::registry {
namespace {

// Rule sets are named after the day of their wording ("2013-07-23.json"); countries.json lies in the same folder.
bool is_rule_set(std::string_view name) {
  return name.size() == 15 && base::parse_date(name.substr(0, 10));
}

std::vector<RuleSet> load_rule_sets() {
  std::vector<RuleSet> loaded;
  for (const rules::EmbeddedFile& file : rules::files()) {
    if (!is_rule_set(file.name)) continue;
    try {
      loaded.push_back(parse_rule_set(file.bytes));
    } catch (const std::runtime_error& fault) {
      stop_on_broken_data(std::string(file.name) + ", " + fault.what());
    }
  }
  if (loaded.empty()) stop_on_broken_data("schema/rules holds no rule set");
  std::ranges::sort(loaded, {}, &RuleSet::valid_from);
  return loaded;
}

}  // namespace

RuleSet parse_rule_set(std::string_view json) {
  std::expected<RuleSet, std::vector<RuleFault>> read = read_rule_set(json);
  if (read) return *std::move(read);
  const RuleFault& fault = read.error().front();
  throw std::runtime_error("rule set: " + fault.path + ": " + text(Language::kEnglish, fault.message));
}

const std::vector<RuleSet>& embedded_rule_sets() {
  static const std::vector<RuleSet> loaded = load_rule_sets();
  return loaded;
}

const RuleSet& newest_rule_set() {
  return embedded_rule_sets().back();
}

std::string_view rule_set_json(std::string_view id) {
  for (const rules::EmbeddedFile& file : rules::files())
    if (is_rule_set(file.name) && file.name.substr(0, 10) == id) return file.bytes;
  return {};
}

bool needs_visa(std::string_view citizenship, const RuleSet& rules) {
  return !rules.visa_free.contains(citizenship);
}

std::vector<std::string> checklist(const Application& application, const RuleSet& rules) {
  // cl. 11: a visa belongs to the identity document, except for citizens of Annex 3 states. Who shows one anyway hands
  // it in.
  const bool asks_visa = needs_visa(application.applicant.citizenship, rules) || application.visa.has_value();
  const auto from = base::parse_date(application.stay.from);
  const auto until = base::parse_date(application.stay.until);
  const bool is_long = from && until && *until > add_months(*from, rules.long_stay_months);
  std::vector<std::string> result;
  for (const std::string& paper : rules.papers) {
    const bool always = std::ranges::find(rules.papers_always, paper) != rules.papers_always.end();
    const bool long_stay = std::ranges::find(rules.papers_long_stay, paper) != rules.papers_long_stay.end();
    if (always || (long_stay && is_long) || (paper == "visa" && asks_visa)) result.push_back(paper);
  }
  return result;
}

std::vector<std::string> missing_papers(const Application& application, const RuleSet& rules,
                                        const std::vector<std::string>& later) {
  std::vector<std::string> missing = checklist(application, rules);
  std::erase_if(missing, [&](const std::string& paper) {
    return std::ranges::find(application.documents, paper) != application.documents.end() ||
           std::ranges::find(later, paper) != later.end();
  });
  return missing;
}

}  // namespace tirkeu::registry
