// The check before acceptance (cl. 15): does this node know of an earlier application for the same stay?
//
// Two sources, both offline: the office's own book, and the department's blind index as of the last round. A hit is a
// question to the clerk, never a wall. Every answer carries its horizon: how far the knowledge reaches.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "node/identity.h"
#include "sync/crypto/blind_tagger.h"
#include "sync/store/cases.h"

namespace tirkeu::node {

/// How far the department-wide part of a check can see.
struct Horizon {
  std::optional<base::Instant> as_of;          ///< hub time of the newest answer; nothing: no round was ever completed
  int offices_total = 0;                       ///< other offices of the department, its counter included
  struct Missing {
    std::string office;                        ///< code
    std::optional<base::Instant> held_through;  ///< nothing: never heard of
  };
  std::vector<Missing> missing;                ///< offices whose last round lies more than a day before as_of
  std::optional<base::Instant> seen_through;   ///< the oldest last round among the offices that are not missing
  int offices_seen() const { return offices_total - static_cast<int>(missing.size()); }
};

/// An earlier application of what is probably the same stay.
struct Hit {
  enum class Source { kOwnBook, kIndex, kVerdict };
  Source source = Source::kOwnBook;
  std::string office;
  std::string ticket_number;
  std::string accepted_on;                       ///< the day, in the other office's calendar
  std::optional<base::RowId> application;        ///< known for our own
  bool moved = false;                            ///< the ticket is our own, and an administrator moved its place to `office`
};

struct CheckResult {
  std::vector<Hit> hits;  ///< own book first
  Horizon horizon;
};

class FirstCheck {
 public:
  FirstCheck(store::Database& database, store::Book& book, store::Cases& cases, store::Settings& settings,
             const Identity& identity, const KeyRing& keys, const crypto::BlindTagger& tagger);

  /// Compares document, birth date, migration card and entry day. `except`: an application that is being corrected.
  CheckResult check(const registry::Application& application, std::optional<base::RowId> except = {});
  Horizon horizon();

 private:
  void search_own_book(const registry::Application& application, std::optional<base::RowId> except, std::vector<Hit>& hits);
  /// The key of an index generation, when it was sealed to one of our lives.
  std::optional<base::Bytes> open_key(base::ByteView sealed) const;
  void search_index(const registry::Application& application, std::vector<Hit>& hits);
  /// A generation in which nobody lives any more needs no tag. Remembered until the index changes.
  bool is_living(std::int64_t generation);

  store::Book& book_;
  store::Cases& cases_;
  store::Settings& settings_;
  const Identity& identity_;
  const KeyRing& keys_;
  const crypto::BlindTagger& tagger_;
  store::Statement offices_, newest_rows_, living_;
  struct Seen {
    std::int64_t entry = 0, ended = 0;  ///< newest rows when it was looked up
    std::map<std::int64_t, bool> living;
  };
  Seen seen_;
};

}  // namespace tirkeu::node
