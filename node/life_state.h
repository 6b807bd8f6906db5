// In what state this machine's life is, and so whether it may write. Kept in the database's setting `state` by its code.
#pragma once

#include <string_view>

#include "sync/store/settings.h"

namespace tirkeu::node {

enum class LifeState {
  kOk,
  kRewound,      ///< the database is older than its witness, or than what the hub holds of it
  kCloned,       ///< proven fork: two different entries under one sequence
  kMoved,        ///< another machine, or another folder, than the witness names
  kUnwitnessed,  ///< no witness file, or not ours: nobody can tell whether the database is old
  kRestored,     ///< put back from a backup
  kSuperseded,   ///< another life of the office took over; the hub says so
  kRevoked,      ///< the hub took the key's right away
};
/// "ok", "rewound", …; its sentences in the catalogue are "node_state.<code>" and "node_advice.<code>".
std::string_view code_of(LifeState state);
/// Unknown text is read as kRewound: a state that writes nothing, and that `recover` ends.
LifeState life_state_of(std::string_view code);
LifeState life_state(store::Settings& settings);
/// Inside a transaction.
void set_life_state(store::Settings& settings, LifeState state);

/// Found by this machine itself: only a new life ends it, whatever a later answer of the hub says.
bool lasts(LifeState state);

}  // namespace tirkeu::node
