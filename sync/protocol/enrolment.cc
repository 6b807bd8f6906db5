#include "sync/protocol/enrolment.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "sync/base/invariant.h"

namespace tirkeu::protocol {

namespace {

// An enrolment file: these four bytes, then a flat EnrolmentFile message.
constexpr std::string_view kMagic = "TKE\x01";

base::Bytes both_keys(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key) {
  base::Bytes bytes(sign_key.bytes.begin(), sign_key.bytes.end());
  base::append(bytes, seal_key.bytes);
  return bytes;
}

}  // namespace

std::string_view code_of(EnrolmentFault fault) {
  constexpr std::array<std::string_view, 3> kCodes = {"not_an_enrolment_file", "wrong_signature", "expired"};
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
  if (file.size() < kMagic.size() || base::text_of(file.first(kMagic.size())) != kMagic) return foreign;
  wire::Decoded<wire::EnrolmentFile> decoded = wire::decode_enrolment_file(file.subspan(kMagic.size()));
  if (!decoded) return foreign;
  wire::Decoded<wire::Grant> grant = wire::decode_grant(decoded->grant);
  if (!grant) return foreign;
  const bool by_hub = grant->hub_sign_key.verify(crypto::Label::kGrant, decoded->grant, decoded->signature);
  const bool by_root = grant->root_key.verify(
      crypto::Label::kHubKeys, both_keys(grant->hub_sign_key, grant->hub_seal_key), grant->hub_keys_signature);
  if (!by_hub || !by_root) return std::unexpected(EnrolmentFault::kWrongSignature);
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
