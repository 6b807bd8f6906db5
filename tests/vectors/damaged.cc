// Bundles and files that must be refused, each with one thing wrong.
#include <boost/json/array.hpp>

#include "sync/base/invariant.h"
#include "sync/wire/compression.h"
#include "sync/wire/learned.h"
#include "sync/wire/packing.h"
#include "tests/vectors/header_json.h"
#include "tests/vectors/recoded.h"
#include "tests/vectors/scenes.h"

namespace tirkeu::testing {
namespace {

namespace json = boost::json;

base::Bytes bytes_of(const json::object& vector) { return *base::from_hex(vector.at("bytes").as_string()); }

json::object with_bytes(json::object vector, const base::Bytes& bytes, std::string_view about) {
  vector["about"] = about;
  vector["bytes"] = hex(bytes);
  return vector;
}

json::object flipped(const json::object& vector, std::size_t at, std::string_view about) {
  base::Bytes bytes = bytes_of(vector);
  bytes.at(at) ^= 1;
  return with_bytes(vector, bytes, about);
}

/// Honestly signed and sealed, with another header.
template <class Change>
json::object with_header(const json::object& vector, std::string_view about, Change change) {
  Pieces pieces = pieces_of(vector);
  change(pieces.header);
  return with_pieces(vector, pieces, about);
}

/// Honestly signed and sealed, with other stored entries under the same header.
template <class Change>
json::object with_entries(const json::object& vector, std::string_view about, Change change) {
  Pieces pieces = pieces_of(vector);
  std::vector<base::Bytes> entries = entries_of(vector);
  change(entries);
  pieces.compressed = wire::join_entries(entries);
  return with_pieces(vector, pieces, about);
}

void refuse_outside(const Vectors& sound, Vectors& made) {
  const json::object& up = sound.at("up-first");
  const json::object& down = sound.at("down-first");
  made["refused-magic"] = flipped(up, 0, "Another magic: no bundle.");
  made["refused-version"] = flipped(up, 3, "Version 0.");
  json::object down_for_hub = down;
  down_for_hub["reads"] = "up";
  made["refused-direction"] = with_bytes(down_for_hub, bytes_of(down), "A hub's answer given to a hub.");
  made["refused-receiver"] = flipped(up, 5, "Sealed to another key, by what it says in the clear.");
  made["refused-seal"] = flipped(up, 60, "One bit of the sealed content is another.");
  made["refused-mac"] = flipped(down, 13 + 32, "One bit of the seal's MAC is another.");
  base::Bytes cut = bytes_of(up);
  cut.pop_back();
  made["refused-cut"] = with_bytes(up, cut, "The last byte is missing.");
  cut.resize(9);
  made["refused-stub"] = with_bytes(up, cut, "It ends within the clear part.");
}

void refuse_signature(const Vectors& sound, Vectors& made) {
  json::object forged = sound.at("up-first");
  forged["sender_seed"] = sound.at("down-first").at("sender_seed");
  made["refused-signature-up"] = with_pieces(forged, pieces_of(forged), "Signed by another key than that of the sender.");
  json::object answer = sound.at("down-first");
  answer["sender_seed"] = sound.at("up-first").at("sender_seed");
  made["refused-signature-down"] = with_pieces(answer, pieces_of(answer), "An answer that the hub's key did not sign.");
  json::object other = sound.at("up-first");
  other["sender"] = sound.at("up-duplicate").at("sender");
  made["refused-sender"] = with_bytes(other, bytes_of(other), "Held against another key than the one that its header names.");
}

void refuse_header(const Vectors& sound, Vectors& made) {
  const json::object& up = sound.at("up-empty");
  made["refused-longer-number"] = with_header(up, "The header's first number is written with one byte more than it needs.", [](base::Bytes& header) {
    header.front() |= 0x80;
    header.insert(header.begin() + 1, 0);
  });
  made["refused-short-header"] = with_header(up, "The header ends early.", [](base::Bytes& header) { header.pop_back(); });
  made["refused-long-header"] = with_header(up, "One byte follows the header's last part.", [](base::Bytes& header) { header.push_back(0); });
  made["refused-incarnation"] = with_header(up, "Incarnation 0.", [](base::Bytes& header) {
    header[1] = 0;
    header.erase(header.begin() + 2);
  });
  made["refused-unknown-flag"] = with_header(up, "Flag 7, which no program knows yet.", [](base::Bytes& header) {
    header.front() |= 0x80;
    header.insert(header.begin() + 1, 1);
  });
  made["refused-unknown-codec"] = with_header(up, "Codec 6, which no program knows yet.", [](base::Bytes& header) {
    header.front() = static_cast<std::uint8_t>((header.front() & ~7u) | 6u);
  });
  made["refused-packing"] = with_header(sound.at("up-first"), "The message behind the header is packed otherwise than in its one way.", [](base::Bytes& header) {
    const base::Bytes words = *wire::unpack(base::ByteView(header).subspan(rest_at(header)), 1u << 16);
    header.resize(rest_at(header));
    // Each word for itself, where a run of full ones stands as it is.
    for (std::size_t at = 0; at < words.size(); at += 8) {
      const base::Bytes one = wire::pack(base::ByteView(words).subspan(at, 8));
      base::append(header, one);
    }
  });
}

void refuse_entries(const Vectors& sound, Vectors& made) {
  const json::object& up = sound.at("up-many-stored");
  json::object other = sound.at("up-second");
  json::object& known = other.at("knows").as_array().front().as_object();
  known["before"] = json::array();
  made["refused-history"] = with_bytes(other, bytes_of(other), "Learned (codec 3) from entries that its reader does not have.");
  json::object forked = up;
  forked.at("knows").as_array().front().as_object()["digest"] = hex(std::array<std::uint8_t, 32>{});
  made["refused-chain"] = with_bytes(forked, bytes_of(up), "It does not follow from what its reader holds.");
  made["refused-swapped"] = with_entries(up, "Two entries have changed places.", [](auto& entries) { std::swap(entries[1], entries[2]); });
  made["refused-too-few"] = with_entries(up, "One entry less than announced.", [](auto& entries) { entries.pop_back(); });
  made["refused-too-many"] = with_entries(up, "One entry more than announced.", [](auto& entries) { entries.push_back(entries.back()); });
  made["refused-changed"] = with_entries(up, "One bit of an entry is another than the chain says.", [](auto& entries) { entries[0].back() ^= 1; });
  json::object cut = sound.at("up-many-zstd");
  Pieces pieces = pieces_of(cut);
  pieces.compressed.pop_back();
  made["refused-frame"] = with_pieces(cut, pieces, "The zstd frame lacks its last byte.");
}

/// An entry in a form that is not the one, with a chain that fits: its author wrote and signed it like this.
void refuse_form(const Vectors& sound, Vectors& made) {
  const json::object& up = sound.at("up-many-stored");
  std::vector<base::Bytes> entries = entries_of(up);
  base::append_le(entries.back(), 0, 8);
  crypto::Digest digest{};
  std::ranges::copy(*base::from_hex(up.at("knows").as_array().front().at("digest").as_string()), digest.begin());
  for (const base::Bytes& entry : entries) digest = wire::entry_digest(digest, entry);
  Pieces pieces = pieces_of(up);
  auto header = wire::decode_up_header(pieces.header, base::Limits());
  header->section.head = wire::prefix16(digest);
  pieces.header = wire::encode(*header);
  pieces.compressed = wire::join_entries(entries);
  made["refused-form"] = with_pieces(up, pieces, "An entry with eight bytes behind its message, signed like this by its author.");
}

void refuse_enrolment(const Vectors& sound, Vectors& made) {
  const json::object& file = sound.at("enrolment");
  const base::Bytes bytes = bytes_of(file);
  const std::string url = "http://hub.invalid";
  const auto in_url = std::ranges::search(bytes, base::bytes_of(url)).begin() - bytes.begin();
  made["refused-grant"] = flipped(file, static_cast<std::size_t>(in_url) + 7, "One bit of the grant is another than the hub signed.");
  made["refused-file"] = flipped(file, 2, "Another magic: no enrolment file.");
  base::Bytes longer = bytes;
  base::append_le(longer, 0, 8);
  made["refused-file-form"] = with_bytes(file, longer, "Eight bytes follow the message.");
}

}  // namespace

Vectors damaged(const Vectors& sound) {
  Vectors made;
  refuse_outside(sound, made);
  refuse_signature(sound, made);
  refuse_header(sound, made);
  refuse_entries(sound, made);
  refuse_form(sound, made);
  refuse_enrolment(sound, made);
  return made;
}

Vectors newer(const Vectors& sound) {
  Vectors made;
  const json::object& up = sound.at("up-first");
  Pieces pieces = pieces_of(up);
  const std::size_t at = rest_at(pieces.header);
  const base::Bytes message = *wire::unpack(base::ByteView(pieces.header).subspan(at), 1u << 16);
  pieces.header.resize(at);
  base::append(pieces.header, wire::pack(with_unknown_field(message, 29)));
  made["up-newer-header"] = with_pieces(up, pieces, "As up-first; its header's message has a field that this version does not know.");

  const json::object& many = sound.at("up-many-stored");
  std::vector<base::Bytes> entries = entries_of(many);
  entries.back() = with_unknown_field(entries.back(), 9);
  crypto::Digest digest{};
  std::ranges::copy(*base::from_hex(many.at("knows").as_array().front().at("digest").as_string()), digest.begin());
  for (const base::Bytes& entry : entries) digest = wire::entry_digest(digest, entry);
  pieces = pieces_of(many);
  auto header = wire::decode_up_header(pieces.header, base::Limits());
  header->section.head = wire::prefix16(digest);
  pieces.header = wire::encode(*header);
  pieces.compressed = wire::join_entries(entries);
  made["up-newer-entry"] = with_pieces(many, pieces, "As up-many-stored; the last entry has a field that this version does not know.");

  // Learned, such an entry is none that its parts would give back: it travels as it is.
  const json::object& known = many.at("knows").as_array().front().as_object();
  wire::RunContext context{{header->incarnation, header->section.first, {}}, {}};
  std::ranges::copy(*base::from_hex(known.at("receipt").as_string()), context.place.receipt.emplace().begin());
  for (const json::value& entry : known.at("before").as_array()) context.before.push_back(*base::from_hex(entry.as_string()));
  header->codec = wire::Codec::kLearned1;
  pieces.header = wire::encode(*header);
  pieces.compressed = *wire::pack_run(entries, context);
  made["up-newer-entry-learned"] = with_pieces(many, pieces, "The entries of up-newer-entry, learned (codec 3): the last one travels as it is.");
  return made;
}

}  // namespace tirkeu::testing
