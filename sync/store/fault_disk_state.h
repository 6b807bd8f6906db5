// The state behind FaultDisk, shared by its two sources: fault_disk.cc is the disk, fault_vfs.cc what SQLite calls.
// Internal to the room.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/store/fault_vfs.h"

namespace tirkeu::store {

struct FaultDisk::Image {
  std::map<std::string, base::Bytes> files;
};

/// One thing that happened to a file since it was last synced. Not yet promised to anybody: a power cut may undo it.
struct UnsyncedChange {
  enum class What { kCreate, kWrite, kTruncate, kDelete };
  What what = What::kWrite;
  std::uint64_t offset = 0;  ///< of a write; new size of a truncation
  base::Bytes bytes;         ///< of a write
};

struct SimulatedFile {
  std::optional<base::Bytes> live;     ///< what a reader sees; nothing: no such file
  std::optional<base::Bytes> durable;  ///< what a power cut leaves at least
  std::vector<UnsyncedChange> unsynced;
  int opened = 0;
  std::vector<std::unique_ptr<base::Bytes>>
      shared_memory;  ///< the WAL index: never on the disk, gone with the connection
};

struct FaultDisk::State {
  std::string name;
  sqlite3_vfs vfs{};
  std::map<std::string, SimulatedFile> files;  ///< entries are never removed while opened: connections point to them
  std::uint64_t operations = 0;
  std::uint64_t fail_from = 0;  ///< number of the operation that fails; 0: none
  Fault fault = Fault::kNone;
  Duration duration = Duration::kOnce;
  bool powered_off = false;

  /// Counts one operation and says what becomes of it: SQLITE_OK, or `input_output_error` or SQLITE_FULL.
  int operate(bool needs_space, int input_output_error);
  void write(SimulatedFile& file, std::uint64_t offset, base::ByteView bytes);
  void truncate(SimulatedFile& file, std::uint64_t size);
  void sync(SimulatedFile& file);
  void create(SimulatedFile& file);
  void remove(SimulatedFile& file, bool durably);
  /// SQLite syncs the folder with the first sync of a new journal or WAL; then no file removed before can come back.
  void sync_folder();
};

/// Does to `content` what the change did.
void redo(std::optional<base::Bytes>& content, const UnsyncedChange& change);
/// Fills in the calls of `state.vfs`.
void install_calls(FaultDisk::State& state);

}  // namespace tirkeu::store
