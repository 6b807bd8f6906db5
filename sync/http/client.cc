#include "sync/http/client.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstring>
#include <memory>
#include <vector>

#include "sync/http/loop_core.h"
#include "sync/http/message_reader.h"
#include "sync/http/name_lookup.h"
#include "sync/http/target.h"
#include "sync/http/wire.h"

namespace tirkeu::http {
namespace {

constexpr std::size_t kResponseHeadBytesMax = 16u << 10;
constexpr std::size_t kReadBytes = 16u << 10;
constexpr std::size_t kJoinedBytes = 16u << 10;
// Interim answers (RFC 9110 section 15.2) before the final one; more is a peer that plays with us.
constexpr int kInterimAnswersMax = 8;

using Cause = ClientError::Cause;

// Fingerprints are compared as bare lower-case digits, however a person copied them.
std::string bare_hex(std::string_view text) {
  std::string bare;
  for (const char c : text) {
    if (c == ':' || c == ' ') continue;
    bare += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return bare;
}

/// One exchange from start to end; the coroutine that runs it keeps it alive.
class Exchange {
 public:
  Exchange(EventLoop& loop, ClientRequest request) : loop_(loop), request_(std::move(request)) {}
  asio::awaitable<ClientResult> run();

 private:
  using Failure = std::unexpected<ClientError>;
  using Endpoints = std::vector<Wire::Endpoint>;

  asio::awaitable<std::expected<Endpoints, ClientError>> find_endpoints();
  asio::awaitable<std::expected<Endpoints, ClientError>> resolve();
  asio::awaitable<std::optional<ClientError>> connect(const Endpoints& endpoints);
  asio::awaitable<std::optional<ClientError>> secure();
  asio::awaitable<ErrorCode> transmit();
  asio::awaitable<ClientResult> receive();
  ClientResult judge(MessageReader reader);
  std::string request_head() const;
  std::string verdict_on_certificate() const;
  ClientError failure(ClientStep step, const std::string& text) const;
  void be_patient(std::chrono::milliseconds stall);
  std::string where() const { return request_.unix_socket.empty() ? url_.authority : request_.unix_socket.string(); }

  EventLoop& loop_;
  ClientRequest request_;
  Url url_;
  TimePoint end_ = TimePoint::max();
  std::unique_ptr<asio::ssl::context> tls_;
  std::shared_ptr<Wire> wire_;
};

ClientError Exchange::failure(ClientStep step, const std::string& text) const {
  ClientError error;
  error.step = step;
  error.text = where() + ": " + text;
  if (wire_) {
    error.cause = wire_->timed_out() ? Cause::kTimedOut : Cause::kFailed;
    error.wire = wire_->counts();
    if (wire_->timed_out()) error.text = where() + ": no progress within the time allowed";
  }
  return error;
}

void Exchange::be_patient(std::chrono::milliseconds stall) {
  Patience patience;
  patience.stall = stall;
  patience.hard = end_;
  wire_->set_patience(patience);
}

asio::awaitable<ClientResult> Exchange::run() {
  end_ = asio::steady_timer::clock_type::now() + request_.deadlines.total;
  auto url = read_url(request_.url);
  if (!url) {
    ClientError error = failure(ClientStep::kUrl, "not an http:// or https:// address: " + request_.url);
    co_return Failure(std::move(error));
  }
  url_ = std::move(*url);
  auto endpoints = co_await find_endpoints();
  if (!endpoints) co_return Failure(std::move(endpoints.error()));
  auto error = co_await connect(*endpoints);
  if (!error && url_.scheme == Url::Scheme::kHttps && request_.unix_socket.empty()) error = co_await secure();
  if (error) co_return Failure(std::move(*error));
  be_patient(request_.deadlines.stall);
  const ErrorCode sent = co_await transmit();
  if (sent && wire_->timed_out()) co_return Failure(failure(ClientStep::kSend, sent.message()));
  // A server may refuse a body while it is still on its way; its answer says more than our broken pipe.
  ClientResult result = co_await receive();
  if (sent && !result && result.error().step == ClientStep::kReceive) {
    ClientError unsent = failure(ClientStep::kSend, sent.message());
    unsent.cause = result.error().cause;
    result = Failure(std::move(unsent));
  }
  wire_->close();
  co_return result;
}

asio::awaitable<std::expected<Exchange::Endpoints, ClientError>> Exchange::find_endpoints() {
  if (request_.unix_socket.empty()) {
    auto resolved = co_await resolve();
    co_return resolved;
  }
  const std::string path = request_.unix_socket.string();
  sockaddr_un address{};
  if (path.size() >= sizeof address.sun_path) {
    ClientError error = failure(ClientStep::kConnect, "the path of a socket has at most 107 bytes");
    co_return Failure(std::move(error));
  }
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  Endpoints endpoints;
  endpoints.emplace_back(&address, offsetof(sockaddr_un, sun_path) + path.size() + 1, 0);
  co_return endpoints;
}

asio::awaitable<std::expected<Exchange::Endpoints, ClientError>> Exchange::resolve() {
  std::optional<NameLookup> found;
  asio::steady_timer arrived(loop_.core().io);
  arrived.expires_at(TimePoint::max());
  const std::function<void(NameLookup)> take = [&found, &arrived](NameLookup answer) {
    found = std::move(answer);
    arrived.cancel();
  };
  look_up(loop_, url_.host, url_.port, request_.deadlines.resolve, take);
  ErrorCode ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  co_await arrived.async_wait(token);
  if (found->error.empty()) co_return std::move(found->endpoints);
  ClientError error = failure(ClientStep::kResolve, found->error);
  if (found->end == NameLookup::End::kTimedOut) error.cause = Cause::kTimedOut;
  co_return Failure(std::move(error));
}

asio::awaitable<std::optional<ClientError>> Exchange::connect(const Endpoints& endpoints) {
  std::optional<ClientError> last;
  for (const Wire::Endpoint& endpoint : endpoints) {
    Wire::Socket socket(loop_.core().io);
    wire_ = std::make_shared<Wire>(std::move(socket));
    be_patient(request_.deadlines.connect);
    const ErrorCode error = co_await wire_->connect(endpoint);
    if (!error) {
      wire_->send_at_once();
      co_return std::nullopt;
    }
    last = failure(ClientStep::kConnect, error.message());
    wire_->close();
  }
  if (!last) last = failure(ClientStep::kResolve, "the name has no address");
  co_return last;
}

asio::awaitable<std::optional<ClientError>> Exchange::secure() {
  tls_ = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  ErrorCode error;
  tls_->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 | asio::ssl::context::no_sslv3,
                    error);
  if (request_.certificate_sha256) {
    // Nothing is sent before the fingerprint has been compared below.
    tls_->set_verify_mode(asio::ssl::verify_none, error);
  } else {
    tls_->set_default_verify_paths(error);
    if (!error) tls_->set_verify_mode(asio::ssl::verify_peer, error);
  }
  if (error) co_return failure(ClientStep::kTls, error.message());
  be_patient(request_.deadlines.handshake);
  error = co_await wire_->handshake(*tls_, Wire::Side::kClient, url_.host);
  if (error) {
    const std::string held_against = request_.certificate_sha256 ? std::string() : wire_->verification_error();
    co_return failure(ClientStep::kTls, held_against.empty() ? error.message() : "certificate: " + held_against);
  }
  const std::string wrong = verdict_on_certificate();
  if (!wrong.empty()) co_return failure(ClientStep::kTls, wrong);
  co_return std::nullopt;
}

std::string Exchange::verdict_on_certificate() const {
  if (!request_.certificate_sha256) return {};
  const std::string shown = wire_->peer_certificate_sha256();
  if (!shown.empty() && shown == bare_hex(*request_.certificate_sha256)) return {};
  return "the server shows another certificate, SHA-256 " + shown;
}

std::string Exchange::request_head() const {
  std::string head = request_.method + ' ' + url_.target + " HTTP/1.1\r\nHost: ";
  head += request_.unix_socket.empty() ? url_.authority : "localhost";
  head += "\r\n";
  if (request_.head_style == ClientRequest::HeadStyle::kUsual) head += "Connection: close\r\n";
  for (const auto& [name, value] : request_.headers) {
    if (equal_without_case(name, "Host") || equal_without_case(name, "Connection") ||
        equal_without_case(name, "Content-Length")) {
      continue;
    }
    head += name + ": " + value + "\r\n";
  }
  const bool bodied = request_.method != "GET" && request_.method != "HEAD";
  if (bodied || !request_.body.empty()) head += "Content-Length: " + std::to_string(request_.body.size()) + "\r\n";
  return head + "\r\n";
}

asio::awaitable<ErrorCode> Exchange::transmit() {
  std::string head = request_head();
  std::string_view body(reinterpret_cast<const char*>(request_.body.data()), request_.body.size());
  // A small request is one packet: on a slow line the second one's 40 bytes of TCP/IP would be felt.
  if (body.size() <= kJoinedBytes) {
    head += body;
    body = {};
  }
  ErrorCode error = co_await wire_->write(head);
  if (!error) error = co_await wire_->write(body);
  co_return error;
}

asio::awaitable<ClientResult> Exchange::receive() {
  const auto kind = request_.method == "HEAD" ? MessageReader::Kind::kResponseToHead : MessageReader::Kind::kResponse;
  std::string received;
  for (int interim = 0; interim < kInterimAnswersMax; ++interim) {
    MessageReader reader(kind, kResponseHeadBytesMax, request_.response_bytes_max);
    while (reader.state() == MessageReader::State::kHead || reader.state() == MessageReader::State::kBody) {
      const std::size_t taken = received.empty() ? 0 : reader.put(received);
      received.erase(0, taken);
      const bool open = reader.state() == MessageReader::State::kHead || reader.state() == MessageReader::State::kBody;
      if (taken > 0 || !open) continue;
      const std::size_t before = received.size();
      received.resize(before + kReadBytes);
      std::size_t count = 0;
      const ErrorCode error = co_await wire_->read_some(received.data() + before, kReadBytes, count);
      received.resize(before + count);
      if (!error) continue;
      const bool began = reader.state() == MessageReader::State::kBody || before > 0;
      if (error == asio::error::eof && began) reader.put_end();
      if (reader.state() == MessageReader::State::kDone) break;
      co_return Failure(failure(ClientStep::kReceive, error.message()));
    }
    const bool final_answer = reader.state() != MessageReader::State::kDone || reader.status() >= 200;
    if (final_answer) co_return judge(std::move(reader));
  }
  co_return Failure(failure(ClientStep::kNotHttp, "interim answers without end"));
}

ClientResult Exchange::judge(MessageReader reader) {
  if (reader.state() == MessageReader::State::kTooLarge) {
    return Failure(failure(ClientStep::kTooLarge, "the answer is larger than allowed"));
  }
  if (reader.state() == MessageReader::State::kMalformed) {
    return Failure(failure(ClientStep::kNotHttp, "the answer is not HTTP"));
  }
  Response response;
  response.status = reader.status();
  response.headers = reader.headers();
  response.body = reader.take_body();
  response.wire = wire_->counts();
  if (request_.status_rule == ClientRequest::StatusRule::kSuccess && response.status / 100 != 2) {
    ClientError error = failure(ClientStep::kStatus, "answered " + std::to_string(response.status));
    error.status = response.status;
    return Failure(std::move(error));
  }
  return response;
}

}  // namespace

std::string_view name_of(ClientStep step) {
  switch (step) {
    case ClientStep::kUrl:
      return "url";
    case ClientStep::kResolve:
      return "resolve";
    case ClientStep::kConnect:
      return "connect";
    case ClientStep::kTls:
      return "tls";
    case ClientStep::kSend:
      return "send";
    case ClientStep::kReceive:
      return "receive";
    case ClientStep::kNotHttp:
      return "not_http";
    case ClientStep::kTooLarge:
      return "too_large";
    case ClientStep::kStatus:
      return "status";
  }
  return "unknown";
}

void send(EventLoop& loop, ClientRequest request, std::function<void(ClientResult)> done) {
  auto exchange = std::make_shared<Exchange>(loop, std::move(request));
  // Posted, so that even a refused URL is reported after this call has returned.
  loop.post([&loop, exchange = std::move(exchange), done = std::move(done)]() mutable {
    Exchange& running = *exchange;
    asio::co_spawn(
        loop.core().io, running.run(),
        [exchange = std::move(exchange), done = std::move(done)](std::exception_ptr fault, ClientResult result) {
          if (fault) std::rethrow_exception(fault);
          done(std::move(result));
        });
  });
}

ClientResult send_and_wait(ClientRequest request) {
  EventLoop loop(1);
  std::optional<ClientResult> answer;
  send(loop, std::move(request), [&](ClientResult result) {
    answer = std::move(result);
    loop.stop();
  });
  loop.run();
  return std::move(*answer);
}

}  // namespace tirkeu::http
