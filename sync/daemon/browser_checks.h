// What keeps another site in a clerk's browser out: the login cookie's form, and the signs by which a browser tells where
// a request came from. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "sync/http/message.h"

namespace tirkeu::daemon {

/// __Host-sid over TLS (browsers then insist on Secure, Path=/ and no Domain), else sid: a browser would drop the former
/// on plain loopback.
std::string_view login_cookie_name(const http::Request& request);
/// The Set-Cookie value: HttpOnly, SameSite=Strict, Path=/, Secure over TLS, gone with the browser.
std::string login_cookie(const http::Request& request, std::string_view token);
/// The Set-Cookie value that removes it.
std::string expired_login_cookie(const http::Request& request);

enum class Origin { kOwn, kForeign };
/// By Sec-Fetch-Site (own: same-origin, or none for what a person typed) and Origin (its host and port must be those of
/// the Host header; "null" is foreign). A program that sends neither is no browser, and own. The scheme is not compared,
/// because a proxy on this machine may end TLS.
Origin origin_of(const http::Request& request);

}  // namespace tirkeu::daemon
