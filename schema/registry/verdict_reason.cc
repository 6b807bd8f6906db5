#include "schema/registry/verdict_reason.h"

#include <algorithm>
#include <set>

#include "schema/registry/claim_relation.h"
#include "schema/registry/offices.h"
#include "sync/base/civil_time.h"

namespace tirkeu::registry {
namespace {

std::string_view key_of(Cause cause, Grade grade) {
  switch (cause) {
    case Cause::kOnly:
      return "verdict.only";
    case Cause::kFirst:
      return grade == Grade::kProbable ? "verdict.first_probable" : "verdict.first_certain";
    case Cause::kFirstBesideReview:
      return "verdict.first_beside_review";
    case Cause::kDecidedFirst:
      return "verdict.first_decided";
    case Cause::kDecidedDistinct:
      return "verdict.distinct_decided";
    case Cause::kLater:
      return grade == Grade::kProbable ? "verdict.annulled_probable" : "verdict.annulled_certain";
    case Cause::kDecidedLater:
      return "verdict.annulled_decided";
    case Cause::kAfterRevocation:
      return "verdict.review_after_revocation";
    case Cause::kDespiteHit:
      return "verdict.review_despite_hit";
    case Cause::kJudgementConflict:
      return "verdict.review_judgement_conflict";
    case Cause::kJudgementGap:
      return "verdict.review_judgement_gap";
    case Cause::kAfterJudgement:
      return "verdict.review_after_judgement";
    case Cause::kBirthDate:
      return "verdict.review_birth_date";
    case Cause::kEntryOrder:
      return "verdict.review_entry_order";
    case Cause::kMissing:
      return "verdict.review_missing";
    case Cause::kChain:
      return "verdict.review_chain";
    case Cause::kWaits:
      return "verdict.review_waits";
    case Cause::kClock:
      return "verdict.review_clock";
    case Cause::kOrder:
      return "verdict.review_order";
  }
  return "verdict.review_order";
}

std::string office_name(const std::string& code) {
  const Office* office = find_office(code);
  return office == nullptr ? code : office->name_kk;
}

/// "20.11.2026 09:10" by the office's own clock on the wall: what stands on its ticket.
std::string local_time(const Claim& claim) {
  const Office* office = find_office(claim.office);
  const std::string text = office == nullptr ? base::format_utc(claim.accepted_at)
                                             : base::format_rfc3339(claim.accepted_at, zone_of(*office));
  return text.substr(8, 2) + "." + text.substr(5, 2) + "." + text.substr(0, 4) + " " + text.substr(11, 5);
}

std::string joined(const std::set<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + text;
  return list;
}

/// A sentence must stay readable; a stay with more claims than this is told in part.
constexpr std::size_t kNamedOthersMax = 4;

std::string named(std::span<const Claim* const> others) {
  std::string list;
  for (const Claim* other : others.first(std::min(others.size(), kNamedOthersMax)))
    list += (list.empty() ? "" : "; ") + other->office + " № " + other->ticket_number + ", " + local_time(*other);
  if (others.size() > kNamedOthersMax) list += "; … +" + std::to_string(others.size() - kNamedOthersMax);
  return list;
}

std::string faulty_clocks(const Claim& claim, std::span<const Claim* const> others) {
  std::set<std::string> offices;
  if (!recorded_time_counts(claim)) offices.insert(claim.office);
  for (const Claim* other : others)
    if (!recorded_time_counts(*other)) offices.insert(other->office);
  return joined(offices);
}

void describe(const Claim& claim, std::string& line) {
  line += claim.application.to_string() + " " + claim.office;
  line += " recorded " + base::format_utc(claim.accepted_at);
  line += " bounds " + base::format_utc(claim.not_before) + "/" + base::format_utc(claim.not_after);
  line += " clock " + std::to_string(claim.clock) + " uncertainty_ms " + std::to_string(claim.uncertainty.count());
  if (claim.despite_hit) line += " despite_hit";
  if (claim.after_revocation) line += " after_revocation";
  if (claim.on_hearsay) line += " on_hearsay";
  if (claim.transferred) line += " transferred " + *claim.transferred + " at " + base::format_utc(claim.transferred_at);
}

}  // namespace

std::string_view code_of(Grade grade) {
  switch (grade) {
    case Grade::kCertain:
      return "certain";
    case Grade::kProbable:
      return "probable";
    case Grade::kUndetermined:
      return "undetermined";
    case Grade::kDecided:
      return "decided";
  }
  return "undetermined";
}

std::string_view code_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::kConfirmed:
      return "confirmed";
    case Outcome::kAnnulled:
      return "annulled";
    case Outcome::kReview:
      return "review";
  }
  return "review";
}

Message reason_of(Cause cause, Grade grade, const Claim& claim, const Claim* holder,
                  std::span<const Claim* const> others) {
  Message message;
  message.key = key_of(cause, grade);
  const Claim& named_claim = holder == nullptr ? claim : *holder;
  message.arguments = {{"office", named_claim.office},
                       {"office_name", office_name(named_claim.office)},
                       {"ticket", named_claim.ticket_number},
                       {"accepted_at", local_time(named_claim)}};
  if (!others.empty()) message.arguments["others"] = named(others);
  if (cause == Cause::kClock) message.arguments["clocks"] = faulty_clocks(claim, others);
  return message;
}

Message reason_of_transfer(const Claim& claim) {
  const std::string to = claim.transferred.value_or("");
  return {"verdict.transferred", {{"office", to}, {"office_name", office_name(to)}}};
}

std::string evidence_of(std::span<const Claim* const> stay) {
  std::string line;
  for (const Claim* claim : stay.first(std::min(stay.size(), kEvidenceClaimsMax))) {
    if (!line.empty()) line += "; ";
    describe(*claim, line);
  }
  if (stay.size() > kEvidenceClaimsMax) line += "; and " + std::to_string(stay.size() - kEvidenceClaimsMax) + " more";
  return line;
}

}  // namespace tirkeu::registry
