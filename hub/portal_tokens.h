// Who may hand applications in for the e-government portal (cl. 1): machines with a bearer token (RFC 6750), each under a name of its
// own that an administrator gives and takes away on the command line.
//
// A token is "tirkeu-portal-" and 64 hexadecimal digits from the system's entropy. It is shown once; the database keeps a digest, from
// which no token can be made, and a presented one is compared with every digest in constant time. A revoked name can be given again.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/ledger.h"
#include "sync/base/entropy.h"

namespace tirkeu::hub {

struct PortalToken {
  std::string name;
  base::Instant made_at{};
  std::optional<base::Instant> revoked_at;
};

enum class TokenFault {
  kBadName,  ///< not 1 to 64 small Latin letters, digits, dots, hyphens and underscores that begin with a letter
  kTaken,    ///< there is a good token of that name: two machines would look like one
};

class PortalTokens {
 public:
  PortalTokens(store::Database& database, HubTime& time, base::Entropy& entropy);

  /// The token itself.
  std::expected<std::string, TokenFault> make(const std::string& name);
  std::vector<PortalToken> list();
  /// False when there is no good token of that name.
  bool revoke(const std::string& name);
  /// The portal that holds this token; nothing for any other text.
  std::optional<std::string> holder(std::string_view token);

 private:
  store::Database& database_;
  HubTime& time_;
  base::Entropy& entropy_;
  store::Statement list_;
  store::Statement good_;
  store::Statement put_;
  store::Statement revoke_;
};

}  // namespace tirkeu::hub
