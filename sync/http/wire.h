// One connected socket, TCP or unix, plain or TLS, with its deadline and its byte count. Server and client speak
// through it alone, so that the stream types of the library are instantiated in one source and every wait has an end.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "sync/http/message.h"

namespace tirkeu::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;
using TimePoint = std::chrono::steady_clock::time_point;

/// How long the operations that follow may wait.
struct Patience {
  /// Without progress. Bytes that wait in the kernel for the peer's acknowledgement count as progress while they
  /// shrink.
  std::chrono::milliseconds stall{60'000};
  /// The end of everything, however much progress there is.
  TimePoint hard = TimePoint::max();
  /// What counts as progress of a writer: at least this many acknowledged bytes per second, or all of them. A reader
  /// that takes a byte a minute is no slow line.
  std::uint64_t bytes_per_s_min = 1;
};

/// Always owned by a shared_ptr: the deadline's timer holds a weak one. Beyond a deadline the socket is closed, so that
/// whatever waits on it fails, and `timed_out` says why. Not thread-safe; loop thread only.
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  using Socket = asio::generic::stream_protocol::socket;
  using Endpoint = asio::generic::stream_protocol::endpoint;
  enum class Side { kServer, kClient };

  explicit Wire(Socket socket);
  ~Wire();
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  void set_patience(Patience patience) { patience_ = patience; }
  bool timed_out() const { return timed_out_; }
  bool is_open() const { return socket_.is_open(); }

  asio::awaitable<ErrorCode> connect(Endpoint endpoint);
  /// Everything after it is encrypted. `server_name` is what a client asks for and, where the context verifies,
  /// demands.
  asio::awaitable<ErrorCode> handshake(asio::ssl::context& context, Side side, std::string server_name);
  /// The first byte that the peer sent, left unread; an error when it has gone.
  asio::awaitable<ErrorCode> peek(char& first);
  /// At least one byte into `space`; `count` is their number. End of stream is asio::error::eof.
  asio::awaitable<ErrorCode> read_some(char* space, std::size_t size, std::size_t& count);
  asio::awaitable<ErrorCode> write(std::string_view bytes);
  /// After an answer to a request that was not read to its end: stops sending and swallows what still comes, up to
  /// `bytes_max`, because closing at once would make the kernel destroy the answer on its way. Then closes.
  asio::awaitable<void> linger(std::size_t bytes_max);
  void close();
  /// TCP only: small writes leave without waiting for acknowledgements of earlier ones.
  void send_at_once();

  ByteCounts counts() const;
  /// SHA-256 of the peer's certificate in lower-case hexadecimal; empty without TLS.
  std::string peer_certificate_sha256() const;
  /// What OpenSSL held against the peer's certificate; empty when nothing.
  std::string verification_error() const;

 private:
  struct Tls;
  void arm();
  void disarm();
  void on_deadline(std::uint64_t operation, std::uint64_t unsent_before);
  std::uint64_t unsent();

  Socket socket_;
  std::unique_ptr<Tls> tls_;
  asio::steady_timer timer_;
  Patience patience_;
  ByteCounts plain_;
  std::uint64_t operation_ = 0;  ///< which operation the timer belongs to; a late timer of an earlier one is ignored
  bool timed_out_ = false;
};

}  // namespace tirkeu::http
