// `request`: the machine of an office without a line asks to be enrolled, with keys of its own. What the department answers is sealed to
// them: a file that is of no use to whoever finds it.
#include <boost/json.hpp>
#include <iostream>

#include "node/main/invocation.h"
#include "node/main/machine.h"
#include "schema/registry/offices.h"

namespace tirkeu::node {
namespace {

/// The number under which the key file keeps a pair that has no life yet.
constexpr base::Incarnation kNoLife = 0;

}  // namespace

std::filesystem::path request_keys_file(const std::filesystem::path& data) {
  std::filesystem::path file = data.has_filename() ? data : data.parent_path();
  file += ".request";
  return file;
}

std::optional<NodeKeys> requested_keys(base::Disk& disk, const std::filesystem::path& data) {
  const std::filesystem::path file = request_keys_file(data);
  if (!std::filesystem::exists(file)) return std::nullopt;
  const KeyRing ring = KeyRing::load(disk, file);
  const NodeKeys* keys = ring.find(kNoLife);
  if (keys == nullptr) throw base::DiskError(file.string() + ": the request's keys are damaged; remove the file and make a new request");
  return NodeKeys{crypto::SigningKey::from_seed(keys->sign.seed()), crypto::SealingKey::from_secret(keys->seal.secret())};
}

int run_request(const Invocation& invocation, const std::string& office_code, const std::string& out) {
  const registry::Office* office = registry::find_office(office_code);
  if (office == nullptr) throw UsageError(invocation.text("cli.node.request_unknown_office", {{"code", office_code}}));
  const service::NodeConfig config = invocation.config();
  Machine machine(config.data);
  if (std::filesystem::exists(config.data / "node.keys"))
    return invocation.fail(invocation.text("cli.node.request_lives_here", {{"data", config.data.string()}}));
  // Asking again gives the same file: the fingerprint that was told over the telephone stays true.
  std::optional<NodeKeys> keys = requested_keys(machine.disk, config.data);
  if (!keys) {
    KeyRing ring;
    ring.add(kNoLife, NodeKeys::generate(machine.entropy));
    std::error_code problem;
    if (config.data.has_parent_path()) std::filesystem::create_directories(config.data.parent_path(), problem);
    ring.save(machine.disk, request_keys_file(config.data));
    keys = requested_keys(machine.disk, config.data);
  }
  const base::Bytes file = protocol::write_request(static_cast<std::uint8_t>(office->department), static_cast<std::uint8_t>(office->number), keys->sign,
                                                   keys->seal.seal_to());
  machine.disk.replace(out, file, base::FileMode::kShared);
  if (invocation.form == daemon::OutputForm::kJson) {
    daemon::print_json(std::cout, boost::json::object{{"office", office_code}, {"file", out}, {"fingerprint", fingerprint_of(*keys)}});
    return 0;
  }
  std::cout << invocation.text("cli.node.request_done", {{"office", office_code},
                                                         {"name", std::string(office->name_kk)},
                                                         {"file", out},
                                                         {"fingerprint", fingerprint_of(*keys)},
                                                         {"data", config.data.string()}})
            << '\n';
  return 0;
}

}  // namespace tirkeu::node
