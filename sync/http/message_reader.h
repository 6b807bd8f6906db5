// Reads one HTTP message from bytes as they arrive: Beast's parser behind a plain interface, so that one source sees
// Beast and connection code deals with bytes only. For requests the gate has read the head before; the parser reads it
// again and must agree, and it undoes the chunked coding. Trailer fields are dropped: they come after the gate's
// judgement.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "sync/http/message.h"

namespace tirkeu::http {

class MessageReader {
 public:
  enum class Kind { kRequest, kResponse, kResponseToHead };
  enum class State {
    kHead,       ///< more bytes of the head are needed
    kBody,       ///< the head is complete, more bytes of the body are needed
    kDone,       ///< the message is complete; bytes after it belong to the next
    kTooLarge,   ///< the body exceeds the limit
    kMalformed,  ///< no HTTP, or framing broken
  };

  MessageReader(Kind kind, std::size_t head_bytes_max, std::uint64_t body_bytes_max);
  ~MessageReader();
  MessageReader(MessageReader&&) noexcept;
  MessageReader& operator=(MessageReader&&) noexcept;

  /// Takes as many bytes as it can use and returns their number; the caller keeps the rest and offers it again with
  /// more behind it.
  std::size_t put(std::string_view bytes);
  /// The peer has closed its side: completes a body that runs to the end of the connection, else the message is
  /// malformed.
  void put_end();
  State state() const { return state_; }

  /// Status (of a response) and header fields; from State::kBody on.
  int status() const;
  Headers headers() const;
  /// The body, once State::kDone.
  base::Bytes take_body();

 private:
  struct Parser;
  template <class Self>
  std::size_t feed(Self& parser, std::string_view bytes);

  std::unique_ptr<Parser> parser_;
  State state_ = State::kHead;
  bool body_begun_ = false;
};

}  // namespace tirkeu::http
