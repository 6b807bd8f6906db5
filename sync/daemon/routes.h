// The table of routes: what a request's method and path mean, and who it is for.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "schema/registry/language.h"
#include "sync/daemon/account_store.h"
#include "sync/daemon/answers.h"
#include "sync/daemon/idempotency.h"
#include "sync/http/server.h"
#include "sync/service/accounts.h"

namespace tirkeu::daemon {

/// A request that passed the front.
struct Call {
  http::Request request;
  /// Values of the pattern's {names}, never empty.
  std::map<std::string, std::string, std::less<>> path;
  registry::Language language = registry::Language::kKazakh;
  /// Who asks; empty only on public routes.
  std::optional<Account> account;
  /// The body of a JSON route: an object, or null when the request had none.
  boost::json::value body;

  /// The value of {name}; stops the program for a name that the pattern does not have.
  const std::string& argument(std::string_view name) const;
};

/// The way to end one call, at once or later, on the loop thread. One that dies uncalled answers 500 with an incident id.
class Finish {
 public:
  /// What a Finish does; made by the Api.
  class Ending {
   public:
    virtual ~Ending() = default;
    virtual void end(Outcome outcome) = 0;
    /// Inside a catch block: answers by what was thrown.
    virtual void fail_with_current_exception() = 0;
  };
  explicit Finish(std::shared_ptr<Ending> ending) : ending_(std::move(ending)) {}
  Finish(Finish&&) = default;
  Finish& operator=(Finish&&) = default;

  /// Once.
  void operator()(Outcome outcome);
  /// The last step of a call that ends later: runs `step` and ends with what it returns; what it throws is answered and
  /// logged as if the handler had thrown it.
  template <class Step>
  void run(Step step) {
    try {
      (*this)(step());
    } catch (...) {
      fail();
    }
  }

 private:
  void fail();
  std::shared_ptr<Ending> ending_;
};

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

/// One line of the table.
struct Route {
  std::string method{};
  std::string pattern{};  ///< "/api/v1/applications/{id}"
  Access access = Access::kLogin;
  service::RoleSet roles{};
  BodyKind body = BodyKind::kJson;
  std::size_t body_bytes_max = 0;
  /// The three routes that are open to somebody who must first set a password of his own.
  enum class Password { kOwn, kAny };
  Password password = Password::kOwn;
  /// Login has no cookie that another site could abuse, and must work from a bare command line.
  enum class Header { kNeeded, kNotNeeded };
  Header header = Header::kNeeded;
  std::variant<AskLater, WriteLater, Raw> handler{};

  bool writes() const { return std::holds_alternative<WriteLater>(handler); }
};

class RouteTable {
 public:
  /// Two routes of one method and shape stop the program, and so does a pattern that does not begin with '/'.
  void add(Route route);

  struct Found {
    const Route* route = nullptr;  ///< none: the path is known by other methods only, or not at all
    std::map<std::string, std::string, std::less<>> path;
    std::string allowed;  ///< "GET, POST" when the path is known; empty: it is not
  };
  /// A literal segment wins over a {name}, from left to right.
  Found find(std::string_view method, std::string_view path) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace tirkeu::daemon
