// Passwords of people, passphrases of key files, and the blind index's tags: everything that is hardened with Argon2id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/bytes.h"
#include "sync/base/entropy.h"

namespace tirkeu::crypto {

struct PasswordCost {
  std::uint64_t operations = 2;            ///< Argon2id passes
  std::uint64_t memory_bytes = 64u << 20;  ///< 64 MiB: libsodium's INTERACTIVE
};

/// A self-describing Argon2id string ("$argon2id$…"), salt from libsodium. Throws std::runtime_error without enough
/// memory.
std::string hash_password(std::string_view password, const PasswordCost& cost = {});
/// False also for a damaged hash. Constant time in the password.
bool verify_password(std::string_view hash, std::string_view password);
/// True when the hash was made with other costs and should be made again at the next login.
bool needs_rehash(std::string_view hash, const PasswordCost& cost = {});

/// Encrypts a key file under a passphrase (Argon2id MODERATE by default):
///   "TKLOCK1\n" ‖ salt (16) ‖ passes (4, little-endian) ‖ memory in KiB (4) ‖ nonce (24) ‖ XSalsa20-Poly1305 box (16 +
///   content)
/// Costs up to 16 passes and 1 GiB. Throws std::runtime_error without enough memory.
base::Bytes lock_with_passphrase(base::ByteView content, std::string_view passphrase, base::Entropy& entropy,
                                 const PasswordCost& cost = {3, 256u << 20});
/// nothing for a wrong passphrase or a damaged file; every byte of the file takes part in that. Throws
/// std::runtime_error when there is not enough memory to find out.
std::optional<base::Bytes> unlock_with_passphrase(base::ByteView locked, std::string_view passphrase);

/// 32-bit tag of the blind first-application index: Argon2id (8 MiB, one pass) keyed with the generation's 32-byte key
/// over the normalised (issuing state, document number, birth date). About 6 ms; whoever steals a node with its key
/// still has to spend that for every guess, and a 32-bit tag matches many guesses.
///   salt = first 16 bytes of MAC(key, nothing); hardened = Argon2id(normalised, salt, 1 pass, 8 MiB), 32 bytes;
///   tag  = first 4 bytes, little-endian, of MAC(key, hardened);   MAC = keyed_digest(kBlindTag, …)
/// Frozen: every tag of a generation's index was made so.
std::uint32_t blind_tag(base::ByteView generation_key, std::string_view normalised);

}  // namespace tirkeu::crypto
