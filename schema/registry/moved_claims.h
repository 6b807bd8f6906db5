// Rule 6 of the first-application decision: claims whose place an administrator moved, and those that this displaces.
#pragma once

#include <optional>
#include <vector>

#include "schema/registry/first_application.h"

namespace tirkeu::registry {

struct MovedClaim {
  Claim claim;
  std::optional<Claim> because_of;  ///< the claim whose place was moved, where it is another
};

/// Takes the moved claims out of `claims`, and with them the claims of the same stay at other offices than the new one: once the
/// place was moved to an office, no third office gets it by having been earlier than the newcomer. Whom a judgement names, stays
/// with that judgement. Of several moves within a stay the last one counts, and is named.
std::vector<MovedClaim> take_moved_claims(std::vector<Claim>& claims, const std::vector<Judgement>& judgements);

/// Annulled by decision, naming the new office; nobody's rival, so alone in its stay.
ClaimOutcome outcome_of(const MovedClaim& moved);

}  // namespace tirkeu::registry
