#include "sync/http/wire.h"

#include <linux/sockios.h>
#include <openssl/bio.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

// Small enough that each piece renews the stall deadline on a line of 9.6 kbit/s.
constexpr std::size_t kPieceBytes = 16u << 10;

}  // namespace

struct Wire::Tls {
  Tls(Socket& socket, asio::ssl::context& context) : stream(socket, context) {}
  asio::ssl::stream<Socket&> stream;
};

Wire::Wire(Socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {}

Wire::~Wire() = default;

std::uint64_t Wire::unsent() {
  int queued = 0;
  if (!socket_.is_open() || ::ioctl(socket_.native_handle(), SIOCOUTQ, &queued) != 0) return 0;
  return static_cast<std::uint64_t>(std::max(queued, 0));
}

void Wire::arm() {
  const std::uint64_t operation = ++operation_;
  const TimePoint stall_end = asio::steady_timer::clock_type::now() + patience_.stall;
  timer_.expires_at(std::min(stall_end, patience_.hard));
  std::weak_ptr<Wire> weak = weak_from_this();
  timer_.async_wait([weak = std::move(weak), operation, before = unsent()](const ErrorCode& error) {
    const auto self = weak.lock();
    if (!error && self) self->on_deadline(operation, before);
  });
}

void Wire::disarm() {
  ++operation_;
  timer_.cancel();
}

void Wire::on_deadline(std::uint64_t operation, std::uint64_t unsent_before) {
  if (operation != operation_) return;
  if (asio::steady_timer::clock_type::now() < patience_.hard && unsent_before > 0) {
    const std::uint64_t after = unsent();
    const std::uint64_t acknowledged = unsent_before > after ? unsent_before - after : 0;
    const auto stall_ms = static_cast<std::uint64_t>(patience_.stall.count());
    const std::uint64_t expected = std::max<std::uint64_t>(1, patience_.bytes_per_s_min * stall_ms / 1000);
    if (acknowledged >= expected || (after == 0 && acknowledged > 0)) {
      arm();
      return;
    }
  }
  timed_out_ = true;
  close();
}

asio::awaitable<ErrorCode> Wire::connect(Endpoint endpoint) {
  ErrorCode error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  arm();
  co_await socket_.async_connect(endpoint, token);
  disarm();
  co_return error;
}

asio::awaitable<ErrorCode> Wire::handshake(asio::ssl::context& context, Side side, std::string server_name) {
  tls_ = std::make_unique<Tls>(socket_, context);
  ErrorCode error;
  if (side == Side::kClient && !server_name.empty()) {
    // Names only: RFC 6066 section 3 forbids addresses in the extension.
    if (kind_of_address(server_name) == AddressKind::kNone) {
      SSL_set_tlsext_host_name(tls_->stream.native_handle(), server_name.c_str());
    }
    if ((SSL_CTX_get_verify_mode(context.native_handle()) & SSL_VERIFY_PEER) != 0) {
      tls_->stream.set_verify_callback(asio::ssl::host_name_verification(server_name), error);
      if (error) co_return error;
    }
  }
  const auto role = side == Side::kServer ? asio::ssl::stream_base::server : asio::ssl::stream_base::client;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  arm();
  co_await tls_->stream.async_handshake(role, token);
  disarm();
  co_return error;
}

asio::awaitable<ErrorCode> Wire::peek(char& first) {
  ErrorCode error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  arm();
  co_await socket_.async_wait(asio::socket_base::wait_read, token);
  disarm();
  if (error) co_return error;
  const auto got = ::recv(socket_.native_handle(), &first, 1, MSG_PEEK | MSG_DONTWAIT);
  if (got != 1) error = asio::error::eof;
  co_return error;
}

asio::awaitable<ErrorCode> Wire::read_some(char* space, std::size_t size, std::size_t& count) {
  ErrorCode error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  const asio::mutable_buffer target(space, size);
  arm();
  if (tls_) {
    count = co_await tls_->stream.async_read_some(target, token);
  } else {
    count = co_await socket_.async_read_some(target, token);
    plain_.received += count;
  }
  disarm();
  co_return error;
}

asio::awaitable<ErrorCode> Wire::write(std::string_view bytes) {
  ErrorCode error;
  auto token = asio::redirect_error(asio::use_awaitable, error);
  while (!bytes.empty() && !error) {
    const asio::const_buffer piece(bytes.data(), std::min(bytes.size(), kPieceBytes));
    std::size_t count = 0;
    arm();
    if (tls_) {
      count = co_await tls_->stream.async_write_some(piece, token);
    } else {
      count = co_await socket_.async_write_some(piece, token);
      plain_.sent += count;
    }
    disarm();
    bytes.remove_prefix(count);
  }
  co_return error;
}

asio::awaitable<void> Wire::linger(std::size_t bytes_max) {
  ErrorCode error;
  if (!tls_) socket_.shutdown(asio::socket_base::shutdown_send, error);
  std::size_t swallowed = 0;
  char scrap[4096];
  while (!error && swallowed < bytes_max) {
    std::size_t count = 0;
    error = co_await read_some(scrap, sizeof scrap, count);
    swallowed += count;
  }
  close();
}

void Wire::close() {
  ErrorCode ignored;
  socket_.close(ignored);
}

void Wire::send_at_once() {
  ErrorCode ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

ByteCounts Wire::counts() const {
  ByteCounts counts = plain_;
  if (tls_) {
    // The transport side of the engine: records as they went over the socket.
    BIO* transport = SSL_get_rbio(tls_->stream.native_handle());
    counts.received += BIO_number_read(transport);
    counts.sent += BIO_number_written(transport);
  }
  return counts;
}

std::string Wire::peer_certificate_sha256() const {
  if (!tls_) return {};
  X509* certificate = SSL_get1_peer_certificate(tls_->stream.native_handle());
  if (certificate == nullptr) return {};
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const bool made = X509_digest(certificate, EVP_sha256(), digest, &size) == 1;
  X509_free(certificate);
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (unsigned int i = 0; made && i < size; ++i) {
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

std::string Wire::verification_error() const {
  if (!tls_) return {};
  const long result = SSL_get_verify_result(tls_->stream.native_handle());
  return result == X509_V_OK ? std::string() : X509_verify_cert_error_string(result);
}

}  // namespace tirkeu::http
