#include "sync/http/server.h"

#include <unistd.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <list>

#include "sync/base/invariant.h"
#include "sync/base/limits.h"
#include "sync/http/connection.h"
#include "sync/http/listening.h"
#include "sync/http/loop_core.h"
#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

// Out of file descriptors or memory: some connection must end first, and asking again at once would burn the processor.
constexpr std::chrono::milliseconds kExhaustedPause{100};

bool is_exhaustion(const ErrorCode& error) {
  return error == boost::system::errc::too_many_files_open || error == asio::error::no_memory ||
         error == boost::system::errc::too_many_files_open_in_system || error == asio::error::no_buffer_space;
}

}  // namespace

Reply& Reply::operator=(Reply&& other) noexcept {
  if (this != &other) {
    Reply before(std::move(*this));  // answers 500 when it was never called
    sink_ = std::exchange(other.sink_, nullptr);
  }
  return *this;
}

Reply::~Reply() {
  if (!sink_) return;
  Sink sink = std::exchange(sink_, nullptr);
  sink(refusal_answer(500, "internal error"));
}

void Reply::operator()(Response response) {
  if (!sink_) base::stop("A Reply was called twice or after it was moved from; a request has exactly one answer.");
  Sink sink = std::exchange(sink_, nullptr);
  sink(std::move(response));
}

std::size_t Handler::body_limit(std::string_view, std::string_view) const {
  return base::Limits().http_body_bytes_max;
}

struct Server::Core : std::enable_shared_from_this<Server::Core> {
  struct Listener {
    Listener(Acceptor its_acceptor, bool is_tcp)
        : acceptor(std::move(its_acceptor)), pause(acceptor.get_executor()), tcp(is_tcp) {}
    Acceptor acceptor;
    asio::steady_timer pause;
    bool tcp;
  };

  Core(EventLoop& loop, ServerOptions options, Handler& handler)
      : shared(std::make_shared<ServerShared>(loop, std::move(options), handler)) {}

  void open();
  void start();
  asio::awaitable<void> accept_from(Listener& listener);
  asio::awaitable<void> pause(Listener& listener, TimePoint until);
  void adopt(Wire::Socket socket, const Listener& listener);
  void on_connection_end();
  void close_listeners();
  void abort_all();

  std::shared_ptr<ServerShared> shared;
  std::list<Listener> listeners;
  std::uint16_t port = 0;
  Task drained;
  Timer drain_limit;
};

void Server::Core::open() {
  asio::io_context& io = shared->loop.core().io;
  const ServerOptions& options = shared->options;
  if (options.tls) shared->tls.emplace(server_tls(*options.tls));
  if (!options.listen.empty()) {
    listeners.emplace_back(listen_on_tcp(io, options.listen), true);
    port = http::port_of(listeners.back().acceptor);
    shared->tcp_hosts = host_rule_of(options.listen, options.host_names);
  }
  if (!options.unix_socket.empty()) listeners.emplace_back(listen_on_unix(io, options.unix_socket), false);
}

void Server::Core::start() {
  std::weak_ptr<Core> weak = weak_from_this();
  shared->on_connection_end = [weak] {
    if (const auto self = weak.lock()) self->on_connection_end();
  };
  for (Listener& listener : listeners) {
    asio::co_spawn(listener.acceptor.get_executor(), accept_from(listener),
                   [self = shared_from_this()](std::exception_ptr fault) {
                     if (fault) self->shared->loop.report_fault(fault);
                   });
  }
}

asio::awaitable<void> Server::Core::pause(Listener& listener, TimePoint until) {
  ErrorCode ignored;
  auto token = asio::redirect_error(asio::use_awaitable, ignored);
  listener.pause.expires_at(until);
  co_await listener.pause.async_wait(token);
}

