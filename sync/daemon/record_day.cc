// What an office's day adds to an application: custody, filing, extensions, notices, the end of its registration.
#include <map>

#include "sync/daemon/portal.h"
#include "sync/daemon/record_parts.h"

namespace tirkeu::daemon {

namespace json = boost::json;

json::value visa_json(const store::Extension& fact) {
  if (!fact.visa_number) return nullptr;
  return json::object{{"number", *fact.visa_number},
                      {"category", or_null(fact.visa_category)},
                      {"valid_from", or_null(fact.visa_from)},
                      {"valid_until", or_null(fact.visa_until)}};
}

json::object notice_json(const store::PersonNotice& fact) {
  return {{"other_office", fact.other_office},
          {"other_office_name", name_of_office(fact.other_office)},
          {"other_ticket_number", fact.other_ticket_number},
          {"other_document", fact.other_document},
          {"holds", fact.holds},
          {"decided_by", fact.decided_by},
          {"reason", fact.reason}};
}

namespace {

/// Papers in the office's keeping now: the newest event of each decides.
json::array held_json(store::Book& book, const store::CaseState& state) {
  std::map<std::string, store::Custody> newest;
  for (store::Custody& fact : book.about<store::Custody>(state.application)) newest[fact.item] = std::move(fact);
  json::array array;
  for (const auto& [item, fact] : newest) {
    if (fact.event != "received") continue;
    array.push_back(json::object{{"item", item},
                                 {"received_at", time_at_office(fact.recorded_at, state.office)},
                                 {"by", fact.clerk},
                                 {"person", or_null(fact.person)},
                                 {"note", or_null(fact.note)}});
  }
  return array;
}

/// The others of the same filing; empty when it was filed alone.
json::array filing_json(store::Book& book, const store::Acceptance& acceptance) {
  json::array array;
  const std::vector<base::RowId> members = book.filing(acceptance.filing.value_or(acceptance.id));
  for (const base::RowId member : members) {
    const std::optional<store::Acceptance> other = book.acceptance(member);
    if (member == acceptance.id || !other) continue;
    array.push_back(json::object{{"id", member.to_string()},
                                 {"ticket_number", other->ticket_number},
                                 {"surname", other->application.applicant.surname},
                                 {"given_names", other->application.applicant.given_names}});
  }
  return array;
}

/// What the department says of the person under other documents; a judgement that was taken back says nothing any more.
json::array notices_json(store::Book& book, const store::CaseState& state) {
  std::map<std::string, store::PersonNotice> newest;
  for (store::PersonNotice& fact : book.about<store::PersonNotice>(state.application))
    newest[fact.other_office + " " + fact.other_ticket_number] = std::move(fact);
  json::array array;
  for (const auto& [other, fact] : newest) {
    if (!fact.holds) continue;
    json::object notice = notice_json(fact);
    notice["noticed_at"] = time_at_office(fact.noticed_at, state.office);
    array.push_back(std::move(notice));
  }
  return array;
}

}  // namespace

void add_day(json::object& record, store::Book& book, const store::CaseState& state, const store::Acceptance& acceptance,
             const registry::Application& present) {
  record["iin"] = or_null(present.applicant.iin);
  record["origin"] = acceptance.origin;
  record["paper"] = nullptr;
  if (acceptance.paper_number)
    record["paper"] =
        json::object{{"number", *acceptance.paper_number}, {"accepted_at", time_at_office(acceptance.accepted_at, state.office)}};
  record["visit"] = acceptance.visit ? json::value(acceptance.visit->to_string()) : json::value(nullptr);
  record["filing"] = filing_json(book, acceptance);
  record["custody"] = held_json(book, state);
  json::array extensions;
  for (const auto& fact : book.about<store::Extension>(state.application))
    extensions.push_back(json::object{{"until", fact.stay_until},
                                      {"reason", fact.reason},
                                      {"visa", visa_json(fact)},
                                      {"at", time_at_office(fact.recorded_at, state.office)},
                                      {"by", fact.clerk}});
  record["extensions"] = std::move(extensions);
  record["notices"] = notices_json(book, state);
  record["registered_until"] = registered_until(book, state, present);
}

}  // namespace tirkeu::daemon
