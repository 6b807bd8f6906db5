#include "sync/base/clock.h"

#include <sys/timex.h>

#include <cerrno>
#include <cstring>
#include <ctime>
#include <string>
#include <system_error>

#include "sync/base/bytes.h"
#include "sync/base/disk.h"

namespace tirkeu::base {
namespace {

Milliseconds read_clock(clockid_t id) {
  timespec time{};
  if (clock_gettime(id, &time) != 0)
    throw std::system_error(errno, std::generic_category(), "the machine's clock cannot be read");
  return std::chrono::seconds(time.tv_sec) + Milliseconds(time.tv_nsec / 1'000'000);
}

StepWatch::Discipline read_discipline() {
  timex state{};  // modes 0: only asks, so it needs no privilege
  const int answer = adjtimex(&state);
  // A container may forbid the question; a clock of which nothing is known counts as undisciplined.
  const bool synchronised = answer != -1 && answer != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
  return synchronised ? StepWatch::Discipline::kSynchronised : StepWatch::Discipline::kUnsynchronised;
}

std::array<std::uint8_t, 16> read_boot_id() {
  constexpr const char* kPath = "/proc/sys/kernel/random/boot_id";
  const std::optional<Bytes> content = SystemDisk().read(kPath, 64);
  std::string digits;
  if (content)
    for (const std::uint8_t byte : *content)
      if (byte != '-' && byte != '\n') digits += static_cast<char>(byte);
  const std::optional<Bytes> id = from_hex(digits);
  if (!id || id->size() != 16) throw DiskError(std::string(kPath) + " holds no boot id; is /proc mounted?");
  std::array<std::uint8_t, 16> boot_id{};
  std::memcpy(boot_id.data(), id->data(), boot_id.size());
  return boot_id;
}

}  // namespace

bool StepWatch::stepped(Instant wall, Milliseconds since_boot, Discipline discipline) {
  const Milliseconds offset = wall.time_since_epoch() - since_boot;
  if (std::chrono::abs(offset - offset_) < kStepMin) return false;
  if (discipline == Discipline::kSynchronised) offset_ = offset;
  return true;
}

SystemClock::SystemClock()
    : boot_id_(read_boot_id()), watch_(Instant(read_clock(CLOCK_REALTIME)), read_clock(CLOCK_BOOTTIME)) {}

ClockReading SystemClock::read() {
  ClockReading reading;
  reading.wall = Instant(read_clock(CLOCK_REALTIME));
  reading.since_boot = read_clock(CLOCK_BOOTTIME);
  reading.boot_id = boot_id_;
  const StepWatch::Discipline discipline = read_discipline();
  if (discipline == StepWatch::Discipline::kUnsynchronised) reading.flags = reading.flags | ClockFlag::kUnsynchronised;
  if (watch_.stepped(reading.wall, reading.since_boot, discipline)) reading.flags = reading.flags | ClockFlag::kStepped;
  if (reading.wall < kEarliestPlausible || reading.wall >= kLatestPlausible)
    reading.flags = reading.flags | ClockFlag::kImplausible;
  return reading;
}

}  // namespace tirkeu::base
