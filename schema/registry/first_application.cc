#include "schema/registry/first_application.h"

#include <algorithm>
#include <memory>
#include <set>

#include "schema/registry/claim_relation.h"
#include "schema/registry/moved_claims.h"
#include "schema/registry/verdict_reason.h"
#include "sync/base/invariant.h"

namespace tirkeu::registry {
namespace {

using Index = std::size_t;

struct State {
  Outcome outcome = Outcome::kReview;
  Grade grade = Grade::kUndetermined;
  std::optional<Index> first;
  Cause cause = Cause::kOrder;
  std::optional<Index> judgement;  ///< number of the judgement that stands for this claim
};

/// A claim that waits for a person whatever the others are.
bool is_suspended(const Claim& claim) {
  return claim.despite_hit || claim.after_revocation;
}

/// One run of decide(): claims ascending by id, their relations, and their states as the rules bind one after another.
class Decision {
 public:
  Decision(std::vector<Claim> claims, const std::vector<Judgement>& judgements);
  std::vector<ClaimOutcome> outcomes() const;

 private:
  std::optional<Index> find(base::RowId application) const;
  Relation relation(Index left, Index right) const { return relations_[left * claims_.size() + right]; }
  bool overlap(Index left, Index right) const {
    return left != right && relation(left, right) != Relation::kSeparateStays;
  }
  void relate(Index left, Index right, Relation relation);

  void take_judgement(Index number, const Judgement& judgement, std::set<std::pair<Index, Index>>& stated);
  void follow_first(Index number, Index first, const std::vector<Index>& members);
  void settle_conflicts_of_judgements();
  bool is_free(Index claim) const;
  std::vector<Index> rivals(Index claim) const;
  void order_stays();
  void confirm(Index claim, const std::vector<Index>& rivals);
  void follow_holder(Index claim);
  Cause cause_of_disorder(Index claim, const std::set<Index>& open) const;
  void link_stays();
  void send_to_review();
  std::optional<Cause> cause_of_review(Index claim) const;
  bool blocks(Index waiting, Index other) const;
  ClaimOutcome outcome_of(Index claim) const;
  std::optional<Index> holder_beside(Index claim) const;

