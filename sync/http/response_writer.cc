#include "sync/http/response_writer.h"

#include <algorithm>
#include <array>

namespace tirkeu::http {
namespace {

bool is_framing(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kOurs = {"Connection", "Content-Length", "Transfer-Encoding",
                                                            "Keep-Alive"};
  return std::ranges::any_of(kOurs, [name](std::string_view ours) { return equal_without_case(ours, name); });
}

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head += name;
  head += ": ";
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    head += (byte < 0x20 && c != '\t') || byte == 0x7f ? ' ' : c;
  }
  head += "\r\n";
}

}  // namespace

std::string head_of(const Response& response, AfterAnswer after) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  if (!response.sparing) head += reason_of(response.status);
  head += "\r\n";
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) add_field(head, name, value);
  }
  for (const auto& [name, value] : security_headers()) {
    if (!response.sparing && !response.headers.find(name)) add_field(head, name, value);
  }
  const bool bodiless = response.status == 204 || response.status == 304 || response.status < 200;
  if (!bodiless) add_field(head, "Content-Length", std::to_string(response.body.size()));
  if (after == AfterAnswer::kClose) add_field(head, "Connection", "close");
  head += "\r\n";
  return head;
}

Response refusal_answer(int status, std::string_view reason) {
  std::string text = "{\"error\":{\"code\":\"http_" + std::to_string(status) + "\",\"message\":\"";
  text += reason;
  text += "\",\"fields\":[]}}";
  return Response::json(status, std::move(text));
}

}  // namespace tirkeu::http
