#include "sync/store/failing_files.h"

#include <sqlite3.h>

#include "sync/base/invariant.h"

namespace tirkeu::store {

struct FailingFiles::State {
  std::string name;
  sqlite3_vfs vfs{};
  sqlite3_vfs* system = nullptr;
  Fault fault = Fault::kNone;
  std::uint64_t left = 0;  ///< changes until the fault is due
  bool for_ever = false;
  bool met = false;
  bool dead = false;

  enum class What { kSpace, kSync, kOther };
  /// Whether this change fails.
  bool fails(What what) {
    if (dead) return true;
    if (fault == Fault::kNone) return false;
    if (left > 1) {
      --left;
      return false;
    }
    if ((fault == Fault::kFull || fault == Fault::kShortWrite) && what != What::kSpace) return false;
    if (fault == Fault::kSync && what != What::kSync) return false;
    met = true;
    failed = fault;
    if (fault == Fault::kCrash) dead = true;
    if (!for_ever) fault = Fault::kNone;
    return true;
  }
  Fault failed = Fault::kNone;
  int code(int otherwise) const { return !dead && (failed == Fault::kFull || failed == Fault::kShortWrite) ? SQLITE_FULL : otherwise; }
};

namespace {

using State = FailingFiles::State;

/// The system's own file lies directly behind it.
struct alignas(16) OpenFile {
  sqlite3_file base;
  State* state;
};

OpenFile& open_of(sqlite3_file* file) { return *reinterpret_cast<OpenFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<OpenFile*>(file) + 1); }
State& state_of(sqlite3_vfs* vfs) { return *static_cast<State*>(vfs->pAppData); }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }

int read_file(sqlite3_file* file, void* target, int amount, sqlite3_int64 offset) {
  if (open_of(file).state->dead) return SQLITE_IOERR_READ;
  return real(file)->pMethods->xRead(real(file), target, amount, offset);
}

int write_file(sqlite3_file* file, const void* source, int amount, sqlite3_int64 offset) {
  State& state = *open_of(file).state;
  if (!state.fails(State::What::kSpace)) return real(file)->pMethods->xWrite(real(file), source, amount, offset);
  if (!state.dead && state.failed == FailingFiles::Fault::kShortWrite) real(file)->pMethods->xWrite(real(file), source, amount / 2, offset);
  return state.code(SQLITE_IOERR_WRITE);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  State& state = *open_of(file).state;
  if (state.fails(State::What::kOther)) return SQLITE_IOERR_TRUNCATE;
  return real(file)->pMethods->xTruncate(real(file), size);
}

int sync_file(sqlite3_file* file, int flags) {
  State& state = *open_of(file).state;
  if (state.fails(State::What::kSync)) return SQLITE_IOERR_FSYNC;
  return real(file)->pMethods->xSync(real(file), flags);
}

int size_of_file(sqlite3_file* file, sqlite3_int64* size) {
  if (open_of(file).state->dead) return SQLITE_IOERR_FSTAT;
  return real(file)->pMethods->xFileSize(real(file), size);
}

int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_reserved(sqlite3_file* file, int* reserved) { return real(file)->pMethods->xCheckReservedLock(real(file), reserved); }
int control(sqlite3_file* file, int what, void* argument) { return real(file)->pMethods->xFileControl(real(file), what, argument); }
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** memory) {
  return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) { return real(file)->pMethods->xShmLock(real(file), offset, count, flags); }
void barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

// Version 2: without memory mapping, by which writes would pass uncounted.
const sqlite3_io_methods kCalls = {2,    close_file, read_file,   write_file,      truncate_file, sync_file,   size_of_file, lock,    unlock,
                                   check_reserved, control, sector_size, characteristics, map_shared,    lock_shared, barrier,      unmap_shared, nullptr, nullptr};

int open_path(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* granted) {
  State& state = state_of(vfs);
  file->pMethods = nullptr;
  if (state.dead) return SQLITE_CANTOPEN;
  if ((flags & SQLITE_OPEN_CREATE) != 0 && state.fails(State::What::kSpace)) return state.code(SQLITE_CANTOPEN);
  open_of(file).state = &state;
  const int result = state.system->xOpen(state.system, name, real(file), flags, granted);
  if (real(file)->pMethods != nullptr) file->pMethods = &kCalls;
  return result;
}

int delete_path(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  State& state = state_of(vfs);
  if (state.fails(State::What::kOther)) return SQLITE_IOERR_DELETE;
  return state.system->xDelete(state.system, name, sync_folder);
}

int access_path(sqlite3_vfs* vfs, const char* name, int flags, int* answer) {
  State& state = state_of(vfs);
  if (state.dead) return SQLITE_IOERR_ACCESS;
  return state.system->xAccess(state.system, name, flags, answer);
}

}  // namespace

FailingFiles::FailingFiles(std::string name) : state_(std::make_unique<State>()) {
  state_->name = std::move(name);
  state_->system = sqlite3_vfs_find(nullptr);
  base::require(state_->system != nullptr, "SQLite has no VFS of the system");
  state_->vfs = *state_->system;
  state_->vfs.iVersion = 2;
  state_->vfs.szOsFile += static_cast<int>(sizeof(OpenFile));
  state_->vfs.pNext = nullptr;
  state_->vfs.zName = state_->name.c_str();
  state_->vfs.pAppData = state_.get();
  state_->vfs.xOpen = open_path;
  state_->vfs.xDelete = delete_path;
  state_->vfs.xAccess = access_path;
  base::require(sqlite3_vfs_register(&state_->vfs, 0) == SQLITE_OK, "the VFS cannot be registered");
}

FailingFiles::~FailingFiles() { sqlite3_vfs_unregister(&state_->vfs); }
const std::string& FailingFiles::vfs() const { return state_->name; }
bool FailingFiles::met() const { return state_->met; }

void FailingFiles::fail_at(std::uint64_t changes_from_now, Fault fault, bool for_ever) {
  state_->fault = fault;
  state_->left = changes_from_now;
  state_->for_ever = for_ever;
  state_->met = false;
}

void FailingFiles::heal() {
  state_->fault = Fault::kNone;
  state_->dead = false;
}

}  // namespace tirkeu::store
