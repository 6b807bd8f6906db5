#include "tests/vectors/recoded.h"

#include <boost/json/array.hpp>
#include <stdexcept>

#include "sync/base/invariant.h"
#include "sync/wire/compression.h"
#include "tests/unit/crypto/seeded_entropy.h"
#include "tests/vectors/header_json.h"
#include "tests/vectors/opened.h"

namespace tirkeu::testing {
namespace {

namespace json = boost::json;
constexpr std::size_t kWord = 8;

base::Bytes bytes_at(const json::object& vector, std::string_view name) { return *base::from_hex(vector.at(name).as_string()); }

crypto::SealingKey receiver_of(const json::object& vector) { return crypto::SealingKey::from_secret(bytes_at(vector, "sealing_secret")); }

std::uint64_t word_at(base::ByteView message, std::size_t word) { return base::read_le(message.subspan(word * kWord, kWord)); }

/// A pointer of Cap'n Proto as it lies `moved` words further from where it points to.
std::uint64_t moved(std::uint64_t pointer, std::size_t by) { return pointer == 0 ? 0 : pointer + (std::uint64_t{by} << 2); }

}  // namespace

Pieces pieces_of(const json::object& vector) {
  Pieces pieces;
  pieces.direction = vector.at("reads").as_string() == "up" ? protocol::Direction::kUp : protocol::Direction::kDown;
  const auto envelope = protocol::open_envelope(bytes_at(vector, "bytes"), pieces.direction, receiver_of(vector), base::Limits());
  base::require(envelope.has_value(), "a sound vector opens");
  pieces.header.assign(envelope->header().begin(), envelope->header().end());
  pieces.compressed = envelope->compressed;
  return pieces;
}

json::object with_pieces(json::object vector, const Pieces& pieces, std::string_view about) {
  const auto sender = crypto::SigningKey::from_seed(bytes_at(vector, "sender_seed"));
  SeededEntropy entropy(base::read_le(base::ByteView(bytes_at(vector, "bytes")).last(kWord)) >> 8);
  const protocol::SealedEnvelope sealed =
      protocol::seal_envelope(pieces.direction, pieces.header, pieces.compressed, sender, receiver_of(vector).seal_to(), entropy);
  vector["about"] = about;
  vector["bytes"] = hex(sealed.bundle);
  return vector;
}

std::vector<base::Bytes> entries_of(const json::object& vector) {
  std::vector<base::Bytes> entries;
  for (const protocol::Run& run : runs_of(vector))
    for (const protocol::ChainedEntry& entry : run.entries) entries.push_back(entry.bytes);
  return entries;
}

json::object under_codec(const json::object& vector, wire::Codec codec, std::string_view about) {
  Pieces pieces = pieces_of(vector);
  const base::Bytes joined = wire::join_entries(entries_of(vector));
  wire::Compressed packed{wire::Codec::kStored, joined};
  if (codec == wire::Codec::kZstd) packed = wire::compress(joined, {});
  if (codec == wire::Codec::kZstdDictionary1) packed = wire::compress(joined);
  if (packed.codec != codec) throw std::runtime_error("the entries are too few for this codec");
  pieces.compressed = packed.bytes;
  // The codec is the lowest three bits of the header's first byte.
  pieces.header.front() = static_cast<std::uint8_t>((pieces.header.front() & ~7u) | static_cast<unsigned>(codec));
  return with_pieces(vector, pieces, about);
}

std::size_t rest_at(base::ByteView up_header) {
  auto header = wire::decode_up_header(up_header, base::Limits());
  base::require(header.has_value(), "a sound vector's header decodes");
  header->enrolment.reset();
  header->succession.reset();
  header->proof.reset();
  header->returned.clear();
  header->program.clear();
  const std::size_t at = wire::encode(*header).size();
  base::require(at < up_header.size(), "a message follows the fixed part");
  return at;
}

base::Bytes with_unknown_field(base::ByteView message, std::size_t pointer) {
  const std::uint64_t root = word_at(message, 0);
  const std::size_t data = root >> 32 & 0xffff;
  const std::size_t pointers = root >> 48;
  base::require(pointer >= pointers, "the new field lies behind those that are there");
  const std::size_t more = pointer + 1 - pointers;
  base::Bytes longer;
  base::append_le(longer, (root & 0xffff'ffff'ffff) | std::uint64_t{pointer + 1} << 48, kWord);
  base::append(longer, message.subspan(kWord, data * kWord));
  for (std::size_t i = 0; i < pointers; ++i) base::append_le(longer, moved(word_at(message, 1 + data + i), more), kWord);
  for (std::size_t i = 0; i + 1 < more; ++i) base::append_le(longer, 0, kWord);
  // A list of eight bytes at the end of the message.
  const std::size_t words = message.size() / kWord + more;
  const std::size_t own = data + pointer + 1;
  base::append_le(longer, (std::uint64_t{words - own - 1} << 2 | 1) | (std::uint64_t{8} << 3 | 2) << 32, kWord);
  base::append(longer, message.subspan((1 + data + pointers) * kWord));
  base::append_le(longer, 0x7765'6e20'7375'6874, kWord);
  return longer;
}

}  // namespace tirkeu::testing
