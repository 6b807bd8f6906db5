// How an application of the book reads in JSON: the same at node and hub, so that both UIs and scripts see one shape.
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "schema/registry/language.h"
#include "schema/registry/rule_book.h"
#include "sync/store/cases.h"

namespace tirkeu::daemon {

/// One line of the list: id, office, office_name, ticket_number, accepted_at, state, confirmation, surname, given_names,
/// citizenship, birth_date, document_number with all but its last four characters masked, entry_date. Times carry the offset of the
/// application's own office.
boost::json::object list_item(store::Book& book, const store::CaseState& state);

/// The newest verdict: outcome, grade, first {application_id, office, office_name, ticket_number, accepted_at} or null, reason in words,
/// decided_at, decided_by; null while there is none.
boost::json::value verdict_json(store::Book& book, base::RowId application, registry::Language language);

/// Everything that happened, oldest first: [{at, event, by, details}]. Events: accepted, corrected, papers, registered, refused,
/// withdrawn, departed, extended, moved, card, custody, notice, verdict.
boost::json::array history_json(store::Book& book, base::RowId application, registry::Language language);

/// The whole record: list_item's members unmasked, `application` as corrected, accepted_by, despite, checklist, missing, due_at,
/// departed_on, decision, verdict, history; `label` when registered through the portal; of the day's work: iin, origin, paper, visit, filing (the others of it), custody (held now),
/// extensions, notices (same person, other document, as far as they hold), registered_until.
/// Checklist and missing papers are of the rule set that the application was accepted under.
boost::json::object record_json(store::Book& book, const registry::RuleBook& rule_book, const store::CaseState& state,
                                registry::Language language);

/// cl. 7.1 from the moment of acceptance, cl. 7.4 from the moment when the portal handed the request over, by the calendar in force on
/// each day; nothing where the office is unknown.
std::optional<base::Instant> due_at(store::Book& book, const registry::RuleBook& rule_book, const store::Acceptance& acceptance);

/// {"missing_year": 2027, "text": what to do} when the department has to issue the next calendar, else both null; `today` by that
/// office's clock.
boost::json::object calendar_json(const registry::RuleBook& rule_book, base::Instant now, std::string_view office_code,
                                  registry::Language language);

/// RFC 3339 with the offset of that office; of Kazakhstan's own time where the code is unknown.
std::string time_at_office(base::Instant instant, std::string_view office_code);

}  // namespace tirkeu::daemon
