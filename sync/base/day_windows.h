// Times of the day at which something may happen, each day anew: "22:00-06:00" is a night.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::base {

/// From the first minute on, up to but not in the last; over midnight when that is the smaller one.
struct DayWindow {
  std::chrono::minutes from{}, until{};

  /// "HH:MM-HH:MM", 00:00 to 24:00; nothing for anything else and for a window without a minute in it.
  static std::optional<DayWindow> parse(std::string_view text);
  std::string to_string() const;
  bool operator==(const DayWindow&) const = default;
};

/// Any of several; without any, always.
class DayWindows {
 public:
  DayWindows() = default;
  explicit DayWindows(std::vector<DayWindow> windows) : windows_(std::move(windows)) {}

  /// How long, from this time of the day on, until one is open; zero inside one.
  std::chrono::milliseconds until_open(std::chrono::milliseconds since_midnight) const;
  /// How long it stays open, at most a day; zero outside, and a day when nothing ever closes.
  std::chrono::milliseconds until_closed(std::chrono::milliseconds since_midnight) const;
  const std::vector<DayWindow>& all() const { return windows_; }
  bool operator==(const DayWindows&) const = default;

 private:
  std::vector<DayWindow> windows_;
};

}  // namespace tirkeu::base
