// The hub's commands, each written once: the daemon runs them for the control socket, the command line for itself when no
// daemon has the folder open.
#pragma once

#include "hub/api.h"
#include "sync/daemon/control.h"

namespace tirkeu::hub {

/// Everything around a Hub that daemon and command line share: the machine's clock, entropy and disk, the accounts.
class HubHost {
 public:
  /// Opens an initialised data folder. Throws what opening throws.
  HubHost(http::EventLoop& loop, const service::HubConfig& config, std::unique_ptr<service::LogSink> sink);
  ~HubHost();

  Hub& hub() { return *hub_; }
  base::Clock& clock() { return clock_; }
  base::Entropy& entropy() { return entropy_; }
  service::Log& log() { return log_; }
  service::Metrics& metrics() { return metrics_; }
  daemon::AccountStore& accounts() { return *accounts_; }
  IndexWorker& index() { return *index_; }
  Exchange& exchange() { return *exchange_; }
  /// The certificate that browsers and nodes see: the operator's own, or the one that `init` made.
  const std::filesystem::path& certificate() const { return certificate_; }
  const daemon::CommandTable& commands() const { return commands_; }

 private:
  void add_commands(http::EventLoop& loop);

  base::SystemClock clock_;
  crypto::SystemEntropy entropy_;
  base::SystemDisk disk_;
  crypto::HardenedTagger tagger_;
  service::Log log_;
  service::Metrics metrics_;
  std::filesystem::path data_;
  std::filesystem::path certificate_;
  std::unique_ptr<Hub> hub_;
  std::unique_ptr<daemon::AccountStore> accounts_;
  std::unique_ptr<IndexWorker> index_;
  std::unique_ptr<Exchange> exchange_;
  daemon::CommandTable commands_;
};

/// The office number of a code of this department ("KZ-06-03": 3, "KZ-06": 0); nothing for any other.
std::optional<int> office_number(const Department& department, std::string_view code);

/// SHA-256 of the certificate that browsers see, as enrolment files carry it; empty when there is none.
base::Bytes certificate_digest(const HubHost& host, base::Disk& disk);

// Parts of the table, by subject.
void add_key_commands(daemon::CommandTable& table, HubHost& host, base::Disk& disk);
void add_portal_commands(daemon::CommandTable& table, Hub& hub);
void add_office_commands(daemon::CommandTable& table, HubHost& host, base::Disk& disk);
void add_keeping_commands(daemon::CommandTable& table, HubHost& host, http::EventLoop& loop, const std::filesystem::path& data,
                          base::Disk& disk);

}  // namespace tirkeu::hub
