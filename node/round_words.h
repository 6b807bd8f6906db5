// How a round went, in words for the clerk and as JSON for programs. Both roads, line and stick, use the same.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "node/link.h"
#include "schema/registry/language.h"
#include "sync/daemon/answers.h"

namespace tirkeu::node {

/// {"held","held_through","verdicts","index_entries","entries","returned","old_answer","more","refusal","text"}: what an answer brought; `held`
/// counts our entries that its receipt covers and no earlier one did, `entries` directory and rules.
boost::json::object summary_json(const DownSummary& summary, registry::Language language);
/// Why an answer was not taken in: 422 for what is no answer to us, 409 for what contradicts our book.
daemon::ApiError fault_error(const DownFault& fault);

/// {"result","at","sent","exchanges","bytes_up","bytes_down","summary","text"}
boost::json::object outcome_json(const RoundOutcome& outcome, std::string_view office, registry::Language language);
/// One sentence: what went up and came down, or why there was no round and what to do.
registry::Message message_of(const RoundOutcome& outcome);
/// The answer to whoever asked for a round that was none: 503 no_link, 502 for what came back and was no answer, 409 answer_unusable.
daemon::ApiError outcome_error(const RoundOutcome& outcome);

}  // namespace tirkeu::node
