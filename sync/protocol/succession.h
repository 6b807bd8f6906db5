// Succession: one life of an office's log ends and names the next, on the same machine and without anybody's help.
//
// The old key signs who goes on: number, keys, and the last entry that the machine still has. A hub that knows the old key
// needs nothing else to bind the new one, and takes what was written up to that entry whenever it comes.
#pragma once

#include "sync/crypto/keys.h"
#include "sync/wire/messages.h"

namespace tirkeu::protocol {

/// What entry 1 of a life stands on: the grant's own digest for its first number, a digest with the number in it for the others.
crypto::Digest base_of_life(const crypto::Digest& grant, base::Incarnation first_of_grant, base::Incarnation incarnation);

/// Where a life ends: the last entry that the machine which goes on has, or knows to have left. The hub may hold more.
struct LifeEnd {
  base::Incarnation incarnation = 0;
  base::Sequence head = 0;
  crypto::Digest head_digest{};
};

/// Who begins.
struct LifeBegin {
  base::Incarnation incarnation = 0;
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
};

/// The claim of `begin`, signed by the key of the life that ends. Signed bytes: grant id ‖ new incarnation (4, LE) ‖ new signing
/// key ‖ new sealing key ‖ old incarnation (4, LE) ‖ old head (8, LE) ‖ its digest.
wire::SuccessionClaim claim_of(const wire::GrantId& grant, const LifeBegin& begin, const LifeEnd& end, const crypto::SigningKey& old_key);
/// True when `old_key` signed that `claim` goes on as `incarnation`.
bool proves(const wire::SuccessionClaim& claim, base::Incarnation incarnation, const crypto::VerifyKey& old_key);

}  // namespace tirkeu::protocol
