// One accepted connection: the coroutine that reads requests, passes them through the gate to the handler and writes
// the answers, one after another. For server.cc only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "sync/http/loop.h"
#include "sync/http/request_gate.h"
#include "sync/http/response_writer.h"
#include "sync/http/server.h"
#include "sync/http/wire.h"

namespace tirkeu::http {

class Connection;

/// What all connections of one server share. It outlives the Server while coroutines end; `handler` is null from the
/// Server's destruction on.
struct ServerShared {
  ServerShared(EventLoop& its_loop, ServerOptions its_options, Handler& its_handler)
      : loop(its_loop), options(std::move(its_options)), handler(&its_handler) {}

  EventLoop& loop;
  const ServerOptions options;
  Handler* handler;
  HostRule tcp_hosts;
  std::optional<asio::ssl::context> tls;
  std::set<Connection*> open;
  std::map<std::string, std::size_t> open_per_peer;
  ServerCounts counts;
  ByteCounts ended_bytes;  ///< of connections that are gone
  std::uint64_t large_bodies_bytes = 0;  ///< announced and under way; see ServerOptions
  bool stopping = false;
  Task on_connection_end;  ///< told after each; the acceptor may go on, a drain may be complete
};

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(std::shared_ptr<ServerShared> shared, Wire::Socket socket, Peer peer, std::string remote_address);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Serves until the peer leaves, a deadline cuts or the server stops. Never throws but what a handler threw when the
  /// loop has no fault handler.
  asio::awaitable<void> run();
  /// Between requests it closes at once; inside one it closes after the answer.
  void close_when_idle();
  /// Closes now; an answer still out is dropped.
  void abort();
  ByteCounts bytes() const { return wire_->counts(); }

 private:
  enum class Stage { kOpening, kIdle, kBusy };
  enum class Next { kAnotherRequest, kClose };

  asio::awaitable<bool> open_channel();
  asio::awaitable<Next> serve_one();
  asio::awaitable<bool> await_first_byte();
  asio::awaitable<std::optional<Head>> read_head();
  asio::awaitable<bool> read_body(const Head& head, base::Bytes& body);
  /// Takes room for the body of `head`; false: there is none, and the client was told when to come again.
  asio::awaitable<bool> take_room(const Head& head, std::size_t limit);
  void give_room_back();
  asio::awaitable<bool> read_framed_body(const Head& head, std::size_t limit, base::Bytes& body);
  asio::awaitable<Response> ask_handler(Head head, base::Bytes body);
  asio::awaitable<bool> write_answer(Response response, AfterAnswer after, std::string_view method);
  asio::awaitable<void> refuse(int status, std::string reason);
  asio::awaitable<void> refuse_with(Response answer);
  asio::awaitable<ErrorCode> read_more();
  HostRule host_rule() const;
  bool too_slow(std::size_t received, TimePoint since) const;
  void be_patient(std::chrono::milliseconds stall, std::chrono::milliseconds hard);

  std::shared_ptr<ServerShared> shared_;
  std::shared_ptr<Wire> wire_;
  Peer peer_;
  std::string remote_address_;
  std::string received_;         ///< bytes that arrived and are not used yet; the next request may begin here
  std::string head_text_;        ///< the raw head of the request under way, for the second reader
  asio::steady_timer answered_;  ///< never expires; cancelled when the answer has come
  std::optional<Response> answer_;
  std::uint64_t room_taken_ = 0;  ///< of large_bodies_bytes, for the request under way
  std::uint64_t exchange_ = 0;  ///< which request an answer belongs to
  Stage stage_ = Stage::kOpening;
  bool aborted_ = false;
  bool refused_ = false;
  bool plain_on_tls_port_ = false;
};

}  // namespace tirkeu::http
