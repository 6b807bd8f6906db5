#include "node/picture_lane.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

constexpr std::size_t kLookedAt = 256;
constexpr std::size_t kQuestions = 32;
/// A shorter piece costs more in the header than it carries, unless it is the end.
constexpr std::size_t kPieceMin = 256;

}  // namespace

PictureLane::Load PictureLane::load(std::size_t bytes_max) {
  Load load;
  offered_.clear();
  bytes_max = std::min(bytes_max, wire::kPieceBytesMax);
  std::vector<store::ContentState> aside;
  for (const store::ContentState& state : contents_.going(kLookedAt + aside_.size())) {
    if (aside_.contains(state.digest)) {
      aside.push_back(state);
      continue;
    }
    const std::uint64_t missing = state.size - state.told;
    const std::size_t room = bytes_max - load.bytes.size();
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(missing, room));
    if (length < std::min<std::uint64_t>(missing, kPieceMin) || load.pieces.size() == wire::kPiecesMax) {
      load.waiting += missing;
      continue;
    }
    load.waiting += missing - length;
    const base::Bytes bytes = contents_.read(state.digest, state.told, length);
    load.pieces.push_back({state.digest, state.told, static_cast<std::uint32_t>(bytes.size()), wire::piece_mark(bytes)});
    base::append(load.bytes, bytes);
    offered_[state.digest] = static_cast<std::uint32_t>(bytes.size());
  }
  if (load.pieces.empty() && load.waiting == 0) add_questions(aside, load);
  return load;
}

void PictureLane::add_questions(const std::vector<store::ContentState>& aside, Load& load) {
  for (const store::ContentState& state : aside) {
    if (load.pieces.size() == kQuestions) return;
    load.pieces.push_back({state.digest, state.told, 0, wire::piece_mark({})});
    offered_[state.digest] = 0;
  }
}

PictureLane::News PictureLane::note(const std::vector<wire::ContentHeld>& held) {
  News news;
  for (const wire::ContentHeld& content : held) {
    const std::optional<store::ContentState> state = contents_.state_by_prefix(content.digest);
    if (!state) continue;
    const auto offered = offered_.find(state->digest);
    const bool offered_question = offered != offered_.end() && offered->second == 0;
    const bool was_piece = offered != offered_.end() && offered->second > 0;
    // Less than was known is news too: it goes on from there.
    if (was_piece && content.held == state->told) aside_.insert(state->digest);
    else aside_.erase(state->digest);
    if (offered != offered_.end()) offered_.erase(offered);
    if (offered_question && content.held < state->size) news.can_go = true;
    news.bytes += content.held > state->told ? content.held - state->told : 0;
    contents_.note_told(state->digest, content.held);
  }
  // Named by us and not by the answer: the hub knows of no such picture yet.
  for (const auto& [digest, length] : offered_) aside_.insert(digest);
  offered_.clear();
  return news;
}

void PictureLane::ask_again() {
  contents_.forget_told();
  for (const store::ContentState& state : contents_.going(std::numeric_limits<std::int32_t>::max())) aside_.insert(state.digest);
}

}  // namespace tirkeu::node
