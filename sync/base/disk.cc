#include "sync/base/disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace tirkeu::base {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, std::string_view what, int error, std::string_view cure) {
  throw DiskError(path.string() + ": " + std::string(what) + ": " + std::strerror(error) + ". " + std::string(cure));
}

/// Owns an open file descriptor.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  ~File() { close(); }
  int get() const { return descriptor_; }
  bool is_open() const { return descriptor_ >= 0; }
  /// Returns false when the system reports a write error only now.
  bool close() { return descriptor_ < 0 || ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

/// Removes the temporary file unless it got its final name.
class Leftover {
 public:
  explicit Leftover(fs::path path) : path_(std::move(path)) {}
  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;
  ~Leftover() {
    if (!path_.empty()) ::unlink(path_.c_str());
  }
  void keep() { path_.clear(); }

 private:
  fs::path path_;
};

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

void sync_folder(const fs::path& path) {
  File folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.is_open()) fail(path, "its folder cannot be opened", errno, "Check that it exists and may be read.");
  // Some file systems of sticks cannot sync a folder and say EINVAL; there is nothing better to do there.
  if (::fsync(folder.get()) != 0 && errno != EINVAL)
    fail(path, "its folder cannot be written to the disk", errno, "Check the disk.");
}

/// Reads `size` bytes from the start; fewer only where the file ends earlier.
Bytes read_start(const fs::path& path, int descriptor, std::size_t size) {
  Bytes content(size);
  std::size_t done = 0;
  while (done < size) {
    const ssize_t count = ::pread(descriptor, content.data() + done, size - done, static_cast<off_t>(done));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, "cannot be read", errno, "Check the disk or the stick.");
    if (count == 0) break;
    done += static_cast<std::size_t>(count);
  }
  content.resize(done);
  return content;
}

void write_all(const fs::path& path, int descriptor, ByteView content) {
  while (!content.empty()) {
    const ssize_t count = ::write(descriptor, content.data(), content.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) fail(path, "cannot be written", errno, "Make room on the disk, or use another one.");
    content = content.subspan(static_cast<std::size_t>(count));
  }
}

/// A command that root runs beside the daemon must not leave files that the daemon cannot open: they go to whoever
/// owned the file before, or owns the folder. File systems without owners refuse; that is fine.
void give_to_owner(const fs::path& path, int descriptor) {
  if (::geteuid() != 0) return;
  struct stat owner {};
  if (::lstat(path.c_str(), &owner) != 0 && ::stat(folder_of(path).c_str(), &owner) != 0) return;
  if (owner.st_uid == 0 && owner.st_gid == 0) return;
  if (::fchown(descriptor, owner.st_uid, owner.st_gid) != 0 && errno != EPERM)
    fail(path, "cannot be given to its owner", errno, "Check the rights of its folder.");
}

fs::path temporary_name(const fs::path& path) {
  static std::atomic<unsigned> number{0};  // two threads of one process must not share a name
  return fs::path(path).concat("." + std::to_string(::getpid()) + "-" + std::to_string(++number) + ".tmp");
}

int create(const fs::path& temporary, FileMode mode) {
  constexpr int kFlags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
  const int descriptor = ::open(temporary.c_str(), kFlags, static_cast<mode_t>(mode));
  if (descriptor >= 0 || errno != EEXIST) return descriptor;
  // A program with our process id died here before; nobody else uses such a name.
  ::unlink(temporary.c_str());
  return ::open(temporary.c_str(), kFlags, static_cast<mode_t>(mode));
}

}  // namespace

std::optional<Bytes> SystemDisk::read(const fs::path& path, std::uint64_t size_max) {
  // Without O_NONBLOCK, opening a named pipe would wait for its other end.
  File file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.is_open()) {
    if (errno == ENOENT) return std::nullopt;
    if (errno == ELOOP) fail(path, "is a symbolic link", errno, "Name the file itself.");
    fail(path, "cannot be opened", errno, "Check that this user may read it.");
  }
  struct stat state {};
  if (::fstat(file.get(), &state) != 0) fail(path, "cannot be looked at", errno, "Check the disk.");
  if (!S_ISREG(state.st_mode)) throw DiskError(path.string() + " is no regular file. Name a file.");
  // Files of /proc have size 0, so the reading itself finds the end; one byte more shows that there is too much.
  const std::uint64_t expected = std::max<std::uint64_t>(static_cast<std::uint64_t>(state.st_size) + 1, 4096);
  Bytes content = read_start(path, file.get(), std::min(expected, size_max + 1));
  if (content.size() > size_max)
    throw DiskError(path.string() + " is larger than the " + std::to_string(size_max) +
                    " bytes that such a file may have. Check that it is the right file.");
  return content;
}

void SystemDisk::replace(const fs::path& path, ByteView content, FileMode mode) {
  const fs::path temporary = temporary_name(path);
  File file(create(temporary, mode));
  if (!file.is_open())
    fail(path, "cannot be created", errno, "Check that its folder exists and that this user may write to it.");
  Leftover leftover(temporary);
  // The mode as asked for, whatever the process masks; a stick's file system that knows no modes may refuse.
  static_cast<void>(::fchmod(file.get(), static_cast<mode_t>(mode)));
  give_to_owner(path, file.get());
  write_all(path, file.get(), content);
  if (::fsync(file.get()) != 0) fail(path, "cannot be written to the disk", errno, "Check the disk.");
  // What is read back must come from the medium, not from memory: cheap sticks lose bytes without a word.
  ::posix_fadvise(file.get(), 0, 0, POSIX_FADV_DONTNEED);
  const Bytes written = read_start(path, file.get(), content.size() + 1);
  if (!std::equal(written.begin(), written.end(), content.begin(), content.end()))
    throw DiskError(path.string() + " reads back differently from what was written. Use another disk or stick.");
  if (!file.close()) fail(path, "cannot be closed", errno, "Check the disk.");
  if (::rename(temporary.c_str(), path.c_str()) != 0)
    fail(path, "cannot get its name", errno, "Check that no folder has this name.");
  leftover.keep();
  sync_folder(path);
}

void SystemDisk::remove(const fs::path& path) {
  if (::unlink(path.c_str()) != 0) {
    if (errno == ENOENT) return;
    fail(path, "cannot be removed", errno, "Check that this user may write to its folder.");
  }
  sync_folder(path);
}

std::uint64_t SystemDisk::free_bytes(const fs::path& path) {
  struct statvfs state {};
  if (::statvfs(path.c_str(), &state) != 0 && (errno != ENOENT || ::statvfs(folder_of(path).c_str(), &state) != 0))
    fail(path, "has no disk that can be asked for its free space", errno, "Check the path.");
  return static_cast<std::uint64_t>(state.f_bavail) * state.f_frsize;
}

}  // namespace tirkeu::base
