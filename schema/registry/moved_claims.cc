#include "schema/registry/moved_claims.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "schema/registry/claim_relation.h"
#include "schema/registry/verdict_reason.h"

namespace tirkeu::registry {
namespace {

bool of_one_stay(const Claim& left, const Claim& right) {
  return relation_of(left, right) == Relation::kSameStay;
}

/// The last move of a place within the claim's stay, unless it led to the claim's own office: then the claim may hold the place.
/// Whatever was moved before is history: A to B, then B to C leaves C, and B back to A leaves A.
std::optional<Claim> mover_of(const Claim& claim, const std::vector<MovedClaim>& all) {
  const Claim* last = nullptr;
  for (const MovedClaim& moved : all) {
    if (!of_one_stay(moved.claim, claim)) continue;
    const auto order = [](const Claim& one) { return std::pair(one.transferred_at, one.application); };
    if (last == nullptr || order(*last) < order(moved.claim)) last = &moved.claim;
  }
  if (last == nullptr || *last->transferred == claim.office) return std::nullopt;
  return *last;
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