asio::awaitable<void> Server::Core::accept_from(Listener& listener) {
  while (listener.acceptor.is_open()) {
    if (shared->open.size() >= shared->options.connections_max) {
      co_await pause(listener, TimePoint::max());
      continue;
    }
    ErrorCode error;
    auto token = asio::redirect_error(asio::use_awaitable, error);
    Wire::Socket socket(listener.acceptor.get_executor());
    co_await listener.acceptor.async_accept(socket, token);
    if (is_exhaustion(error)) {
      co_await pause(listener, asio::steady_timer::clock_type::now() + kExhaustedPause);
    } else if (!error && !shared->stopping) {
      adopt(std::move(socket), listener);
    }
  }
}

void Server::Core::adopt(Wire::Socket socket, const Listener& listener) {
  ErrorCode error;
  Peer peer = Peer::kControlSocket;
  std::string address = "unix";
  if (listener.tcp) {
    const Wire::Endpoint remote = socket.remote_endpoint(error);
    if (error) return;  // gone again before it was accepted
    address = address_text(remote);
    peer = kind_of_address(address) == AddressKind::kLoopback ? Peer::kLoopback : Peer::kRemote;
    const auto same_peer = shared->open_per_peer.find(address);
    if (same_peer != shared->open_per_peer.end() && same_peer->second >= shared->options.connections_per_peer_max) {
      ++shared->counts.over_peer_cap;
      return;
    }
    // Without it a small answer waits for the peer's delayed acknowledgement, 40 ms each.
    socket.set_option(asio::ip::tcp::no_delay(true), error);
  }
  auto connection = std::make_shared<Connection>(shared, std::move(socket), peer, std::move(address));
  Connection& running = *connection;
  asio::co_spawn(shared->loop.core().io, running.run(),
                 [shared = shared, connection = std::move(connection)](std::exception_ptr fault) mutable {
                   connection.reset();
                   if (shared->on_connection_end) shared->on_connection_end();
                   if (fault) shared->loop.report_fault(fault);
                 });
}

void Server::Core::on_connection_end() {
  for (Listener& listener : listeners) listener.pause.cancel();
  if (!shared->stopping || !shared->open.empty() || !drained) return;
  drain_limit.cancel();
  shared->loop.post(std::exchange(drained, nullptr));
}

void Server::Core::close_listeners() {
  for (Listener& listener : listeners) {
    ErrorCode ignored;
    if (!listener.tcp && listener.acceptor.is_open()) ::unlink(shared->options.unix_socket.c_str());
    listener.acceptor.close(ignored);
    listener.pause.cancel();
  }
}

void Server::Core::abort_all() {
  for (Connection* connection : shared->open) connection->abort();
}

Server::Server(EventLoop& loop, ServerOptions options, Handler& handler)
    : core_(std::make_shared<Core>(loop, std::move(options), handler)) {
  core_->open();
  core_->start();
}

Server::~Server() {
  core_->shared->stopping = true;
  core_->shared->handler = nullptr;
  core_->shared->on_connection_end = nullptr;
  core_->drain_limit.cancel();
  core_->close_listeners();
  core_->abort_all();
}

std::uint16_t Server::port() const {
  return core_->port;
}

std::string Server::url() const {
  if (core_->port == 0) return {};
  std::string host = split_host_and_port(core_->shared->options.listen).first;
  if (host == "0.0.0.0") host = "127.0.0.1";
  if (host == "::") host = "::1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return (core_->shared->tls ? "https://" : "http://") + host + ":" + std::to_string(core_->port);
}

void Server::stop(Task done) {
  core_->shared->stopping = true;
  core_->drained = std::move(done);
  core_->close_listeners();
  for (Connection* connection : core_->shared->open) connection->close_when_idle();
  std::weak_ptr<Core> weak = core_;
  core_->drain_limit = core_->shared->loop.after(core_->shared->options.deadlines.drain, [weak] {
    if (const auto core = weak.lock()) core->abort_all();
  });
  core_->on_connection_end();
}

ByteCounts Server::bytes() const {
  ByteCounts counts = core_->shared->ended_bytes;
  for (const Connection* connection : core_->shared->open) {
    counts.received += connection->bytes().received;
    counts.sent += connection->bytes().sent;
  }
  return counts;
}

ServerCounts Server::counts() const {
  ServerCounts counts = core_->shared->counts;
  counts.open = core_->shared->open.size();
  return counts;
}

}  // namespace tirkeu::http
