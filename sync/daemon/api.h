// The API's front: everything between the HTTP server and a handler of node or hub. A handler sees a request only after
// route, login, role, cross-site check, body and idempotency key were judged, in this order:
//
//   1. route by method and pattern                     404, 405
//   2. where it may come from (Access); plain HTTP
//      from another machine only for raw and public     403 tls_needed
//   3. login cookie, idle and absolute age             401
//   4. password set by somebody else                   403 password_change_required
//   5. role                                            403
//   6. writes: X-Tirkeu: 1, Sec-Fetch-Site, Origin     403 cross_site
//   7. body: JSON within depth and size                400, 413
//   8. Idempotency-Key: replay, conflict, in progress  same answer, 409
//
// Deny by default: a route without roles is for nobody. A handler that throws is answered 500 with an incident id, which
// is in the log with the fault and without the request; a fatal fault of the database is told to `on_fatal`, and the
// daemon stops rather than answer from a database that lies. Nothing of a query or body is logged.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/civil_time.h"
#include "sync/base/clock.h"
#include "sync/base/entropy.h"
#include "sync/base/limits.h"
#include "sync/daemon/account_store.h"
#include "sync/daemon/routes.h"
#include "sync/daemon/static_files.h"
#include "sync/http/loop.h"
#include "sync/http/server.h"
#include "sync/service/log.h"
#include "sync/service/metrics.h"

namespace tirkeu::daemon {

/// One line of the table as a test or a document sees it.
struct RouteInfo {
  std::string method;
  std::string pattern;
  Access access = Access::kLogin;
  service::RoleSet roles;
  enum class Effect { kReads, kWrites };
  Effect effect = Effect::kReads;
};

struct ApiOptions {
  service::Program program = service::Program::kNode;
  /// Body of a JSON route; larger is answered 413. Nesting beyond 32 levels is answered 400.
  std::size_t body_bytes_max = base::Limits().http_body_bytes_max;
  /// In which times of accounts are shown; absent: UTC.
  std::optional<base::TimeZone> zone{};
  /// Asked at /healthz: nothing when all is well, else one technical word ("database", "rewound"); then 503.
  std::function<std::optional<std::string>()> health{};
  /// Told once of a fault after which the database must not be used; the daemon stops itself.
  std::function<void()> on_fatal{};
};

/// What the front works with; all of it outlives the Api.
struct ApiParts {
  http::EventLoop& loop;
  store::Database& database;
  AccountStore& accounts;
  base::Clock& clock;
  base::Entropy& entropy;
  service::Log& log;
  service::Metrics& metrics;
  /// The built UI; served for GET of whatever is no route. Null: none.
  const StaticFiles* ui = nullptr;
};

/// Brings along: /healthz, /metrics, and under /api/v1: login, logout, me, password, users, users/{name}/password,
/// users/{name}/disable, users/{name}/enable (account_routes.cc).
class Api final : public http::Handler {
 public:
  Api(ApiParts parts, ApiOptions options);
  ~Api() override;

  // Patterns are absolute: "/api/v1/applications/{id}". A literal segment wins over a {name}. Two routes of one method
  // and shape stop the program.
  void get(std::string_view pattern, service::RoleSet roles, Ask handler);
  void get_later(std::string_view pattern, service::RoleSet roles, AskLater handler);
  /// A GET for anybody, such as the public information page.
  void get_public(std::string_view pattern, Ask handler);
  /// POST that writes nothing (a check, a parser): cross-site rules apply, no idempotency key.
  void ask(std::string_view pattern, service::RoleSet roles, Ask handler);
  void write(std::string_view pattern, service::RoleSet roles, Write handler, std::string_view method = "POST");
  void write_later(std::string_view pattern, service::RoleSet roles, WriteLater handler,
                   std::string_view method = "POST");
  /// A write whose body is no JSON (a bundle); Call::body is null, Call::request.body has the bytes.
  void write_bytes(std::string_view pattern, service::RoleSet roles, std::size_t body_bytes_max, WriteLater handler);
  /// Past every check but the route: the sync endpoint, which judges its bytes itself.
  void raw(std::string_view method, std::string_view pattern, Access access, std::size_t body_bytes_max, Raw handler);
  void add(Route route);

  std::vector<RouteInfo> routes() const;

  /// A header X-Tirkeu-Poll marks what a page asks by itself: it does not keep the login alive.
  void handle(http::Request request, http::Reply reply) override;
  std::size_t body_limit(std::string_view method, std::string_view path) const override;

 private:
  class Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tirkeu::daemon
