// Faults on real files: a SQLite VFS over the system's own that fails the n-th change, for tests.
//
// Everything passes to the system's VFS, locks and shared memory too. Counted are writes, syncs, truncations, deletions and openings
// that may create a file. The n-th fails, once or from then on. After kCrash every later call of any file fails, reads too, until heal():
// the process counts as dead, and the files lie as they were. What the system was given but had not synced stays, as after SIGKILL.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace tirkeu::store {

class FailingFiles {
 public:
  /// kFull fails only what needs space, and waits for it. kShortWrite writes half and then says "disk full", as the system does.
  /// kSync fails only syncs, and waits for one.
  enum class Fault { kNone, kInputOutput, kFull, kShortWrite, kSync, kCrash };
  /// `name`: of the VFS, unique in the process.
  explicit FailingFiles(std::string name);
  ~FailingFiles();
  const std::string& vfs() const;
  /// Counts from now; 1 is the very next change.
  void fail_at(std::uint64_t changes_from_now, Fault fault, bool for_ever);
  void heal();
  /// Whether the ordered fault has happened.
  bool met() const;

  struct State;  ///< for this room only

 private:
  std::unique_ptr<State> state_;
};

}  // namespace tirkeu::store
