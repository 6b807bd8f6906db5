// How a hub gets other keys: whoever has the department's root key makes them, certifies them, and hands them to the hub, which needs
// nothing of the root but its public half.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string_view>

#include "sync/base/disk.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/password.h"
#include "sync/protocol/key_statement.h"

namespace tirkeu::hub {

/// The department's root key with what a hub on a new machine has to know of those before it.
struct RootKey {
  crypto::SigningKey key;
  protocol::RootChain chain;
  std::uint64_t serial = 0;  ///< of the newest statement that is known to have been made when the file was written

  static RootKey first(base::Entropy& entropy);
};
/// Writes the root key under a passphrase into a file of its own (mode 0600), to be kept elsewhere. What is locked: seed (32) ‖ first
/// root key of the department (32) ‖ serial (8, LE) ‖ each change of the root: serial (8), key (32), signature (64).
void save_root_key(base::Disk& disk, const std::filesystem::path& path, const RootKey& root, std::string_view passphrase,
                   base::Entropy& entropy, const crypto::PasswordCost& cost);
/// Why a root key cannot be used. Each has a sentence in the catalogue, "root_key.<code>".
enum class RootKeyFault {
  kMissing,     ///< no such file
  kLocked,      ///< wrong passphrase, or no root key file, or a damaged one: they look alike
  kNotOurs,     ///< of another department, or one that was replaced
};
std::string_view code_of(RootKeyFault fault);
std::expected<RootKey, RootKeyFault> load_root_key(base::Disk& disk, const std::filesystem::path& path, std::string_view passphrase);

/// What has to be known of a hub to certify keys for it. All of it is public.
struct KeyStanding {
  std::uint8_t department = 0;
  std::uint64_t serial = 0;  ///< of the hub's newest statement; 0: never changed
  protocol::RootChain roots;
  base::Instant hub_time{};

  base::Bytes encoded() const;
  static std::optional<KeyStanding> decode(base::ByteView bytes);
};

/// New keys for a hub with the word of the root key. Holds secrets.
struct KeyChange {
  crypto::SigningKey sign;
  crypto::SealingKey seal;
  crypto::SignatureBytes keys_signature{};  ///< by the root over both public keys, for enrolment files
  wire::KeyStatement statement;

  base::Bytes encoded() const;
  static std::optional<KeyChange> decode(base::ByteView bytes);
};
/// The serial is above the hub's and the root file's, and never below the seconds since 1970: a hub that came back from an old backup has
/// forgotten what its nodes believe.
std::expected<KeyChange, RootKeyFault> make_change(const KeyStanding& standing, const RootKey& root, base::Entropy& entropy);
/// The root key hands over to a new one; the hub's keys change with it, so that who believes the new root sees it at once.
struct RootHandover {
  RootKey next;
  KeyChange change;
};
std::expected<RootHandover, RootKeyFault> hand_over(const KeyStanding& standing, const RootKey& root, base::Entropy& entropy);

}  // namespace tirkeu::hub
