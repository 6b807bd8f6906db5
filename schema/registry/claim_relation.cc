#include "schema/registry/claim_relation.h"

#include <algorithm>
#include <cstdlib>

#include "sync/base/civil_time.h"

namespace tirkeu::registry {
namespace {

/// Entry days are read from stamps and typed by hand; up to three days between them are one entry.
constexpr int kSameEntryDaysMax = 3;

constexpr base::ClockFlags kClockFaults =
    base::ClockFlags{0} | base::ClockFlag::kStepped | base::ClockFlag::kBeforeReceipt | base::ClockFlag::kImplausible;

bool bounds_make_sense(const Claim& claim) {
  return claim.not_before <= claim.not_after;
}

bool same_log(const Claim& left, const Claim& right) {
  return left.application.department() == right.application.department() &&
         left.application.incarnation() == right.application.incarnation();
}

bool same_card(const Claim& left, const Claim& right) {
  return !left.card_number.empty() && left.card_number == right.card_number;
}

/// "1984" and "1984-03-09" agree: the document of one of them was read only in part.
bool birth_dates_agree(const Claim& left, const Claim& right) {
  const std::string_view shorter =
      left.birth_date.size() < right.birth_date.size() ? left.birth_date : right.birth_date;
  const std::string_view longer = left.birth_date.size() < right.birth_date.size() ? right.birth_date : left.birth_date;
  return longer.starts_with(shorter);
}

/// Days from the entry of `left` to that of `right`; nothing when either is no day.
std::optional<int> entry_distance(const Claim& left, const Claim& right) {
  const std::optional<base::Date> left_day = base::parse_date(left.entry_date);
  const std::optional<base::Date> right_day = base::parse_date(right.entry_date);
  if (!left_day || !right_day) return std::nullopt;
  return base::days_between(*left_day, *right_day);
}

/// ISO days compare as text; the caller knows that both entry days are real.
bool departed_between(const Claim& left, const Claim& right) {
  const Claim& earlier = left.entry_date <= right.entry_date ? left : right;
  const Claim& later = left.entry_date <= right.entry_date ? right : left;
  return earlier.departed_on && earlier.entry_date < later.entry_date && *earlier.departed_on <= later.entry_date &&
         base::parse_date(*earlier.departed_on).has_value();
}

bool cards_differ(const Claim& left, const Claim& right) {
  return !left.card_number.empty() && !right.card_number.empty() && left.card_number != right.card_number;
}

/// The claim with the older entry was filed after the one with the newer entry.
bool filed_backwards(const Claim& left, const Claim& right) {
  const bool left_is_older = left.entry_date < right.entry_date;
  return left_is_older ? provably_before(right, left) : provably_before(left, right);
}

}  // namespace

bool recorded_time_counts(const Claim& claim) {
  if (claim.on_hearsay) return claim.accepted_at <= claim.not_after;
  return (claim.clock & kClockFaults) == 0 && claim.not_before <= claim.accepted_at &&
         claim.accepted_at <= claim.not_after;
}

Order order_of(const Claim& left, const Claim& right) {
  if (same_log(left, right) && !left.on_hearsay && !right.on_hearsay)
    return {.grade = Grade::kCertain, .first_is_left = left.application.counter() < right.application.counter()};
  if (!bounds_make_sense(left) || !bounds_make_sense(right)) return {};
  if (!right.on_hearsay && left.not_after < right.not_before) return {.grade = Grade::kCertain, .first_is_left = true};
  if (!left.on_hearsay && right.not_after < left.not_before) return {.grade = Grade::kCertain, .first_is_left = false};
  if (!recorded_time_counts(left) || !recorded_time_counts(right)) return {};
  const base::Milliseconds difference = std::chrono::abs(left.accepted_at - right.accepted_at);
  if (difference <= left.uncertainty + right.uncertainty) return {};
  return {.grade = Grade::kProbable, .first_is_left = left.accepted_at < right.accepted_at};
}

bool certainly_before(const Claim& left, const Claim& right) {
  const Order order = order_of(left, right);
  return order.grade == Grade::kCertain && order.first_is_left;
}

bool provably_before(const Claim& left, const Claim& right) {
  const Order order = order_of(left, right);
  return order.grade != Grade::kUndetermined && order.first_is_left;
}

bool same_stay(const Claim& left, const Claim& right) {
  if (same_card(left, right)) return true;
  const std::optional<int> distance = entry_distance(left, right);
  if (!distance || std::abs(*distance) > kSameEntryDaysMax) return false;
  return !(cards_differ(left, right) && departed_between(left, right));
}

Relation relation_of(const Claim& left, const Claim& right) {
  if (same_stay(left, right)) return birth_dates_agree(left, right) ? Relation::kSameStay : Relation::kUnclear;
  if (!entry_distance(left, right) || !cards_differ(left, right)) return Relation::kUnclear;
  return filed_backwards(left, right) ? Relation::kUnclear : Relation::kSeparateStays;
}

Unclear unclear_because(const Claim& left, const Claim& right) {
  if (same_stay(left, right)) return Unclear::kBirthDate;
  if (!entry_distance(left, right) || !cards_differ(left, right)) return Unclear::kMissing;
  return Unclear::kEntryOrder;
}

base::Milliseconds uncertainty(base::Milliseconds setting, base::Milliseconds since_receipt) {
  return setting + std::max(since_receipt, base::Milliseconds(0)) / 2000;
}

}  // namespace tirkeu::registry
