// Enrolment by file: the hub writes a grant with a one-time secret, the node proves with its first bundle that it had it.
#pragma once

#include "sync/protocol/bundle.h"

namespace tirkeu::protocol {

enum class EnrolmentFault { kNotAnEnrolmentFile, kWrongSignature, kExpired };
std::string_view code_of(EnrolmentFault fault);

/// Signs a grant and packs it with its secret into the bytes of an enrolment file.
base::Bytes write_enrolment(const wire::Grant& grant, const crypto::SigningKey& hub_key, const std::array<std::uint8_t, 32>& secret);

struct Enrolment {
  wire::Grant grant;
  base::Bytes grant_bytes;
  crypto::SignatureBytes signature{};
  std::array<std::uint8_t, 32> secret{};
};
/// Checks the hub's signature over the grant and the root's over the hub's keys. Expiry is the hub's to judge: a node's
/// clock may be years off and must not stop it from working.
std::expected<Enrolment, EnrolmentFault> read_enrolment(base::ByteView file);

/// The claim that travels in the first bundles.
wire::EnrolmentClaim claim_of(const Enrolment& enrolment, const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key);
/// True when the claim was made by somebody who had the secret.
bool proves(const wire::EnrolmentClaim& claim, base::ByteView secret);

}  // namespace tirkeu::protocol
