// The witness: a small file beside the data folder that names the last position which left this machine.
//
// A database put back from an old copy looks whole by itself; only something that was not put back with it can tell. So the
// witness is advanced before anything signed leaves, and at every start it is compared with the database, the newest receipt
// and the machine (start_check.h). It is signed by the life's own key: a witness of another node is none.
//
//   "tirkeu node witness 1\n" ‖ incarnation (4, LE) ‖ sequence (8, LE) ‖ digest of that entry (32) ‖ boot id (16) ‖
//   number of marks (1) ‖ per mark: kind (1), first 8 bytes of its labelled digest ‖ Ed25519 signature (64)
#pragma once

#include <expected>
#include <filesystem>
#include <vector>

#include "sync/base/disk.h"
#include "sync/base/ids.h"
#include "sync/base/machine_marks.h"
#include "sync/crypto/keys.h"
#include "sync/store/log_store.h"

namespace tirkeu::node {

/// A mark as the witness keeps it: enough to recognise, too little to learn a serial number from.
struct WitnessMark {
  base::MachineMark::Kind kind = base::MachineMark::Kind::kSystem;
  std::array<std::uint8_t, 8> digest{};
  auto operator<=>(const WitnessMark&) const = default;
};
std::vector<WitnessMark> witness_marks(const std::vector<base::MachineMark>& marks);

/// True unless the marks prove another machine or folder: another system, another place, or no part in common where both
/// sides show parts. One new card or disk moves nothing.
bool is_same_machine(const std::vector<WitnessMark>& witnessed, const std::vector<WitnessMark>& now);

struct Witness {
  base::Incarnation incarnation = 0;
  store::Head head;
  std::array<std::uint8_t, 16> boot_id{};
  std::vector<WitnessMark> marks;
};

enum class WitnessFault { kMissing, kDamaged };

/// A witness as it lay there, its signature not yet believed.
struct WitnessFile {
  Witness witness;
  base::Bytes signed_bytes;
  crypto::SignatureBytes signature{};
  bool is_signed_by(const crypto::VerifyKey& key) const { return key.verify(crypto::Label::kWitness, signed_bytes, signature); }
};

class WitnessKeeper {
 public:
  WitnessKeeper(base::Disk& disk, std::filesystem::path path) : disk_(disk), path_(std::move(path)) {}
  /// Throws base::DiskError when it cannot be read.
  std::expected<WitnessFile, WitnessFault> read();
  /// Durable when it returns. The same position again costs nothing. Throws base::DiskError.
  void write(const Witness& witness, const crypto::SigningKey& key);

 private:
  base::Disk& disk_;
  std::filesystem::path path_;
  base::Bytes written_;  ///< what this process wrote last
};

}  // namespace tirkeu::node
