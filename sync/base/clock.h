// Time enters through a Clock that the object graph hands down, so that a whole department can run under simulated
// time.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace tirkeu::base {

using Milliseconds = std::chrono::milliseconds;
/// A point of time in UTC, to the millisecond: what we record, sign and compare.
using Instant = std::chrono::sys_time<Milliseconds>;

/// What the clock knows of its own health. Written into every log entry, because the hub judges order between offices
/// on recorded times only where the clock was healthy.
enum class ClockFlag : std::uint16_t {
  kUnsynchronised = 1,  ///< the kernel says that no time source has disciplined the clock
  kStepped = 2,         ///< the wall clock was set by two seconds or more while the program ran (StepWatch)
  kBeforeReceipt = 4,   ///< the reading lies before the newest hub receipt this node holds: the clock is behind
  kImplausible = 8,     ///< before this release was built, or past 2100
};
using ClockFlags = std::uint16_t;
constexpr ClockFlags operator|(ClockFlags flags, ClockFlag flag) {
  return static_cast<ClockFlags>(flags | static_cast<ClockFlags>(flag));
}
constexpr bool has(ClockFlags flags, ClockFlag flag) {
  return (flags & static_cast<ClockFlags>(flag)) != 0;
}

/// One look at all clocks of the machine, taken together.
struct ClockReading {
  Instant wall{};                          ///< what the machine believes the time is; it may be years off
  std::array<std::uint8_t, 16> boot_id{};  ///< random per boot; readings of one boot can be compared by since_boot
  Milliseconds since_boot{};               ///< CLOCK_BOOTTIME: monotone within a boot, counts suspended time
  ClockFlags flags = 0;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual ClockReading read() = 0;
  Instant now() { return read().wall; }
};

/// Notices that the wall clock was set: then it runs away from CLOCK_BOOTTIME, which nobody can set. A step that a time
/// source made (the kernel says synchronised) is a correction and flags only the reading that first shows it; a step by
/// hand flags every reading until the program starts again, because nobody knows which of the two times was right.
class StepWatch {
 public:
  enum class Discipline { kSynchronised, kUnsynchronised };
  /// Between wall and since_boot a difference of this much is a step; time sources slew smaller ones.
  static constexpr Milliseconds kStepMin{2000};

  StepWatch(Instant wall, Milliseconds since_boot) : offset_(wall.time_since_epoch() - since_boot) {}
  /// True when the reading has to carry ClockFlag::kStepped.
  bool stepped(Instant wall, Milliseconds since_boot, Discipline discipline);

 private:
  Milliseconds offset_;
};

/// The first day on which a clock can be right: releases raise it. The last: beyond it, two-digit years would be
/// misread.
inline constexpr Instant kEarliestPlausible = std::chrono::sys_days(std::chrono::year(2026) / 11 / 1);
inline constexpr Instant kLatestPlausible = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);

/// The machine's own clocks: CLOCK_REALTIME, CLOCK_BOOTTIME, /proc/sys/kernel/random/boot_id, adjtimex(2).
class SystemClock final : public Clock {
 public:
  SystemClock();
  ClockReading read() override;

 private:
  std::array<std::uint8_t, 16> boot_id_{};
  StepWatch watch_;
};

}  // namespace tirkeu::base
