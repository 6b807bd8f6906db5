#include "node/host.h"

#include "node/version.h"

namespace tirkeu::node {
namespace {

LinkSettings link_settings(const service::NodeConfig& config, const wire::Grant& grant, base::TimeZone zone) {
  LinkSettings settings;
  settings.hub_url = config.hub_url.empty() ? grant.hub_url : config.hub_url;
  // The enrolment named the hub's own certificate; another address of the hub may have another one.
  if (!config.hub_certificate_sha256.empty())
    settings.certificate_sha256 = config.hub_certificate_sha256;
  else if (config.hub_url.empty() && !grant.hub_tls_fingerprint.empty())
    settings.certificate_sha256 = base::to_hex(grant.hub_tls_fingerprint);
  settings.interval = config.sync_interval;
  settings.link_kbps = config.sync_link_kbps;
  settings.windows = config.sync_windows;
  settings.zone = zone;
  return settings;
}

}  // namespace

NodeHost::NodeHost(http::EventLoop& loop, const service::NodeConfig& config, NodeWorld world, service::Log& log)
    : world_(world),
      data_(config.data),
      node_(NodeFiles::in(config.data), world, "tirkeu-node " + std::string(version())),
      accounts_(node_.database(), world.clock, world.entropy, service::Program::kNode, {config.login_idle, config.login_life},
                daemon::make_decoy_hash(world.entropy)),
      drafts_(node_.database(), world.clock),
      link_(loop, node_.round(), world.clock, world.entropy, log, link_settings(config, node_.identity().grant(), node_.counter().zone())) {
  const std::filesystem::path certificate = config.tls ? config.tls->certificate : config.data / "tls.crt";
  add_node_commands(commands_, node_, link_, world_.disk, data_, certificate, world_.limits);
  daemon::add_user_commands(commands_, loop, accounts_);
}

}  // namespace tirkeu::node
