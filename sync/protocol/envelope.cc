#include "sync/protocol/envelope.h"

#include <algorithm>

#include "sync/base/invariant.h"

namespace tirkeu::protocol {

namespace {

constexpr std::string_view kMagic = "TKB";
constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kVersionAt = 3;
constexpr std::size_t kDirectionAt = 4;
constexpr std::size_t kReceiverAt = 5;
constexpr std::size_t kClearBytes = kReceiverAt + std::tuple_size_v<crypto::KeyId>;
constexpr std::size_t kSignatureBytes = std::tuple_size_v<crypto::SignatureBytes>;
constexpr std::size_t kLengthBytes = 2;
constexpr std::size_t kHeaderBytesMax = 0xffff;

}  // namespace

Opened<ClearPart> peek(base::ByteView bundle) {
  if (bundle.size() < kMagic.size() || base::text_of(bundle.first(kMagic.size())) != kMagic) {
    return std::unexpected(BundleFault::kNotABundle);
  }
  if (bundle.size() > kVersionAt && bundle[kVersionAt] != kVersion)
    return std::unexpected(BundleFault::kUnknownVersion);
  if (bundle.size() < kClearBytes) return std::unexpected(BundleFault::kDamaged);
  ClearPart clear;
  const auto direction = static_cast<Direction>(bundle[kDirectionAt]);
  if (direction != Direction::kUp && direction != Direction::kDown) return std::unexpected(BundleFault::kDamaged);
  clear.from_hub = direction == Direction::kDown;
  std::copy_n(bundle.begin() + kReceiverAt, clear.receiver.size(), clear.receiver.begin());
  return clear;
}

Opened<Envelope> open_envelope(base::ByteView bundle, Direction expected, const crypto::SealingKey& mine,
                               const base::Limits& limits) {
  if (bundle.size() > limits.bundle_bytes_max) return std::unexpected(BundleFault::kTooLarge);
  const Opened<ClearPart> clear = peek(bundle);
  if (!clear) return std::unexpected(clear.error());
  if (clear->from_hub != (expected == Direction::kDown)) return std::unexpected(BundleFault::kWrongDirection);
  if (clear->receiver != crypto::key_id(mine.seal_to().bytes)) return std::unexpected(BundleFault::kWrongReceiver);
  const std::optional<base::Bytes> content = mine.open(bundle.subspan(kClearBytes));
  if (!content) return std::unexpected(BundleFault::kDamaged);

  const base::ByteView rest = *content;
  if (rest.size() < kSignatureBytes + kLengthBytes) return std::unexpected(BundleFault::kMalformed);
  const auto header_bytes = static_cast<std::size_t>(base::read_le(rest.subspan(kSignatureBytes, kLengthBytes)));
  const base::ByteView behind_length = rest.subspan(kSignatureBytes + kLengthBytes);
  if (header_bytes > behind_length.size()) return std::unexpected(BundleFault::kMalformed);
  Envelope envelope;
  std::copy_n(rest.begin(), kSignatureBytes, envelope.signature.begin());
  base::append(envelope.signed_bytes, bundle.first(kClearBytes));
  envelope.header_at = kClearBytes;
  base::append(envelope.signed_bytes, behind_length.first(header_bytes));
  const base::ByteView compressed = behind_length.subspan(header_bytes);
  envelope.compressed.assign(compressed.begin(), compressed.end());
  return envelope;
}

SealedEnvelope seal_envelope(Direction direction, base::ByteView header, base::ByteView compressed,
                             const crypto::SigningKey& key, const crypto::SealTo& receiver, base::Entropy& entropy) {
  base::require(header.size() <= kHeaderBytesMax, "the limits of a header's lists keep it below 64 KiB");
  SealedEnvelope sealed;
  base::append(sealed.bundle, base::bytes_of(kMagic));
  sealed.bundle.push_back(kVersion);
  sealed.bundle.push_back(static_cast<std::uint8_t>(direction));
  base::append(sealed.bundle, crypto::key_id(receiver.bytes));

  sealed.signed_bytes = sealed.bundle;
  base::append(sealed.signed_bytes, header);
  sealed.signature = key.sign(label_of(direction), sealed.signed_bytes);

  base::Bytes content;
  content.reserve(kSignatureBytes + kLengthBytes + header.size() + compressed.size());
  base::append(content, sealed.signature);
  base::append_le(content, header.size(), kLengthBytes);
  base::append(content, header);
  base::append(content, compressed);
  base::append(sealed.bundle, crypto::seal(content, receiver, entropy));
  return sealed;
}

crypto::Label label_of(Direction direction) {
  return direction == Direction::kUp ? crypto::Label::kUpBundle : crypto::Label::kDownBundle;
}

crypto::Digest digest_of_receipt(base::ByteView signed_bytes, const crypto::SignatureBytes& signature) {
  return crypto::digest(crypto::Label::kReceipt, signed_bytes, signature);
}

}  // namespace tirkeu::protocol
