#include <stdexcept>

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/frame.h"
#include "sync/wire/key_parts.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

namespace {

namespace c = capnp_messages;

constexpr std::size_t kGrantBytesMax = 64u << 10;
constexpr std::size_t kGrantWords = 128;
constexpr std::size_t kLogWords = 16;
constexpr std::size_t kFileBytesMax = kGrantBytesMax + 1024;
constexpr std::size_t kStatementBytesMax = 16u << 10;
constexpr std::size_t kRequestBytesMax = 1024;
constexpr std::size_t kRequestWords = 64;
constexpr std::size_t kUrlBytesMax = 500;
constexpr std::uint8_t kDepartmentMax = 63;  ///< six bits of a row id

Decoded<Grant> read(c::Grant::Reader reader) {
  FieldCheck check("grant");
  Grant grant;
  grant.id = check.exactly<16>(reader.getGrantId(), "grantId");
  grant.department = reader.getDepartment();
  check.require(grant.department > 0 && grant.department <= kDepartmentMax, "department");
  grant.office = reader.getOffice();
  grant.first_incarnation = check.incarnation(reader.getFirstIncarnation(), "firstIncarnation");
  check.require(grant.first_incarnation >= base::kFirstNodeIncarnation, "firstIncarnation");
  grant.incarnations = reader.getIncarnations();
  check.require(grant.incarnations > 0 && grant.incarnations <= base::kIncarnationMax - grant.first_incarnation + 1,
                "incarnations");
  grant.epoch = check.exactly<8>(reader.getEpoch(), "epoch");
  grant.issued_at = check.instant(reader.getIssuedAt(), "issuedAt");
  grant.expires_at = check.instant(reader.getExpiresAt(), "expiresAt");
  grant.hub_url = check.text(reader.getHubUrl(), kUrlBytesMax, "hubUrl");
  grant.root_key.bytes = check.exactly<32>(reader.getRootKey(), "rootKey");
  grant.hub_sign_key.bytes = check.exactly<32>(reader.getHubSignKey(), "hubSignKey");
  grant.hub_seal_key.bytes = check.exactly<32>(reader.getHubSealKey(), "hubSealKey");
  check.require(grant.hub_seal_key.usable(), "hubSealKey");
  grant.hub_keys_signature = check.exactly<64>(reader.getHubKeysSignature(), "hubKeysSignature");
  grant.hub_tls_fingerprint = check.data(reader.getHubTlsFingerprint(), 32, "hubTlsFingerprint");
  check.require(grant.hub_tls_fingerprint.empty() || grant.hub_tls_fingerprint.size() == 32, "hubTlsFingerprint");
  const auto logs = reader.getHubLogs();
  check.require(logs.size() <= kSectionsMax, "hubLogs");
  if (check.holds()) {
    for (const c::LogBase::Reader log : logs) {
      LogBase& known = grant.hub_logs.emplace_back();
      known.incarnation = check.incarnation(log.getIncarnation(), "hubLogs.incarnation");
      known.kind = check.one_of(log.getKind(), LogKind::kOffice, LogKind::kVerdicts, "hubLogs.kind");
      known.base = check.exactly<32>(log.getBase(), "hubLogs.base");
    }
  }
  if (reader.hasHubKeys()) grant.hub_keys = read_statement(reader.getHubKeys(), check);
  return check.result(std::move(grant));
}

Decoded<EnrolmentFile> read(c::EnrolmentFile::Reader reader) {
  FieldCheck check("enrolment file");
  EnrolmentFile file;
  file.grant = check.data(reader.getGrant(), kGrantBytesMax, "grant");
  file.signature = check.exactly<64>(reader.getSignature(), "signature");
  file.secret = check.exactly<32>(reader.getSecret(), "secret");
  return check.result(std::move(file));
}

Decoded<EnrolmentRequest> read(c::EnrolmentRequest::Reader reader) {
  FieldCheck check("enrolment request");
  EnrolmentRequest request;
  request.department = reader.getDepartment();
  check.require(request.department > 0 && request.department <= kDepartmentMax, "department");
  request.office = reader.getOffice();
  request.sign_key.bytes = check.exactly<32>(reader.getSignKey(), "signKey");
  request.seal_key.bytes = check.exactly<32>(reader.getSealKey(), "sealKey");
  check.require(request.seal_key.usable(), "sealKey");
  request.signature = check.exactly<64>(reader.getSignature(), "signature");
  return check.result(std::move(request));
}

}  // namespace