  std::vector<Claim> claims_;
  std::vector<MovedClaim> moved_;     ///< by an administrator: told, but nobody's rivals
  std::set<base::RowId> placeless_;   ///< withdrawn or moved: their places are free
  std::vector<Relation> relations_;
  std::vector<State> states_;
  std::vector<std::shared_ptr<std::vector<Index>>> stays_;  ///< per claim, shared by all claims of the group
  std::set<Index> seen_;  ///< claims whose latest judgement was found, also where it left them to the machine
};

Decision::Decision(std::vector<Claim> claims, const std::vector<Judgement>& judgements) {
  std::sort(claims.begin(), claims.end(),
            [](const Claim& left, const Claim& right) { return left.application < right.application; });
  for (std::size_t at = 1; at < claims.size(); ++at)
    base::require(claims[at - 1].application != claims[at].application, "each claim is decided once");
  for (Claim& claim : claims) {
    if (claim.withdrawn || claim.transferred) placeless_.insert(claim.application);
    if (!claim.withdrawn) claims_.push_back(std::move(claim));
  }
  moved_ = take_moved_claims(claims_, judgements);
  states_.resize(claims_.size());
  relations_.resize(claims_.size() * claims_.size(), Relation::kSeparateStays);
  for (Index left = 0; left < claims_.size(); ++left)
    for (Index right = left + 1; right < claims_.size(); ++right)
      relate(left, right, relation_of(claims_[left], claims_[right]));
  std::set<std::pair<Index, Index>> stated;
  for (Index number = judgements.size(); number-- > 0;) take_judgement(number, judgements[number], stated);
  link_stays();
  settle_conflicts_of_judgements();
  order_stays();
  send_to_review();
}

void Decision::relate(Index left, Index right, Relation relation) {
  relations_[left * claims_.size() + right] = relation;
  relations_[right * claims_.size() + left] = relation;
}

std::optional<Index> Decision::find(base::RowId application) const {
  const auto found = std::lower_bound(claims_.begin(), claims_.end(), application,
                                      [](const Claim& claim, base::RowId id) { return claim.application < id; });
  if (found == claims_.end() || found->application != application) return std::nullopt;
  return static_cast<Index>(found - claims_.begin());
}

/// Judgements come latest first, so that a pair and a claim keep what was said about them last.
void Decision::take_judgement(Index number, const Judgement& judgement, std::set<std::pair<Index, Index>>& stated) {
  std::set<Index> members;
  for (const base::RowId& application : judgement.claims)
    if (const std::optional<Index> member = find(application)) members.insert(*member);
  const std::optional<Index> found = judgement.first ? find(*judgement.first) : std::nullopt;
  // A plain number beside the optional, because g++ 12 takes the optional's value for unset where it is inlined.
  const Index first = found.value_or(Index{});
  if (found) members.insert(first);
  for (const Index left : members)
    for (const Index right : members)
      if (left < right && stated.insert({left, right}).second)
        relate(left, right, judgement.first ? Relation::kSameStay : Relation::kSeparateStays);

  std::vector<Index> fresh;
  for (const Index member : members)
    if (seen_.insert(member).second) fresh.push_back(member);
  // The place of a first that was withdrawn or moved is free again: the machine decides among the rest.
  if (judgement.first && !found && placeless_.contains(*judgement.first)) return;
  for (const Index member : fresh) {
    State& state = states_[member];
    state.judgement = number;
    state.grade = Grade::kDecided;
    if (!judgement.first) state = {Outcome::kConfirmed, Grade::kDecided, member, Cause::kDecidedDistinct, number};
    if (judgement.first && !found)
      state = {Outcome::kReview, Grade::kUndetermined, std::nullopt, Cause::kJudgementGap, number};
  }
  if (found) follow_first(number, first, fresh);
}

void Decision::follow_first(Index number, Index first, const std::vector<Index>& members) {
  const bool holds = std::find(members.begin(), members.end(), first) != members.end();
  if (holds) states_[first] = {Outcome::kConfirmed, Grade::kDecided, first, Cause::kDecidedFirst, number};
  // A later judgement may have spoken about `first`: then its followers follow to where that one put it.
  const std::optional<Index> holder = states_[first].first;
  for (const Index member : members) {
    if (member == first) continue;
    if (holder && *holder != member)
      states_[member] = {Outcome::kAnnulled, Grade::kDecided, holder, Cause::kDecidedLater, number};
    else if (states_[first].judgement)
      states_[member] = {Outcome::kReview, Grade::kUndetermined, std::nullopt, Cause::kJudgementConflict, number};
    else
      states_[member] = {};  // a later judgement left `first` to the machine, and its followers with it
  }
}

/// Two people's judgements may leave two places in one stay. The later one keeps its place; the older goes to review.
void Decision::settle_conflicts_of_judgements() {
  const auto is_place = [this](Index claim) {
    return states_[claim].judgement && states_[claim].outcome == Outcome::kConfirmed;
  };
  std::set<Index> falling;
  for (Index older = 0; older < claims_.size(); ++older)
    for (Index later = 0; is_place(older) && later < claims_.size(); ++later)
      if (is_place(later) && overlap(older, later) && *states_[older].judgement < *states_[later].judgement)
        falling.insert(older);
  for (Index claim = 0; claim < claims_.size(); ++claim) {
    State& state = states_[claim];
    if (!state.judgement || !state.first || !falling.contains(*state.first)) continue;
    state = {Outcome::kReview, Grade::kUndetermined, std::nullopt, Cause::kJudgementConflict, state.judgement};
  }
}

/// Claims that the machine may order: neither judged nor waiting for a person by themselves.
bool Decision::is_free(Index claim) const {
  return !states_[claim].judgement && !is_suspended(claims_[claim]);
}

/// Other free claims of the same stay: those that `claim` competes with.
std::vector<Index> Decision::rivals(Index claim) const {
  std::vector<Index> rivals;
  for (Index other = 0; other < claims_.size(); ++other)
    if (other != claim && is_free(other) && relation(claim, other) == Relation::kSameStay) rivals.push_back(other);
  return rivals;
}

/// Rule 3. A claim that lost its place cannot take one from others, so each confirmation may make way for more; it
/// never takes one away, and the end does not depend on the order of steps.
void Decision::order_stays() {
  std::set<Index> open;
  for (Index claim = 0; claim < claims_.size(); ++claim)
    if (is_free(claim)) open.insert(claim);
  for (bool changed = true; changed;) {
    changed = false;
    for (const Index claim : std::vector<Index>(open.begin(), open.end())) {
      const std::vector<Index> all = rivals(claim);
      const bool holds = open.contains(claim) && std::all_of(all.begin(), all.end(), [&](Index rival) {
                           return !open.contains(rival) || provably_before(claims_[claim], claims_[rival]);
                         });
      if (!holds || states_[claim].outcome == Outcome::kConfirmed) continue;
      confirm(claim, all);
      for (const Index rival : all) open.erase(rival);
      changed = true;
    }
  }
  for (const Index claim : open)
    if (states_[claim].outcome != Outcome::kConfirmed) states_[claim].cause = cause_of_disorder(claim, open);
  for (Index claim = 0; claim < claims_.size(); ++claim)
    if (is_free(claim) && !open.contains(claim)) follow_holder(claim);
}

void Decision::confirm(Index claim, const std::vector<Index>& rivals) {
  Grade weakest = Grade::kCertain;
  for (const Index rival : rivals) weakest = std::max(weakest, order_of(claims_[claim], claims_[rival]).grade);
  const bool alone = rivals.empty() && stays_[claim]->size() == 1;
  const Cause cause = alone ? Cause::kOnly : rivals.empty() ? Cause::kFirstBesideReview : Cause::kFirst;
  states_[claim] = {Outcome::kConfirmed, weakest, claim, cause, std::nullopt};
}

/// A claim that lost: annulled in favour of the one holder of its stay; between two stays a person decides.
void Decision::follow_holder(Index claim) {
  std::vector<Index> holders;
  for (const Index rival : rivals(claim))
    if (states_[rival].outcome == Outcome::kConfirmed) holders.push_back(rival);
  if (holders.size() == 1) {
    const Grade grade = order_of(claims_[holders.front()], claims_[claim]).grade;
    states_[claim] = {Outcome::kAnnulled, grade, holders.front(), Cause::kLater, std::nullopt};
  } else {
    states_[claim].cause = Cause::kChain;
  }
}

Cause Decision::cause_of_disorder(Index claim, const std::set<Index>& open) const {
  bool ordered = true;
  bool clocks_count = recorded_time_counts(claims_[claim]);
  for (const Index rival : rivals(claim)) {
    if (!open.contains(rival) || order_of(claims_[claim], claims_[rival]).grade != Grade::kUndetermined) continue;
    ordered = false;
    clocks_count = clocks_count && recorded_time_counts(claims_[rival]);
  }
  return ordered ? Cause::kWaits : clocks_count ? Cause::kOrder : Cause::kClock;
}

/// Groups the claims that overlap, also over third ones; each group ascending.
void Decision::link_stays() {
  stays_.assign(claims_.size(), nullptr);
  for (Index start = 0; start < claims_.size(); ++start) {
    if (stays_[start]) continue;
    const auto stay = std::make_shared<std::vector<Index>>(1, start);
    stays_[start] = stay;
    for (Index at = 0; at < stay->size(); ++at)
      for (Index to = start + 1; to < claims_.size(); ++to)
        if (!stays_[to] && overlap((*stay)[at], to)) {
          stays_[to] = stay;
          stay->push_back(to);
        }
    std::sort(stay->begin(), stay->end());
  }
}

/// Rules 1, 2, 4 and 5: each review may send others there, never back, so the end does not depend on the order of
/// steps.
void Decision::send_to_review() {
  for (bool changed = true; changed;) {
    changed = false;
    for (Index claim = 0; claim < claims_.size(); ++claim) {
      State& state = states_[claim];
      if (state.judgement || state.outcome == Outcome::kReview || !cause_of_review(claim)) continue;
      state = {Outcome::kReview, Grade::kUndetermined, std::nullopt, Cause::kWaits, std::nullopt};
      changed = true;
    }
  }
  // The cause that is told is looked for only now, when all outcomes stand.
  for (Index claim = 0; claim < claims_.size(); ++claim) {
    State& state = states_[claim];
    if (state.judgement || state.outcome != Outcome::kReview) continue;
    const std::optional<Cause> cause = cause_of_review(claim);
    if (cause) state.cause = std::min(*cause, state.cause);
  }
}

/// True when the place of `waiting` depends on what a person will say about `other`.
bool Decision::blocks(Index waiting, Index other) const {
  const State& state = states_[other];
  if (!overlap(waiting, other) || state.judgement || state.outcome == Outcome::kAnnulled) return false;
  if (claims_[other].after_revocation) return certainly_before(claims_[other], claims_[waiting]);
  if (claims_[other].despite_hit) return provably_before(claims_[other], claims_[waiting]);
  return !provably_before(claims_[waiting], claims_[other]);
}

std::optional<Cause> Decision::cause_of_review(Index claim) const {
  if (claims_[claim].after_revocation) return Cause::kAfterRevocation;
  if (claims_[claim].despite_hit) return Cause::kDespiteHit;
  std::optional<Cause> cause;
  const auto consider = [&cause](Cause other) { cause = cause ? std::min(*cause, other) : other; };
  const State& state = states_[claim];
  for (Index other = 0; other < claims_.size(); ++other) {
    if (overlap(claim, other) && states_[other].judgement) consider(Cause::kAfterJudgement);
    if (state.outcome == Outcome::kAnnulled || !blocks(claim, other)) continue;
    if (relation(claim, other) != Relation::kUnclear) {
      if (is_suspended(claims_[other])) consider(Cause::kWaits);
      continue;
    }
    switch (unclear_because(claims_[claim], claims_[other])) {
      case Unclear::kBirthDate:
        consider(Cause::kBirthDate);
        break;
      case Unclear::kMissing:
        consider(Cause::kMissing);
        break;
      case Unclear::kEntryOrder:
        consider(Cause::kEntryOrder);
        break;
    }
  }
  if (state.outcome == Outcome::kAnnulled && states_[*state.first].outcome != Outcome::kConfirmed)
    consider(Cause::kWaits);
  return cause;
}

/// Who holds the place that a claim in review would compete for, if there is exactly one.
std::optional<Index> Decision::holder_beside(Index claim) const {
  std::optional<Index> holder;
  for (Index other = 0; other < claims_.size(); ++other) {
    if (!overlap(claim, other) || states_[other].outcome != Outcome::kConfirmed) continue;
    if (holder) return std::nullopt;
    holder = other;
  }
  return holder;
}

ClaimOutcome Decision::outcome_of(Index claim) const {
  const State& state = states_[claim];
  const std::optional<Index> first = state.outcome == Outcome::kReview ? holder_beside(claim) : state.first;
  const Claim* holder = first ? &claims_[*first] : nullptr;
  std::vector<const Claim*> evidence = {&claims_[claim]};
  if (first && *first != claim) evidence.push_back(holder);
  std::vector<const Claim*> others;
  ClaimOutcome outcome;
  for (const Index member : *stays_[claim]) {
    outcome.stay.push_back(claims_[member].application);
    const bool is_other = state.cause != Cause::kFirst || states_[member].first == claim;
    if (member != claim && is_other) others.push_back(&claims_[member]);
    if (member != claim && &claims_[member] != holder) evidence.push_back(&claims_[member]);
  }
  outcome.application = claims_[claim].application;
  outcome.outcome = state.outcome;
  outcome.grade = state.grade;
  if (holder != nullptr) outcome.first = holder->application;
  outcome.reason = reason_of(state.cause, state.grade, claims_[claim], holder, others);
  outcome.evidence = evidence_of(evidence);
  return outcome;
}

std::vector<ClaimOutcome> Decision::outcomes() const {
  std::vector<ClaimOutcome> outcomes;
  outcomes.reserve(claims_.size());
  for (Index claim = 0; claim < claims_.size(); ++claim) outcomes.push_back(outcome_of(claim));
  for (const MovedClaim& moved : moved_) outcomes.push_back(registry::outcome_of(moved));
  std::sort(outcomes.begin(), outcomes.end(), [](const ClaimOutcome& left, const ClaimOutcome& right) {
    return left.application < right.application;
  });
  return outcomes;
}

}  // namespace

std::vector<ClaimOutcome> decide(std::vector<Claim> claims, const std::vector<Judgement>& judgements) {
  return Decision(std::move(claims), judgements).outcomes();
}

}  // namespace tirkeu::registry
