#include "sync/service/config.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>
#include <sstream>
#include <toml++/toml.h>

namespace tirkeu::service {
namespace {

constexpr std::array<std::string_view, 4> kLevels = {"debug", "info", "warning", "error"};

struct Number {
  std::int64_t least;
  std::int64_t most;
};

std::string join(std::span<const std::string_view> words) {
  std::string all;
  for (std::string_view word : words) all += (all.empty() ? "" : ", ") + std::string(word);
  return all;
}

/// http or https, a host, perhaps a port, and no path: what a base address consists of.
bool is_base_url(std::string_view text) {
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return false;
  text.remove_prefix(secure ? 8 : 7);
  if (text.ends_with('/')) text.remove_suffix(1);
  const bool has_port = text.rfind(':') != std::string_view::npos && !text.ends_with(']');
  return ListenAddress::parse(has_port ? std::string(text) : std::string(text) + ":80").has_value();
}

/// SHA-256 in hexadecimal; colons and spaces between the digits as browsers show it.
bool is_sha256(std::string_view text) {
  std::size_t digits = 0;
  for (char letter : text) {
    if (letter == ':' || letter == ' ') continue;
    const bool hexadecimal = (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f') ||
                             (letter >= 'A' && letter <= 'F');
    if (!hexadecimal) return false;
    ++digits;
  }
  return digits == 64;
}

/// Reads keys out of one parsed file and keeps what is wrong with them. Each key that was asked for is known; what is
/// left over at the end is not.
class Reader {
 public:
  Reader(const toml::table& root, const std::string& file) : root_(root), file_(file) {}

  void text(std::string_view key, const std::function<void(const std::string&)>& take,
            bool (*fits)(std::string_view) = nullptr, std::string_view complaint = "config.text_needed") {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const std::optional<std::string> value = node->value_exact<std::string>();
    if (!value) return complain(*node, key, "config.text_needed");
    if (value->empty()) return complain(*node, key, "config.empty");
    if (value->find('\0') != std::string::npos) return complain(*node, key, "config.text_needed");
    if (fits != nullptr && !fits(*value)) return complain(*node, key, complaint);
    take(*value);
  }

  void path(std::string_view key, std::filesystem::path& target) {
    text(key, [&target](const std::string& value) { target = value; });
  }

  void number(std::string_view key, Number range, const std::function<void(std::int64_t)>& take) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const std::optional<std::int64_t> value = node->value_exact<std::int64_t>();
    if (!value || *value < range.least || *value > range.most)
      return complain(*node, key, "config.whole_number_needed",
                      {{"least", std::to_string(range.least)}, {"most", std::to_string(range.most)}});
    take(*value);
  }

  /// A list of texts, each of which `take` takes or, by returning false, refuses.
  void texts(std::string_view key, std::string_view complaint, const std::function<bool(const std::string&)>& take) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    if (!node->is_array()) return complain(*node, key, complaint);
    for (const toml::node& element : *node->as_array()) {
      const std::optional<std::string> value = element.value_exact<std::string>();
      if (!value || !take(*value)) complain(element, key, complaint);
    }
  }

  void word(std::string_view key, std::span<const std::string_view> allowed,
            const std::function<void(std::size_t)>& take) {
    const toml::node* node = find(key);
    if (node == nullptr) return;
    const std::optional<std::string> value = node->value_exact<std::string>();
    const auto hit = value ? std::ranges::find(allowed, std::string_view(*value)) : allowed.end();
    if (hit == allowed.end()) return complain(*node, key, "config.one_of", {{"allowed", join(allowed)}});
    take(static_cast<std::size_t>(hit - allowed.begin()));
  }

  void listen(std::string_view key, const std::function<void(ListenAddress)>& take) {
    const auto fits = [](std::string_view value) { return ListenAddress::parse(value).has_value(); };
    text(key, [&take](const std::string& value) { take(*ListenAddress::parse(value)); }, fits, "config.listen_needed");
  }

  bool has(std::string_view key) const { return root_.at_path(key).node() != nullptr; }

  void complain(std::string_view key, std::string_view message) {
    const toml::node* node = root_.at_path(key).node();
    if (node != nullptr) complain(*node, key, message);
  }

  /// Every complaint in the order of the lines, after adding those about unknown keys.
  ConfigErrors finish() {
    look_for_unknown(root_, "");
    std::ranges::sort(errors_, {}, [](const ConfigError& error) { return std::pair(error.line, error.column); });
    return std::move(errors_);
  }

