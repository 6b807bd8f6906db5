// Shared by the two halves of PersonKeeper.
#pragma once

#include <string_view>

#include "sync/base/bytes.h"

#define TIRKEU_PAIR_COLUMNS "left_application, right_application, state, bits, parts, changed_at"

namespace tirkeu::hub {

/// What a judgement was made on: packed traits of both, the lower id first. Compared within this database and never signed by
/// itself, so it borrows the label of schema digests.
base::Bytes identity_of(std::string_view left_traits, std::string_view right_traits);

}  // namespace tirkeu::hub
