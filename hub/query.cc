#include "hub/query.h"

namespace tirkeu::hub {

std::optional<std::string> filled(const http::Request& request, std::string_view name) {
  const std::optional<std::string_view> value = request.parameter(name);
  if (!value || value->empty()) return std::nullopt;
  return std::string(*value);
}

daemon::ApiError bad_parameter(std::string_view name) { return daemon::error(400, "bad_parameter", {{"name", std::string(name)}}); }

std::expected<std::optional<base::Instant>, daemon::ApiError> time_of(const http::Request& request, std::string_view name,
                                                                      const base::TimeZone& zone, int days_later) {
  const std::optional<std::string> text = filled(request, name);
  if (!text) return std::optional<base::Instant>();
  if (const std::optional<base::Date> day = base::parse_date(*text)) {
    const base::Date shifted{std::chrono::sys_days(*day) + std::chrono::days(days_later)};
    return zone.to_instant(shifted, base::Milliseconds{0});
  }
  if (const std::optional<base::Instant> instant = base::parse_rfc3339(*text)) return instant;
  return std::unexpected(bad_parameter(name));
}

}  // namespace tirkeu::hub
