#include "sync/http/message.h"

#include <algorithm>
#include <array>

namespace tirkeu::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string media_type_of(std::string_view content_type) {
  std::string type(trim(content_type.substr(0, content_type.find(';'))));
  std::ranges::transform(type, type.begin(), lower);
  return type;
}

std::string_view view_of(const base::Bytes& body) {
  return {reinterpret_cast<const char*>(body.data()), body.size()};
}

base::Bytes copy_of(std::string_view text) {
  return {text.begin(), text.end()};
}

// The extended notation of RFC 8187: everything but attr-char as %XX.
std::string extended_value_of(std::string_view text) {
  static constexpr std::string_view kPlain = "!#$&+-.^_`|~";
  static constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string value = "UTF-8''";
  for (const char c : text) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (alphanumeric || kPlain.find(c) != std::string_view::npos) {
      value += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      value += '%';
      value += kDigits[byte >> 4];
      value += kDigits[byte & 15];
    }
  }
  return value;
}

}  // namespace

bool equal_without_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (equal_without_case(field.first, name)) return field.second;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(fields_, [name](const Field& field) { return equal_without_case(field.first, name); }));
}

void Headers::add(std::string_view name, std::string_view value) {
  fields_.emplace_back(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
  std::string kept(value);  // `value` may be a view into the very field that is about to go
  erase(name);
  fields_.emplace_back(name, std::move(kept));
}

void Headers::erase(std::string_view name) {
  const std::string kept(name);
  std::erase_if(fields_, [&kept](const Field& field) { return equal_without_case(field.first, kept); });
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  for (const auto& [field, value] : headers) {
    if (!equal_without_case(field, "Cookie")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const std::size_t semicolon = rest.find(';');
      const std::string_view pair = trim(rest.substr(0, semicolon));
      rest.remove_prefix(semicolon == std::string_view::npos ? rest.size() : semicolon + 1);
      const std::size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
    }
  }
  return std::nullopt;
}

std::string_view Request::body_text() const {
  return view_of(body);
}
std::string Request::media_type() const {
  return media_type_of(header("Content-Type"));
}
std::string_view Response::body_text() const {
  return view_of(body);
}
std::string Response::media_type() const {
  return media_type_of(headers.get("Content-Type"));
}

Response Response::json(int status, std::string text) {
  Response response = bytes(status, "application/json", copy_of(text));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response Response::text(int status, std::string_view text) {
  Response response = bytes(status, "text/plain; charset=utf-8", copy_of(text));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response Response::bytes(int status, std::string_view content_type, base::Bytes body) {
  Response response;
  response.status = status;
  response.headers.set("Content-Type", content_type);
  response.body = std::move(body);
  return response;
}

Response Response::file(std::string_view file_name, std::string_view content_type, base::Bytes body) {
  Response response = bytes(200, content_type, std::move(body));
  std::string plain;
  for (const char c : file_name) {
    const bool safe = c >= ' ' && c < '\x7f' && c != '"' && c != '\\' && c != '/' && c != '%';
    plain += safe ? c : '_';
  }
  std::string disposition = "attachment; filename=\"" + plain + "\"";
  if (plain != file_name) disposition += "; filename*=" + extended_value_of(file_name);
  response.headers.set("Content-Disposition", disposition);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response Response::empty(int status) {
  Response response;
  response.status = status;
  return response;
}

Response Response::redirect(int status, std::string_view location) {
  Response response = empty(status);
  response.headers.set("Location", location);
  return response;
}

std::string_view reason_of(int status) {
  struct Reason {
    int status;
    std::string_view text;
  };
  static constexpr auto kReasons = std::to_array<Reason>({
      {100, "Continue"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {423, "Locked"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {507, "Insufficient Storage"},
  });
  const auto* found = std::ranges::find(kReasons, status, &Reason::status);
  return found == kReasons.end() ? "Status" : found->text;
}

std::string_view content_type_of(std::string_view path) {
  struct Type {
    std::string_view extension;
    std::string_view content_type;
  };
  static constexpr auto kTypes = std::to_array<Type>({
      {"html", "text/html; charset=utf-8"},
      {"js", "text/javascript; charset=utf-8"},
      {"mjs", "text/javascript; charset=utf-8"},
      {"css", "text/css; charset=utf-8"},
      {"json", "application/json"},
      {"map", "application/json"},
      {"webmanifest", "application/manifest+json"},
      {"txt", "text/plain; charset=utf-8"},
      {"csv", "text/csv; charset=utf-8"},
      {"svg", "image/svg+xml"},
      {"png", "image/png"},
      {"jpg", "image/jpeg"},
      {"jpeg", "image/jpeg"},
      {"webp", "image/webp"},
      {"ico", "image/x-icon"},
      {"woff2", "font/woff2"},
      {"wasm", "application/wasm"},
      {"pdf", "application/pdf"},
      {"bundle", "application/vnd.tirkeu.bundle"},
  });
  const std::string_view name = path.substr(path.rfind('/') == std::string_view::npos ? 0 : path.rfind('/') + 1);
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) {
    for (const Type& type : kTypes) {
      if (equal_without_case(type.extension, name.substr(dot + 1))) return type.content_type;
    }
  }
  return "application/octet-stream";
}

const std::vector<Headers::Field>& security_headers() {
  static const std::vector<Headers::Field> fields = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
       "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
  };
  return fields;
}

}  // namespace tirkeu::http
