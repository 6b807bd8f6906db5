// The hub's witness: a small file beside the data folder that says how far the hub had come. A database that is older than its
// witness was restored from a backup, and must not go on as if nothing had happened.
//
// It is written when a hub starts and stops, before an enrolment file leaves, and every few seconds while anything changes. It may
// therefore lag behind the database, but never runs ahead of it: whatever it names was committed.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "sync/base/disk.h"
#include "sync/crypto/keys.h"
#include "sync/store/log_store.h"

namespace tirkeu::hub {

struct HubWitness {
  struct LogHead {
    base::Incarnation log = 0;
    store::Head head;
  };
  std::uint32_t epoch_number = 0;
  base::Incarnation granted_through = 0;  ///< highest number of a node's life that was given out
  std::uint64_t receipts = 0;             ///< sum of the numbers of the newest receipts of all nodes
  std::vector<LogHead> heads;             ///< of the logs that the hub writes

  /// Nothing when there is none, or none that was made with this key.
  static std::optional<HubWitness> load(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& key);
  void save(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& key) const;
  base::Bytes encoded() const;
};

}  // namespace tirkeu::hub
