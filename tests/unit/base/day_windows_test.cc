#include "sync/base/day_windows.h"

#include <gtest/gtest.h>

namespace tirkeu::base {
namespace {

using namespace std::chrono_literals;

DayWindows of(std::initializer_list<const char*> texts) {
  std::vector<DayWindow> windows;
  for (const char* text : texts) windows.push_back(*DayWindow::parse(text));
  return DayWindows(windows);
}

TEST(DayWindows, AreWrittenAsTwoTimesOfTheDay) {
  for (const char* text : {"22:00-06:00", "00:00-24:00", "12:30-13:15"}) {
    ASSERT_TRUE(DayWindow::parse(text)) << text;
    EXPECT_EQ(DayWindow::parse(text)->to_string(), text);
  }
  for (const char* text : {"", "22:00", "22:00-6:00", "25:00-06:00", "22:60-06:00", "24:01-06:00", "06:00-06:00", "24:00-06:00", "22.00-06.00", "-1:00-06:00",
                           "22:00-06:00 "})
    EXPECT_FALSE(DayWindow::parse(text)) << text;
}

TEST(DayWindows, WithoutAnyItIsAlwaysOpen) {
  EXPECT_EQ(DayWindows().until_open(13h), 0h);
  EXPECT_EQ(DayWindows().until_closed(13h), 24h);
}

TEST(DayWindows, ANightGoesOverMidnight) {
  const DayWindows night = of({"22:00-06:00"});
  EXPECT_EQ(night.until_open(12h), 10h);
  EXPECT_EQ(night.until_open(22h), 0h);
  EXPECT_EQ(night.until_open(0h), 0h);
  EXPECT_EQ(night.until_open(6h), 16h);
  EXPECT_EQ(night.until_closed(22h), 8h);
  EXPECT_EQ(night.until_closed(5h + 59min), 1min);
  EXPECT_EQ(night.until_closed(6h), 0h);
}

TEST(DayWindows, TheNextOfSeveralCounts) {
  const DayWindows several = of({"22:00-06:00", "12:00-13:00"});
  EXPECT_EQ(several.until_open(11h), 1h);
  EXPECT_EQ(several.until_open(13h), 9h);
  EXPECT_EQ(several.until_closed(12h + 30min), 30min);
}

TEST(DayWindows, ThoseThatTouchAreOne) {
  EXPECT_EQ(of({"08:00-10:00", "10:00-12:00"}).until_closed(9h), 3h);
  EXPECT_EQ(of({"00:00-24:00"}).until_closed(9h), 24h);
}

}  // namespace
}  // namespace tirkeu::base
