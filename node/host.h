// A node with everything that works on it, and no sockets: the book, accounts, drafts, the line to the hub, and the commands of the
// command line. The daemon puts an HTTP server around it; a command without a daemon opens one, runs, and lets it go.
#pragma once

#include <filesystem>

#include "node/drafts.h"
#include "node/link.h"
#include "node/node.h"
#include "sync/daemon/account_store.h"
#include "sync/daemon/control.h"
#include "sync/service/config.h"

namespace tirkeu::node {

class NodeHost final : public daemon::CommandHost {
 public:
  /// Opens config.data; whoever builds it holds the folder's lock. `loop`, `world` and `log` outlive it. Throws as Node does.
  NodeHost(http::EventLoop& loop, const service::NodeConfig& config, NodeWorld world, service::Log& log);

  Node& node() { return node_; }
  Drafts& drafts() { return drafts_; }
  daemon::AccountStore& accounts() { return accounts_; }
  Link& link() { return link_; }
  base::Disk& disk() { return world_.disk; }
  const std::filesystem::path& data() const { return data_; }
  const daemon::CommandTable& commands() const override { return commands_; }

 private:
  NodeWorld world_;
  std::filesystem::path data_;
  Node node_;
  daemon::AccountStore accounts_;
  Drafts drafts_;
  Link link_;
  daemon::CommandTable commands_;
};

/// "status", "sync", "export", "import" (one bundle as payload), "take-over" (a table as payload; "dry_run"), "snapshot" (for verify and backup).
/// `certificate`: the PEM that browsers see; `status` shows its fingerprint, for a clerk on another PC to compare.
void add_node_commands(daemon::CommandTable& table, Node& node, Link& link, base::Disk& disk, const std::filesystem::path& data,
                       const std::filesystem::path& certificate, const base::Limits& limits);

}  // namespace tirkeu::node
