#include "sync/protocol/succession.h"

namespace tirkeu::protocol {
namespace {

base::Bytes signed_bytes_of(const wire::SuccessionClaim& claim, base::Incarnation incarnation) {
  base::Bytes bytes;
  base::append(bytes, claim.grant);
  base::append_le(bytes, incarnation, 4);
  base::append(bytes, claim.sign_key.bytes);
  base::append(bytes, claim.seal_key.bytes);
  base::append_le(bytes, claim.previous, 4);
  base::append_le(bytes, claim.head, 8);
  base::append(bytes, claim.head_digest);
  return bytes;
}

}  // namespace

crypto::Digest base_of_life(const crypto::Digest& grant, base::Incarnation first_of_grant, base::Incarnation incarnation) {
  return incarnation == first_of_grant ? grant : wire::life_digest(grant, incarnation);
}

wire::SuccessionClaim claim_of(const wire::GrantId& grant, const LifeBegin& begin, const LifeEnd& end, const crypto::SigningKey& old_key) {
  wire::SuccessionClaim claim;
  claim.grant = grant;
  claim.sign_key = begin.sign_key;
  claim.seal_key = begin.seal_key;
  claim.previous = end.incarnation;
  claim.head = end.head;
  claim.head_digest = end.head_digest;
  claim.signature = old_key.sign(crypto::Label::kSuccession, signed_bytes_of(claim, begin.incarnation));
  return claim;
}

bool proves(const wire::SuccessionClaim& claim, base::Incarnation incarnation, const crypto::VerifyKey& old_key) {
  return claim.seal_key.usable() && old_key.verify(crypto::Label::kSuccession, signed_bytes_of(claim, incarnation), claim.signature);
}

}  // namespace tirkeu::protocol
