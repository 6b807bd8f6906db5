#include "sync/http/message_reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/vector_body.hpp>
#include <variant>

namespace tirkeu::http {

namespace beast_http = boost::beast::http;

namespace {

using Body = beast_http::vector_body<std::uint8_t>;
using RequestParser = beast_http::request_parser<Body>;
using ResponseParser = beast_http::response_parser<Body>;

/// "0", CRLF, CRLF: no chunked body is shorter. Boost 1.81's parser ends the program by an assertion when it is shown a first chunk
/// that is the last one and then, again, fewer bytes than these.
constexpr std::size_t kChunkedBytesMin = 5;

}  // namespace

struct MessageReader::Parser {
  std::variant<RequestParser, ResponseParser> either;
};

MessageReader::MessageReader(Kind kind, std::size_t head_bytes_max, std::uint64_t body_bytes_max)
    : parser_(std::make_unique<Parser>()) {
  if (kind != Kind::kRequest) parser_->either.emplace<ResponseParser>();
  if (kind == Kind::kResponseToHead) std::get<ResponseParser>(parser_->either).skip(true);
  std::visit(
      [&](auto& parser) {
        // One step at a time, so that the body is never looked at before it is known to be chunked.
        parser.eager(false);
        parser.header_limit(static_cast<std::uint32_t>(head_bytes_max));
        parser.body_limit(body_bytes_max);
      },
      parser_->either);
}

MessageReader::~MessageReader() = default;
MessageReader::MessageReader(MessageReader&&) noexcept = default;
MessageReader& MessageReader::operator=(MessageReader&&) noexcept = default;

template <class Self>
std::size_t MessageReader::feed(Self& parser, std::string_view bytes) {
  std::size_t taken = 0;
  State& state = state_;
  while (state == State::kHead || state == State::kBody) {
    boost::system::error_code error;
    const std::string_view rest = bytes.substr(taken);
    const bool in_body = parser.is_header_done();
    const bool is_last_chunk_perhaps = rest.size() < kChunkedBytesMin && rest.starts_with('0');
    if (in_body && !body_begun_ && parser.chunked() && is_last_chunk_perhaps) {
      state = State::kBody;
      return taken;
    }
    const std::size_t step = parser.put(boost::asio::const_buffer(rest.data(), rest.size()), error);
    taken += step;
    body_begun_ = body_begun_ || (in_body && step > 0);
    if (error == beast_http::error::need_more) {
      if (parser.is_header_done()) state = State::kBody;
      return taken;
    }
    if (error == beast_http::error::body_limit) {
      state = State::kTooLarge;
    } else if (error) {
      state = State::kMalformed;
    } else if (parser.is_done()) {
      state = State::kDone;
    } else {
      if (parser.is_header_done()) state = State::kBody;
      if (step == 0 || taken == bytes.size()) return taken;
    }
  }
  return taken;
}

std::size_t MessageReader::put(std::string_view bytes) {
  return std::visit([&](auto& parser) { return feed(parser, bytes); }, parser_->either);
}

void MessageReader::put_end() {
  if (state_ != State::kHead && state_ != State::kBody) return;
  boost::system::error_code error;
  std::visit(
      [&](auto& parser) {
        // Before the first byte the library takes the end for a valid empty message; it is none.
        if (!parser.got_some()) {
          error = beast_http::error::end_of_stream;
        } else {
          parser.put_eof(error);
        }
      },
      parser_->either);
  state_ = error ? State::kMalformed : State::kDone;
}

int MessageReader::status() const {
  const auto* parser = std::get_if<ResponseParser>(&parser_->either);
  return parser == nullptr ? 0 : static_cast<int>(parser->get().result_int());
}

Headers MessageReader::headers() const {
  Headers headers;
  const auto copy = [&headers](const auto& parser) {
    for (const auto& field : parser.get()) {
      headers.add(std::string_view(field.name_string().data(), field.name_string().size()),
                  std::string_view(field.value().data(), field.value().size()));
    }
  };
  std::visit(copy, parser_->either);
  return headers;
}

base::Bytes MessageReader::take_body() {
  return std::visit([](auto& parser) { return std::move(parser.get().body()); }, parser_->either);
}

}  // namespace tirkeu::http
