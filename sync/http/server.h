// The HTTP/1.1 server of both daemons: browsers and nodes over TCP (plain or TLS), the command line over a unix socket.
// One coroutine per connection, all on the loop thread. Every request passes the gate (request_gate.h) before anything
// else sees it. It answers by itself, with a small JSON error and a closed connection, whatever the gate refuses; what
// passes goes to the Handler.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sync/http/loop.h"
#include "sync/http/message.h"

namespace tirkeu::http {

/// The way back to one client. Call it once, on the loop thread, inside handle() or at any time later. A Reply that is
/// destroyed uncalled answers 500, so that a lost callback never leaves a browser hanging; calling it twice aborts.
/// When the client has gone meanwhile the answer is dropped.
class Reply {
 public:
  using Sink = std::move_only_function<void(Response)>;

  Reply() = default;
  explicit Reply(Sink sink) : sink_(std::move(sink)) {}
  Reply(Reply&& other) noexcept : sink_(std::exchange(other.sink_, nullptr)) {}
  Reply& operator=(Reply&& other) noexcept;
  ~Reply();

  void operator()(Response response);
  /// False once it has been called or moved from.
  explicit operator bool() const { return static_cast<bool>(sink_); }

 private:
  Sink sink_;
};

class Handler {
 public:
  virtual ~Handler() = default;
  /// Called on the loop thread with a whole request. An exception that leaves it is reported to the loop's fault
  /// handler and answered 500 by the death of the Reply.
  virtual void handle(Request request, Reply reply) = 0;
  /// The largest body that this route takes; asked after the head and before the first byte of the body is kept. A
  /// larger one is answered 413 and the connection closed.
  virtual std::size_t body_limit(std::string_view method, std::string_view path) const;
};

/// How long a peer may take. Each ends in a closed connection; tests shrink them.
struct ServerDeadlines {
  using Milliseconds = std::chrono::milliseconds;
  Milliseconds handshake{10'000};        ///< from accept to the end of the TLS handshake
  Milliseconds head{10'000};             ///< from the first byte of a request to the end of its head, however it drips
  Milliseconds idle{75'000};             ///< between requests, and from accept to the first byte
  Milliseconds stall{60'000};            ///< without one byte of progress while a body or an answer is under way
  Milliseconds transfer{4 * 3'600'000};  ///< a whole body or answer: 8 MiB at 9.6 kbit/s take two hours
  Milliseconds rate_grace{30'000};       ///< before `body_bytes_per_s_min` is judged
  Milliseconds drain{8'000};             ///< from stop() to the moment when connections still busy are cut
};

struct TlsFiles {
  std::filesystem::path certificate;  ///< PEM, the server's certificate first, then its chain
  std::filesystem::path key;          ///< PEM, without a passphrase
};

struct ServerOptions {
  /// "127.0.0.1:8080", "[::1]:0", "0.0.0.0:443", "localhost:8080"; port 0 takes a free one. Empty: no TCP.
  std::string listen;
  /// Present: TCP connections are TLS 1.2 or newer. A browser that speaks plain HTTP to it is sent to https by a 308.
  std::optional<TlsFiles> tls;
  /// Path of the control socket, made with mode 0600; a leftover of a dead process is replaced. Empty: none.
  std::filesystem::path unix_socket;
  /// Host names beyond those of the listen address that requests may name (public_url's, the machine's). The gate
  /// always takes localhost and loopback addresses, and any IP address when `listen` is not loopback (DNS rebinding
  /// needs a name).
  std::vector<std::string> host_names;
  ServerDeadlines deadlines;
  std::size_t header_bytes_max = 8u << 10;     ///< request line and fields; beyond it 431
  std::size_t connections_max = 512;           ///< beyond it the server stops accepting until one ends
  std::size_t connections_per_peer_max = 128;  ///< of one remote address; beyond it a connection is closed at once
  std::uint64_t body_bytes_per_s_min = 64;     ///< of a body, averaged after `rate_grace`; slower is cut
  /// Announced bytes of all larger bodies under way together, from their heads to their answers; beyond it 503 with Retry-After,
  /// before a byte of the body has cost the client anything. Bodies up to `small_body_bytes` always come in, so nobody's giant
  /// keeps out the rest. What bodies can take of the memory is this and connections_max small ones.
  std::uint64_t large_bodies_bytes_max = 48u << 20;
  std::uint64_t small_body_bytes = 128u << 10;
};

/// Nothing listens. what() says in technical English what and what to do; the rooms above have words in three languages
/// for each fault.
class ListenError : public std::runtime_error {
 public:
  enum class Fault {
    kBadAddress,      ///< `listen` is no host:port, or the host is unknown
    kAddressInUse,    ///< another program has the port
    kNoSuchAddress,   ///< this machine has no such address
    kNoPermission,    ///< a port below 1024, or a folder that the user may not write
    kTlsFiles,        ///< certificate or key unreadable, or they don't belong together
    kSocketPathLong,  ///< a unix socket's path has at most 107 bytes
    kSocketInUse,     ///< another daemon answers on the control socket, or its path is no socket
    kFailed,          ///< anything else the system said
  };
  ListenError(Fault fault, std::string subject, const std::string& text)
      : std::runtime_error(text), fault_(fault), subject_(std::move(subject)) {}
  Fault fault() const { return fault_; }
  /// The address or path concerned.
  const std::string& subject() const { return subject_; }

 private:
  Fault fault_;
  std::string subject_;
};

/// Why requests were turned away or cut, since the start; for metrics and tests.
struct ServerCounts {
  std::uint64_t connections = 0;
  std::uint64_t requests = 0;       ///< handed to the handler
  std::uint64_t refused = 0;        ///< answered by the gate
  std::uint64_t timed_out = 0;      ///< cut by a deadline or the minimum rate
  std::uint64_t over_peer_cap = 0;  ///< closed because of connections_per_peer_max
  std::uint64_t turned_away = 0;    ///< answered 503 because of large_bodies_bytes_max
  std::size_t open = 0;             ///< connections open now
};

class Server {
 public:
  /// Binds and listens; requests are served once the loop runs. `loop` and `handler` must outlive the server.
  /// Throws ListenError.
  Server(EventLoop& loop, ServerOptions options, Handler& handler);
  /// Closes everything at once. Replies that are still out become no-ops.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The bound TCP port, 0 without TCP.
  std::uint16_t port() const;
  /// "http://127.0.0.1:8600" or "https://…", as a person would type it; empty without TCP.
  std::string url() const;
  /// Stops accepting, closes idle connections, lets requests under way finish with "Connection: close", cuts the rest
  /// after `deadlines.drain`, then calls `done` on the loop thread. Loop thread only.
  void stop(Task done);
  ByteCounts bytes() const;
  ServerCounts counts() const;

 private:
  struct Core;
  std::shared_ptr<Core> core_;
};

}  // namespace tirkeu::http
