// The certificate that browsers of the office see: the operator's own, or a self-signed pair in the data folder.
#pragma once

#include "node/main/machine.h"
#include "sync/http/server.h"
#include "sync/service/config.h"

namespace tirkeu::node {

struct TlsPair {
  http::TlsFiles files;
  std::string sha256;  ///< as browsers show it
};
/// Makes DATA/tls.crt and DATA/tls.key when the configuration names none and they are not there yet.
TlsPair tls_pair(Machine& machine, const service::NodeConfig& config);

/// This machine's own name; "localhost" when it has none.
std::string host_name();

}  // namespace tirkeu::node
