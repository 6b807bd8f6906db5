#include "sync/daemon/routes.h"

#include "sync/base/invariant.h"

namespace tirkeu::daemon {
namespace {

using Segments = std::vector<std::string_view>;

/// "/a/b" is {"a", "b"}; "/a/" is {"a", ""}, another path than "/a".
Segments split(std::string_view path) {
  Segments segments;
  path.remove_prefix(path.empty() ? 0 : 1);
  while (true) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

bool is_name(std::string_view segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }

bool fits(const Segments& pattern, const Segments& path) {
  if (pattern.size() != path.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (is_name(pattern[i]) ? path[i].empty() : pattern[i] != path[i]) return false;
  return true;
}

/// "01" for /literal/{name}: the smaller of two fitting patterns is the more literal one from left to right.
std::string shape(const Segments& pattern) {
  std::string text;
  for (std::string_view segment : pattern) text += is_name(segment) ? '1' : '0';
  return text;
}

bool same_shape(const Segments& left, const Segments& right) {
  if (left.size() != right.size()) return false;
  for (std::size_t i = 0; i < left.size(); ++i)
    if (is_name(left[i]) != is_name(right[i]) || (!is_name(left[i]) && left[i] != right[i])) return false;
  return true;
}

}  // namespace

const std::string& Call::argument(std::string_view name) const {
  const auto found = path.find(name);
  base::require(found != path.end(), "a handler asked for a name that its route's pattern does not have");
  return found->second;
}

void Finish::operator()(Outcome outcome) {
  base::require(ending_ != nullptr, "a call was answered twice");
  std::exchange(ending_, nullptr)->end(std::move(outcome));
}

void Finish::fail() {
  if (ending_) std::exchange(ending_, nullptr)->fail_with_current_exception();
}

void RouteTable::add(Route route) {
  base::require(route.pattern.starts_with('/'), "a route's pattern begins with a slash");
  const Segments fresh = split(route.pattern);
  for (const auto& known : routes_)
    base::require(known->method != route.method || !same_shape(split(known->pattern), fresh), "two routes have one method and shape");
  routes_.push_back(std::make_unique<Route>(std::move(route)));
}

RouteTable::Found RouteTable::find(std::string_view method, std::string_view path) const {
  const Segments wanted = split(path);
  Found found;
  std::string best;
  for (const auto& route : routes_) {
    const Segments pattern = split(route->pattern);
    if (!fits(pattern, wanted)) continue;
    if (found.allowed.find(route->method) == std::string::npos) found.allowed += (found.allowed.empty() ? "" : ", ") + route->method;
    if (route->method != method) continue;
    const std::string candidate = shape(pattern);
    if (found.route != nullptr && best <= candidate) continue;
    found.route = route.get();
    best = candidate;
  }
  if (found.route == nullptr) return found;
  const Segments pattern = split(found.route->pattern);
  for (std::size_t i = 0; i < pattern.size(); ++i)
    if (is_name(pattern[i])) found.path.emplace(pattern[i].substr(1, pattern[i].size() - 2), wanted[i]);
  return found;
}

}  // namespace tirkeu::daemon
