#include "sync/store/content_store.h"

#include <algorithm>

#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }
std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

ContentState read_state(Statement& row) {
  ContentState state;
  std::ranges::copy(row.blob_view(0).first(state.digest.size()), state.digest.begin());
  state.size = static_cast<std::uint64_t>(row.integer(1));
  state.held = static_cast<std::uint64_t>(row.integer(2));
  state.told = static_cast<std::uint64_t>(row.integer(3));
  return state;
}

}  // namespace

ContentStore::ContentStore(Database& database)
    : want_(database, "INSERT INTO content (digest, size, held, wanted_at, told) VALUES (?, ?, 0, ?, 0) ON CONFLICT (digest) DO NOTHING"),
      state_(database, "SELECT digest, size, held, told FROM content WHERE digest = ?"),
      put_piece_(database, "INSERT INTO content_piece (digest, first, bytes) VALUES (?, ?, ?)"),
      grow_(database, "UPDATE content SET held = ?2 WHERE digest = ?1"),
      forget_(database, "DELETE FROM content_piece WHERE digest = ?"),
      reset_(database, "UPDATE content SET held = 0 WHERE digest = ?"),
      pieces_(database,
              "SELECT first, bytes FROM content_piece WHERE digest = ?1 AND first < ?3 AND"
              " first >= (SELECT max(first) FROM content_piece WHERE digest = ?1 AND first <= ?2) ORDER BY first"),
      all_pieces_(database, "SELECT bytes FROM content_piece WHERE digest = ? ORDER BY first"),
      coming_(database, "SELECT digest, size, held, told FROM content WHERE held < size ORDER BY wanted_at, digest LIMIT ?"),
      going_(database, "SELECT digest, size, held, told FROM content WHERE told < size AND held = size ORDER BY wanted_at, digest LIMIT ?"),
      told_(database, "UPDATE content SET told = min(size, ?2) WHERE digest = ?1"),
      going_bytes_(database, "SELECT coalesce(sum(size - told), 0) FROM content WHERE told < size AND held = size"),
      forget_told_(database, "UPDATE content SET told = 0 WHERE told > 0"),
      by_prefix_(database, "SELECT digest, size, held, told FROM content WHERE digest BETWEEN ? AND ? ORDER BY digest LIMIT 1") {}

crypto::Digest ContentStore::digest_of(base::ByteView bytes) { return crypto::digest(crypto::Label::kContent, bytes); }

void ContentStore::want(const crypto::Digest& digest, std::uint64_t size, base::Instant at) {
  want_.bind(1, digest).bind(2, number(size)).bind(3, millis(at)).run();
}

bool ContentStore::add_piece(const crypto::Digest& digest, std::uint64_t first, base::ByteView bytes) {
  put_piece_.bind(1, digest).bind(2, number(first)).bind(3, bytes).run();
  return grow_.bind(1, digest).bind(2, number(first + bytes.size())).run() == 1;
}

void ContentStore::put(base::ByteView bytes, base::Instant at) {
  const crypto::Digest digest = digest_of(bytes);
  want(digest, bytes.size(), at);
  if (state(digest)->is_whole()) return;
  forget_.bind(1, digest).run();
  add_piece(digest, 0, bytes);
}

ContentStore::Joined ContentStore::join(const crypto::Digest& digest, std::uint64_t first, base::ByteView bytes) {
  const std::optional<ContentState> known = state(digest);
  if (!known || first > known->size || bytes.size() > known->size - first) return Joined::kUnknown;
  if (first > known->held) return Joined::kGap;
  if (first + bytes.size() <= known->held) return Joined::kHeld;
  const std::uint64_t end = first + bytes.size();
  add_piece(digest, known->held, bytes.subspan(static_cast<std::size_t>(known->held - first)));
  if (end < known->size) return Joined::kGrown;
  if (digest_of_pieces(digest) == digest) return Joined::kWhole;
  forget_.bind(1, digest).run();
  reset_.bind(1, digest).run();
  return Joined::kWrong;
}

crypto::Digest ContentStore::digest_of_pieces(const crypto::Digest& digest) {
  base::Bytes whole;
  all_pieces_.bind(1, digest);
  const ResetAtExit reset(all_pieces_);
  while (all_pieces_.step()) base::append(whole, all_pieces_.blob_view(0));
  return digest_of(whole);
}

std::optional<ContentState> ContentStore::state(const crypto::Digest& digest) {
  state_.bind(1, digest);
  return first_row(state_, read_state);
}

base::Bytes ContentStore::read(const crypto::Digest& digest, std::uint64_t first, std::size_t count) {
  base::Bytes result;
  pieces_.bind(1, digest).bind(2, number(first)).bind(3, number(first + count));
  const ResetAtExit reset(pieces_);
  while (pieces_.step()) {
    const auto begin = static_cast<std::uint64_t>(pieces_.integer(0));
    base::ByteView bytes = pieces_.blob_view(1);
    // Only the first piece may begin before what is asked for.
    if (begin < first) bytes = bytes.subspan(std::min<std::size_t>(bytes.size(), static_cast<std::size_t>(first - begin)));
    base::append(result, bytes.first(std::min(bytes.size(), count - result.size())));
  }
  return result;
}

std::vector<ContentState> ContentStore::coming(std::size_t count_max) {
  coming_.bind(1, number(count_max));
  return all_rows(coming_, read_state);
}

std::vector<ContentState> ContentStore::going(std::size_t count_max) {
  going_.bind(1, number(count_max));
  return all_rows(going_, read_state);
}

std::uint64_t ContentStore::going_bytes() {
  const ResetAtExit reset(going_bytes_);
  going_bytes_.step();
  return static_cast<std::uint64_t>(going_bytes_.integer(0));
}

void ContentStore::forget_told() { forget_told_.run(); }

std::optional<ContentState> ContentStore::state_by_prefix(base::ByteView prefix) {
  crypto::Digest least{}, most;
  most.fill(0xff);
  std::ranges::copy(prefix.first(std::min(prefix.size(), least.size())), least.begin());
  std::ranges::copy(prefix.first(std::min(prefix.size(), most.size())), most.begin());
  by_prefix_.bind(1, least).bind(2, most);
  return first_row(by_prefix_, read_state);
}

void ContentStore::note_told(const crypto::Digest& digest, std::uint64_t held) { told_.bind(1, digest).bind(2, number(held)).run(); }

}  // namespace tirkeu::store
