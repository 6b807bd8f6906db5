// The configuration file of a daemon (TOML): read whole, checked whole, and every complaint names file, line and key and
// says what is allowed. An unknown key is an error, because a misspelt one would otherwise be a setting that silently
// does not hold. Nothing here touches the network or the data folder; `check-config` is this and nothing more.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/language.h"
#include "sync/base/day_windows.h"

namespace tirkeu::service {

/// Where a daemon listens: a host as written (name, IPv4, or IPv6 without its brackets) and a port; 0 takes a free one.
struct ListenAddress {
  std::string host;
  std::uint16_t port = 0;

  /// "127.0.0.1:8080", "[::1]:8080", "localhost:0"; nothing when it is none of these forms.
  static std::optional<ListenAddress> parse(std::string_view text);
  /// Only 127.0.0.0/8, ::1 and the name localhost: what no other machine can reach. Anything else needs TLS.
  bool is_loopback() const;
  std::string to_string() const;
  bool operator==(const ListenAddress&) const = default;
};

/// kDebug tells more, kError only what needs a person.
enum class LogLevel { kDebug, kInfo, kWarning, kError };

/// A certificate of the operator's own. Absent although TLS is needed: the self-signed one of the data folder.
struct TlsConfig {
  std::filesystem::path certificate;  ///< PEM, with its chain
  std::filesystem::path key;          ///< PEM
  bool operator==(const TlsConfig&) const = default;
};

/// What both daemons read. Relative paths are taken from the working directory, as those on the command line are.
struct DaemonConfig {
  std::filesystem::path data;                                 ///< `data`
  ListenAddress listen{"127.0.0.1", 8080};                    ///< `listen`
  /// `public_url`: as browsers and nodes reach this daemon; empty: the listen address. Its host name is let through the gate.
  std::string public_url;
  std::filesystem::path ui;                                   ///< `ui`: folder of the built web UI
  std::optional<TlsConfig> tls;                               ///< `tls.certificate`, `tls.key`: both or neither
  LogLevel log_level = LogLevel::kInfo;                       ///< `log.level`: debug, info, warning, error
  std::chrono::seconds clock_uncertainty{60};                 ///< `clock.uncertainty_s`, 1..86400
  std::chrono::minutes login_idle{15};                        ///< `login.idle_min`, 5..30
  std::chrono::hours login_life{12};                          ///< `login.life_h`, 1..24
};

struct NodeConfig : DaemonConfig {
  /// `hub.url`: http or https; empty: the address in the enrolment.
  std::string hub_url;
  /// `hub.certificate_sha256`: exactly this certificate of an https hub is accepted; empty: the system's authorities judge.
  std::string hub_certificate_sha256;
  std::chrono::seconds sync_interval{300};  ///< `sync.interval_s`, 0..86400; 0: a round only when somebody asks
  std::uint32_t sync_link_kbps = 0;         ///< `sync.link_kbps`, 0..10000000; 0: unlimited
  /// `sync.windows`: ["22:00-06:00", …], the office's time. Outside them only rounds that a person asks for; none: always.
  base::DayWindows sync_windows;
};

struct HubConfig : DaemonConfig {
  /// `sync.listen`: a second, plain port for bundles alone (they protect themselves). Absent: bundles come in on `listen`.
  std::optional<ListenAddress> sync_listen;
};

/// One complaint about a file; line and column count from 1, 0 when the file as a whole is meant.
struct ConfigError {
  std::string file;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string key;  ///< dotted; empty for a syntax error
  registry::Message message;

  /// "node.toml:3: sync.interval_s: a whole number from 0 to 86400 is needed".
  std::string to_text(registry::Language language) const;
};
using ConfigErrors = std::vector<ConfigError>;

/// Reads `file`; every complaint at once, in the order of the lines.
std::expected<NodeConfig, ConfigErrors> read_node_config(const std::filesystem::path& file);
std::expected<HubConfig, ConfigErrors> read_hub_config(const std::filesystem::path& file);
/// The same for a text that came from elsewhere; `name` stands in the complaints.
std::expected<NodeConfig, ConfigErrors> parse_node_config(std::string_view text, const std::string& name);
std::expected<HubConfig, ConfigErrors> parse_hub_config(std::string_view text, const std::string& name);

/// What `--data DIR` without a file means: every default, with that folder.
NodeConfig default_node_config(const std::filesystem::path& data);
HubConfig default_hub_config(const std::filesystem::path& data);

/// The effective settings as a file that would be read back to the same: what `check-config` prints. It holds no secret.
std::string to_toml(const NodeConfig& config);
std::string to_toml(const HubConfig& config);

}  // namespace tirkeu::service
