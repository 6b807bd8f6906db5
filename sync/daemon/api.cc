#include "sync/daemon/api.h"

#include <set>
#include <utility>

#include "sync/base/invariant.h"
#include "sync/daemon/account_routes.h"
#include "sync/daemon/front.h"

namespace tirkeu::daemon {

class Api::Core : public Front {
 public:
  using Front::Front;
};

Api::Api(ApiParts parts, ApiOptions options) : core_(std::make_shared<Core>(parts, options)) {
  get_public("/healthz", [health = options.health](const Call&) -> Outcome {
    const std::optional<std::string> complaint = health ? health() : std::nullopt;
    if (complaint) return answer(503, boost::json::object{{"status", *complaint}});
    return answer(200, boost::json::object{{"status", "ok"}});
  });
  Route metrics{.method = "GET", .pattern = "/metrics", .access = Access::kLoopback};
  metrics.handler = [&registry = parts.metrics](std::shared_ptr<const Call>, Finish finish) {
    http::Response response = http::Response::text(200, registry.render());
    response.headers.set("Content-Type", service::Metrics::kContentType);
    response.headers.set("Cache-Control", "no-store");
    finish(std::move(response));
  };
  add(std::move(metrics));
  add_account_routes(*this, parts, options);
}

Api::~Api() = default;

void Api::get(std::string_view pattern, service::RoleSet roles, Ask handler) {
  get_later(pattern, roles, [handler = std::move(handler)](std::shared_ptr<const Call> call, Finish finish) {
    finish.run([&] { return handler(*call); });
  });
}

void Api::get_later(std::string_view pattern, service::RoleSet roles, AskLater handler) {
  Route route{.method = "GET", .pattern = std::string(pattern), .roles = roles};
  route.handler = std::move(handler);
  add(std::move(route));
}

void Api::get_public(std::string_view pattern, Ask handler) {
  Route route{.method = "GET", .pattern = std::string(pattern), .access = Access::kPublic};
  route.handler = [handler = std::move(handler)](std::shared_ptr<const Call> call, Finish finish) {
    finish.run([&] { return handler(*call); });
  };
  add(std::move(route));
}

void Api::ask(std::string_view pattern, service::RoleSet roles, Ask handler) {
  Route route{.method = "POST", .pattern = std::string(pattern), .roles = roles};
  route.handler = [handler = std::move(handler)](std::shared_ptr<const Call> call, Finish finish) {
    finish.run([&] { return handler(*call); });
  };
  add(std::move(route));
}

void Api::write(std::string_view pattern, service::RoleSet roles, Write handler, std::string_view method) {
  const auto later = [handler = std::move(handler)](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write,
                                                    Finish finish) {
    finish.run([&] { return handler(*call, *write); });
  };
  write_later(pattern, roles, later, method);
}

void Api::write_later(std::string_view pattern, service::RoleSet roles, WriteLater handler, std::string_view method) {
  Route route{.method = std::string(method), .pattern = std::string(pattern), .roles = roles};
  route.handler = std::move(handler);
  add(std::move(route));
}

void Api::write_bytes(std::string_view pattern, service::RoleSet roles, std::size_t body_bytes_max, WriteLater handler) {
  Route route{.method = "POST", .pattern = std::string(pattern), .roles = roles, .body = BodyKind::kBytes,
              .body_bytes_max = body_bytes_max};
  route.handler = std::move(handler);
  add(std::move(route));
}

void Api::raw(std::string_view method, std::string_view pattern, Access access, std::size_t body_bytes_max, Raw handler) {
  base::require(access != Access::kLogin, "a raw route checks nothing, so it cannot ask for a login");
  Route route{.method = std::string(method), .pattern = std::string(pattern), .access = access,
              .body = BodyKind::kBytes, .body_bytes_max = body_bytes_max};
  route.handler = std::move(handler);
  add(std::move(route));
}

void Api::add(Route route) { core_->add(std::move(route)); }

std::vector<RouteInfo> Api::routes() const {
  std::vector<RouteInfo> infos;
  for (const auto& route : core_->table().routes()) {
    const auto effect = route->writes() ? RouteInfo::Effect::kWrites : RouteInfo::Effect::kReads;
    infos.push_back({route->method, route->pattern, route->access, route->roles, effect});
  }
  return infos;
}

void Api::handle(http::Request request, http::Reply reply) { core_->handle(std::move(request), std::move(reply)); }

std::size_t Api::body_limit(std::string_view method, std::string_view path) const { return core_->body_limit(method, path); }

}  // namespace tirkeu::daemon
