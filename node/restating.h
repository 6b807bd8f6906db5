// The department's order to begin a new life and to say again what lay in quarantine, and how it is carried out: at once, in one
// transaction, without a person. What the clerk sees of it is that the hub takes everything in.
//
// An order comes in an answer, by line or by stick, sealed to the key that was approved. It is noted first, so that a machine which loses its
// power in between carries it out at its next start. Carried out: the new life gets keys and a log under the order's grant; every entry that
// the hub may lack is said again there (store/restater.h) under the times at which it happened; the old key names the new one, as in any
// succession. Entries that the hub holds, as the order's digests show, stay where they are: what both copies of a machine wrote before they
// were copied is never said twice.
#pragma once

#include <filesystem>
#include <optional>

#include "node/own_lives.h"
#include "sync/store/restater.h"

namespace tirkeu::node {

class Restating {
 public:
  Restating(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, store::Settings& settings,
            const Identity& identity, OwnLives& lives, const base::Limits& limits);

  /// Notes an order that is for this machine and not carried out yet; inside a transaction. False, and nothing noted: it is for a twin with the
  /// same old key, was carried out before, or is not the hub's word.
  bool note(const wire::Receipt& receipt, const wire::Restatement& order);
  bool is_ordered();

  struct Begun {
    base::Incarnation life = 0;
    std::uint64_t entries = 0;  ///< said again
  };
  /// Carries out what is noted; the keys of the new life are in `ring` and in the file `keys` when it returns, and `identity` is to be read
  /// again. Nothing when the order's numbers are used up. Throws base::DiskError or store::StoreError: then the order stays noted, and the next
  /// attempt takes the next number.
  std::optional<Begun> carry_out(KeyRing& ring, base::Disk& disk, const std::filesystem::path& keys, base::Entropy& entropy, base::Instant now);
  /// Under which id an application goes on that was said again.
  std::optional<base::RowId> successor(base::RowId old_id) { return restater_.successor(old_id); }

 private:
  bool is_for_us(const wire::Receipt& receipt, const wire::Restatement& order);
  std::vector<store::Restater::Branch> branches();
  /// The first entry of that log that the hub does not hold.
  base::Sequence first_unheld(base::Incarnation life);
  void forget_order();
  void rename_local_rows();

  store::Database& database_;
  store::LogStore& logs_;
  store::Settings& settings_;
  const Identity& identity_;
  OwnLives& lives_;
  store::Restater restater_;
};

}  // namespace tirkeu::node
