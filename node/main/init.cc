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

int run_init(const Invocation& invocation, const std::string& enrolment_file) {
  const service::NodeConfig config = invocation.config();
  const auto bytes = daemon::read_input(enrolment_file, kEnrolmentBytesMax, invocation.language);
  if (!bytes) return invocation.fail(bytes.error());
  const auto enrolment = protocol::read_enrolment(*bytes);
  if (!enrolment) return invocation.fail(invocation.text("enrolment." + std::string(protocol::code_of(enrolment.error()))));
  const registry::Office* office = registry::find_office(registry::office_code(enrolment->grant.department, enrolment->grant.office));
  if (office == nullptr) return invocation.fail(invocation.text("enrolment.unknown_office"));

  Machine machine;
  daemon::make_data_folder(config.data);
  const auto lock = daemon::take_folder(config.data);
  if (!lock) return invocation.fail(daemon::taken_line(lock.error(), config.data, invocation.language));
  Node::create(NodeFiles::in(config.data), *enrolment, machine.world());
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

int run_recover(const Invocation& invocation) {
  // Said plainly instead of half done: a new life without the old book would give ticket numbers and answers that contradict it.
  return invocation.fail(invocation.text("cli.node.recover_not_yet"));
}

}  // namespace tirkeu::node
