#include "node/main/tls_pair.h"

#include <algorithm>
#include <arpa/inet.h>
#include <ifaddrs.h>
#include <unistd.h>

#include "sync/http/certificate.h"

namespace tirkeu::node {
namespace {

constexpr std::uint64_t kPemBytesMax = 1u << 20;
/// A clerk trusts the certificate by its fingerprint, once; a new one each year would teach him to click warnings away.
constexpr auto kValidFor = std::chrono::days(3650);

/// Addresses by which other PCs of the office may reach this machine.
std::vector<std::string> own_addresses() {
  std::vector<std::string> addresses;
  ifaddrs* list = nullptr;
  if (getifaddrs(&list) != 0) return addresses;
  for (const ifaddrs* each = list; each != nullptr; each = each->ifa_next) {
    if (each->ifa_addr == nullptr) continue;
    char text[INET6_ADDRSTRLEN] = {};
    if (each->ifa_addr->sa_family == AF_INET)
      inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(each->ifa_addr)->sin_addr, text, sizeof text);
    else if (each->ifa_addr->sa_family == AF_INET6)
      inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(each->ifa_addr)->sin6_addr, text, sizeof text);
    if (text[0] != '\0') addresses.emplace_back(text);
  }
  freeifaddrs(list);
  return addresses;
}

}  // namespace

std::string host_name() {
  char name[256] = {};
  return gethostname(name, sizeof name - 1) == 0 && name[0] != '\0' ? name : "localhost";
}

TlsPair tls_pair(Machine& machine, const service::NodeConfig& config) {
  TlsPair pair;
  pair.files = {config.data / "tls.crt", config.data / "tls.key"};
  if (config.tls) pair.files = {config.tls->certificate, config.tls->key};
  std::optional<base::Bytes> certificate = machine.disk.read(pair.files.certificate, kPemBytesMax);
  if (certificate) {
    pair.sha256 = http::fingerprint_of(base::text_of(*certificate));
    return pair;
  }
  if (config.tls) throw base::DiskError(pair.files.certificate.string() + ": there is no such file; tls.certificate names it");
  http::CertificateWish wish;
  wish.common_name = host_name();
  wish.alternative_names = own_addresses();
  for (const std::string& name : {std::string("localhost"), std::string("127.0.0.1"), std::string("::1"), wish.common_name})
    if (std::ranges::find(wish.alternative_names, name) == wish.alternative_names.end()) wish.alternative_names.push_back(name);
  // The machine's clock may be wrong, the browser's too: it is valid from the first day on which a clock can be right.
  wish.valid_from = base::kEarliestPlausible;
  wish.valid_until = std::max(machine.clock.now(), base::kEarliestPlausible) + kValidFor;
  const http::CertificatePair made = http::make_self_signed(wish);
  machine.disk.replace(pair.files.key, base::bytes_of(made.key_pem), base::FileMode::kPrivate);
  machine.disk.replace(pair.files.certificate, base::bytes_of(made.certificate_pem), base::FileMode::kShared);
  pair.sha256 = made.sha256;
  return pair;
}

}  // namespace tirkeu::node