base::Bytes encode(const Grant& grant) {
  if (grant.hub_logs.size() > kSectionsMax) throw std::length_error("a grant names at most 256 logs");
  if (grant.hub_url.size() > kUrlBytesMax) throw std::length_error("the hub's address is longer than 500 bytes");
  const std::size_t words_max = kGrantWords + words_of(grant.hub_url.size()) + grant.hub_logs.size() * kLogWords +
                                (grant.hub_keys ? words_in(*grant.hub_keys) : 0);
  return write_flat<c::Grant>(words_max, [&](c::Grant::Builder builder) {
    builder.setGrantId(data_of(grant.id));
    builder.setDepartment(grant.department);
    builder.setOffice(grant.office);
    builder.setFirstIncarnation(grant.first_incarnation);
    builder.setIncarnations(grant.incarnations);
    builder.setEpoch(data_of(grant.epoch));
    builder.setIssuedAt(grant.issued_at.time_since_epoch().count());
    builder.setExpiresAt(grant.expires_at.time_since_epoch().count());
    builder.setHubUrl(grant.hub_url);
    builder.setRootKey(data_of(grant.root_key.bytes));
    builder.setHubSignKey(data_of(grant.hub_sign_key.bytes));
    builder.setHubSealKey(data_of(grant.hub_seal_key.bytes));
    builder.setHubKeysSignature(data_of(grant.hub_keys_signature));
    if (!grant.hub_tls_fingerprint.empty()) builder.setHubTlsFingerprint(data_of(grant.hub_tls_fingerprint));
    if (grant.hub_keys) write_statement(*grant.hub_keys, builder.initHubKeys());
    if (grant.hub_logs.empty()) return;
    auto list = builder.initHubLogs(static_cast<capnp::uint>(grant.hub_logs.size()));
    for (std::size_t i = 0; i < grant.hub_logs.size(); ++i) {
      c::LogBase::Builder log = list[static_cast<capnp::uint>(i)];
      log.setIncarnation(grant.hub_logs[i].incarnation);
      log.setKind(static_cast<std::uint8_t>(grant.hub_logs[i].kind));
      log.setBase(data_of(grant.hub_logs[i].base));
    }
  });
}

Decoded<Grant> decode_grant(base::ByteView bytes) {
  return read_flat<c::Grant>(bytes, kGrantBytesMax, "grant", [](c::Grant::Reader reader) { return read(reader); });
}

base::Bytes encode(const EnrolmentFile& file) {
  return write_flat<c::EnrolmentFile>(64 + words_of(file.grant.size()), [&](c::EnrolmentFile::Builder builder) {
    builder.setGrant(data_of(file.grant));
    builder.setSignature(data_of(file.signature));
    builder.setSecret(data_of(file.secret));
  });
}

Decoded<EnrolmentFile> decode_enrolment_file(base::ByteView bytes) {
  return read_flat<c::EnrolmentFile>(bytes, kFileBytesMax, "enrolment file",
                                     [](c::EnrolmentFile::Reader reader) { return read(reader); });
}

base::Bytes encode(const KeyStatement& statement) {
  return write_flat<c::HubKeys>(words_in(statement), [&](c::HubKeys::Builder builder) { write_statement(statement, builder); });
}

Decoded<KeyStatement> decode_key_statement(base::ByteView bytes) {
  return read_flat<c::HubKeys>(bytes, kStatementBytesMax, "key statement", [](c::HubKeys::Reader reader) {
    FieldCheck check("key statement");
    KeyStatement statement = read_statement(reader, check);
    return check.result(std::move(statement));
  });
}

base::Bytes encode(const EnrolmentRequest& request) {
  return write_flat<c::EnrolmentRequest>(kRequestWords, [&](c::EnrolmentRequest::Builder builder) {
    builder.setDepartment(request.department);
    builder.setOffice(request.office);
    builder.setSignKey(data_of(request.sign_key.bytes));
    builder.setSealKey(data_of(request.seal_key.bytes));
    builder.setSignature(data_of(request.signature));
  });
}

Decoded<EnrolmentRequest> decode_enrolment_request(base::ByteView bytes) {
  return read_flat<c::EnrolmentRequest>(bytes, kRequestBytesMax, "enrolment request",
                                        [](c::EnrolmentRequest::Reader reader) { return read(reader); });
}

}  // namespace tirkeu::wire
