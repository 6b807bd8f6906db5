// Clause 15: registration is made only at the place of the foreigner's first application. The decision as a pure
// function.
//
// A claim is what one accepted application says about being first. All claims with the same travel document (issuing
// state and number) are given to decide(); it groups them into stays, orders each stay by what can be proved, and
// returns one outcome per claim. The same claims give the same outcomes in any order of the input.
//
// A stay: the same migration card number, or entry days at most three days apart (unless an office recorded a departure
// between them and the cards differ). A different card with a later entry day begins a new stay and ends the earlier
// one. Anything else that overlaps goes to review: another birth date under the same number, a missing card number or
// entry day, an old entry filed after a newer one.
//
// Rules, in the order in which they bind:
//  1. A person's judgement stands for the claims that the person saw. A claim that a judgement did not see, and that
//     overlaps one that it did see, goes to review. Where judgements overlap, the later one holds for what both saw.
//     When the claim that a judgement put first is withdrawn, the place is free and the machine decides among the rest.
//  2. A claim accepted despite a hit, or first received after its key's revocation, goes to review and takes nobody's
//     place; only when it is proved earlier (after a revocation: by bounds, never by recorded times) the later one
//     waits too.
//  3. Of all free claims of one stay, who is proved before the others holds the place, and they are annulled. "Same
//  stay"
//     is no equivalence (entries on the 1st, 4th and 7th), so this is done pair by pair: an annulled claim stands in
//     nobody's way, and one that is of a stay with two holders goes to review, as do all where nobody is proved first.
//  4. Of two claims whose stays overlap in an unclear way, the one that is not proved to be the earlier goes to review.
//  5. Nobody is annulled in favour of a claim that is not confirmed: when the holder goes to review, its followers do.
//  6. A claim whose place an administrator moved to another office is annulled by that decision, and stands in nobody's
//  way. So are the claims of the same stay that other offices hold and that no judgement names, because the place is the
//  new office's now; from there the claims of that office are ordered as ever.
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
  kProbable,      ///< bounds overlap; both recorded times within bounds, both clocks healthy, difference above the
                  ///< uncertainties
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
  std::string card_number;  ///< migration card, normalised
  std::string entry_date;   ///< ISO date
  std::string birth_date;   ///< as filed: the same number with another birth date is not the same document for certain
  base::Instant accepted_at{};  ///< as recorded by the author's clock
  base::Instant not_before{};   ///< hub time of the newest receipt (or grant) that the author knew
  base::Instant not_after{};    ///< hub time at which the hub received the claim
  base::ClockFlags clock = 0;
  base::Milliseconds uncertainty{};  ///< of the recorded time, from uncertainty()
  bool despite_hit = false;  ///< accepted with a reason although a first application was known: a person looks at it
  bool after_revocation = false;           ///< first received after its key was revoked: a person looks at it
  bool withdrawn = false;                  ///< frees the place
  /// The time was not recorded when it happened: a ticket written by hand and entered later, or a registration taken over
  /// from another register. `accepted_at` is what the paper says, `uncertainty` how far paper may be off.
  bool on_hearsay = false;
  /// The office that an administrator moved the place of registration to: the claim holds no place any more.
  std::optional<std::string> transferred = std::nullopt;
  base::Instant transferred_at{};          ///< when; of several moves within one stay the last one counts
  std::optional<std::string> departed_on;  ///< end of the stay, if the office learned of it
};

/// A person's judgement on a set of claims; the machine never overturns it.
struct Judgement {
  std::vector<base::RowId> claims;  ///< the claims that the person saw
  std::optional<base::RowId>
      first;  ///< the one that was first; nothing: all of them are distinct (other person or other stay)
};

struct ClaimOutcome {
  base::RowId application;
  Outcome outcome = Outcome::kReview;
  Grade grade = Grade::kCertain;
  std::optional<base::RowId> first;  ///< the claim that holds the place of this stay; for a confirmed claim itself; none after a transfer
  Message reason;                    ///< in words, by catalogue key "verdict.…"
  std::string evidence;  ///< both bounds, recorded times, flags: one line of ASCII, enough to derive the grade again
  /// Claims that overlap with this one, also over third ones, itself included, ascending: the same list for all of
  /// them.
  std::vector<base::RowId> stay;
  bool operator==(const ClaimOutcome&) const = default;
};

/// One outcome per claim that is not withdrawn, ascending by application id. Withdrawn claims hold no place, but have
/// to be among `claims`: their absence would look like a judgement on a claim that nobody knows, and puts the others to
/// review. `judgements` are in the order in which they were made, oldest first; those on other claims are ignored.
std::vector<ClaimOutcome> decide(std::vector<Claim> claims, const std::vector<Judgement>& judgements = {});

/// Orders two claims. Within one log the counter of the ids is the order, certain whatever the clocks say. Otherwise
/// bounds order them (certain: one's not_after lies before the other's not_before), or recorded times do (probable),
/// see Grade. Healthy means not stepped, not behind a receipt, not implausible; an office without a line never has a
/// time source, so kUnsynchronised is no fault: the uncertainty stands for it. Bounds that contradict themselves order
/// nothing. A claim on hearsay was made before it was entered, nobody knows how long before: only that the hub held it
/// before the other was possible makes it certain; neither its place in the log nor a bound from below says anything, and
/// the clock of the day of entry neither. By what the paper says it is probable at best.
struct Order {
  Grade grade = Grade::kUndetermined;
  bool first_is_left = false;  ///< meaningful unless undetermined
};
Order order_of(const Claim& left, const Claim& right);

/// True when both claims are of one stay by the rule above (card or entry days), whatever their birth dates.
bool same_stay(const Claim& left, const Claim& right);

/// How far a recorded time may be off although its clock was healthy: the hub's setting, growing with the time since
/// the author last knew the hub's time (`since_receipt`; negative counts as none), because a quartz drifts: by half a
/// second per 1,000 s, the largest drift that a kernel would still correct (500 ppm, 43 s a day).
base::Milliseconds uncertainty(base::Milliseconds setting, base::Milliseconds since_receipt);

}  // namespace tirkeu::registry
