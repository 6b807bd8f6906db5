// What a kept transfer proves, years later: that the owner of a key signed a bundle whose run of entries ends in a given digest.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "sync/protocol/bundle.h"

namespace tirkeu::protocol {

/// What is wrong with the evidence, in technical English, or nothing. `signed_bytes` and `signature` as AuthenticUp or
/// AuthenticDown gave them, `incarnation` and `head` of the log's entry that the evidence is kept for.
std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& signer, base::Incarnation incarnation, const crypto::Digest& head);

/// The same for a database that holds runs from both: an office's log comes from its author to the hub, and from the hub back to the
/// office's next life. The direction in the signed bytes says which of the two keys must have signed.
std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& author, const crypto::VerifyKey& hub, base::Incarnation incarnation,
                                          const crypto::Digest& head);

/// The same where any of `signers` may have signed: the keys that a hub has had.
std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          std::span<const crypto::VerifyKey> signers, base::Incarnation incarnation, const crypto::Digest& head);
/// Signed by the author of an office's log, or by any of the hub's keys; as above.
std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& author, std::span<const crypto::VerifyKey> hub, base::Incarnation incarnation,
                                          const crypto::Digest& head);

/// An answer of the hub as its receiver kept it: nothing unless `hub` signed it.
struct KeptAnswer {
  wire::DownHeader header;
  crypto::KeyId receiver{};          ///< of the sealing key that it was sealed to
  crypto::Digest receipt_digest{};   ///< as AuthenticDown::receipt_digest()
};
std::optional<KeptAnswer> read_answer(const wire::SignedBytes& kept, const crypto::VerifyKey& hub);
std::optional<KeptAnswer> read_answer(const wire::SignedBytes& kept, std::span<const crypto::VerifyKey> hub);

}  // namespace tirkeu::protocol
