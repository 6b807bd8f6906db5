#include "sync/service/readiness.h"

#include <cstdint>
#include <string>

#include <systemd/sd-daemon.h>

namespace tirkeu::service {

void Readiness::ready() { sd_notify(0, "READY=1"); }

void Readiness::status(std::string_view line) {
  // A line end would begin another assignment.
  std::string text = "STATUS=" + std::string(line.substr(0, line.find_first_of("\r\n")));
  sd_notify(0, text.c_str());
}

void Readiness::stopping() { sd_notify(0, "STOPPING=1"); }

std::optional<std::chrono::milliseconds> Readiness::watchdog_interval() const {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::milliseconds(microseconds / 2000);
}

void Readiness::alive() { sd_notify(0, "WATCHDOG=1"); }

}  // namespace tirkeu::service
