#include "sync/base/day_windows.h"

#include <algorithm>
#include <cstdio>

namespace tirkeu::base {
namespace {

using Milliseconds = std::chrono::milliseconds;
constexpr std::chrono::minutes kDay{24 * 60};

std::optional<std::chrono::minutes> parse_time(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int value[4];
  for (int i = 0; i < 4; ++i) {
    const char digit = text[static_cast<std::size_t>(i < 2 ? i : i + 1)];
    if (digit < '0' || digit > '9') return std::nullopt;
    value[i] = digit - '0';
  }
  const std::chrono::minutes time((value[0] * 10 + value[1]) * 60 + value[2] * 10 + value[3]);
  if (value[2] > 5 || time > kDay) return std::nullopt;
  return time;
}

/// From `from` forward to `to`, on a clock that goes round in a day.
Milliseconds forward(Milliseconds from, Milliseconds to) { return (to - from + 2 * Milliseconds(kDay)) % Milliseconds(kDay); }

/// What is left of the window at that time; zero outside.
Milliseconds left_of(const DayWindow& window, Milliseconds now) {
  const Milliseconds length = forward(window.from, window.until) == Milliseconds::zero() ? Milliseconds(kDay) : forward(window.from, window.until);
  const Milliseconds passed = forward(window.from, now);
  return passed < length ? length - passed : Milliseconds::zero();
}

}  // namespace

std::optional<DayWindow> DayWindow::parse(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = parse_time(text.substr(0, 5)), until = parse_time(text.substr(6));
  if (!from || !until || *from == *until || *from == kDay) return std::nullopt;
  return DayWindow{*from, *until};
}

std::string DayWindow::to_string() const {
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", static_cast<int>(from.count() / 60) % 100, static_cast<int>(from.count() % 60),
                static_cast<int>(until.count() / 60) % 100, static_cast<int>(until.count() % 60));
  return text;
}

Milliseconds DayWindows::until_open(Milliseconds since_midnight) const {
  if (windows_.empty()) return Milliseconds::zero();
  Milliseconds least = kDay;
  for (const DayWindow& window : windows_)
    least = std::min(least, left_of(window, since_midnight) > Milliseconds::zero() ? Milliseconds::zero() : forward(since_midnight, window.from));
  return least;
}

Milliseconds DayWindows::until_closed(Milliseconds since_midnight) const {
  if (windows_.empty()) return kDay;
  // Windows that touch are one: from the end of one it goes on in the next, until no one goes further.
  Milliseconds open{};
  for (bool went_on = true; went_on && open < Milliseconds(kDay);) {
    went_on = false;
    for (const DayWindow& window : windows_) {
      const Milliseconds left = left_of(window, (since_midnight + open) % Milliseconds(kDay));
      open += left;
      went_on = went_on || left > Milliseconds::zero();
    }
  }
  return std::min(open, Milliseconds(kDay));
}

}  // namespace tirkeu::base
