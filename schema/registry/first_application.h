// Clause 15: registration is made only at the place of the foreigner's first application. The decision as a pure function.
//
// A claim is what one accepted application says about being first. All claims with the same travel document (issuing
// state and number) are given to decide(); it groups them into stays, orders each stay by what can be proved, and returns
// one outcome per claim. The same claims give the same outcomes in any order of the input.
//
// A stay: the same migration card number, or entry days at most three days apart. A different card with a later entry
// day begins a new stay and ends the earlier one. Anything else that overlaps goes to review.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "schema/registry/language.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"

namespace tirkeu::registry {

/// How well two claims are ordered (design: bounds first, recorded times second, a person last).
enum class Grade {
  kCertain,       ///< the bounds alone order them
  kProbable,      ///< bounds overlap; both recorded times within bounds, both clocks healthy, difference above the uncertainties
  kUndetermined,  ///< neither: a person decides
  kDecided,       ///< a person did
};
enum class Outcome { kConfirmed, kAnnulled, kReview };

std::string_view code_of(Grade grade);      ///< "certain" …
std::string_view code_of(Outcome outcome);  ///< "confirmed" …

struct Claim {
  base::RowId application;
  std::string office;
  std::string ticket_number;
  std::string card_number;             ///< migration card, normalised
  std::string entry_date;              ///< ISO date
  std::string birth_date;              ///< as filed: the same number with another birth date is not the same document for certain
  base::Instant accepted_at{};         ///< as recorded by the author's clock
  base::Instant not_before{};          ///< hub time of the newest receipt (or grant) that the author knew
  base::Instant not_after{};           ///< hub time at which the hub received the claim
  base::ClockFlags clock = 0;
  base::Milliseconds uncertainty{};    ///< of the recorded time: the hub's setting, grown with the time since not_before
  bool despite_hit = false;            ///< accepted with a reason although a first application was known: a person looks at it
  bool after_revocation = false;       ///< first received after its key was revoked: a person looks at it
  bool withdrawn = false;              ///< frees the place
  std::optional<std::string> departed_on;  ///< end of the stay, if the office learned of it
};

/// A person's judgement on a set of claims; the machine never overturns it.
struct Judgement {
  std::vector<base::RowId> claims;     ///< the claims that the person saw
  std::optional<base::RowId> first;    ///< the one that was first; nothing: all of them are distinct (other person or other stay)
};

struct ClaimOutcome {
  base::RowId application;
  Outcome outcome = Outcome::kReview;
  Grade grade = Grade::kCertain;
  std::optional<base::RowId> first;    ///< the claim that holds the place of this stay; for a confirmed claim itself
  Message reason;                      ///< in words, by catalogue key "verdict.…"
  std::string evidence;                ///< both bounds, recorded times, flags: one line of ASCII, enough to derive the grade again
  /// Claims of the same stay that this outcome was reached with, itself included, ascending.
  std::vector<base::RowId> stay;
  bool operator==(const ClaimOutcome&) const = default;
};

/// One outcome per claim that is not withdrawn, ascending by application id. Withdrawn claims take no part.
std::vector<ClaimOutcome> decide(std::vector<Claim> claims, const std::vector<Judgement>& judgements = {});

/// Orders two claims; nothing when undetermined (grade kUndetermined).
struct Order {
  Grade grade = Grade::kUndetermined;
  bool first_is_left = false;          ///< meaningful unless undetermined
};
Order order_of(const Claim& left, const Claim& right);

/// True when both claims are of one stay by the rule above (card or entry days).
bool same_stay(const Claim& left, const Claim& right);

/// How far a recorded time may be off although its clock was healthy: the hub's setting, growing with the time since the
/// author last knew the hub's time (`since_receipt`; negative counts as none), because a quartz drifts.
base::Milliseconds uncertainty(base::Milliseconds setting, base::Milliseconds since_receipt);

}  // namespace tirkeu::registry
