// Parameters of the hub's lists.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "sync/base/civil_time.h"
#include "sync/daemon/answers.h"
#include "sync/http/message.h"

namespace tirkeu::hub {

/// Nothing when it is absent or empty.
std::optional<std::string> filled(const http::Request& request, std::string_view name);
/// 400 that names the parameter.
daemon::ApiError bad_parameter(std::string_view name);
/// A day of `zone`, moved by `days_later`, or a full RFC 3339 time.
std::expected<std::optional<base::Instant>, daemon::ApiError> time_of(const http::Request& request, std::string_view name,
                                                                      const base::TimeZone& zone, int days_later);

}  // namespace tirkeu::hub
