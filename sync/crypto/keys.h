// Keys, signatures, digests: the only view of libsodium that the rest of the program has.
//
// Rules of the room: bytes are signed, never objects; every use has a label of its own that ends in NUL, so a signature
// made for one purpose never verifies for another; signing and sealing keys are never converted into one another;
// secret bytes live in memory that is wiped on destruction and never leaves through a log, argv or an exception.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/bytes.h"
#include "sync/base/entropy.h"

namespace tirkeu::crypto {

/// Call in main before anything else of this room; throws std::runtime_error when libsodium cannot start. Calling again
/// is harmless, and keys do it themselves; main does it so that a machine without randomness stops at once and not
/// later.
void initialise();

/// The machine's randomness (libsodium's randombytes).
class SystemEntropy final : public base::Entropy {
 public:
  void fill(std::span<std::uint8_t> target) override;
};

/// What a signature or digest is for. The text is hashed or signed in front of the bytes, its closing NUL included:
/// with the NUL no label is a prefix of another, so no choice of bytes makes one use look like another.
enum class Label {
  kEntryDigest,  ///< "tirkeu/v1/entry-digest"
  kEntry,        ///< "tirkeu/v1/entry"
  kUpBundle,     ///< "tirkeu/v1/bundle-up"
  kDownBundle,   ///< "tirkeu/v1/bundle-down" (receipt ‖ heads)
  kGrant,        ///< "tirkeu/v1/enrolment-grant"
  kGrantProof,   ///< "tirkeu/v1/enrolment-proof" (keyed digest, key = the grant's secret)
  kHubKeys,      ///< "tirkeu/v1/hub-keys", by the root key
  kKeyStatement, ///< "tirkeu/v1/hub-key-statement", by the root key: from now on these keys speak for the hub
  kRootChange,   ///< "tirkeu/v1/root-change", by the root key that hands over to the next one
  kRequest,      ///< "tirkeu/v1/enrolment-request", by the key that asks to be enrolled
  kGenesis,      ///< "tirkeu/v1/log-genesis"
  kSchema,       ///< "tirkeu/v1/schema"
  kKeyId,        ///< "tirkeu/v1/key-id"
  kBlindTag,     ///< "tirkeu/v1/blind-tag"
  kReceipt,      ///< "tirkeu/v1/receipt"
  kLoginToken,   ///< "tirkeu/v1/login-token"
  kLoginFailure, ///< "tirkeu/v1/login-failure" (account ‖ NUL ‖ address)
  kStaticFile,   ///< "tirkeu/v1/static-file"
  kIdempotency,  ///< "tirkeu/v1/idempotency"
  kWitness,      ///< "tirkeu/v1/witness"
  kLife,         ///< "tirkeu/v1/life" (grant digest ‖ incarnation)
  kSuccession,   ///< "tirkeu/v1/succession", by the key of the life that ends
  kContent,      ///< "tirkeu/v1/content" (an attachment's bytes)
  kFingerprint,  ///< "tirkeu/v1/fingerprint"
};
inline constexpr Label kLabelLast = Label::kFingerprint;
/// The bytes that are hashed or signed first. The view ends with the NUL, unlike other text.
std::string_view text_of(Label label);

/// BLAKE2b-256 (RFC 7693).
using Digest = std::array<std::uint8_t, 32>;
Digest digest(Label label, base::ByteView bytes);
/// Over `first` ‖ `second` with nothing between them: give `first` a fixed length, or the border can be moved.
Digest digest(Label label, base::ByteView first, base::ByteView second);
/// Keyed BLAKE2b-256 (a MAC). A key that is not 16 to 64 bytes long stops the program: with none it would be no MAC.
Digest keyed_digest(Label label, base::ByteView key, base::ByteView bytes);
/// Compares in constant time.
bool equal(base::ByteView left, base::ByteView right);

/// Secret bytes; movable, not copyable. They lie between guard pages in memory that is not swapped (as far as the
/// system's limit on locked memory allows), not dumped, and wiped on destruction. Each costs four pages: for keys, not
/// for data.
class Secret {
 public:
  Secret() = default;
  explicit Secret(base::ByteView bytes);
  ~Secret();
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  base::ByteView view() const;

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

using SignatureBytes = std::array<std::uint8_t, 64>;

/// Ed25519 public key.
struct VerifyKey {
  std::array<std::uint8_t, 32> bytes{};
  /// False for a wrong signature, a small-order or non-canonical key, a malleated signature (RFC 8032 §5.1.7, strict).
  bool verify(Label label, base::ByteView message, const SignatureBytes& signature) const;
  auto operator<=>(const VerifyKey&) const = default;
};

/// Ed25519 key pair.
class SigningKey {
 public:
  static SigningKey generate(base::Entropy& entropy);
  /// `seed`: 32 bytes as seed() returned them.
  static SigningKey from_seed(base::ByteView seed);
  const VerifyKey& verify_key() const { return public_; }
  SignatureBytes sign(Label label, base::ByteView message) const;
  base::ByteView seed() const;

 private:
  SigningKey() = default;
  VerifyKey public_;
  Secret secret_;
};

/// X25519 public key that bundles are sealed to.
struct SealTo {
  std::array<std::uint8_t, 32> bytes{};
  /// False for the few points of small order: what is sealed to them anyone can open. Ask before keeping a key that
  /// came from outside.
  bool usable() const;
  auto operator<=>(const SealTo&) const = default;
};
inline constexpr std::size_t kSealOverhead = 48;

/// X25519 key pair that opens what was sealed to it.
class SealingKey {
 public:
  static SealingKey generate(base::Entropy& entropy);
  static SealingKey from_secret(base::ByteView secret);
  const SealTo& seal_to() const { return public_; }
  /// nothing when `sealed` was not sealed to this key or was changed.
  std::optional<base::Bytes> open(base::ByteView sealed) const;
  base::ByteView secret() const;

 private:
  SealingKey() = default;
  SealTo public_;
  Secret secret_;
};

/// libsodium's sealed box, with the ephemeral key drawn from `entropy` so that a simulation can replay it:
///   ephemeral public key (32) ‖ crypto_box(message, nonce = BLAKE2b-192(ephemeral ‖ receiver)), 48 bytes longer.
/// Throws std::invalid_argument when `receiver` is not usable().
base::Bytes seal(base::ByteView message, const SealTo& receiver, base::Entropy& entropy);

/// First 8 bytes of the labelled digest of a public key: names a key on the wire, proves nothing.
using KeyId = std::array<std::uint8_t, 8>;
KeyId key_id(base::ByteView public_key);

/// For comparing over the telephone: 6 groups of 5 digits, "12345 67890 …". Each group is five bytes of the labelled
/// digest of the keys (big-endian) modulo 100000: 99 bits together, too many to find a second key for.
std::string fingerprint(base::ByteView public_keys);

}  // namespace tirkeu::crypto
