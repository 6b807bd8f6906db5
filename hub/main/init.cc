#include "hub/main/init.h"

#include <boost/json.hpp>

#include "hub/hub.h"
#include "hub/main/keys.h"
#include "schema/registry/offices.h"
#include "sync/daemon/cli.h"
#include "sync/daemon/data_folder.h"
#include "sync/http/certificate.h"

namespace tirkeu::hub {
namespace {

using daemon::CommandResult;
using daemon::ExitCode;

constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";  // 32, none easily misread: 5 bits each
constexpr int kGroups = 6;
constexpr int kGroupLetters = 4;
constexpr std::string_view kAllAddresses[] = {"localhost", "127.0.0.1", "::1"};

/// 120 bits, to be written down once.
std::string make_passphrase(base::Entropy& entropy) {
  std::string passphrase;
  for (int group = 0; group < kGroups; ++group) {
    std::array<std::uint8_t, kGroupLetters> draw{};
    entropy.fill(draw);
    if (group > 0) passphrase += '-';
    for (const std::uint8_t byte : draw) passphrase += kLetters[byte % kLetters.size()];
  }
  return passphrase;
}

std::string host_of(std::string_view url) {
  if (const std::size_t scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find_first_of("/:")));
}

std::string write_certificate(base::Disk& disk, const std::filesystem::path& data, const InitRequest& request, base::Instant now) {
  http::CertificateWish wish;
  wish.common_name = "tirkeu-hub " + request.department;
  for (const std::string_view name : kAllAddresses) wish.alternative_names.emplace_back(name);
  const std::string host = host_of(request.public_url);
  if (!host.empty() && host != "localhost" && host != "127.0.0.1") wish.alternative_names.push_back(host);
  // Back-dated, because the clocks of the machines that check it are not to be trusted either.
  wish.valid_from = now - std::chrono::days(365);
  wish.valid_until = now + std::chrono::days(3650);
  const http::CertificatePair pair = http::make_self_signed(wish);
  disk.replace(data / "tls.crt", base::bytes_of(pair.certificate_pem), base::FileMode::kShared);
  disk.replace(data / "tls.key", base::bytes_of(pair.key_pem), base::FileMode::kPrivate);
  return pair.sha256;
}

}  // namespace

CommandResult init(const InitRequest& request, registry::Language language) {
  const registry::Office* office = registry::find_office(request.department);
  if (office == nullptr || office->kind != registry::OfficeKind::kDepartment)
    return {ExitCode::kUsage, nullptr, registry::text(language, "hub.unknown_department", {{"code", request.department}}), {}};
  crypto::SystemEntropy entropy;
  base::SystemClock clock;
  base::SystemDisk disk;
  std::string passphrase;
  const bool made = request.root_passphrase_file.empty() && request.root_key_file.empty();
  std::optional<RootKey> root;
  if (!request.root_key_file.empty()) {
    std::expected<RootKey, std::string> opened = open_root_key(request.root_key_file, request.root_passphrase_file, language);
    if (!opened) return CommandResult::failed(opened.error());
    root = std::move(*opened);
  } else if (made) {
    passphrase = make_passphrase(entropy);
  } else {
    const std::expected<std::string, std::string> read = daemon::read_secret(request.root_passphrase_file, language);
    if (!read) return CommandResult::failed(read.error());
    passphrase = *read;
  }
  daemon::make_data_folder(request.data);
  const HubFiles files = HubFiles::in(request.data);
  Hub::CreateOptions options;
  options.department = office->department;
  options.public_url = request.public_url;
  options.root_passphrase = passphrase;
  if (root) options.root = &*root;
  crypto::HardenedTagger tagger;
  const Hub::Created created = Hub::create(files, options, HubWorld{clock, entropy, disk, tagger});
  const std::string certificate = write_certificate(disk, request.data, request, clock.now());
  boost::json::object output{{"department", request.department},
                             {"name", office->name_kk},
                             {"data", request.data.string()},
                             {"hub_fingerprint", created.hub_fingerprint},
                             {"root_fingerprint", created.root_fingerprint},
                             {"certificate_sha256", certificate},
                             {"root_key_file", root ? request.root_key_file : files.root_key.string()}};
  if (made) output["root_passphrase"] = passphrase;
  output["next"] = registry::text(language, root ? "hub.init_replaced_next" : "hub.init_next", {{"file", files.root_key.string()}});
  return {ExitCode::kDone, std::move(output), "", {}};
}

CommandResult restore(const std::filesystem::path& backup, const std::filesystem::path& data, registry::Language language) {
  std::filesystem::path keys = backup;
  keys += ".keys";
  for (const std::filesystem::path& file : {backup, keys})
    if (!std::filesystem::is_regular_file(file))
      return CommandResult::failed(registry::text(language, "hub.file_missing", {{"file", file.string()}}));
  daemon::make_data_folder(data);
  base::SystemDisk disk;
  std::filesystem::copy_file(backup, data / "hub.db");
  disk.replace(data / "hub.keys", *disk.read(keys, 4096), base::FileMode::kPrivate);
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  store::Database database((data / "hub.db").string(), options);
  store::Settings settings(database);
  store::Transaction transaction(database);
  Epochs::mark_restored(settings);
  transaction.commit();
  boost::json::object output{{"data", data.string()}, {"note", registry::text(language, "hub.restore_note")}};
  return {ExitCode::kDone, std::move(output), "", {}};
}

}  // namespace tirkeu::hub
