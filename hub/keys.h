// The hub's keys, and the root key above them.
#pragma once

#include <filesystem>
#include <string_view>

#include "sync/base/disk.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/password.h"

namespace tirkeu::hub {

/// Signing and sealing keys of a running hub, in a file of their own beside the database (mode 0600).
struct HubKeys {
  crypto::SigningKey sign;
  crypto::SealingKey seal;

  static HubKeys generate(base::Entropy& entropy);
  /// Throws base::DiskError with what to do when the file is missing or damaged.
  static HubKeys load(base::Disk& disk, const std::filesystem::path& path);
  void save(base::Disk& disk, const std::filesystem::path& path) const;
  /// Both public keys, as the root signs them.
  base::Bytes public_bytes() const;
};

/// Writes the department's root key under a passphrase into a file of its own, to be kept elsewhere: it replaces a lost or
/// broken-into hub without a drive to every office. The seed is in memory only while init runs.
void save_root_key(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& root, std::string_view passphrase,
                   base::Entropy& entropy, const crypto::PasswordCost& cost);

}  // namespace tirkeu::hub
