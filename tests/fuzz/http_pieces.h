// Feeds a message reader as a connection does: whatever the reader leaves is offered again with the next piece behind it.
#pragma once

#include <string>
#include <string_view>

#include "sync/http/message_reader.h"

namespace tirkeu::fuzz {

/// What came of a message. Whether it is whole, and its body, must be the same for any cut of its bytes. How a broken one is broken
/// need not be: an open quote in a chunk's extension is seen the sooner the more lies behind it.
struct ReadMessage {
  http::MessageReader::State state = http::MessageReader::State::kHead;
  base::Bytes body;

  bool is_whole() const { return state == http::MessageReader::State::kDone; }
  bool operator==(const ReadMessage& other) const { return is_whole() == other.is_whole() && body == other.body; }
};

inline bool goes_on(const http::MessageReader& reader) {
  return reader.state() == http::MessageReader::State::kHead || reader.state() == http::MessageReader::State::kBody;
}

/// `step`: bytes per piece.
inline void feed(http::MessageReader& reader, std::string_view bytes, std::size_t step) {
  std::string kept;
  while (!bytes.empty() && goes_on(reader)) {
    const std::string_view piece = bytes.substr(0, step);
    bytes.remove_prefix(piece.size());
    kept += piece;
    kept.erase(0, reader.put(kept));
  }
}

}  // namespace tirkeu::fuzz
