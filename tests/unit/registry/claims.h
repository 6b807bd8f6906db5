// Claims for the tests of the first-application decision: short to write, plausible by default.
#pragma once

#include <string>

#include "schema/registry/first_application.h"

namespace tirkeu::registry {

using namespace std::chrono_literals;

/// Midnight UTC of the first day of the tests.
inline constexpr base::Instant kDay0 = std::chrono::sys_days(std::chrono::year(2026) / 11 / 20);

/// A claim of office KZ-06-<number>, written offline: recorded `at` after kDay0, known to lie within ten days around
/// it.
inline Claim claim_of(unsigned number, base::Milliseconds at, std::string entry_date = "2026-11-20",
                      std::string card = "1234567") {
  Claim claim;
  claim.application = base::RowId::make(6, 1024 + 8 * number, 1);
  claim.office = "KZ-06-0" + std::to_string(number);
  claim.ticket_number = "06-0" + std::to_string(number) + "-2026-AB-000001-7";
  claim.card_number = std::move(card);
  claim.entry_date = std::move(entry_date);
  claim.birth_date = "1984-03-09";
  claim.accepted_at = kDay0 + at;
  claim.not_before = kDay0 - 24h * 5;
  claim.not_after = kDay0 + 24h * 5;
  claim.uncertainty = 60s;
  return claim;
}

/// The same with bounds that leave no doubt: the office spoke with the hub a minute before and after.
inline Claim online_claim_of(unsigned number, base::Milliseconds at, std::string entry_date = "2026-11-20",
                             std::string card = "1234567") {
  Claim claim = claim_of(number, at, std::move(entry_date), std::move(card));
  claim.not_before = claim.accepted_at - 1min;
  claim.not_after = claim.accepted_at + 1min;
  return claim;
}

inline const ClaimOutcome& outcome_for(const std::vector<ClaimOutcome>& outcomes, const Claim& claim) {
  for (const ClaimOutcome& outcome : outcomes)
    if (outcome.application == claim.application) return outcome;
  static const ClaimOutcome kMissing;
  return kMissing;
}

/// "confirmed certain verdict.only" of one claim: what the tests compare.
inline std::string told(const std::vector<ClaimOutcome>& outcomes, const Claim& claim) {
  const ClaimOutcome& outcome = outcome_for(outcomes, claim);
  return std::string(code_of(outcome.outcome)) + " " + std::string(code_of(outcome.grade)) + " " + outcome.reason.key;
}

}  // namespace tirkeu::registry
