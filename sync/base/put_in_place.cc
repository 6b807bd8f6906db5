#include "sync/base/put_in_place.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "sync/base/disk.h"

namespace tirkeu::base {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const fs::path& path, const char* what, const char* advice) {
  throw DiskError(path.string() + " " + what + " (" + std::generic_category().message(errno) + "). " + advice);
}

void sync(const fs::path& path, int flags) {
  const int descriptor = ::open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) fail(path, "cannot be opened", "Check that this user may read it.");
  // Some file systems cannot sync a folder and say EINVAL; there is nothing better to do there.
  const bool done = ::fsync(descriptor) == 0 || errno == EINVAL;
  ::close(descriptor);
  if (!done) fail(path, "cannot be written to the disk", "Check the disk.");
}

}  // namespace

void put_in_place(const fs::path& written, const fs::path& name) {
  sync(written, O_RDONLY | O_NOFOLLOW);
  // Never in the place of what has the name; file systems that cannot promise that are asked before.
  bool named = ::renameat2(AT_FDCWD, written.c_str(), AT_FDCWD, name.c_str(), RENAME_NOREPLACE) == 0;
  if (!named && errno != EEXIST && !fs::exists(name)) named = ::rename(written.c_str(), name.c_str()) == 0;
  if (!named) fail(name, "cannot get its name", "Check that no file has it, and that this user may write to its folder.");
  sync(name.has_parent_path() ? name.parent_path() : fs::path("."), O_RDONLY | O_DIRECTORY);
}

}  // namespace tirkeu::base
