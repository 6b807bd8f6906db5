#include "hub/time_cursor.h"

#include <charconv>

namespace tirkeu::hub {
namespace {

bool read(std::string_view text, std::int64_t& value) {
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

}  // namespace

std::optional<TimeCursor> TimeCursor::parse(std::string_view text) {
  TimeCursor cursor;
  if (text.empty()) return cursor;
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  if (!read(text.substr(0, point), cursor.at) || !read(text.substr(point + 1), cursor.id)) return std::nullopt;
  return cursor;
}

}  // namespace tirkeu::hub
