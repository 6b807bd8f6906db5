// Requests and responses as plain values: what the rooms above see of HTTP. No type of the HTTP library appears here,
// so that node and hub compile without it and tests can call a handler with a Request made by hand.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sync/base/bytes.h"

namespace tirkeu::http {

/// Header fields in the order of arrival; names compare without regard to case (RFC 9110 section 5.1). Not a map:
/// several fields of one name are allowed (Set-Cookie) and their order is part of the message.
class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  /// The value of the first field of that name.
  std::optional<std::string_view> find(std::string_view name) const;
  /// As `find`, but an absent field reads as empty.
  std::string_view get(std::string_view name) const { return find(name).value_or(std::string_view()); }
  std::size_t count(std::string_view name) const;
  /// Appends a field; others of the same name stay.
  void add(std::string_view name, std::string_view value);
  /// Replaces every field of that name by one.
  void set(std::string_view name, std::string_view value);
  void erase(std::string_view name);

  auto begin() const { return fields_.begin(); }
  auto end() const { return fields_.end(); }
  std::size_t size() const { return fields_.size(); }

 private:
  std::vector<Field> fields_;
};

/// True when two field names, host names or tokens are equal but for ASCII case.
bool equal_without_case(std::string_view left, std::string_view right);

/// Where a request comes from. The control socket lies in the data folder with mode 0600, so whoever speaks through it
/// is the daemon's own user or root; loopback is any program of this machine; everything else is remote.
enum class Peer { kLoopback, kControlSocket, kRemote };

/// Bytes as they crossed the socket: heads, bodies, chunk framing and, over TLS, records and handshake.
struct ByteCounts {
  std::uint64_t received = 0;
  std::uint64_t sent = 0;
};

struct Request {
  /// GET, POST, PUT or DELETE. HEAD arrives as GET; the server leaves the body out of the answer.
  std::string method;
  /// Percent-decoded path, always beginning with '/', valid UTF-8 without control characters, without "." or ".."
  /// segments and without an encoded slash: the gate refuses those, so that a path names one thing only.
  std::string path;
  /// Decoded query parameters in order; '+' reads as a space.
  std::vector<std::pair<std::string, std::string>> query;
  Headers headers;
  base::Bytes body;
  Peer peer = Peer::kRemote;
  /// True when the connection is TLS: decides the cookie's name and Secure flag.
  bool tls = false;
  /// Address without port, for logs and throttles; "unix" on the control socket.
  std::string remote_address;

  std::string_view header(std::string_view name) const { return headers.get(name); }
  /// The first query parameter of that name.
  std::optional<std::string_view> parameter(std::string_view name) const;
  /// The value of one cookie of the Cookie header (RFC 6265 section 4.2), not decoded.
  std::optional<std::string_view> cookie(std::string_view name) const;
  std::string_view body_text() const;
  /// The media type of Content-Type in lower case, without parameters; empty when there is none.
  std::string media_type() const;
};

struct Response {
  int status = 200;
  Headers headers;
  base::Bytes body;
  /// For answers that no browser shows: neither a reason phrase nor the security headers go with them.
  bool sparing = false;
  /// Filled in by the client: what this exchange cost on the wire. The server ignores it.
  ByteCounts wire;

  std::string_view body_text() const;
  /// The media type of Content-Type in lower case, without parameters. A caller that expects a bundle compares this
  /// first: a captive portal answers 200 with text/html.
  std::string media_type() const;

  /// `text` must be JSON already. Carries Cache-Control: no-store, because API answers are personal data.
  static Response json(int status, std::string text);
  static Response text(int status, std::string_view text);
  /// A body of any type, to be shown in place.
  static Response bytes(int status, std::string_view content_type, base::Bytes body);
  /// A body to be saved by the browser under `file_name` (RFC 6266; names beyond ASCII are given in both forms).
  static Response file(std::string_view file_name, std::string_view content_type, base::Bytes body);
  static Response empty(int status);
  static Response redirect(int status, std::string_view location);
};

/// "Not Found" for 404; "Status" for a number without a name.
std::string_view reason_of(int status);

/// The Content-Type by the extension of a path; application/octet-stream when unknown.
std::string_view content_type_of(std::string_view path);

/// What every answer to a browser carries: no script, style, image or connection from anywhere but this host, no
/// framing, no sniffing, no referrer, own process group. The server adds each of them to every answer that does not set
/// that field itself.
const std::vector<Headers::Field>& security_headers();

}  // namespace tirkeu::http
