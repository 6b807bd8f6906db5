// Where a page of a list that runs from newest to oldest ended: time and id of its last row, "1764201600000.144115188075855873".
// The next page begins behind that row, whatever was added meanwhile.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/clock.h"
#include "sync/base/ids.h"

namespace tirkeu::hub {

struct TimeCursor {
  // Of the first page: before everything.
  std::int64_t at = std::numeric_limits<std::int64_t>::max();
  std::int64_t id = std::numeric_limits<std::int64_t>::max();

  static TimeCursor of(base::Instant time, base::RowId row) { return {time.time_since_epoch().count(), row.value}; }
  /// Nothing for what no page gave out; the beginning for an empty text.
  static std::optional<TimeCursor> parse(std::string_view text);
  std::string to_string() const { return std::to_string(at) + "." + std::to_string(id); }
};

}  // namespace tirkeu::hub
