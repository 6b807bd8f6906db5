#include "sync/base/ids.h"

#include <charconv>

#include "sync/base/invariant.h"

namespace tirkeu::base {

RowId RowId::make(std::uint32_t department, Incarnation incarnation, std::uint64_t counter) {
  require(department >= 1 && department < 64, "a department number has 6 bits and is not 0");
  require(incarnation >= 1 && incarnation <= kIncarnationMax, "an incarnation has 17 bits and is not 0");
  require(counter >= 1 && counter < (1ull << 40), "the counter of a row id has 40 bits and is not 0");
  const std::uint64_t bits =
      static_cast<std::uint64_t>(department) << 57 | static_cast<std::uint64_t>(incarnation) << 40 | counter;
  return RowId{static_cast<std::int64_t>(bits)};
}

std::optional<RowId> RowId::parse(std::string_view text) {
  // One number has one spelling: no sign, no leading zero, nothing behind it.
  if (text.empty() || text[0] < '1' || text[0] > '9') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return RowId{value};
}

}  // namespace tirkeu::base
