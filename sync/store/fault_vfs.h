// A disk in memory for the simulator and the crash tests: SQLite files whose unsynced writes a crash forgets.
//
// Each instance registers one SQLite VFS under its own name. Writes go to the live image; sync copies it to the durable
// image; crash() drops whatever was not synced (or keeps a random part of it, torn at 512 bytes, drawn from the given
// entropy). fail_at(n) makes the n-th following operation fail, once or for ever.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sync/base/entropy.h"

namespace tirkeu::store {

class FaultDisk {
 public:
  enum class Fault { kNone, kInputOutput, kFull, kCrash };
  enum class Duration { kOnce, kForEver };
  /// Thrown through SQLite as an I/O error; the database must be dropped and opened anew after crash().
  explicit FaultDisk(std::string name);
  ~FaultDisk();
  const std::string& vfs() const;
  /// Operations (write, sync, truncate, delete) so far.
  std::uint64_t operations() const;
  void fail_at(std::uint64_t operations_from_now, Fault fault, Duration duration);
  void heal();
  /// Power cut: call after the database objects are gone. `keep`: which unsynced writes survive is drawn from it; nullptr: none.
  void crash(base::Entropy* keep);
  /// The whole disk as it is durable, for cloning and rewinding a machine.
  struct Image;
  std::shared_ptr<const Image> snapshot() const;
  void restore(const std::shared_ptr<const Image>& image);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace tirkeu::store
