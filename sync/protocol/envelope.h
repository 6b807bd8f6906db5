// The outermost layer of a bundle, the same in both directions. Only this room includes it.
//
//   offset 0   "TKB"
//          3   version 1
//          4   direction: 'U' from a node to its hub, 'D' from the hub to a node
//          5   key id of the receiver's sealing key (8)
//         13   sealed box of: signature (64) ‖ header length (2, little-endian) ‖ header ‖ compressed entries ‖ pieces
#pragma once

#include "sync/protocol/bundle.h"

namespace tirkeu::protocol {

enum class Direction : std::uint8_t { kUp = 'U', kDown = 'D' };

/// What the seal held. Nothing of it is believed yet.
struct Envelope {
  crypto::SignatureBytes signature{};
  base::Bytes signed_bytes;  ///< clear part ‖ header: what the signature covers
  std::size_t header_at = 0;
  base::Bytes compressed;  ///< entries, and behind them the pieces that the header names

  base::ByteView header() const { return base::ByteView(signed_bytes).subspan(header_at); }
};

Opened<Envelope> open_envelope(base::ByteView bundle, Direction expected, const crypto::SealingKey& mine,
                               const base::Limits& limits);

/// The bytes that leave, and what was signed in them.
struct SealedEnvelope {
  base::Bytes bundle;
  base::Bytes signed_bytes;
  crypto::SignatureBytes signature{};
};
SealedEnvelope seal_envelope(Direction direction, base::ByteView header, base::ByteView compressed,
                             const crypto::SigningKey& key, const crypto::SealTo& receiver, base::Entropy& entropy);

/// A signature for one direction never verifies in the other.
crypto::Label label_of(Direction direction);
crypto::Digest digest_of_receipt(base::ByteView signed_bytes, const crypto::SignatureBytes& signature);

}  // namespace tirkeu::protocol
