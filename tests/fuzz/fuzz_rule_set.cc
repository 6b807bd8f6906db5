// A rule set as an administrator uploads it, or a department's log brings it: every fault is told, and what is taken can be used.
#include "schema/registry/rule_set.h"
#include "tests/fuzz/expect.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tirkeu;
  const base::Bytes bytes = fuzz::exact(data, size);
  const auto rules = registry::read_rule_set(base::text_of(bytes));
  if (!rules) {
    fuzz::expect(!rules.error().empty());
    for (const registry::RuleFault& fault : rules.error()) fuzz::expect(!registry::text(registry::Language::kKazakh, fault.message).empty());
    return 0;
  }
  fuzz::expect(!rules->id.empty() && registry::contradictions_of(*rules).empty());
  const base::Date day = std::chrono::year(2026) / 11 / 21;
  registry::checklist({}, *rules);
  registry::hours_of(day, *rules);
  registry::last_visa_free_day("TUR", day, *rules);
  return 0;
}
