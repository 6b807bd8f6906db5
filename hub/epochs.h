// Epochs of the hub. A hub that was restored from a backup has forgotten what it signed since; it begins a new epoch, with new logs
// under numbers never used before, so that nothing it signs now contradicts what it signed then. The logs of earlier epochs are
// written no more; what the backup lacks of them comes back from the nodes (Restoration).
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "hub/ledger.h"
#include "hub/nodes.h"
#include "hub/witness.h"

namespace tirkeu::hub {

/// How it came out that the database is older than what this hub has signed.
enum class EpochCause {
  kRestored,        ///< `restore` said so
  kWitness,         ///< the witness is ahead of the database
  kWitnessMissing,  ///< there is no witness, so nobody can tell
  kProof,           ///< a node showed a receipt that is not known here
  kKeysChanged,     ///< nothing was forgotten: the root key certified other keys, and a log has one key for ever
};
std::string_view code_of(EpochCause cause);

class Epochs {
 public:
  Epochs(store::Database& database, store::LogStore& logs, store::Settings& settings, Nodes& nodes, Department& department,
         const HubKeys& keys, HubTime& time, base::Entropy& entropy);

  /// For `restore`: the next start begins a new epoch.
  static void mark_restored(store::Settings& settings);
  /// At the start, before anything is written: begins a new epoch when database and witness do not go together.
  void check(const std::optional<HubWitness>& witness);
  /// A node showed `receipt`, which this hub signed and does not know. Begins a new epoch, in a transaction of its own.
  void begin_after(const wire::Receipt& receipt);
  /// The hub has other keys, in `keys` as given to the constructor already: new logs under them, and `take` in the same transaction, which
  /// changes the department.
  void begin_with_new_keys(const std::function<void(Department&)>& take);
  /// Receipts are numbered through all epochs: where a node begins that was told `number` in an earlier one.
  static std::uint32_t first_receipt_after(std::uint32_t number);
  /// An epoch that this hub, or the one before it, began and that is not known here: its logs are known again, to be written no more.
  /// Nothing happens when it is known, or its numbers are taken. Inside a transaction.
  void recall(const wire::Epoch& epoch, std::uint32_t number);
  /// What the witness has to say now.
  HubWitness witness();

  bool knows(const wire::Epoch& epoch);
  /// The present epoch began because of new keys alone.
  bool began_with_new_keys();
  struct Begun {
    std::uint32_t number = 0;
    base::Instant at{};
    std::string cause;
  };
  /// The present epoch, if the hub has forgotten something before it began.
  std::optional<Begun> newest();

 private:
  bool is_behind(const HubWitness& witness);
  /// `above`: the highest epoch number known from anywhere. `shown`: a receipt that this hub had forgotten, or null.
  void begin(EpochCause cause, std::uint32_t above, base::Incarnation granted_through, const wire::Receipt* shown,
             const std::function<void(Department&)>& beside = {});

  store::Database& database_;
  store::LogStore& logs_;
  store::Settings& settings_;
  Nodes& nodes_;
  Department& department_;
  const HubKeys& keys_;
  HubTime& time_;
  base::Entropy& entropy_;
};

}  // namespace tirkeu::hub
