// The last lane of the road to the hub: pieces of pictures, behind everything else.
//
// What the hub holds of a picture is a prefix, and every answer says how long those are that its bundle named; from there the next piece goes
// on. So a bundle that was lost costs its pieces once more, and nothing has to be remembered about what is under way. A picture that the hub
// did not get on with (its fact lies in quarantine there, or waits for an upgrade) stands aside and lets the others pass; when no other is left,
// the hub is only asked how much it holds, which takes no picture bytes. The same question finds out what a hub still has that was restored.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "sync/store/content_store.h"
#include "sync/wire/messages.h"

namespace tirkeu::node {

class PictureLane {
 public:
  explicit PictureLane(store::Database& database) : contents_(database) {}

  struct Load {
    std::vector<wire::ContentPiece> pieces;
    base::Bytes bytes;              ///< theirs, one behind the other
    std::uint64_t waiting = 0;      ///< bytes that want to go and did not fit; pictures that stand aside do not count
  };
  /// The next pieces, the picture known longest first.
  Load load(std::size_t bytes_max);
  /// The bundle carries no pictures: other things go first.
  void leave_out() { offered_.clear(); }
  std::uint64_t waiting() { return contents_.going_bytes(); }

  struct News {
    std::uint64_t bytes = 0;  ///< held now and not known before
    bool can_go = false;      ///< a question was answered, and not all of that picture is held
  };
  /// What an answer to the newest bundle says. Inside a transaction.
  News note(const std::vector<wire::ContentHeld>& held);
  /// The hub was restored from a backup: it is asked about every picture. Inside a transaction.
  void ask_again();

 private:
  void add_questions(const std::vector<store::ContentState>& aside, Load& load);

  store::ContentStore contents_;
  std::map<crypto::Digest, std::uint32_t> offered_;  ///< by the newest bundle: length of the piece, 0 for a question
  std::set<crypto::Digest> aside_;
};

}  // namespace tirkeu::node
