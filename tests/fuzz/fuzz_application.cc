// An application as a browser or a portal posts it: what was read is judged, and reads the same when it is written again.
#include <boost/json/serialize.hpp>

#include "schema/registry/application_json.h"
#include "schema/registry/rule_set.h"
#include "tests/fuzz/json_body.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tirkeu;
  const base::Bytes bytes = fuzz::exact(data, size);
  const auto body = fuzz::json_body(bytes);
  if (!body) return 0;
  const registry::ReadApplication read = registry::read_application(*body, {"despite"});
  fuzz::expect_sayable(read.findings);
  const registry::RuleSet& rules = registry::newest_rule_set();
  fuzz::expect_sayable(registry::judge(read.application, rules, "KZ-06-03", std::chrono::year(2026) / 11 / 21));
  registry::missing_papers(read.application, rules);
  if (registry::has_errors(read.findings)) return 0;
  const auto again = registry::parse_application(registry::to_json(read.application));
  fuzz::expect(again.has_value() && *again == read.application);
  return 0;
}
