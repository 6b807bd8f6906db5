// The data folder and who holds it. DATA/lock is held with flock(2) by whoever has the database open: the daemon as long
// as it runs, a command for the moment of its work. The kernel drops the lock with the process, so a crash leaves none.
#pragma once

#include <expected>
#include <filesystem>
#include <optional>
#include <string>

#include "schema/registry/language.h"

namespace tirkeu::daemon {

/// A held DATA/lock; let go with the object.
class FolderLock {
 public:
  /// nothing when another process holds it. Throws base::DiskError when there is no such folder or no permission.
  static std::optional<FolderLock> take(const std::filesystem::path& data);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

 private:
  explicit FolderLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// Makes the folder with mode 0700 when it is missing; an existing one must be empty but for a lock. Throws
/// base::DiskError, which says what stands in the way.
void make_data_folder(const std::filesystem::path& data);
/// A folder in which a `restore` was broken off has an unfinished `database`.part, no `database`, and perhaps the `keys` that came with it: nothing
/// that anybody relies on. They are removed, so that the same command can be given again. Any other folder is left as it is.
void clear_broken_restore(const std::filesystem::path& data, const std::string& database, const std::string& keys);

/// DATA/control.sock. A path longer than a socket address takes (107 bytes) is given relative to the working directory
/// when that helps.
std::filesystem::path control_socket_of(const std::filesystem::path& data);

enum class Holder {
  kNobody,   ///< the lock was free
  kDaemon,   ///< the control socket answers
  kCommand,  ///< locked, and nobody answers: another command, or a daemon that is just starting or stopping
};
/// Looks once, without waiting.
Holder holder_of(const std::filesystem::path& data);

/// Takes the lock, waiting up to ten seconds for commands to finish. The holder when it stays taken; at once when that is
/// a daemon.
std::expected<FolderLock, Holder> take_folder(const std::filesystem::path& data);
/// One line for the person whose command found the folder taken.
std::string taken_line(Holder holder, const std::filesystem::path& data, registry::Language language);

}  // namespace tirkeu::daemon
