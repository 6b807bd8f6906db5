// Which keys of the hub this node believes: those of its enrolment file, until the department's root key has certified others.
#pragma once

#include <vector>

#include "node/identity.h"
#include "sync/protocol/key_statement.h"

namespace tirkeu::node {

class HubTrust {
 public:
  /// Begins with the grant and follows every statement that was kept, so what is believed is proven again at each start.
  HubTrust(store::Settings& settings, const Identity& identity);

  const protocol::TrustedKeys& keys() const { return keys_; }
  /// The present signing key and those before it: what they signed while they held stays proof of what it says.
  const std::vector<crypto::VerifyKey>& sign_keys() const { return sign_keys_; }
  /// For a hub that was restored or replaced, and does not know that these were its keys.
  const std::vector<wire::KeyStatement>& statements() const { return statements_; }
  /// From now on `next` is believed, which follow() made of `statement`. Inside a transaction.
  void take(const protocol::TrustedKeys& next, const wire::KeyStatement& statement);

 private:
  void remember(const protocol::TrustedKeys& next, const wire::KeyStatement& statement);

  store::Settings& settings_;
  protocol::TrustedKeys keys_;
  std::vector<crypto::VerifyKey> sign_keys_;
  std::vector<wire::KeyStatement> statements_;
};

}  // namespace tirkeu::node
