#include "sync/daemon/front.h"

#include <array>
#include <boost/json/parse.hpp>

#include "schema/registry/language.h"
#include "sync/base/disk.h"
#include "sync/base/invariant.h"
#include "sync/daemon/browser_checks.h"

namespace tirkeu::daemon {
namespace {

constexpr std::size_t kJsonDepthMax = 32;
constexpr std::size_t kUnroutedBytesMax = 64u << 10;
constexpr std::uint64_t kWritesBetweenPrunings = 100;

bool is_api_path(std::string_view path) {
  return path.starts_with("/api/") || path == "/api" || path.starts_with("/sync/") || path.starts_with("/control/");
}

bool is_plain_from_afar(const http::Request& request) { return !request.tls && request.peer == http::Peer::kRemote; }

}  // namespace

/// One call under way: holds the way back to the client and answers 500 when everybody has let go of it.
class Front::Pending final : public Finish::Ending {
 public:
  Pending(std::shared_ptr<Front> front, const Route* route, registry::Language language, http::Reply reply)
      : front_(front), route_(route), language_(language), reply_(std::move(reply)) {}
  ~Pending() override {
    // A callback was lost. Nothing may leave a destructor, and the front may have gone before the loop's last tasks.
    try {
      if (const auto front = front_.lock()) {
        leave(*front);
        if (reply_) answer_lost(*front);
      }
    } catch (...) {
      reply_ = http::Reply();
    }
  }

  void end(Outcome outcome) override {
    const auto front = front_.lock();
    if (!front || !reply_) return;
    if (outcome && write_ && outcome->status < 300)
      base::require(write_->recorded(), "a write answered without having recorded its answer");
    leave(*front);
    send(*front, outcome ? std::move(*outcome) : to_response(outcome.error(), language_));
    if (write_ && write_->recorded()) front->prune_now_and_then();
  }

  void fail_with_current_exception() override {
    if (const auto front = front_.lock()) end(std::unexpected(front->error_of_current_exception(route_)));
  }

  void begin_write(std::pair<std::string, std::string> mark, std::shared_ptr<WriteContext> write) {
    mark_ = std::move(mark);
    write_ = std::move(write);
  }
  registry::Language language() const { return language_; }
  http::Reply take_reply() { return std::move(reply_); }

 private:
  void send(Front& front, http::Response response) {
    front.count(response.status);
    // Moved out first: the reply may run code that comes back here.
    http::Reply reply = std::move(reply_);
    reply(std::move(response));
  }
  void answer_lost(Front& front) {
    const std::string incident = front.new_incident();
    front.parts_.log.error("answer_lost", {{"incident", service::Code{incident}}});
    send(front, to_response(error(500, "internal", {{"incident", incident}}), language_));
  }
  void leave(Front& front) {
    if (!mark_.second.empty()) front.in_progress_.erase(mark_);
    mark_ = {};
  }

