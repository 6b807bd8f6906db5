#include "sync/protocol/enrolment.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sync/base/invariant.h"

namespace tirkeu::protocol {

namespace {

// An enrolment file: these four bytes, then a flat EnrolmentFile message.
constexpr std::string_view kMagic = "TKE\x01";
constexpr std::string_view kRequestMagic = "TKR\x01";
constexpr std::string_view kGrantMagic = "TKG\x01";
constexpr std::size_t kSealedAt = 4 + std::tuple_size_v<crypto::KeyId>;

bool begins_with(base::ByteView file, std::string_view magic) {
  return file.size() >= magic.size() && base::text_of(file.first(magic.size())) == magic;
}

base::Bytes both_keys(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key) {
  base::Bytes bytes(sign_key.bytes.begin(), sign_key.bytes.end());
  base::append(bytes, seal_key.bytes);
  return bytes;
}

}  // namespace

std::string_view code_of(EnrolmentFault fault) {
  constexpr std::array<std::string_view, 7> kCodes = {"not_an_enrolment_file", "wrong_signature", "expired", "another_key",
                                                      "is_a_request", "not_a_request", "needs_its_request"};
  return kCodes.at(static_cast<std::size_t>(fault));
}

base::Bytes hub_keys_bytes(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key) {
  return both_keys(sign_key, seal_key);
}

base::Bytes write_enrolment(const wire::Grant& grant, const crypto::SigningKey& hub_key,
                            const std::array<std::uint8_t, 32>& secret) {
  base::require(hub_key.verify_key() == grant.hub_sign_key, "a grant is signed by the hub key that it names");
  wire::EnrolmentFile file;
  file.grant = wire::encode(grant);
  file.signature = hub_key.sign(crypto::Label::kGrant, file.grant);
  file.secret = secret;
  const base::ByteView magic = base::bytes_of(kMagic);
  base::Bytes bytes(magic.begin(), magic.end());
  base::append(bytes, wire::encode(file));
  return bytes;
}

std::expected<Enrolment, EnrolmentFault> read_enrolment(base::ByteView file) {
  const auto foreign = std::unexpected(EnrolmentFault::kNotAnEnrolmentFile);
  if (begins_with(file, kRequestMagic)) return std::unexpected(EnrolmentFault::kIsARequest);
  if (!begins_with(file, kMagic)) return foreign;
  wire::Decoded<wire::EnrolmentFile> decoded = wire::decode_enrolment_file(file.subspan(kMagic.size()));
  if (!decoded) return foreign;
  wire::Decoded<wire::Grant> grant = wire::decode_grant(decoded->grant);
  if (!grant) return foreign;
  const bool by_hub = grant->hub_sign_key.verify(crypto::Label::kGrant, decoded->grant, decoded->signature);
  const bool by_root = grant->root_key.verify(
      crypto::Label::kHubKeys, both_keys(grant->hub_sign_key, grant->hub_seal_key), grant->hub_keys_signature);
  // Of a hub whose keys were changed the statement says their serial, below which nothing is believed later.
  const bool stated = !grant->hub_keys ||
                      (grant->hub_keys->sign_key == grant->hub_sign_key && grant->hub_keys->seal_key == grant->hub_seal_key &&
                       grant->root_key.verify(crypto::Label::kKeyStatement, statement_bytes(grant->department, *grant->hub_keys),
                                              grant->hub_keys->signature));
  if (!by_hub || !by_root || !stated) return std::unexpected(EnrolmentFault::kWrongSignature);
  Enrolment enrolment;
  enrolment.grant = *std::move(grant);
  enrolment.grant_bytes = std::move(decoded->grant);
  enrolment.signature = decoded->signature;
  enrolment.secret = decoded->secret;
  return enrolment;
}

std::expected<void, EnrolmentFault> still_valid(const wire::Grant& grant, base::Instant hub_time) {
  if (hub_time > grant.expires_at) return std::unexpected(EnrolmentFault::kExpired);
  return {};
}

namespace {

base::Bytes request_bytes(const wire::EnrolmentRequest& request) {
  base::Bytes bytes{request.department, request.office};
  base::append(bytes, both_keys(request.sign_key, request.seal_key));
  return bytes;
}

}  // namespace

base::Bytes write_request(std::uint8_t department, std::uint8_t office, const crypto::SigningKey& sign, const crypto::SealTo& seal_key) {
  wire::EnrolmentRequest request{department, office, sign.verify_key(), seal_key, {}};
  request.signature = sign.sign(crypto::Label::kRequest, request_bytes(request));
  const base::ByteView magic = base::bytes_of(kRequestMagic);
  base::Bytes bytes(magic.begin(), magic.end());
  base::append(bytes, wire::encode(request));
  return bytes;
}

std::expected<wire::EnrolmentRequest, EnrolmentFault> read_request(base::ByteView file) {
  if (!begins_with(file, kRequestMagic)) return std::unexpected(EnrolmentFault::kNotARequest);
  wire::Decoded<wire::EnrolmentRequest> request = wire::decode_enrolment_request(file.subspan(kRequestMagic.size()));
  if (!request || !request->sign_key.verify(crypto::Label::kRequest, request_bytes(*request), request->signature))
    return std::unexpected(EnrolmentFault::kNotARequest);
  return *std::move(request);
}

std::string fingerprint_of(const wire::EnrolmentRequest& request) { return crypto::fingerprint(both_keys(request.sign_key, request.seal_key)); }

base::Bytes seal_grant(base::ByteView enrolment_file, const crypto::SealTo& seal_key, base::Entropy& entropy) {
  const base::ByteView magic = base::bytes_of(kGrantMagic);
  base::Bytes bytes(magic.begin(), magic.end());
  base::append(bytes, crypto::key_id(seal_key.bytes));
  base::append(bytes, crypto::seal(enrolment_file, seal_key, entropy));
  return bytes;
}

bool is_grant_file(base::ByteView file) { return begins_with(file, kGrantMagic); }

std::expected<base::Bytes, EnrolmentFault> open_grant(base::ByteView file, const crypto::SealingKey& mine) {
  if (!is_grant_file(file) || file.size() < kSealedAt) return std::unexpected(EnrolmentFault::kNotAnEnrolmentFile);
  if (!std::ranges::equal(file.subspan(kGrantMagic.size(), kSealedAt - kGrantMagic.size()), crypto::key_id(mine.seal_to().bytes)))
    return std::unexpected(EnrolmentFault::kAnotherKey);
  std::optional<base::Bytes> opened = mine.open(file.subspan(kSealedAt));
  if (!opened) return std::unexpected(EnrolmentFault::kNotAnEnrolmentFile);
  return *std::move(opened);
}

wire::EnrolmentClaim claim_of(const Enrolment& enrolment, const crypto::VerifyKey& sign_key,
                              const crypto::SealTo& seal_key) {
  wire::EnrolmentClaim claim;
  claim.grant = enrolment.grant.id;
  claim.sign_key = sign_key;
  claim.seal_key = seal_key;
  claim.proof = crypto::keyed_digest(crypto::Label::kGrantProof, enrolment.secret, both_keys(sign_key, seal_key));
  return claim;
}

bool proves(const wire::EnrolmentClaim& claim, base::ByteView secret) {
  const crypto::Digest expected =
      crypto::keyed_digest(crypto::Label::kGrantProof, secret, both_keys(claim.sign_key, claim.seal_key));
  return crypto::equal(expected, claim.proof) && claim.seal_key.usable();
}

}  // namespace tirkeu::protocol
