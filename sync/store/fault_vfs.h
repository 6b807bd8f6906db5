// A disk in memory for the simulator and the crash tests: SQLite files whose unsynced writes a crash forgets.
//
// Each instance registers one SQLite VFS under its own name. Writes go to the live image; sync copies it to the durable
// image; crash() drops whatever was not synced (or keeps a random part of it, torn at 512 bytes, drawn from the given
// entropy). fail_at(n) makes the n-th following operation fail, once or for ever.
//
// The fault model: a sync of a file is a promise and keeps all its writes so far; the first sync of a new file keeps
// its creation and every removal in the folder before it. A removed file may come back until then, as it does on real
// disks. A write between syncs may survive a power cut whole, in part or not at all, in any order, but never changes
// bytes beside it. One connection per file at a time. Locks, time and randomness are simulated without the machine's.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sync/base/entropy.h"

namespace tirkeu::store {

class FaultDisk {
 public:
  /// kInputOutput: the operation fails. kFull: the next operation that needs space fails as "disk full". kCrash: power
  /// is gone; this and everything after it fails, reads too, until crash(): drop the database, call crash(), open it
  /// anew.
  enum class Fault { kNone, kInputOutput, kFull, kCrash };
  enum class Duration { kOnce, kForEver };
  /// `name`: of the VFS, unique in the process.
  explicit FaultDisk(std::string name);
  ~FaultDisk();
  const std::string& vfs() const;
  /// Operations (create, write, sync, truncate, delete) so far.
  std::uint64_t operations() const;
  /// 1: the very next operation.
  void fail_at(std::uint64_t operations_from_now, Fault fault, Duration duration);
  /// Takes back what fail_at() ordered; after a power cut it is crash() that does.
  void heal();
  /// Power cut: call after the database objects are gone. `keep`: which unsynced writes survive is drawn from it;
  /// nullptr: none.
  void crash(base::Entropy* keep);
  /// Flips one bit of that file, drawn from `entropy`; nothing is lost of what a file that is not there could lose. Call it while
  /// the database objects are gone.
  void rot(const std::string& path, base::Entropy& entropy);
  /// The whole disk as it is durable, for cloning and rewinding a machine.
  struct Image;
  std::shared_ptr<const Image> snapshot() const;
  void restore(const std::shared_ptr<const Image>& image);

  struct State;  ///< for this room only

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tirkeu::store
