#include "hub/enrolment_desk.h"

namespace tirkeu::hub {

EnrolmentDesk::EnrolmentDesk(store::Database& database, store::LogStore& logs, Nodes& nodes, const Department& department,
                             const HubKeys& keys, HubTime& time, base::Entropy& entropy, const base::Limits& limits)
    : database_(database),
      logs_(logs),
      nodes_(nodes),
      department_(department),
      keys_(keys),
      time_(time),
      entropy_(entropy),
      limits_(limits) {}

EnrolmentDesk::Written EnrolmentDesk::write(int office, const base::Bytes& tls_fingerprint) {
  store::Transaction transaction(database_);
  wire::Grant grant;
  entropy_.fill(grant.id);
  grant.department = static_cast<std::uint8_t>(department_.number());
  grant.office = static_cast<std::uint8_t>(office);
  grant.first_incarnation = nodes_.next_incarnation();
  grant.incarnations = base::kIncarnationsPerGrant;
  grant.epoch = department_.epoch();
  grant.issued_at = time_.take();
  grant.expires_at = grant.issued_at + std::chrono::seconds(limits_.enrolment_life_s);
  grant.hub_url = department_.public_url();
  grant.root_key = department_.root_key();
  grant.hub_sign_key = keys_.sign.verify_key();
  grant.hub_seal_key = keys_.seal.seal_to();
  grant.hub_keys_signature = department_.keys_signature();
  grant.hub_keys = department_.statement();
  grant.hub_tls_fingerprint = tls_fingerprint;
  const EpochLogs numbers = department_.logs();
  for (const base::Incarnation log : {numbers.department(), numbers.index(), numbers.verdicts(office)}) {
    const store::LogRecord record = *logs_.log(log);
    grant.hub_logs.push_back({log, record.kind, record.base});
  }
  std::array<std::uint8_t, 32> secret{};
  entropy_.fill(secret);
  Written written{protocol::write_enrolment(grant, keys_.sign, secret), grant};

  GrantRecord record;
  record.first_incarnation = grant.first_incarnation;
  record.id = grant.id;
  record.office = office;
  record.grant_bytes = wire::encode(grant);
  record.secret.assign(secret.begin(), secret.end());
  record.issued_at = grant.issued_at;
  record.expires_at = grant.expires_at;
  nodes_.add_grant(record);
  transaction.commit();
  return written;
}

}  // namespace tirkeu::hub
