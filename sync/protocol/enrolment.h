// Enrolment by file: the hub writes a grant with a one-time secret, the node proves with its first bundle that it had
// it.
//
// The file is "TKE" version(1) and a flat EnrolmentFile message. Whoever can change the file can put keys of their own
// into it, signatures included: that is why both sides show fingerprints, and people compare them.
#pragma once

#include <string>

#include "sync/protocol/bundle.h"

namespace tirkeu::protocol {

/// Why an enrolment file is not taken. Each has a sentence in the catalogue, "enrolment.<code>".
enum class EnrolmentFault {
  kNotAnEnrolmentFile,  ///< another file, or cut, or damaged in what is not signed
  kWrongSignature,      ///< the hub's key did not sign the grant, or the root key did not sign the hub's keys
  kExpired,             ///< still_valid() said so
  kAnotherKey,          ///< a grant file that answers another machine's request
  kIsARequest,          ///< a request file, which only the hub can use
  kNotARequest,         ///< another file, cut or damaged, where a request was asked for
  kNeedsItsRequest,     ///< a grant file on a machine that made no request
};
std::string_view code_of(EnrolmentFault fault);

/// What the root key signs under Label::kHubKeys, once per pair of hub keys: Ed25519 key ‖ X25519 key.
base::Bytes hub_keys_bytes(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key);

/// Signs a grant and packs it with its secret into the bytes of an enrolment file. `hub_key` is the one the grant
/// names.
base::Bytes write_enrolment(const wire::Grant& grant, const crypto::SigningKey& hub_key,
                            const std::array<std::uint8_t, 32>& secret);

struct Enrolment {
  wire::Grant grant;
  base::Bytes grant_bytes;
  crypto::SignatureBytes signature{};
  std::array<std::uint8_t, 32> secret{};
};
/// Checks the hub's signature over the grant and the root's over the hub's keys. Expiry is the hub's to judge: a node's
/// clock may be years off and must not stop it from working.
std::expected<Enrolment, EnrolmentFault> read_enrolment(base::ByteView file);

/// For whoever has a clock that counts, which is the hub: kExpired after the grant's last instant.
std::expected<void, EnrolmentFault> still_valid(const wire::Grant& grant, base::Instant hub_time);

/// Without a line and without a file that is worth stealing: the office's machine asks with its own keys, and the hub answers with an
/// enrolment file that is sealed to them. A request is "TKR" version(1) and a flat EnrolmentRequest message, whose signature (label
/// kRequest, over department (1) ‖ office (1) ‖ both keys) shows that whoever asks has the keys. Who that is, people find out by
/// comparing the fingerprint.
base::Bytes write_request(std::uint8_t department, std::uint8_t office, const crypto::SigningKey& sign, const crypto::SealTo& seal_key);
std::expected<wire::EnrolmentRequest, EnrolmentFault> read_request(base::ByteView file);
/// The fingerprint that both sides compare: over both public keys.
std::string fingerprint_of(const wire::EnrolmentRequest& request);

/// A grant file: "TKG" version(1) ‖ key id of the sealing key (8) ‖ sealed box of an enrolment file.
base::Bytes seal_grant(base::ByteView enrolment_file, const crypto::SealTo& seal_key, base::Entropy& entropy);
bool is_grant_file(base::ByteView file);
/// The enrolment file within.
std::expected<base::Bytes, EnrolmentFault> open_grant(base::ByteView file, const crypto::SealingKey& mine);

/// The claim that travels in the first bundles. Its proof is the keyed digest of sign key ‖ seal key under the secret.
wire::EnrolmentClaim claim_of(const Enrolment& enrolment, const crypto::VerifyKey& sign_key,
                              const crypto::SealTo& seal_key);
/// True when the claim was made by somebody who had the secret (32 bytes), and its sealing key can be sealed to.
bool proves(const wire::EnrolmentClaim& claim, base::ByteView secret);

}  // namespace tirkeu::protocol
