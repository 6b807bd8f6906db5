#include "sync/crypto/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <stdexcept>

#include "sync/crypto/keys.h"

namespace tirkeu::crypto {

namespace {

using Salt = std::array<std::uint8_t, crypto_pwhash_SALTBYTES>;

// A locked file: magic ‖ salt ‖ passes (4, little-endian) ‖ memory in KiB (4) ‖ nonce ‖ secretbox.
constexpr std::string_view kLockMagic = "TKLOCK1\n";
constexpr std::size_t kSaltAt = kLockMagic.size();
constexpr std::size_t kPassesAt = kSaltAt + crypto_pwhash_SALTBYTES;
constexpr std::size_t kMemoryAt = kPassesAt + 4;
constexpr std::size_t kNonceAt = kMemoryAt + 4;
constexpr std::size_t kBoxAt = kNonceAt + crypto_secretbox_NONCEBYTES;
// The costs are read before anything is authenticated: a damaged file must not make us work or allocate without end.
constexpr std::uint64_t kLockPassesMax = 16;
constexpr std::uint64_t kLockMemoryBytesMax = 1u << 30;

constexpr std::uint64_t kTagPasses = 1;
constexpr std::size_t kTagMemoryBytes = 8u << 20;

/// A key that lives for one call: on the stack, because locking a page for it costs more than a look-up may, and wiped.
struct Hardened {
  std::array<std::uint8_t, 32> bytes;

  Hardened(base::ByteView password, const Salt& salt, std::uint64_t passes, std::size_t memory_bytes) {
    if (crypto_pwhash(bytes.data(), bytes.size(), base::text_of(password).data(), password.size(), salt.data(), passes,
                      memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) {
      throw std::runtime_error("Argon2id failed: not enough memory for a password hash");
    }
  }
  ~Hardened() { sodium_memzero(bytes.data(), bytes.size()); }
  Hardened(const Hardened&) = delete;
  Hardened& operator=(const Hardened&) = delete;
};

}  // namespace

std::string hash_password(std::string_view password, const PasswordCost& cost) {
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), cost.operations, cost.memory_bytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::runtime_error("Argon2id failed: not enough memory for a password hash");
  }
  return text.data();
}

bool verify_password(std::string_view hash, std::string_view password) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return false;
  const std::string terminated(hash);
  return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

bool needs_rehash(std::string_view hash, const PasswordCost& cost) {
  if (hash.size() >= crypto_pwhash_STRBYTES) return true;
  const std::string terminated(hash);
  return crypto_pwhash_str_needs_rehash(terminated.c_str(), cost.operations, cost.memory_bytes) != 0;
}

base::Bytes lock_with_passphrase(base::ByteView content, std::string_view passphrase, base::Entropy& entropy,
                                 const PasswordCost& cost) {
  if (cost.operations > kLockPassesMax || cost.memory_bytes > kLockMemoryBytesMax) {
    throw std::invalid_argument("these costs are above what unlock_with_passphrase() accepts");
  }
  Salt salt;
  std::array<std::uint8_t, crypto_secretbox_NONCEBYTES> nonce;
  entropy.fill(salt);
  entropy.fill(nonce);
  const std::uint64_t memory_kib = cost.memory_bytes / 1024;
  const Hardened key(base::bytes_of(passphrase), salt, cost.operations, memory_kib * 1024);

  base::Bytes locked;
  locked.reserve(kBoxAt + content.size() + crypto_secretbox_MACBYTES);
  base::append(locked, base::bytes_of(kLockMagic));
  base::append(locked, salt);
  base::append_le(locked, cost.operations, 4);
  base::append_le(locked, memory_kib, 4);
  base::append(locked, nonce);
  locked.resize(kBoxAt + content.size() + crypto_secretbox_MACBYTES);
  crypto_secretbox_easy(locked.data() + kBoxAt, content.data(), content.size(), nonce.data(), key.bytes.data());
  return locked;
}

std::optional<base::Bytes> unlock_with_passphrase(base::ByteView locked, std::string_view passphrase) {
  if (locked.size() < kBoxAt + crypto_secretbox_MACBYTES) return std::nullopt;
  if (base::text_of(locked.first(kLockMagic.size())) != kLockMagic) return std::nullopt;
  Salt salt;
  std::copy_n(locked.begin() + kSaltAt, salt.size(), salt.begin());
  const std::uint64_t passes = base::read_le(locked.subspan(kPassesAt, 4));
  const std::uint64_t memory_bytes = base::read_le(locked.subspan(kMemoryAt, 4)) * 1024;
  if (passes < crypto_pwhash_OPSLIMIT_MIN || passes > kLockPassesMax || memory_bytes < crypto_pwhash_MEMLIMIT_MIN ||
      memory_bytes > kLockMemoryBytesMax) {
    return std::nullopt;
  }
  const Hardened key(base::bytes_of(passphrase), salt, passes, memory_bytes);
  const base::ByteView box = locked.subspan(kBoxAt);
  base::Bytes content(box.size() - crypto_secretbox_MACBYTES);
  if (crypto_secretbox_open_easy(content.data(), box.data(), box.size(), locked.data() + kNonceAt, key.bytes.data()) !=
      0) {
    return std::nullopt;
  }
  return content;
}

std::uint32_t blind_tag(base::ByteView generation_key, std::string_view normalised) {
  const Digest salt_source = keyed_digest(Label::kBlindTag, generation_key, {});
  Salt salt;
  std::copy_n(salt_source.begin(), salt.size(), salt.begin());
  const Hardened hardened(base::bytes_of(normalised), salt, kTagPasses, kTagMemoryBytes);
  const Digest folded = keyed_digest(Label::kBlindTag, generation_key, hardened.bytes);
  return static_cast<std::uint32_t>(base::read_le(base::ByteView(folded).first(4)));
}

}  // namespace tirkeu::crypto
