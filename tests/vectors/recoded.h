// A bundle taken to pieces and put together again otherwise: same keys, another header, codec or content. The keys of all
// senders are known here, since they come from a seed.
#pragma once

#include <boost/json/object.hpp>

#include "sync/protocol/envelope.h"
#include "sync/wire/messages.h"

namespace tirkeu::testing {

struct Pieces {
  protocol::Direction direction = protocol::Direction::kUp;
  base::Bytes header;      ///< as bytes, whether they decode or not
  base::Bytes compressed;  ///< the entries under the header's codec
};

/// Opens a sound vector's bundle without asking who signed it.
Pieces pieces_of(const boost::json::object& vector);
/// Signs with the vector's "sender_seed", seals to its receiver, and returns the vector with these bytes.
boost::json::object with_pieces(boost::json::object vector, const Pieces& pieces, std::string_view about);
/// With the entries of all its runs under `codec`; throws std::runtime_error when that codec would not make them smaller.
boost::json::object under_codec(const boost::json::object& vector, wire::Codec codec, std::string_view about);
/// The entries that the vector's bundle carries, one behind the other.
std::vector<base::Bytes> entries_of(const boost::json::object& vector);

/// Where the packed message behind a header's fixed part begins; stops the program when there is none.
std::size_t rest_at(base::ByteView up_header);

/// A flat message with one more pointer, number `pointer` of its root, to eight bytes of Data: a field of a newer program.
base::Bytes with_unknown_field(base::ByteView message, std::size_t pointer);

}  // namespace tirkeu::testing
