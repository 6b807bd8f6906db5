// What every start looks at before it writes: the database, the witness beside it, the newest receipt in it, and the machine.
#pragma once

#include "node/identity.h"
#include "node/life_state.h"
#include "node/witness.h"

namespace tirkeu::node {

/// The state that the four of them prove; kOk when they agree. Changes nothing. A database that is ahead of its witness is
/// sound: the witness is not written with every registration.
LifeState check_start(const Identity& identity, store::LogStore& logs, const KeyRing& keys,
                      const std::expected<WitnessFile, WitnessFault>& found, const std::vector<WitnessMark>& marks);

}  // namespace tirkeu::node
