#include "sync/base/civil_time.h"

#include <gtest/gtest.h>

namespace tirkeu::base {
namespace {

using namespace std::chrono_literals;

Instant instant(std::string_view text) {
  const std::optional<Instant> parsed = parse_rfc3339(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(Instant{});
}

std::string local(std::string_view zone, std::string_view utc) {
  return format_rfc3339(instant(utc), *TimeZone::find(zone));
}

TEST(Date, ReadsOnlyDaysThatExist) {
  EXPECT_EQ(format_date(*parse_date("2024-02-29")), "2024-02-29");
  for (const std::string_view bad :
       {"2023-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-1", "26-01-01", "2026-01-01 ", "20260101",
        "0000-01-01", "2026-01-32", "", "2026-01", "+026-01-01"})
    EXPECT_FALSE(parse_date(bad)) << bad;
}

TEST(Date, CountsDaysInBothDirections) {
  EXPECT_EQ(days_between(*parse_date("2024-02-28"), *parse_date("2024-03-01")), 2);
  EXPECT_EQ(days_between(*parse_date("2026-01-01"), *parse_date("2025-12-31")), -1);
}

TEST(TimeZone, KnowsWhenAlmatyMovedToTheFifthHour) {
  // On 1 March 2024, 00:00 by the old offset, the clocks of UTC+6 went back to UTC+5.
  EXPECT_EQ(local("Asia/Almaty", "2024-02-29T17:59:59Z"), "2024-02-29T23:59:59+06:00");
  EXPECT_EQ(local("Asia/Almaty", "2024-02-29T18:00:00Z"), "2024-02-29T23:00:00+05:00");
  EXPECT_EQ(local("Asia/Almaty", "2026-11-20T04:10:00Z"), "2026-11-20T09:10:00+05:00");
}

TEST(TimeZone, KnowsTheOtherZonesOfKazakhstan) {
  EXPECT_EQ(local("Asia/Qyzylorda", "2018-12-20T12:00:00Z"), "2018-12-20T18:00:00+06:00");
  EXPECT_EQ(local("Asia/Qyzylorda", "2018-12-21T12:00:00Z"), "2018-12-21T17:00:00+05:00");
  EXPECT_EQ(local("Asia/Qostanay", "2024-02-01T00:00:00Z"), "2024-02-01T06:00:00+06:00");
  EXPECT_EQ(local("Asia/Qostanay", "2024-04-01T00:00:00Z"), "2024-04-01T05:00:00+05:00");
  for (const std::string_view west : {"Asia/Atyrau", "Asia/Aqtau", "Asia/Aqtobe", "Asia/Oral"})
    EXPECT_EQ(local(west, "2013-07-23T12:00:00Z"), "2013-07-23T17:00:00+05:00") << west;
}

TEST(TimeZone, ReadsARepeatedHourWithTheOffsetBeforeTheChange) {
  const TimeZone almaty = *TimeZone::find("Asia/Almaty");
  EXPECT_EQ(format_utc(almaty.to_instant(*parse_date("2024-02-29"), 23h + 30min)), "2024-02-29T17:30:00.000Z");
  EXPECT_EQ(format_utc(almaty.to_instant(*parse_date("2024-03-01"), 0ms)), "2024-02-29T19:00:00.000Z");
}

TEST(TimeZone, ReadsASkippedHourWithTheOffsetBeforeTheChange) {
  // Almaty's last spring change: 28 March 2004, 02:00 at UTC+6 became 03:00 at UTC+7.
  const TimeZone almaty = *TimeZone::find("Asia/Almaty");
  EXPECT_EQ(format_utc(almaty.to_instant(*parse_date("2004-03-28"), 2h + 30min)), "2004-03-27T20:30:00.000Z");
}

TEST(TimeZone, GoesThereAndBackOverMidnight) {
  const TimeZone atyrau = *TimeZone::find("Asia/Atyrau");
  const LocalTime local_time = atyrau.to_local(instant("2026-12-31T19:00:00.250Z"));
  EXPECT_EQ(format_date(local_time.day), "2027-01-01");
  EXPECT_EQ(local_time.since_midnight, 250ms);
  EXPECT_EQ(local_time.utc_offset, 300min);
  EXPECT_EQ(format_utc(atyrau.to_instant(local_time.day, local_time.since_midnight)), "2026-12-31T19:00:00.250Z");
  EXPECT_EQ(atyrau.name(), "Asia/Atyrau");
}

TEST(TimeZone, FindsNothingUnderANameThatTzdataLacks) {
  for (const std::string_view bad :
       {"", "Asia/Nowhere", "../etc/passwd", "/usr/share/zoneinfo/Asia/Almaty", "asia/almaty"})
    EXPECT_FALSE(TimeZone::find(bad)) << bad;
}

TEST(Rfc3339, ReadsOffsetsAndFractions) {
  EXPECT_EQ(format_utc(instant("2026-11-20T09:10:00+05:00")), "2026-11-20T04:10:00.000Z");
  EXPECT_EQ(format_utc(instant("2026-11-20T00:10:00.9876-03:30")), "2026-11-20T03:40:00.987Z");
  EXPECT_EQ(format_utc(instant("2026-11-20t09:10:00z")), "2026-11-20T09:10:00.000Z");
  EXPECT_EQ(format_utc(instant("1969-12-31T23:59:59.001Z")), "1969-12-31T23:59:59.001Z");
}

TEST(Rfc3339, RefusesWhatIsNotASecondOfADay) {
  for (const std::string_view bad :
       {"2026-11-20", "2026-11-20T09:10:00", "2026-11-20 09:10:00Z", "2026-11-20T24:00:00Z", "2026-11-20T09:60:00Z",
        "2026-11-20T09:10:60Z", "2026-11-20T09:10Z", "2026-11-20T09:10:00.Z", "2026-11-20T09:10:00+5:00",
        "2026-11-20T09:10:00+24:00", "2026-11-20T09:10:00Z ", "2026-02-30T09:10:00Z", "2026-11-20T09:10:00+0500"})
    EXPECT_FALSE(parse_rfc3339(bad)) << bad;
}

TEST(Rfc3339, WritesNegativeOffsets) {
  EXPECT_EQ(local("America/St_Johns", "2026-01-15T12:00:00Z"), "2026-01-15T08:30:00-03:30");
}

}  // namespace
}  // namespace tirkeu::base
