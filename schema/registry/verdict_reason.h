// Why a claim came out as it did: the sentence that a clerk reads out, and the line of evidence that an auditor
// recomputes.
#pragma once

#include <span>
#include <string>

#include "schema/registry/first_application.h"

namespace tirkeu::registry {

/// What stands behind an outcome. Where several causes hold, the one named first here is told.
enum class Cause {
  kOnly,               ///< confirmed: nobody else claims this stay
  kFirst,              ///< confirmed: proved before all others of the stay
  kFirstBesideReview,  ///< confirmed: the others of the stay are with a person
  kDecidedFirst,       ///< confirmed by a person, before others
  kDecidedDistinct,    ///< confirmed by a person, beside others
  kLater,              ///< annulled: proved later than the holder
  kDecidedLater,       ///< annulled by a person
  kAfterRevocation,    ///< the rest are reviews
  kDespiteHit,
  kJudgementConflict,  ///< two judgements give two places in one stay
  kJudgementGap,       ///< the judgement put a claim first that is no longer filed for this document
  kAfterJudgement,     ///< overlaps claims that a person judged without having seen this one
  kBirthDate,
  kEntryOrder,
  kMissing,
  kChain,  ///< of one stay with two holders, whose stays are separate
  kWaits,  ///< depends on a claim that is in review
  kClock,  ///< nobody is proved first, and a clock is at fault
  kOrder,  ///< nobody is proved first
};

/// The sentence. `holder` is the claim that holds the place (may be the claim itself) or nullptr; `others` are the
/// further claims of the stay.
Message reason_of(Cause cause, Grade grade, const Claim& claim, const Claim* holder,
                  std::span<const Claim* const> others);

/// The sentence for a claim whose place an administrator moved.
Message reason_of_transfer(const Claim& claim);

/// One line of ASCII: per claim its id, office, recorded time, bounds, clock flags, uncertainty and marks. `stay`
/// begins with the claims that matter most; beyond kEvidenceClaimsMax only their number is told, so that no flood of
/// claims fills a log.
std::string evidence_of(std::span<const Claim* const> stay);
inline constexpr std::size_t kEvidenceClaimsMax = 8;

}  // namespace tirkeu::registry
