// The rows of the book as values: what happened, written once by its author. See schema/sql/book for the meaning of
// each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "schema/registry/application.h"
#include "sync/base/bytes.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"

namespace tirkeu::store {

struct Acceptance {
  base::RowId id;
  std::string office;
  std::string ticket_number;
  base::Instant accepted_at{};
  std::string clerk;
  std::string rule_set;
  std::optional<std::string> despite_reason;
  std::optional<std::string> despite_first;  ///< office and ticket number, separated by a blank
  std::string origin = "counter";            ///< "counter", "paper", "portal", "taken_on"
  std::optional<std::string> paper_number;   ///< of the ticket by hand, or in the register that it was taken on from
  std::optional<base::RowId> filing;         ///< first application of the same filing; nothing: this is the first or only one
  std::optional<base::RowId> visit;
  std::optional<base::RowId> portal_request;
  registry::Application application;
};

struct Correction {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, reason;
  registry::Application corrected;
};

struct LaterPapers {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk;
  std::vector<std::string> papers;
};

struct Decision {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, outcome;  ///< "registered", "refused"
  std::optional<std::string> ground, text;
  std::vector<std::string> missing;
  std::string rule_set = {};                         ///< by which it was decided
  std::optional<std::string> registered_until = {};  ///< last day, when registered
};

struct Withdrawal {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, reason;
};

struct Departure {
  base::RowId id, application;
  base::Instant recorded_at{};
  std::string clerk, departed_on;
  std::optional<std::string> note;
};

struct Verdict {
  base::RowId id, application;
  base::Instant decided_at{};
  std::string outcome, grade;
  std::optional<base::RowId> first;
  std::optional<std::string> first_office, first_ticket_number;
  std::optional<base::Instant> first_accepted_at;
  std::string reason_key, reason_arguments, evidence;
  std::optional<std::string> decided_by;
};

struct IndexKey {
  base::RowId id;
  std::int64_t generation = 0;
  base::Bytes sealed_to, sealed;
};

struct IndexEntry {
  base::RowId id, application;
  std::int64_t generation = 0;
  std::uint32_t tag = 0;
  std::string office, ticket_number, accepted_on, entry_date;
};

struct IndexEnded {
  base::RowId id, index_entry;
  std::string ended_on, cause;
};

struct RuleSetIssue {
  base::RowId id;
  std::string rule_set, content;
  base::Instant issued_at{};
  std::string issued_by = {};
};

struct Revocation {
  base::RowId id;
  base::Incarnation incarnation = 0;
  base::Bytes sign_key;
  base::Sequence last_sequence = 0;
  std::string reason;
  base::Instant revoked_at{};
  std::string revoked_by;
};

struct JudgementFact {
  base::RowId id;
  base::Instant decided_at{};
  std::string decided_by;
  std::vector<base::RowId> claims;
  std::optional<base::RowId> first;
  std::string reason;
};

}  // namespace tirkeu::store
