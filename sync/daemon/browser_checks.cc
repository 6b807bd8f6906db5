#include "sync/daemon/browser_checks.h"

namespace tirkeu::daemon {

std::string_view login_cookie_name(const http::Request& request) { return request.tls ? "__Host-sid" : "sid"; }

std::string login_cookie(const http::Request& request, std::string_view token) {
  return std::string(login_cookie_name(request)) + "=" + std::string(token) + "; Path=/; HttpOnly; SameSite=Strict" +
         (request.tls ? "; Secure" : "");
}

std::string expired_login_cookie(const http::Request& request) { return login_cookie(request, "") + "; Max-Age=0"; }

Origin origin_of(const http::Request& request) {
  if (const auto site = request.headers.find("Sec-Fetch-Site"); site && *site != "same-origin" && *site != "none")
    return Origin::kForeign;
  const auto origin = request.headers.find("Origin");
  if (!origin) return Origin::kOwn;
  const std::size_t scheme = origin->find("://");
  if (scheme == std::string_view::npos) return Origin::kForeign;
  return http::equal_without_case(origin->substr(scheme + 3), request.header("Host")) ? Origin::kOwn : Origin::kForeign;
}

}  // namespace tirkeu::daemon
