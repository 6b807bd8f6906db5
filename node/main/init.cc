// `init`: a new life of an office from an enrolment file; needs no connection.
#include <iostream>

#include "node/host.h"
#include "node/main/invocation.h"
#include "node/main/tls_pair.h"
#include "sync/daemon/data_folder.h"

namespace tirkeu::node {
namespace {

constexpr std::size_t kEnrolmentBytesMax = 64u << 10;

}  // namespace

std::expected<protocol::Enrolment, std::string> read_enrolment_file(const Invocation& invocation, const std::string& file) {
  const auto bytes = daemon::read_input(file, kEnrolmentBytesMax, invocation.language);
  if (!bytes) return std::unexpected(bytes.error());
  const auto refused = [&](protocol::EnrolmentFault fault) {
    return std::unexpected(invocation.text("enrolment." + std::string(protocol::code_of(fault))));
  };
  if (protocol::is_grant_file(*bytes)) {
    base::SystemDisk disk;
    const std::optional<NodeKeys> keys = requested_keys(disk, invocation.config().data);
    if (!keys) return refused(protocol::EnrolmentFault::kNeedsItsRequest);
    std::expected<base::Bytes, protocol::EnrolmentFault> opened = protocol::open_grant(*bytes, keys->seal);
    if (!opened) return refused(opened.error());
    *bytes = std::move(*opened);
  }
  auto enrolment = protocol::read_enrolment(*bytes);
  if (!enrolment) return refused(enrolment.error());
  if (registry::find_office(registry::office_code(enrolment->grant.department, enrolment->grant.office)) == nullptr)
    return std::unexpected(invocation.text("enrolment.unknown_office"));
  return std::move(*enrolment);
}

void make_node(const Invocation& invocation, const protocol::Enrolment& enrolment) {
  const service::NodeConfig config = invocation.config();
  daemon::make_data_folder(config.data);
  Machine machine(config.data);
  const auto lock = daemon::take_folder(config.data);
  if (!lock) throw std::runtime_error(daemon::taken_line(lock.error(), config.data, invocation.language));
  Node::create(NodeFiles::in(config.data), enrolment, machine.world(), requested_keys(machine.disk, config.data));
  // They are the node's keys now, and a second copy of a key is one too many.
  machine.disk.remove(request_keys_file(config.data));
}

int run_init(const Invocation& invocation, const std::string& enrolment_file) {
  const service::NodeConfig config = invocation.config();
  const std::expected<protocol::Enrolment, std::string> enrolment = read_enrolment_file(invocation, enrolment_file);
  if (!enrolment) return invocation.fail(enrolment.error());
  const registry::Office* office = registry::find_office(registry::office_code(enrolment->grant.department, enrolment->grant.office));
  make_node(invocation, *enrolment);
  Machine machine(config.data);
  const TlsPair pair = tls_pair(machine, config);
  Node node(NodeFiles::in(config.data), machine.world(), std::string(kProgram));
  const NodeStatus status = node.status();
  if (invocation.form == daemon::OutputForm::kJson) {
    daemon::print_json(std::cout, boost::json::object{{"office", status.office},
                                                      {"office_name", office->name_kk},
                                                      {"incarnation", status.incarnation},
                                                      {"fingerprint", status.fingerprint},
                                                      {"hub_url", enrolment->grant.hub_url},
                                                      {"hub_fingerprint", hub_fingerprint(enrolment->grant)},
                                                      {"tls_sha256", pair.sha256}});
    return 0;
  }
  std::cout << invocation.text("cli.node.init_done", {{"office", status.office},
                                                      {"name", office->name_kk},
                                                      {"incarnation", std::to_string(status.incarnation)},
                                                      {"fingerprint", status.fingerprint},
                                                      {"hub", enrolment->grant.hub_url},
                                                      {"hub_fingerprint", hub_fingerprint(enrolment->grant)},
                                                      {"sha256", pair.sha256},
                                                      {"data", config.data.string()}})
            << '\n';
  return 0;
}

}  // namespace tirkeu::node
