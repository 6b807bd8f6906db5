// Parts of headers that speak of pictures. Their codec is shared within the room.
#pragma once

#include "schema/wire/messages.capnp.h"
#include "sync/wire/field_check.h"
#include "sync/wire/messages.h"

namespace tirkeu::wire {

inline constexpr std::size_t kPieceWords = 16;
inline constexpr std::size_t kContentWords = 6;

inline void write_pieces(const std::vector<ContentPiece>& pieces, capnp_messages::UpHeader::Builder builder) {
  if (pieces.empty()) return;
  auto list = builder.initPieces(static_cast<capnp::uint>(pieces.size()));
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    capnp_messages::ContentPiece::Builder piece = list[static_cast<capnp::uint>(i)];
    piece.setDigest(data_of(pieces[i].digest));
    piece.setFirst(pieces[i].first);
    piece.setLength(pieces[i].length);
    piece.setMark(data_of(pieces[i].mark));
  }
}

inline std::vector<ContentPiece> read_pieces(capnp::List<capnp_messages::ContentPiece>::Reader list, FieldCheck& check) {
  std::vector<ContentPiece> pieces;
  check.require(list.size() <= kPiecesMax, "pieces");
  if (!check.holds()) return pieces;
  std::uint64_t sum = 0;
  for (const capnp_messages::ContentPiece::Reader reader : list) {
    ContentPiece& piece = pieces.emplace_back();
    piece.digest = check.exactly<32>(reader.getDigest(), "pieces.digest");
    piece.first = reader.getFirst();
    piece.length = reader.getLength();
    piece.mark = check.exactly<16>(reader.getMark(), "pieces.mark");
    check.require(piece.first <= kSequenceMax - kPieceBytesMax, "pieces.first");
    sum += piece.length;
  }
  check.require(sum <= kPieceBytesMax, "pieces.length");
  return pieces;
}

inline void write_contents(const std::vector<ContentHeld>& contents, capnp_messages::DownHeader::Builder builder) {
  if (contents.empty()) return;
  auto list = builder.initContents(static_cast<capnp::uint>(contents.size()));
  for (std::size_t i = 0; i < contents.size(); ++i) {
    capnp_messages::ContentHeld::Builder content = list[static_cast<capnp::uint>(i)];
    content.setDigest(data_of(contents[i].digest));
    content.setHeld(contents[i].held);
  }
}

inline std::vector<ContentHeld> read_contents(capnp::List<capnp_messages::ContentHeld>::Reader list, FieldCheck& check) {
  std::vector<ContentHeld> contents;
  check.require(list.size() <= kContentsMax, "contents");
  if (!check.holds()) return contents;
  for (const capnp_messages::ContentHeld::Reader reader : list) {
    ContentHeld& content = contents.emplace_back();
    content.digest = check.exactly<16>(reader.getDigest(), "contents.digest");
    content.held = reader.getHeld();
    check.require(content.held <= kSequenceMax, "contents.held");
  }
  return contents;
}

}  // namespace tirkeu::wire
