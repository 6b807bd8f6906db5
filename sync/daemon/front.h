// The checks of api.h in their order, and the life of one call from request to answer.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "sync/daemon/api.h"
#include "sync/daemon/idempotency.h"
#include "sync/daemon/routes.h"

namespace tirkeu::daemon {

class Front : public std::enable_shared_from_this<Front> {
 public:
  Front(ApiParts parts, ApiOptions options);

  void add(Route route);
  const RouteTable& table() const { return table_; }
  void handle(http::Request request, http::Reply reply);
  std::size_t body_limit(std::string_view method, std::string_view path) const;

 private:
  class Pending;

  void serve(RouteTable::Found found, http::Request request, const std::shared_ptr<Pending>& pending);
  void serve_unrouted(const RouteTable::Found& found, const http::Request& request, Pending& pending);
  void serve_write(const WriteLater& handler, std::shared_ptr<const Call> call, const std::shared_ptr<Pending>& pending);

  // Each returns what is wrong, or nothing.
  std::optional<ApiError> check_place(const Route& route, const http::Request& request) const;
  std::optional<ApiError> check_login(const Route& route, Call& call);
  std::optional<ApiError> check_origin(const Route& route, const http::Request& request) const;
  std::optional<ApiError> read_body(const Route& route, Call& call) const;

  /// Logs what is being thrown under a fresh incident id and makes the answer of it.
  ApiError error_of_current_exception(const Route* route);
  std::string new_incident();
  void count(int status);
  void prune_now_and_then();

  ApiParts parts_;
  ApiOptions options_;
  RouteTable table_;
  AnswerStore answers_;
  /// (account, key) of writes that have begun and not ended: the same one again must neither run twice nor wait.
  std::set<std::pair<std::string, std::string>> in_progress_;
  std::uint64_t writes_ = 0;
};

}  // namespace tirkeu::daemon
