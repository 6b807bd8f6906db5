#include "sync/store/fault_vfs.h"

#include <algorithm>
#include <cstring>

#include "sync/store/fault_disk_state.h"

// What SQLite calls: thin functions over FaultDisk::State. Locks are no-ops, because a file on such a disk is opened by
// one connection at a time (a second one is answered "busy"); the WAL index lives in the heap.

namespace tirkeu::store {
namespace {

using State = FaultDisk::State;

struct OpenFile {
  sqlite3_file base;
  State* disk;
  SimulatedFile* file;
  int delete_on_close;
};

OpenFile& open_of(sqlite3_file* file) {
  return *reinterpret_cast<OpenFile*>(file);
}
State& disk_of(sqlite3_vfs* vfs) {
  return *static_cast<State*>(vfs->pAppData);
}

int close_file(sqlite3_file* raw) {
  OpenFile& open = open_of(raw);
  if (--open.file->opened == 0) open.file->shared_memory.clear();
  if (open.delete_on_close != 0 && !open.disk->powered_off) open.disk->remove(*open.file, false);
  return SQLITE_OK;
}

int read_file(sqlite3_file* raw, void* target, int amount, sqlite3_int64 offset) {
  OpenFile& open = open_of(raw);
  if (open.disk->powered_off || !open.file->live) return SQLITE_IOERR_READ;
  const base::Bytes& content = *open.file->live;
  const auto begin = std::min(static_cast<std::size_t>(offset), content.size());
  const auto count = std::min(static_cast<std::size_t>(amount), content.size() - begin);
  auto* bytes = static_cast<std::uint8_t*>(target);
  std::copy_n(content.begin() + static_cast<std::ptrdiff_t>(begin), count, bytes);
  std::fill(bytes + count, bytes + amount, std::uint8_t{0});
  return count == static_cast<std::size_t>(amount) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write_file(sqlite3_file* raw, const void* source, int amount, sqlite3_int64 offset) {
  OpenFile& open = open_of(raw);
  const int result = open.disk->operate(true, SQLITE_IOERR_WRITE);
  if (result != SQLITE_OK) return result;
  const auto* bytes = static_cast<const std::uint8_t*>(source);
  open.disk->write(*open.file, static_cast<std::uint64_t>(offset), {bytes, static_cast<std::size_t>(amount)});
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* raw, sqlite3_int64 size) {
  OpenFile& open = open_of(raw);
  const int result = open.disk->operate(false, SQLITE_IOERR_TRUNCATE);
  if (result != SQLITE_OK) return result;
  open.disk->truncate(*open.file, static_cast<std::uint64_t>(size));
  return SQLITE_OK;
}

int sync_file(sqlite3_file* raw, int) {
  OpenFile& open = open_of(raw);
  const int result = open.disk->operate(false, SQLITE_IOERR_FSYNC);
  if (result != SQLITE_OK) return result;
  open.disk->sync(*open.file);
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* raw, sqlite3_int64* size) {
  OpenFile& open = open_of(raw);
  if (open.disk->powered_off || !open.file->live) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(open.file->live->size());
  return SQLITE_OK;
}

int no_lock(sqlite3_file*, int) {
  return SQLITE_OK;
}

int check_reserved(sqlite3_file*, int* reserved) {
  *reserved = 0;
  return SQLITE_OK;
}

int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
// As SQLite's own VFS on Linux says: a write never changes bytes beside it.
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* raw, int region, int size, int extend, void volatile** memory) {
  auto& regions = open_of(raw).file->shared_memory;
  *memory = nullptr;
  while (regions.size() <= static_cast<std::size_t>(region)) {
    if (extend == 0) return SQLITE_OK;
    regions.push_back(std::make_unique<base::Bytes>(static_cast<std::size_t>(size)));
  }
  *memory = regions[static_cast<std::size_t>(region)]->data();
  return SQLITE_OK;
}

int lock_shared(sqlite3_file*, int, int, int) {
  return SQLITE_OK;
}
void barrier(sqlite3_file*) {}

int unmap_shared(sqlite3_file* raw, int remove) {
  if (remove != 0) open_of(raw).file->shared_memory.clear();
  return SQLITE_OK;
}

const sqlite3_io_methods kFileCalls = [] {
  sqlite3_io_methods calls{};
  calls.iVersion = 2;
  calls.xClose = close_file;
  calls.xRead = read_file;
  calls.xWrite = write_file;
  calls.xTruncate = truncate_file;
  calls.xSync = sync_file;
  calls.xFileSize = size_of_file;
  calls.xLock = no_lock;
  calls.xUnlock = no_lock;
  calls.xCheckReservedLock = check_reserved;
  calls.xFileControl = control;
  calls.xSectorSize = sector_size;
  calls.xDeviceCharacteristics = characteristics;
  calls.xShmMap = map_shared;
  calls.xShmLock = lock_shared;
  calls.xShmBarrier = barrier;
  calls.xShmUnmap = unmap_shared;
  return calls;
}();

int open_path(sqlite3_vfs* vfs, const char* name, sqlite3_file* raw, int flags, int* granted) {
  State& disk = disk_of(vfs);
  OpenFile& open = open_of(raw);
  open.base.pMethods = nullptr;
  if (disk.powered_off) return SQLITE_CANTOPEN;
  // Without a name SQLite wants a file that nobody else can find.
  const std::string path = name != nullptr ? name : "temporary " + std::to_string(disk.operations);
  const auto found = disk.files.find(path);
  const bool exists = found != disk.files.end() && found->second.live;
  if (!exists && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
  SimulatedFile& file = disk.files[path];
  if (file.opened > 0 && (flags & SQLITE_OPEN_MAIN_DB) != 0) return SQLITE_BUSY;
  if (!exists) {
    const int result = disk.operate(true, SQLITE_IOERR);
    if (result != SQLITE_OK) return result;
    disk.create(file);
  }
  ++file.opened;
  open.disk = &disk;
  open.file = &file;
  open.delete_on_close = flags & SQLITE_OPEN_DELETEONCLOSE;
  open.base.pMethods = &kFileCalls;
  if (granted != nullptr) *granted = flags;
  return SQLITE_OK;
}

int delete_path(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  State& disk = disk_of(vfs);
  const auto found = disk.files.find(name);
  if (found == disk.files.end() || !found->second.live) return SQLITE_IOERR_DELETE_NOENT;
  const int result = disk.operate(false, SQLITE_IOERR_DELETE);
  if (result != SQLITE_OK) return result;
  disk.remove(found->second, sync_folder != 0);
  return SQLITE_OK;
}

int access_path(sqlite3_vfs* vfs, const char* name, int, int* answer) {
  State& disk = disk_of(vfs);
  if (disk.powered_off) return SQLITE_IOERR_ACCESS;
  const auto found = disk.files.find(name);
  *answer = found != disk.files.end() && found->second.live ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* target) {
  sqlite3_snprintf(size, target, "%s", name);
  return SQLITE_OK;
}

// Nothing of ours asks the VFS for randomness or time; constants keep a simulation the same from run to run.
int randomness(sqlite3_vfs*, int size, char* target) {
  std::memset(target, 0x5a, static_cast<std::size_t>(size));
  return size;
}

int no_sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}

int fixed_time(sqlite3_vfs*, double* julian_day) {
  *julian_day = 2'461'000.5;
  return SQLITE_OK;
}

int no_last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

}  // namespace

void install_calls(FaultDisk::State& state) {
  state.vfs.iVersion = 1;
  state.vfs.szOsFile = static_cast<int>(sizeof(OpenFile));
  state.vfs.mxPathname = 512;
  state.vfs.zName = state.name.c_str();
  state.vfs.pAppData = &state;
  state.vfs.xOpen = open_path;
  state.vfs.xDelete = delete_path;
  state.vfs.xAccess = access_path;
  state.vfs.xFullPathname = full_path;
  state.vfs.xRandomness = randomness;
  state.vfs.xSleep = no_sleep;
  state.vfs.xCurrentTime = fixed_time;
  state.vfs.xGetLastError = no_last_error;
}

}  // namespace tirkeu::store