 private:
  const toml::node* find(std::string_view key) {
    known_.push_back(key);
    return root_.at_path(key).node();
  }

  void complain(const toml::node& node, std::string_view key, std::string_view message,
                registry::MessageArguments arguments = {}) {
    const toml::source_position begin = node.source().begin;
    errors_.push_back({file_, begin.line, begin.column, std::string(key), {std::string(message), std::move(arguments)}});
  }

  void look_for_unknown(const toml::table& table, const std::string& prefix) {
    for (const auto& [name, node] : table) {
      const std::string key = prefix + std::string(name.str());
      // A dot inside a quoted key would otherwise make one name look like another's path.
      const bool dotted = name.str().find('.') != std::string_view::npos;
      if (!dotted && std::ranges::find(known_, std::string_view(key)) != known_.end()) continue;
      const std::string inside = key + ".";
      const bool is_section = !dotted && std::ranges::any_of(known_, [&](std::string_view known) { return known.starts_with(inside); });
      if (is_section && node.is_table()) {
        look_for_unknown(*node.as_table(), inside);
        continue;
      }
      const toml::source_position begin = name.source().begin;
      std::vector<std::string_view> sorted(known_);
      std::ranges::sort(sorted);
      const std::string_view message = is_section ? "config.section_needed" : "config.unknown_key";
      errors_.push_back({file_, begin.line, begin.column, key, {std::string(message), {{"known", join(sorted)}}}});
    }
  }

  const toml::table& root_;
  std::string file_;
  std::vector<std::string_view> known_;
  ConfigErrors errors_;
};

void read_common(Reader& reader, DaemonConfig& config) {
  reader.path("data", config.data);
  reader.listen("listen", [&config](ListenAddress address) { config.listen = std::move(address); });
  reader.text("public_url", [&config](const std::string& value) { config.public_url = value; }, is_base_url, "config.url_needed");
  reader.path("ui", config.ui);
  TlsConfig tls;
  reader.path("tls.certificate", tls.certificate);
  reader.path("tls.key", tls.key);
  if (reader.has("tls.certificate") != reader.has("tls.key")) {
    reader.complain("tls.certificate", "config.tls_both");
    reader.complain("tls.key", "config.tls_both");
  } else if (!tls.certificate.empty() && !tls.key.empty()) {
    config.tls = std::move(tls);
  }
  reader.word("log.level", kLevels, [&config](std::size_t index) { config.log_level = static_cast<LogLevel>(index); });
  reader.number("clock.uncertainty_s", {1, 86400}, [&config](std::int64_t value) { config.clock_uncertainty = std::chrono::seconds(value); });
  reader.number("login.idle_min", {5, 30}, [&config](std::int64_t value) { config.login_idle = std::chrono::minutes(value); });
  reader.number("login.life_h", {1, 24}, [&config](std::int64_t value) { config.login_life = std::chrono::hours(value); });
}

void read_own(Reader& reader, NodeConfig& config) {
  reader.text("hub.url", [&config](const std::string& value) { config.hub_url = value; }, is_base_url, "config.url_needed");
  reader.text("hub.certificate_sha256", [&config](const std::string& value) { config.hub_certificate_sha256 = value; },
              is_sha256, "config.sha256_needed");
  reader.number("sync.interval_s", {0, 86400}, [&config](std::int64_t value) { config.sync_interval = std::chrono::seconds(value); });
  reader.number("sync.link_kbps", {0, 10'000'000}, [&config](std::int64_t value) { config.sync_link_kbps = static_cast<std::uint32_t>(value); });
  std::vector<base::DayWindow> windows;
  reader.texts("sync.windows", "config.windows_needed", [&windows](const std::string& value) {
    const std::optional<base::DayWindow> window = base::DayWindow::parse(value);
    if (window) windows.push_back(*window);
    return window.has_value();
  });
  config.sync_windows = base::DayWindows(std::move(windows));
}

void read_own(Reader& reader, HubConfig& config) {
  reader.listen("sync.listen", [&config](ListenAddress address) { config.sync_listen = std::move(address); });
}

template <class Config>
std::expected<Config, ConfigErrors> parse(std::string_view text, const std::string& name, Config config) {
  try {
    const toml::table root = toml::parse(text, name);
    Reader reader(root, name);
    read_common(reader, config);
    read_own(reader, config);
    ConfigErrors errors = reader.finish();
    if (!errors.empty()) return std::unexpected(std::move(errors));
    return config;
  } catch (const toml::parse_error& error) {
    const toml::source_position begin = error.source().begin;
    registry::Message message{"config.syntax", {{"reason", std::string(error.description())}}};
    return std::unexpected(ConfigErrors{{name, begin.line, begin.column, "", std::move(message)}});
  }
}

template <class Config>
std::expected<Config, ConfigErrors> read(const std::filesystem::path& file, const Config& defaults) {
  std::ifstream stream(file, std::ios::binary);
  std::string text;
  if (stream && !std::filesystem::is_directory(file)) text.assign(std::istreambuf_iterator<char>(stream), {});
  if (!stream || std::filesystem::is_directory(file))
    return std::unexpected(ConfigErrors{{file.string(), 0, 0, "", {"config.unreadable", {}}}});
  return parse(text, file.string(), defaults);
}

toml::table common_table(const DaemonConfig& config) {
  toml::table table{{"data", config.data.string()}, {"listen", config.listen.to_string()}, {"ui", config.ui.string()}};
  if (!config.public_url.empty()) table.insert("public_url", config.public_url);
  if (config.tls)
    table.insert("tls", toml::table{{"certificate", config.tls->certificate.string()}, {"key", config.tls->key.string()}});
  table.insert("log", toml::table{{"level", kLevels[static_cast<std::size_t>(config.log_level)]}});
  table.insert("clock", toml::table{{"uncertainty_s", static_cast<std::int64_t>(config.clock_uncertainty.count())}});
  table.insert("login", toml::table{{"idle_min", static_cast<std::int64_t>(config.login_idle.count())},
                                    {"life_h", static_cast<std::int64_t>(config.login_life.count())}});
  return table;
}

std::string print(const toml::table& table) {
  std::ostringstream out;
  out << table << '\n';
  return out.str();
}

}  // namespace

