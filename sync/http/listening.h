// Opening of listening sockets, with errors in words. For server.cc only.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <filesystem>
#include <string>

#include "sync/http/server.h"

namespace tirkeu::http {

namespace asio = boost::asio;
using Acceptor = asio::basic_socket_acceptor<asio::generic::stream_protocol>;

/// Listens on host:port; a name that has an IPv4 address is listened to there. Throws ListenError.
Acceptor listen_on_tcp(asio::io_context& io, const std::string& listen);
/// The port that the system gave.
std::uint16_t port_of(const Acceptor& acceptor);
/// Listens on a unix socket that only the daemon's user can open: the mode is set before the name appears. A socket
/// file that nobody answers on is what a killed process left, and goes. Throws ListenError.
Acceptor listen_on_unix(asio::io_context& io, const std::filesystem::path& path);
/// TLS 1.2 or newer, no renegotiation, no compression. Throws ListenError.
asio::ssl::context server_tls(const TlsFiles& files);

/// "192.0.2.7" or "2001:db8::7" of a socket address; IPv4 in IPv6 is shown as IPv4; "unix" for a unix socket.
std::string address_text(const asio::generic::stream_protocol::endpoint& endpoint);

}  // namespace tirkeu::http
