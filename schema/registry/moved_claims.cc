#include "schema/registry/moved_claims.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "schema/registry/claim_relation.h"
#include "schema/registry/verdict_reason.h"

namespace tirkeu::registry {
namespace {

bool of_one_stay(const Claim& left, const Claim& right) {
  return relation_of(left, right) == Relation::kSameStay;
}

/// The moved claim of the same stay whose new office is not this claim's; nothing when the claim may hold the place. A place
/// that was moved on from there again does not count: A to B, then B to C leaves C.
std::optional<Claim> mover_of(const Claim& claim, const std::vector<MovedClaim>& all) {
  std::optional<Claim> mover;
  for (const MovedClaim& moved : all) {
    if (!of_one_stay(moved.claim, claim)) continue;
    const bool moved_on = std::ranges::any_of(all, [&](const MovedClaim& next) {
      return next.claim.office == *moved.claim.transferred && of_one_stay(next.claim, claim);
    });
    if (moved_on) continue;
    if (*moved.claim.transferred == claim.office) return std::nullopt;
    if (!mover) mover = moved.claim;
  }
  return mover;
}

}  // namespace

std::vector<MovedClaim> take_moved_claims(std::vector<Claim>& claims, const std::vector<Judgement>& judgements) {
  std::set<base::RowId> judged;
  for (const Judgement& judgement : judgements) judged.insert(judgement.claims.begin(), judgement.claims.end());
  std::vector<MovedClaim> moved, displaced;
  for (const Claim& claim : claims)
    if (claim.transferred) moved.push_back({claim, std::nullopt});
  for (const Claim& claim : claims) {
    if (claim.transferred || judged.contains(claim.application)) continue;
    if (std::optional<Claim> mover = mover_of(claim, moved)) displaced.push_back({claim, std::move(mover)});
  }
  std::move(displaced.begin(), displaced.end(), std::back_inserter(moved));
  std::erase_if(claims, [&moved](const Claim& claim) {
    return std::ranges::any_of(moved, [&](const MovedClaim& one) { return one.claim.application == claim.application; });
  });
  return moved;
}

ClaimOutcome outcome_of(const MovedClaim& moved) {
  std::vector<const Claim*> evidence = {&moved.claim};
  if (moved.because_of) evidence.push_back(&*moved.because_of);
  ClaimOutcome outcome;
  outcome.application = moved.claim.application;
  outcome.outcome = Outcome::kAnnulled;
  outcome.grade = Grade::kDecided;
  outcome.reason = reason_of_transfer(moved.because_of ? *moved.because_of : moved.claim);
  outcome.evidence = evidence_of(evidence);
  outcome.stay = {moved.claim.application};
  return outcome;
}

}  // namespace tirkeu::registry
