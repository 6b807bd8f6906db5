// A request at the socket of a daemon: the gate's search for the end of the head, its verdict, and the library's parser behind
// it, in the order in which a connection uses them.
#include "sync/http/request_gate.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/http_pieces.h"

namespace {

using namespace tirkeu;
using http::MessageReader;

constexpr std::size_t kHeadMax = 2048;
constexpr std::uint64_t kBodyMax = 1024;

fuzz::ReadMessage read(std::string_view head, std::string_view body, std::size_t step) {
  MessageReader reader(MessageReader::Kind::kRequest, 2 * kHeadMax, kBodyMax);
  if (reader.put(head) == head.size()) fuzz::feed(reader, body, step);
  fuzz::ReadMessage read{reader.state(), {}};
  if (read.state == MessageReader::State::kDone) read.body = reader.take_body();
  return read;
}

/// A prefix may be refused or found incomplete; it is never judged otherwise than the whole.
void check_prefix(std::string_view text, std::size_t size) {
  const auto whole = http::find_head_end(text, kHeadMax);
  const auto part = http::find_head_end(text.substr(0, size), kHeadMax);
  if (std::holds_alternative<http::Refusal>(part)) fuzz::expect(std::holds_alternative<http::Refusal>(whole));
  if (const auto* end = std::get_if<std::size_t>(&part)) {
    const auto* same = std::get_if<std::size_t>(&whole);
    fuzz::expect(same != nullptr && *same == *end);
  }
}

void check_head(const http::Head& head) {
  fuzz::expect(head.path.starts_with('/') && head.path.find('\0') == std::string::npos);
  fuzz::expect(base::is_utf8_without_nul(base::bytes_of(head.path)));
  fuzz::expect(head.path.find("/../") == std::string::npos && !head.path.ends_with("/.."));
  fuzz::expect(head.headers.count("Host") == 1);
  fuzz::expect(head.headers.count("Transfer-Encoding") + head.headers.count("Content-Length") <= 1);
  for (const auto& [name, value] : head.headers)
    fuzz::expect(!name.empty() && value.find_first_of("\r\n") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const http::HostRule hosts = http::host_rule_of("127.0.0.1:8600", {"office.example"});
  const base::Bytes bytes = fuzz::exact(data, size);
  const std::string_view text = base::text_of(bytes);
  const auto end = http::find_head_end(text, kHeadMax);
  check_prefix(text, size / 2);
  check_prefix(text, size - std::min<std::size_t>(size, 3));
  const auto* head_size = std::get_if<std::size_t>(&end);
  if (head_size == nullptr) return 0;
  const auto verdict = http::judge_head(text.substr(0, *head_size), hosts);
  const auto* head = std::get_if<http::Head>(&verdict);
  if (head == nullptr) {
    const http::Refusal& refusal = std::get<http::Refusal>(verdict);
    fuzz::expect(refusal.status >= 400 && refusal.status < 600 && !refusal.reason.empty());
    return 0;
  }
  check_head(*head);
  if (head->framing == http::BodyFraming::kNone) return 0;
  const std::string_view body = text.substr(*head_size);
  const fuzz::ReadMessage whole = read(text.substr(0, *head_size), body, body.size());
  fuzz::expect(whole == read(text.substr(0, *head_size), body, 1));
  fuzz::expect(whole.body.size() <= kBodyMax);
  if (head->framing == http::BodyFraming::kLength && whole.state == MessageReader::State::kDone)
    fuzz::expect(whole.body.size() == head->length);
  return 0;
}
