// The configuration file of both daemons: what was read can be printed, and reads the same again; a complaint can be said.
#include "sync/service/config.h"
#include "tests/fuzz/expect.h"

namespace {

using namespace tirkeu;

template <class Config, class Parse>
void check(const std::expected<Config, service::ConfigErrors>& config, Parse parse) {
  if (!config) {
    fuzz::expect(!config.error().empty());
    for (const service::ConfigError& error : config.error()) fuzz::expect(!error.to_text(registry::Language::kKazakh).empty());
    return;
  }
  const std::string printed = service::to_toml(*config);
  const auto again = parse(printed, "printed");
  fuzz::expect(again.has_value() && service::to_toml(*again) == printed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const base::Bytes bytes = fuzz::exact(data, size);
  const std::string_view text = base::text_of(bytes);
  check(service::parse_node_config(text, "node.toml"), service::parse_node_config);
  check(service::parse_hub_config(text, "hub.toml"), service::parse_hub_config);
  return 0;
}
