// Pictures by their digest, each once. They come whole from a clerk, or piece by piece from the other side; a content counts only once
// all of its bytes have the digest by which it is called.
//
// Pieces join from the front: what is held is a prefix, so a transfer that was cut goes on at a byte, and a piece that comes twice, or too
// late, changes nothing. The last piece is the examination: when the whole has another digest, everything of it is thrown away and asked for
// anew, because nobody can tell which piece was wrong.
#pragma once

#include <optional>
#include <vector>

#include "sync/crypto/keys.h"
#include "sync/store/database.h"

namespace tirkeu::store {

struct ContentState {
  crypto::Digest digest{};
  std::uint64_t size = 0;
  std::uint64_t held = 0;  ///< bytes from the front; all of them: the digest was proven
  std::uint64_t told = 0;  ///< at a node: how many the hub said it holds
  bool is_whole() const { return held == size; }
};

class ContentStore {
 public:
  explicit ContentStore(Database& database);

  static crypto::Digest digest_of(base::ByteView bytes);
  /// A fact names it; its bytes are to come. Harmless when it is known. Inside a transaction.
  void want(const crypto::Digest& digest, std::uint64_t size, base::Instant at);
  /// All of it at once. Harmless when it is held. Inside a transaction.
  void put(base::ByteView bytes, base::Instant at);

  enum class Joined {
    kGrown,    ///< the prefix is longer now
    kWhole,    ///< and it is all, with the right digest
    kHeld,     ///< these bytes were here already
    kGap,      ///< bytes before it are missing
    kUnknown,  ///< nobody named that digest, or the piece lies beyond its size
    kWrong,    ///< all bytes are here, but they are another content: nothing of it is kept
  };
  /// Bytes from `first` on. Inside a transaction.
  Joined join(const crypto::Digest& digest, std::uint64_t first, base::ByteView bytes);

  std::optional<ContentState> state(const crypto::Digest& digest);
  /// Bytes [first, first + count) of what is held; fewer where less is held.
  base::Bytes read(const crypto::Digest& digest, std::uint64_t first, std::size_t count);
  /// Named and not whole, the longest known first.
  std::vector<ContentState> coming(std::size_t count_max);
  /// Whole, and the hub has not said that it holds all of it; the longest known first.
  std::vector<ContentState> going(std::size_t count_max);
  /// Bytes of all those that the hub has not said it holds.
  std::uint64_t going_bytes();
  /// The hub may have lost what it said it held: all of it counts as not told. Inside a transaction.
  void forget_told();
  /// The content whose digest begins like that.
  std::optional<ContentState> state_by_prefix(base::ByteView prefix);
  /// The hub holds that much, whatever it said before: a restored hub may hold less. Inside a transaction.
  void note_told(const crypto::Digest& digest, std::uint64_t held);

 private:
  bool add_piece(const crypto::Digest& digest, std::uint64_t first, base::ByteView bytes);
  crypto::Digest digest_of_pieces(const crypto::Digest& digest);

  Statement want_, state_, put_piece_, grow_, forget_, reset_, pieces_, all_pieces_, coming_, going_, told_, going_bytes_, forget_told_, by_prefix_;
};

}  // namespace tirkeu::store