std::string ConfigError::to_text(registry::Language language) const {
  std::string place = file;
  if (line > 0) place += ":" + std::to_string(line);
  if (!key.empty()) place += ": " + key;
  return place + ": " + registry::text(language, message);
}

NodeConfig default_node_config(const std::filesystem::path& data) {
  NodeConfig config;
  config.data = data;
  config.ui = "/usr/share/tirkeu-node/ui";
  return config;
}

HubConfig default_hub_config(const std::filesystem::path& data) {
  HubConfig config;
  config.data = data;
  config.ui = "/usr/share/tirkeu-hub/ui";
  return config;
}

std::expected<NodeConfig, ConfigErrors> parse_node_config(std::string_view text, const std::string& name) {
  return parse(text, name, default_node_config("/var/lib/tirkeu-node/data"));
}
std::expected<HubConfig, ConfigErrors> parse_hub_config(std::string_view text, const std::string& name) {
  return parse(text, name, default_hub_config("/var/lib/tirkeu-hub/data"));
}
std::expected<NodeConfig, ConfigErrors> read_node_config(const std::filesystem::path& file) {
  return read(file, default_node_config("/var/lib/tirkeu-node/data"));
}
std::expected<HubConfig, ConfigErrors> read_hub_config(const std::filesystem::path& file) {
  return read(file, default_hub_config("/var/lib/tirkeu-hub/data"));
}

std::string to_toml(const NodeConfig& config) {
  toml::table table = common_table(config);
  toml::table hub;
  if (!config.hub_url.empty()) hub.insert("url", config.hub_url);
  if (!config.hub_certificate_sha256.empty()) hub.insert("certificate_sha256", config.hub_certificate_sha256);
  if (!hub.empty()) table.insert("hub", std::move(hub));
  toml::array windows;
  for (const base::DayWindow& window : config.sync_windows.all()) windows.push_back(window.to_string());
  table.insert("sync", toml::table{{"interval_s", static_cast<std::int64_t>(config.sync_interval.count())},
                                   {"link_kbps", static_cast<std::int64_t>(config.sync_link_kbps)},
                                   {"windows", std::move(windows)}});
  return print(table);
}

std::string to_toml(const HubConfig& config) {
  toml::table table = common_table(config);
  if (config.sync_listen) table.insert("sync", toml::table{{"listen", config.sync_listen->to_string()}});
  return print(table);
}

}  // namespace tirkeu::service
