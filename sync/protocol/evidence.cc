#include "sync/protocol/evidence.h"

#include <algorithm>

#include "sync/protocol/envelope.h"

namespace tirkeu::protocol {
namespace {

/// Length of the clear part in front of the header; see envelope.h.
constexpr std::size_t kClearBytes = 13;
constexpr std::size_t kDirectionAt = 4;
constexpr std::size_t kReceiverAt = 5;

bool names(const wire::Section& section, base::Incarnation incarnation, const crypto::Digest& head) {
  return section.incarnation == incarnation && section.head == wire::prefix16(head);
}

}  // namespace

std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& signer, base::Incarnation incarnation, const crypto::Digest& head) {
  if (signed_bytes.size() <= kClearBytes) return "the signed bytes are too short";
  const bool up = signed_bytes[kDirectionAt] == static_cast<std::uint8_t>(Direction::kUp);
  if (!signer.verify(label_of(up ? Direction::kUp : Direction::kDown), signed_bytes, signature)) return "the signature is not the key's";
  const base::Limits limits;
  const base::ByteView header_bytes = signed_bytes.subspan(kClearBytes);
  if (up) {
    const wire::Decoded<wire::UpHeader> header = wire::decode_up_header(header_bytes, limits);
    if (!header) return "the signed header does not decode";
    if (!names(header->section, incarnation, head)) return "the signed header names another head";
    return std::nullopt;
  }
  const wire::Decoded<wire::DownHeader> header = wire::decode_down_header(header_bytes, limits);
  if (!header) return "the signed header does not decode";
  for (const wire::Section& section : header->sections)
    if (names(section, incarnation, head)) return std::nullopt;
  return "the signed header names another head";
}

std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& author, const crypto::VerifyKey& hub, base::Incarnation incarnation,
                                          const crypto::Digest& head) {
  const bool down = signed_bytes.size() > kDirectionAt && signed_bytes[kDirectionAt] == static_cast<std::uint8_t>(Direction::kDown);
  return check_evidence(signed_bytes, signature, down ? hub : author, incarnation, head);
}

std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          std::span<const crypto::VerifyKey> signers, base::Incarnation incarnation, const crypto::Digest& head) {
  std::optional<std::string> wrong = "no key may have signed it";
  for (const crypto::VerifyKey& signer : signers) {
    wrong = check_evidence(signed_bytes, signature, signer, incarnation, head);
    if (!wrong) break;
  }
  return wrong;
}

std::optional<std::string> check_evidence(base::ByteView signed_bytes, const crypto::SignatureBytes& signature,
                                          const crypto::VerifyKey& author, std::span<const crypto::VerifyKey> hub, base::Incarnation incarnation,
                                          const crypto::Digest& head) {
  const bool down = signed_bytes.size() > kDirectionAt && signed_bytes[kDirectionAt] == static_cast<std::uint8_t>(Direction::kDown);
  return down ? check_evidence(signed_bytes, signature, hub, incarnation, head)
              : check_evidence(signed_bytes, signature, author, incarnation, head);
}

std::optional<KeptAnswer> read_answer(const wire::SignedBytes& kept, std::span<const crypto::VerifyKey> hub) {
  for (const crypto::VerifyKey& key : hub)
    if (std::optional<KeptAnswer> answer = read_answer(kept, key)) return answer;
  return std::nullopt;
}

std::optional<KeptAnswer> read_answer(const wire::SignedBytes& kept, const crypto::VerifyKey& hub) {
  const base::ByteView bytes(kept.bytes);
  if (bytes.size() <= kClearBytes || !hub.verify(label_of(Direction::kDown), bytes, kept.signature)) return std::nullopt;
  wire::Decoded<wire::DownHeader> header = wire::decode_down_header(bytes.subspan(kClearBytes), base::Limits());
  if (!header) return std::nullopt;
  KeptAnswer answer;
  answer.header = *std::move(header);
  std::ranges::copy(bytes.subspan(kReceiverAt, answer.receiver.size()), answer.receiver.begin());
  answer.receipt_digest = digest_of_receipt(bytes, kept.signature);
  return answer;
}

}  // namespace tirkeu::protocol
