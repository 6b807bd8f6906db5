#include "sync/base/clock.h"

#include <gtest/gtest.h>

namespace tirkeu::base {
namespace {

using namespace std::chrono_literals;
using Discipline = StepWatch::Discipline;

constexpr Instant kStart = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

TEST(StepWatch, LetsTheClockRun) {
  StepWatch watch(kStart, 10s);
  EXPECT_FALSE(watch.stepped(kStart + 72h, 10s + 72h, Discipline::kUnsynchronised));
  EXPECT_FALSE(watch.stepped(kStart + 72h + 1999ms, 10s + 72h, Discipline::kUnsynchronised));
}

TEST(StepWatch, KeepsAStepMadeByHandUntilTheProgramStartsAgain) {
  StepWatch watch(kStart, 10s);
  EXPECT_TRUE(watch.stepped(kStart - 24h, 20s, Discipline::kUnsynchronised));
  EXPECT_TRUE(watch.stepped(kStart - 24h + 1h, 20s + 1h, Discipline::kUnsynchronised));
}

TEST(StepWatch, TakesAStepOfATimeSourceAsACorrection) {
  StepWatch watch(kStart, 10s);
  EXPECT_TRUE(watch.stepped(kStart + 10s + 2s, 20s, Discipline::kSynchronised));
  EXPECT_FALSE(watch.stepped(kStart + 20s + 2s, 30s, Discipline::kSynchronised));
  EXPECT_TRUE(watch.stepped(kStart + 20s, 30s, Discipline::kUnsynchronised))
      << "setting it back by hand is a step again";
}

TEST(SystemClock, ReadsOneBootAndNeverRunsBackwardsInIt) {
  SystemClock clock;
  const ClockReading first = clock.read();
  const ClockReading second = clock.read();
  EXPECT_EQ(first.boot_id, second.boot_id);
  const std::array<std::uint8_t, 16> nobody{};
  EXPECT_NE(first.boot_id, nobody);
  EXPECT_LE(first.since_boot, second.since_boot);
  EXPECT_GT(first.since_boot, 0ms);
}

TEST(ClockFlags, AreKeptApart) {
  const ClockFlags flags = ClockFlags{0} | ClockFlag::kStepped | ClockFlag::kImplausible;
  EXPECT_TRUE(has(flags, ClockFlag::kStepped));
  EXPECT_TRUE(has(flags, ClockFlag::kImplausible));
  EXPECT_FALSE(has(flags, ClockFlag::kUnsynchronised));
}

}  // namespace
}  // namespace tirkeu::base
