#include "sync/http/listening.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>

#include "sync/http/target.h"

namespace tirkeu::http {
namespace {

using Endpoint = asio::generic::stream_protocol::endpoint;
using Fault = ListenError::Fault;

ListenError bad_address(const std::string& listen, const std::string& why) {
  return {Fault::kBadAddress, listen,
          "cannot listen on \"" + listen + "\": " + why + "; write it as 127.0.0.1:8080, [::1]:8080 or name:8080"};
}

Endpoint endpoint_of(const std::string& listen) {
  const auto [host, port] = split_host_and_port(listen);
  if (host.empty() || !port_of(std::string_view(port))) throw bad_address(listen, "host or port is missing");
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int status = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &found);
  if (status != 0) throw bad_address(listen, ::gai_strerror(status));
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  const addrinfo* chosen = found;
  for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
    if (each->ai_family == AF_INET) {
      chosen = each;
      break;
    }
  }
  return {chosen->ai_addr, chosen->ai_addrlen, IPPROTO_TCP};
}

ListenError listen_error(int number, const std::string& subject) {
  const std::string cannot = "cannot listen on " + subject + ": ";
  switch (number) {
    case EADDRINUSE:
      return {Fault::kAddressInUse, subject,
              cannot + "another program has this port; stop it or choose another port under \"listen\""};
    case EADDRNOTAVAIL:
      return {Fault::kNoSuchAddress, subject,
              cannot + "this machine has no such address; see \"ip address\" and correct \"listen\""};
    case EACCES:
    case EPERM:
      return {Fault::kNoPermission, subject,
              cannot + "not permitted; ports below 1024 need a privilege, a socket's folder must be writable"};
    default:
      return {Fault::kFailed, subject, cannot + std::generic_category().message(number)};
  }
}

// True when a process answers on the socket file.
bool is_answered(const sockaddr_un& address) {
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  const bool answered = ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return answered;
}

void clear_leftover(const std::string& path, const sockaddr_un& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) return;
  if (!S_ISSOCK(found.st_mode)) {
    throw ListenError(Fault::kSocketInUse, path,
                      "cannot make the control socket " + path + ": something else has that name; move it away");
  }
  if (is_answered(address)) {
    throw ListenError(Fault::kSocketInUse, path,
                      "cannot make the control socket " + path + ": a daemon with this data folder is running already");
  }
  ::unlink(path.c_str());
}

}  // namespace

Acceptor listen_on_tcp(asio::io_context& io, const std::string& listen) {
  const Endpoint endpoint = endpoint_of(listen);
  Acceptor acceptor(io);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  // A restart must not wait for the old connections' TIME_WAIT to pass.
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw listen_error(error.value(), listen);
  return acceptor;
}

std::uint16_t port_of(const Acceptor& acceptor) {
  const Endpoint local = acceptor.local_endpoint();
  sockaddr_storage address{};
  std::memcpy(&address, local.data(), std::min(local.size(), sizeof address));
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

Acceptor listen_on_unix(asio::io_context& io, const std::filesystem::path& path) {
  const std::string name = path.string();
  sockaddr_un address{};
  if (name.size() >= sizeof address.sun_path) {
    throw ListenError(Fault::kSocketPathLong, name,
                      "the path of the control socket has " + std::to_string(name.size()) + " bytes, " +
                          std::to_string(sizeof address.sun_path - 1) +
                          " are possible; use a shorter data folder: " + name);
  }
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, name.c_str(), name.size());
  clear_leftover(name, address);
  const Endpoint endpoint(&address, offsetof(sockaddr_un, sun_path) + name.size() + 1, 0);
  Acceptor acceptor(io);
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (error) throw listen_error(error.value(), name);
  // Linux gives the file that bind() makes the mode of the socket, so there is no moment with a wider one.
  if (::fchmod(acceptor.native_handle(), 0600) != 0) throw listen_error(errno, name);
  acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) throw listen_error(error.value(), name);
  return acceptor;
}

asio::ssl::context server_tls(const TlsFiles& files) {
  asio::ssl::context context(asio::ssl::context::tls_server);
  const auto demand = [](const boost::system::error_code& error, const std::filesystem::path& file, const char* what) {
    if (!error) return;
    throw ListenError(
        Fault::kTlsFiles, file.string(),
        std::string(what) + " " + file.string() + ": " + error.message() + "; check tls.certificate and tls.key");
  };
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  boost::system::error_code error;
  context.use_certificate_chain_file(files.certificate.string(), error);
  demand(error, files.certificate, "cannot use the certificate");
  context.use_private_key_file(files.key.string(), asio::ssl::context::pem, error);
  demand(error, files.key, "cannot use the key");
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) {
    throw ListenError(
        Fault::kTlsFiles, files.key.string(),
        "the key " + files.key.string() + " does not belong to the certificate " + files.certificate.string());
  }
  return context;
}

std::string address_text(const Endpoint& endpoint) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  sockaddr_storage address{};
  std::memcpy(&address, endpoint.data(), std::min(endpoint.size(), sizeof address));
  if (address.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&address)->sin_addr, text.data(), text.size());
  } else if (address.ss_family == AF_INET6) {
    const in6_addr& v6 = reinterpret_cast<const sockaddr_in6*>(&address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(&v6)) {
      inet_ntop(AF_INET, &v6.s6_addr[12], text.data(), text.size());
    } else {
      inet_ntop(AF_INET6, &v6, text.data(), text.size());
    }
  } else {
    return "unix";
  }
  return text.data();
}

}  // namespace tirkeu::http
