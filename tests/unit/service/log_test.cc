#include "sync/service/log.h"

#include <gtest/gtest.h>

namespace tirkeu::service {
namespace {

struct ManualClock final : base::Clock {
  base::ClockReading reading;
  base::ClockReading read() override { return reading; }
};

struct Lines final : LogSink {
  explicit Lines(std::vector<std::string>& into) : lines(into) {}
  void write(LogLevel, std::string_view event, std::span<const LogField> fields) override {
    std::string line(event);
    for (const LogField& field : fields) line += " " + std::string(field.key()) + "=" + field.value();
    lines.push_back(line);
  }
  std::vector<std::string>& lines;
};

class LogTest : public testing::Test {
 protected:
  ManualClock clock;
  std::vector<std::string> lines;
  Log log{LogLevel::kInfo, std::make_unique<Lines>(lines), clock};
};

TEST_F(LogTest, WritesEventAndTypedFields) {
  log.info("round_done", {{"sent", 42}, {"office", Code{"KZ-06-03"}}, {"road", Word("stick")}, {"state", Name{"ok"}}});
  EXPECT_EQ(lines, std::vector<std::string>{"round_done sent=42 office=KZ-06-03 road=stick state=ok"});
}

TEST_F(LogTest, LeavesOutWhatIsBelowTheLevel) {
  log.debug("noise");
  EXPECT_TRUE(lines.empty());
}

TEST_F(LogTest, NobodyForgesALine) {
  log.error("disk_fault", {{"fault", Fault{"no space\r\nlogin_done user=root\x1b[0m\\"}}});
  EXPECT_EQ(lines.front(), "disk_fault fault=no space\\x0d\\x0alogin_done user=root\\x1b[0m\\\\");
}

TEST_F(LogTest, ACodeThatIsNoneIsNotWritten) {
  log.info("seen", {{"what", Code{"YILMAZ MEHMET"}}});
  log.info("seen", {{"what", Code{std::string(101, 'a')}}});
  EXPECT_EQ(lines[0], "seen what=?");
  EXPECT_EQ(lines[1], "seen what=?");
}

TEST_F(LogTest, CutsLongFaultsAndBlobs) {
  log.info("long", {{"fault", Fault{std::string(5000, 'x')}}, {"digest", base::ByteView(base::Bytes(100, 0xab))}});
  EXPECT_EQ(lines.front().size(), std::string("long fault= digest=").size() + 400 + 64);
}

TEST_F(LogTest, AFaultInALoopCannotFillTheDisk) {
  for (int i = 0; i < 1000; ++i) log.warning("fork");
  EXPECT_EQ(lines.size(), 60u);
  log.warning("other");
  EXPECT_EQ(lines.size(), 61u);
  clock.reading.since_boot += std::chrono::minutes(1);
  log.warning("fork");
  EXPECT_EQ(lines.back(), "fork withheld=940");
}

}  // namespace
}  // namespace tirkeu::service
