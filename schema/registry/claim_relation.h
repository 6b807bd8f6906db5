// What two claims of one travel document are to each other, before anybody holds a place.
#pragma once

#include "schema/registry/first_application.h"

namespace tirkeu::registry {

enum class Relation {
  kSameStay,
  kSeparateStays,  ///< different cards, and the later entry was not filed before the older one
  kUnclear,        ///< they overlap in a way that no rule settles; unclear_because() says how
};
Relation relation_of(const Claim& left, const Claim& right);

enum class Unclear {
  kBirthDate,   ///< one stay by the rule, but other birth dates: perhaps two people, perhaps a slip of the pen
  kMissing,     ///< a card number or an entry day is missing, so the stays cannot be told apart
  kEntryOrder,  ///< the older entry was filed after the newer one
};
/// Of a pair whose relation is kUnclear.
Unclear unclear_because(const Claim& left, const Claim& right);

bool certainly_before(const Claim& left, const Claim& right);
/// Certainly or probably.
bool provably_before(const Claim& left, const Claim& right);

/// False when the clock is at fault: the recorded time lies outside its bounds or the clock itself reported a fault.
bool recorded_time_counts(const Claim& claim);

}  // namespace tirkeu::registry