  std::weak_ptr<Front> front_;
  const Route* route_;
  registry::Language language_;
  http::Reply reply_;
  std::pair<std::string, std::string> mark_;
  std::shared_ptr<WriteContext> write_;
};

Front::Front(ApiParts parts, ApiOptions options)
    : parts_(parts), options_(std::move(options)), answers_(parts.database, parts.clock) {
  parts_.metrics.gauge("tirkeu_logins", "Logins that are alive.",
                       [&accounts = parts.accounts] { return static_cast<double>(accounts.living_logins()); });
}

void Front::add(Route route) {
  if (route.body_bytes_max == 0) route.body_bytes_max = options_.body_bytes_max;
  table_.add(std::move(route));
}

std::size_t Front::body_limit(std::string_view method, std::string_view path) const {
  const RouteTable::Found found = table_.find(method, path);
  return found.route ? found.route->body_bytes_max : kUnroutedBytesMax;
}

void Front::handle(http::Request request, http::Reply reply) {
  RouteTable::Found found = table_.find(request.method, request.path);
  const registry::Language language = registry::choose_language(request.header("Accept-Language"));
  const auto pending = std::make_shared<Pending>(shared_from_this(), found.route, language, std::move(reply));
  try {
    if (found.route == nullptr)
      serve_unrouted(found, request, *pending);
    else
      serve(std::move(found), std::move(request), pending);
  } catch (...) {
    pending->fail_with_current_exception();
  }
}

void Front::serve_unrouted(const RouteTable::Found& found, const http::Request& request, Pending& pending) {
  if (!found.allowed.empty()) {
    ApiError refusal = error(405, "method_not_allowed", {{"allowed", found.allowed}});
    refusal.headers.set("Allow", found.allowed);
    return pending.end(std::unexpected(std::move(refusal)));
  }
  if (parts_.ui != nullptr && request.method == "GET" && !is_api_path(request.path)) {
    if (is_plain_from_afar(request)) return pending.end(std::unexpected(error(403, "tls_needed")));
    if (std::optional<http::Response> page = parts_.ui->answer(request)) return pending.end(std::move(*page));
  }
  pending.end(std::unexpected(error(404, "not_found")));
}

void Front::serve(RouteTable::Found found, http::Request request, const std::shared_ptr<Pending>& pending) {
  const Route& route = *found.route;
  std::optional<ApiError> refusal = check_place(route, request);
  if (const Raw* raw = std::get_if<Raw>(&route.handler); raw != nullptr && !refusal)
    return (*raw)(std::move(request), pending->take_reply());
  const auto call = std::make_shared<Call>();
  call->request = std::move(request);
  call->path = std::move(found.path);
  call->language = pending->language();
  if (!refusal && route.access == Access::kLogin) refusal = check_login(route, *call);
  if (!refusal) refusal = check_origin(route, call->request);
  if (!refusal) refusal = read_body(route, *call);
  if (refusal) return pending->end(std::unexpected(std::move(*refusal)));
  if (const AskLater* ask = std::get_if<AskLater>(&route.handler)) return (*ask)(call, Finish(pending));
  serve_write(std::get<WriteLater>(route.handler), call, pending);
}

void Front::serve_write(const WriteLater& handler, std::shared_ptr<const Call> call, const std::shared_ptr<Pending>& pending) {
  const std::string key(call->request.header("Idempotency-Key"));
  const std::string account = call->account ? call->account->name : std::string();
  crypto::Digest digest{};
  if (call->request.headers.find("Idempotency-Key")) {
    if (!is_idempotency_key(key)) return pending->end(std::unexpected(error(400, "idempotency_key_unusable")));
    digest = request_digest(call->request);
    if (const std::optional<AnswerStore::Answered> earlier = answers_.find(account, key)) {
      if (earlier->request_digest != digest) return pending->end(std::unexpected(error(409, "idempotency_key_reused")));
      http::Response again = http::Response::json(earlier->status, earlier->body);
      again.headers.set("Idempotency-Replayed", "true");
      return pending->end(std::move(again));
    }
    if (!in_progress_.emplace(account, key).second) {
      ApiError busy = error(409, "request_in_progress");
      busy.headers.set("Retry-After", "1");
      return pending->end(std::unexpected(std::move(busy)));
    }
  }
  const auto write = std::make_shared<WriteContext>(answers_, parts_.database, account, key, digest);
  pending->begin_write({account, key}, write);
  handler(std::move(call), write, Finish(pending));
}

std::optional<ApiError> Front::check_place(const Route& route, const http::Request& request) const {
  if (route.access == Access::kLoopback && request.peer == http::Peer::kRemote) return error(403, "local_only");
  const bool may_be_plain = std::holds_alternative<Raw>(route.handler) || (route.access == Access::kPublic && route.method == "GET");
  if (is_plain_from_afar(request) && !may_be_plain) return error(403, "tls_needed");
  return std::nullopt;
}

std::optional<ApiError> Front::check_login(const Route& route, Call& call) {
  const auto token = call.request.cookie(login_cookie_name(call.request));
  const bool by_itself = call.request.headers.find("X-Tirkeu-Poll").has_value();
  const auto use = by_itself ? AccountStore::Use::kBackground : AccountStore::Use::kPerson;
  if (token) call.account = parts_.accounts.authenticate(*token, use);
  if (!call.account) return error(401, "login_needed");
  if (call.account->password == Account::Password::kMustChange && route.password == Route::Password::kOwn)
    return error(403, "password_change_required");
  if (!route.roles.has(call.account->role)) return error(403, "not_your_role");
  return std::nullopt;
}

std::optional<ApiError> Front::check_origin(const Route& route, const http::Request& request) const {
  if (request.method == "GET") return std::nullopt;
  if (origin_of(request) == Origin::kForeign) return error(403, "cross_site");
  if (route.header == Route::Header::kNeeded && request.header("X-Tirkeu") != "1") return error(403, "cross_site");
  return std::nullopt;
}

std::optional<ApiError> Front::read_body(const Route& route, Call& call) const {
  if (route.body == BodyKind::kBytes || call.request.body.empty()) return std::nullopt;
  if (call.request.body.size() > route.body_bytes_max) return error(413, "body_too_large");
  boost::json::parse_options rules;
  rules.max_depth = kJsonDepthMax;
  boost::json::error_code problem;
  const std::string_view text = call.request.body_text();
  call.body = boost::json::parse({text.data(), text.size()}, problem, {}, rules);
  if (problem) return error(400, "body_no_json", {{"reason", problem.message()}});
  if (!call.body.is_object()) return error(400, "body_no_object");
  return std::nullopt;
}

ApiError Front::error_of_current_exception(const Route* route) {
  const std::string incident = new_incident();
  const service::Name name{route ? std::string_view(route->pattern) : std::string_view("(no route)")};
  const auto log = [&](std::string text) {
    parts_.log.error("handler_fault", {{"incident", service::Code{incident}}, {"route", name}, {"fault", service::Fault{std::move(text)}}});
  };
  try {
    throw;
  } catch (const store::StoreError& fault) {
    log(fault.what());
    if (fault.fatal() && options_.on_fatal) std::exchange(options_.on_fatal, nullptr)();
    if (fault.kind() == store::StoreError::Kind::kDiskFull) return error(503, "disk_full", {{"incident", incident}});
  } catch (const base::DiskError& fault) {
    log(fault.what());
  } catch (const std::exception& fault) {
    // Classes that are not ours promise nothing of what they quote, so only the class is told.
    log(typeid(fault).name());
  } catch (...) {
    log("no std::exception");
  }
  return error(500, "internal", {{"incident", incident}});
}

std::string Front::new_incident() {
  std::array<std::uint8_t, 6> bytes{};
  parts_.entropy.fill(bytes);
  return base::to_hex(bytes);
}

void Front::count(int status) {
  static constexpr std::array<std::string_view, 6> kClasses = {"other", "other", "2xx", "3xx", "4xx", "5xx"};
  const auto hundreds = static_cast<std::size_t>(status / 100);
  parts_.metrics.counter("tirkeu_http_answers", "Answers of the API and the UI by class of status.", {{"class", kClasses[hundreds < 6 ? hundreds : 0]}}).add();
}

void Front::prune_now_and_then() {
  if (++writes_ % kWritesBetweenPrunings == 0 && !parts_.database.in_transaction()) answers_.prune();
}

}  // namespace tirkeu::daemon
