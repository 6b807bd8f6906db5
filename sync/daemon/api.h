// The API's front: everything between the HTTP server and a handler of node or hub. A handler sees a request only after
// route, login, role, cross-site check, body and idempotency key were judged, in this order:
//
//   1. /api/v1/… route by method and pattern           404, 405
//   2. where it may come from (Access)                 403
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

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/registry/language.h"
#include "sync/base/clock.h"
#include "sync/base/entropy.h"
#include "sync/base/limits.h"
#include "sync/daemon/account_store.h"
#include "sync/daemon/answers.h"
#include "sync/daemon/idempotency.h"
#include "sync/daemon/static_files.h"
#include "sync/http/loop.h"
#include "sync/http/server.h"
#include "sync/service/accounts.h"
#include "sync/service/log.h"
#include "sync/service/metrics.h"

namespace tirkeu::daemon {

/// A request that passed the front.
struct Call {
  http::Request request;
  /// Values of the pattern's {names}, never empty.
  std::map<std::string, std::string, std::less<>> path;
  registry::Language language = registry::Language::kKazakh;
  /// Who asks; empty only on public routes.
  std::optional<Account> account;
  /// The body of a JSON route; null when the request had none.
  boost::json::value body;

  /// The value of {name}; stops the program for a name that the pattern does not have.
  const std::string& argument(std::string_view name) const;
};

/// Answers one call at once or later, on the loop thread. A Finish that dies uncalled answers 500.
using Finish = std::move_only_function<void(Outcome)>;

using Ask = std::function<Outcome(const Call&)>;
using Write = std::function<Outcome(const Call&, WriteContext&)>;
using AskLater = std::function<void(std::shared_ptr<const Call>, Finish)>;
using WriteLater = std::function<void(std::shared_ptr<const Call>, std::shared_ptr<WriteContext>, Finish)>;
using Raw = std::function<void(http::Request, http::Reply)>;

/// Who may come at all.
enum class Access {
  kLogin,     ///< with a login of one of the route's roles
  kPublic,    ///< anybody who reaches the port
  kLoopback,  ///< programs of this machine, and the control socket
};

enum class BodyKind { kJson, kBytes };

/// One line of the table, for the test that tries every route as every role and for the OpenAPI document.
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
  /// Asked at /healthz: nothing when all is well, else one technical word ("database", "rewound"); then 503.
  std::function<std::optional<std::string>()> health;
  /// Told once of a fault after which the database must not be used; the daemon stops itself.
  std::function<void()> on_fatal;
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

  std::vector<RouteInfo> routes() const;

  void handle(http::Request request, http::Reply reply) override;
  std::size_t body_limit(std::string_view method, std::string_view path) const override;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

/// The name of the login cookie: __Host-sid over TLS (browsers then insist on Secure, Path=/ and no Domain), else sid.
std::string_view login_cookie_name(const http::Request& request);

}  // namespace tirkeu::daemon
