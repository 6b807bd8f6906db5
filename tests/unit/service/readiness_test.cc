#include "sync/service/readiness.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>

namespace tirkeu::service {
namespace {

/// The far end of sd_notify(3): an abstract datagram socket whose name stands in NOTIFY_SOCKET.
class NotifySocket {
 public:
  NotifySocket() : descriptor_(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string name = "tirkeu-readiness-" + std::to_string(getpid());
    std::memcpy(address.sun_path + 1, name.data(), name.size());
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
    if (bind(descriptor_, reinterpret_cast<const sockaddr*>(&address), size) != 0) std::abort();
    setenv("NOTIFY_SOCKET", ("@" + name).c_str(), 1);
  }
  ~NotifySocket() {
    unsetenv("NOTIFY_SOCKET");
    close(descriptor_);
  }
  std::string receive() {
    char text[512];
    const ssize_t size = recv(descriptor_, text, sizeof text, 0);
    return size < 0 ? "" : std::string(text, static_cast<std::size_t>(size));
  }

 private:
  int descriptor_;
};

TEST(Readiness, TellsSystemdWhatHappens) {
  NotifySocket socket;
  Readiness readiness;
  readiness.ready();
  EXPECT_EQ(socket.receive(), "READY=1");
  readiness.status("3 entries unsent\nREADY=0");
  EXPECT_EQ(socket.receive(), "STATUS=3 entries unsent");
  readiness.alive();
  EXPECT_EQ(socket.receive(), "WATCHDOG=1");
  readiness.stopping();
  EXPECT_EQ(socket.receive(), "STOPPING=1");
}

TEST(Readiness, FeedsAtHalfTheWatchdogsPatience) {
  Readiness readiness;
  EXPECT_FALSE(readiness.watchdog_interval());
  setenv("WATCHDOG_USEC", "30000000", 1);
  setenv("WATCHDOG_PID", std::to_string(getpid()).c_str(), 1);
  EXPECT_EQ(readiness.watchdog_interval(), std::chrono::seconds(15));
  unsetenv("WATCHDOG_USEC");
  unsetenv("WATCHDOG_PID");
}

TEST(Readiness, DoesNothingWithoutSystemd) {
  unsetenv("NOTIFY_SOCKET");
  Readiness readiness;
  readiness.ready();
  readiness.alive();
  EXPECT_FALSE(readiness.watchdog_interval());
}

}  // namespace
}  // namespace tirkeu::service
