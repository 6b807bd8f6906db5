#include "node/office_time.h"

namespace tirkeu::node {

std::optional<base::Instant> read_office_time(std::string_view text, const base::TimeZone& zone) {
  if (const std::optional<base::Instant> instant = base::parse_rfc3339(text)) return instant;
  if (const std::optional<base::Date> day = base::parse_date(text)) return zone.to_instant(*day, {});
  if (text.size() != 16 && text.size() != 19) return std::nullopt;
  std::string full(text);
  if (full[10] == ' ') full[10] = 'T';
  const std::optional<base::Instant> as_utc = base::parse_rfc3339(full + (full.size() == 16 ? ":00Z" : "Z"));
  if (!as_utc) return std::nullopt;
  const auto day = std::chrono::floor<std::chrono::days>(*as_utc);
  return zone.to_instant(base::Date(day), std::chrono::duration_cast<std::chrono::milliseconds>(*as_utc - day));
}

}  // namespace tirkeu::node
