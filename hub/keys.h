// The hub's keys.
#pragma once

#include <filesystem>
#include <vector>

#include "sync/base/disk.h"
#include "sync/crypto/keys.h"

namespace tirkeu::hub {

/// Signing and sealing keys of a running hub, in a file of their own beside the database (mode 0600).
struct HubKeys {
  crypto::SigningKey sign;
  crypto::SealingKey seal;
  /// Of the pairs before this one, newest first: what was sealed to them may still be on its way, on a stick for weeks. Their signing
  /// keys are gone.
  std::vector<crypto::SealingKey> earlier{};

  static HubKeys generate(base::Entropy& entropy);
  /// Throws base::DiskError with what to do when the file is missing or damaged.
  static HubKeys load(base::Disk& disk, const std::filesystem::path& path);
  void save(base::Disk& disk, const std::filesystem::path& path) const;
  /// Both public keys, as the root signs them.
  base::Bytes public_bytes() const;
  /// The sealing key with that id; the present one when it is nobody's.
  const crypto::SealingKey& opening(const crypto::KeyId& receiver) const;
  /// This pair in front of the others.
  HubKeys followed_by(const crypto::SigningKey& next_sign, const crypto::SealingKey& next_seal) const;
};
/// Where new keys wait beside hub.keys until the database names them.
std::filesystem::path prepared_keys_file(const std::filesystem::path& keys);

}  // namespace tirkeu::hub
