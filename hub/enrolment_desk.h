// Writes enrolment files: one per new life of an office's node, good once, until it expires.
#pragma once

#include "hub/keys.h"
#include "hub/ledger.h"
#include "hub/nodes.h"
#include "sync/protocol/enrolment.h"

namespace tirkeu::hub {

class EnrolmentDesk {
 public:
  EnrolmentDesk(store::Database& database, store::LogStore& logs, Nodes& nodes, const Department& department, const HubKeys& keys,
                HubTime& time, base::Entropy& entropy, const base::Limits& limits);
  struct Written {
    base::Bytes file;
    wire::Grant grant;
  };
  /// A grant of eight incarnations for `office` (number within the department, 0 for its own counter; the caller has checked it).
  /// `tls_fingerprint`: SHA-256 of the hub's browser certificate, or empty.
  Written write(int office, const base::Bytes& tls_fingerprint);
  /// The same inside a transaction of the caller.
  Written write(store::Transaction& transaction, int office, const base::Bytes& tls_fingerprint);

 private:
  store::Database& database_;
  store::LogStore& logs_;
  Nodes& nodes_;
  const Department& department_;
  const HubKeys& keys_;
  HubTime& time_;
  base::Entropy& entropy_;
  base::Limits limits_;
};

}  // namespace tirkeu::hub
