#include "sync/daemon/data_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <functional>
#include <utility>

#include "sync/base/disk.h"
#include "sync/http/loop.h"

namespace tirkeu::daemon {
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::milliseconds kBetweenLooks{100};
constexpr int kLooks = 100;

[[noreturn]] void fail(const fs::path& path, const char* what) {
  throw base::DiskError(path.string() + ": " + what + ": " + std::generic_category().message(errno));
}

/// Whether somebody accepts connections on the socket; a file left by a dead process refuses them.
bool answers(const fs::path& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = socket_path.string();
  if (name.size() >= sizeof address.sun_path) return false;
  std::memcpy(address.sun_path, name.data(), name.size());
  const int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return false;
  const bool connected = connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return connected;
}

}  // namespace

std::optional<FolderLock> FolderLock::take(const fs::path& data) {
  const fs::path path = data / "lock";
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor < 0) fail(path, "the lock cannot be opened (is this the data folder, and are you its owner or root?)");
  FolderLock lock(descriptor);
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK || errno == EINTR) return std::nullopt;
  fail(path, "the lock cannot be taken");
}

FolderLock::~FolderLock() {
  if (descriptor_ >= 0) close(descriptor_);
}
FolderLock::FolderLock(FolderLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

void make_data_folder(const fs::path& data) {
  std::error_code problem;
  if (!data.parent_path().empty()) fs::create_directories(data.parent_path(), problem);
  if (mkdir(data.c_str(), 0700) == 0) return;
  if (errno != EEXIST) fail(data, "the data folder cannot be made");
  for (const fs::directory_entry& entry : fs::directory_iterator(data, problem))
    if (entry.path().filename() != "lock")
      throw base::DiskError(data.string() + ": the folder is not empty; name one that does not exist yet, or empty it");
  if (problem) throw base::DiskError(data.string() + ": this is no folder that can be read: " + problem.message());
  // An existing folder may be open to others; keys will lie in it.
  if (chmod(data.c_str(), 0700) != 0) fail(data, "the folder cannot be closed to others");
}

void clear_broken_restore(const fs::path& data, const std::string& database, const std::string& keys) {
  const fs::path part = data / (database + ".part");
  if (!fs::exists(part) || fs::exists(data / database)) return;
  std::vector<fs::path> leftovers;
  for (const fs::directory_entry& entry : fs::directory_iterator(data)) {
    const std::string name = entry.path().filename().string();
    if (entry.path() != part && (name.starts_with(database + ".part") || name.starts_with(keys))) leftovers.push_back(entry.path());
  }
  for (const fs::path& leftover : leftovers) fs::remove(leftover);
  // Last, because it is what tells such a folder from others.
  fs::remove(part);
}

fs::path control_socket_of(const fs::path& data) {
  fs::path path = data / "control.sock";
  if (path.string().size() < sizeof(sockaddr_un::sun_path)) return path;
  std::error_code problem;
  fs::path nearer = fs::proximate(path, problem);
  return !problem && nearer.string().size() < path.string().size() ? nearer : path;
}

Holder holder_of(const fs::path& data) {
  if (FolderLock::take(data)) return Holder::kNobody;
  return answers(control_socket_of(data)) ? Holder::kDaemon : Holder::kCommand;
}

std::expected<FolderLock, Holder> take_folder(const fs::path& data) {
  std::optional<FolderLock> lock = FolderLock::take(data);
  if (lock) return std::move(*lock);
  Holder holder = Holder::kCommand;
  http::EventLoop loop(1);
  int looks = 0;
  std::function<void()> look = [&] {
    lock = FolderLock::take(data);
    if (!lock && answers(control_socket_of(data))) holder = Holder::kDaemon;
    if (lock || holder == Holder::kDaemon || ++looks >= kLooks) return loop.stop();
    loop.after(kBetweenLooks, [&look] { look(); });
  };
  loop.post([&look] { look(); });
  loop.run();
  if (lock) return std::move(*lock);
  return std::unexpected(holder);
}

std::string taken_line(Holder holder, const fs::path& data, registry::Language language) {
  const std::string_view key = holder == Holder::kDaemon ? "cli.daemon_runs" : "cli.folder_busy";
  return registry::text(language, key, {{"folder", data.string()}});
}

}  // namespace tirkeu::daemon
