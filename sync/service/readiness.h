// What systemd is told (sd_notify(3), Type=notify): that the daemon serves, that it lives, that it stops. Without
// NOTIFY_SOCKET every call does nothing, so that the same program runs from a shell.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace tirkeu::service {

class Readiness {
 public:
  /// READY=1: requests are being answered.
  void ready();
  /// One line for `systemctl status`; no personal data.
  void status(std::string_view line);
  /// STOPPING=1: the last transaction is being finished.
  void stopping();
  /// How often alive() must be called at least (half of WatchdogSec); nothing when nobody watches. Call alive() only from
  /// a task of the event loop that has just proved that the database answers: a feeder of its own would vouch for a
  /// daemon that hangs.
  std::optional<std::chrono::milliseconds> watchdog_interval() const;
  /// WATCHDOG=1.
  void alive();
};

}  // namespace tirkeu::service
