#include "sync/daemon/record_json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "schema/registry/application_json.h"
#include "schema/registry/offices.h"
#include "schema/registry/rule_set.h"
#include "sync/daemon/portal.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownOfNumber = 4;

std::string masked(const std::string& number) {
  if (number.size() <= kShownOfNumber) return number;
  return std::string(number.size() - kShownOfNumber, '*') + number.substr(number.size() - kShownOfNumber);
}

json::value or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(nullptr); }

json::array codes(const std::vector<std::string>& list) {
  json::array array;
  for (const std::string& code : list) array.emplace_back(code);
  return array;
}

std::string name_of_office(std::string_view code) {
  const registry::Office* office = registry::find_office(code);
  return office == nullptr ? std::string(code) : office->name_kk;
}

registry::MessageArguments read_arguments(const std::string& text) {
  registry::MessageArguments arguments;
  boost::system::error_code fault;
  const json::value value = json::parse(text, fault);
  if (fault || !value.is_object()) return arguments;
  for (const auto& [name, argument] : value.get_object())
    if (argument.is_string()) arguments[std::string(name)] = std::string(argument.get_string());
  return arguments;
}

json::object one_verdict(const store::Verdict& verdict, std::string_view office, registry::Language language) {
  json::object object{{"outcome", verdict.outcome}, {"grade", verdict.grade}};
  object["first"] = nullptr;
  if (verdict.first && verdict.first_office) {
    json::object first{{"application_id", verdict.first->to_string()},
                       {"office", *verdict.first_office},
                       {"office_name", name_of_office(*verdict.first_office)},
                       {"ticket_number", verdict.first_ticket_number.value_or("")}};
    first["accepted_at"] =
        verdict.first_accepted_at ? json::value(time_at_office(*verdict.first_accepted_at, *verdict.first_office)) : json::value(nullptr);
    object["first"] = std::move(first);
  }
  object["reason"] = registry::text(language, verdict.reason_key, read_arguments(verdict.reason_arguments));
  object["evidence"] = verdict.evidence;
  object["decided_at"] = time_at_office(verdict.decided_at, office);
  object["decided_by"] = or_null(verdict.decided_by);
  return object;
}

/// One fact of the history with what it is sorted by.
struct Event {
  base::Instant at{};
  base::RowId id;
  json::object object;
};

class History {
 public:
  History(std::string_view office) : office_(office) {}
  void add(base::Instant at, base::RowId id, std::string_view event, const std::optional<std::string>& by, json::object details) {
    events_.push_back({at, id, {{"at", time_at_office(at, office_)}, {"event", event}, {"by", or_null(by)}, {"details", std::move(details)}}});
  }
  json::array take() {
    // No two facts share an id, so the order is one whatever the sort does.
    std::ranges::sort(events_, {}, [](const Event& event) { return std::pair(event.at, event.id); });
    json::array array;
    for (Event& event : events_) array.push_back(std::move(event.object));
    return array;
  }

 private:
  std::string_view office_;
  std::vector<Event> events_;
};

json::value visa_json(const store::Extension& fact) {
  if (!fact.visa_number) return nullptr;
  return json::object{{"number", *fact.visa_number},
                      {"category", or_null(fact.visa_category)},
                      {"valid_from", or_null(fact.visa_from)},
                      {"valid_until", or_null(fact.visa_until)}};
}

json::object address_json(const store::AddressChange& fact) {
  return {{"office", fact.stay_office},
          {"locality", fact.locality},
          {"street", or_null(fact.street)},
          {"house", or_null(fact.house)},
          {"flat", or_null(fact.flat)}};
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

/// What happened to the stay between acceptance and departure.
void add_stay_events(store::Book& book, base::RowId application, History& history) {
  for (const auto& fact : book.about<store::Extension>(application))
    history.add(fact.recorded_at, fact.id, "extended", fact.clerk,
                {{"until", fact.stay_until}, {"reason", fact.reason}, {"visa", visa_json(fact)}});
  for (const auto& fact : book.about<store::AddressChange>(application))
    history.add(fact.recorded_at, fact.id, "moved", fact.clerk,
                {{"moved_on", fact.moved_on}, {"reason", fact.reason}, {"address", address_json(fact)}});
  for (const auto& fact : book.about<store::DuplicateCard>(application))
    history.add(fact.recorded_at, fact.id, "card", fact.clerk,
                {{"cause", fact.cause}, {"former", fact.former_card}, {"number", fact.card_number}, {"issued_on", fact.issued_on}});
  for (const auto& fact : book.about<store::Custody>(application))
    history.add(fact.recorded_at, fact.id, "custody", fact.clerk,
                {{"event", fact.event}, {"item", fact.item}, {"person", or_null(fact.person)}, {"note", or_null(fact.note)}});
  for (const auto& fact : book.about<store::PersonNotice>(application))
    history.add(fact.noticed_at, fact.id, "notice", fact.decided_by, notice_json(fact));
}

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

/// What an office's day added to an application, beside its particulars.
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

}  // namespace

std::string time_at_office(base::Instant instant, std::string_view office_code) {
  const registry::Office* office = registry::find_office(office_code);
  return base::format_rfc3339(instant, registry::zone_of(office == nullptr ? registry::offices().front() : *office));
}

json::object list_item(store::Book& book, const store::CaseState& state) {
  json::object item{{"id", state.application.to_string()},
                    {"office", state.office},
                    {"office_name", name_of_office(state.office)},
                    {"ticket_number", state.ticket_number},
                    {"accepted_at", time_at_office(state.accepted_at, state.office)},
                    {"state", state.state},
                    {"confirmation", state.confirmation},
                    {"entry_date", state.entry_date},
                    {"departed_on", or_null(state.departed_on)}};
  if (const std::optional<registry::Application> application = book.present_application(state.application)) {
    item["surname"] = application->applicant.surname;
    item["given_names"] = application->applicant.given_names;
    item["citizenship"] = application->applicant.citizenship;
    item["birth_date"] = application->applicant.birth_date;
    item["document_number"] = masked(application->document.number);
  }
  return item;
}

json::value verdict_json(store::Book& book, base::RowId application, registry::Language language) {
  const std::vector<store::Verdict> verdicts = book.verdicts(application);
  if (verdicts.empty()) return nullptr;
  const std::optional<store::Acceptance> acceptance = book.acceptance(application);
  return one_verdict(verdicts.back(), acceptance ? acceptance->office : "", language);
}

json::array history_json(store::Book& book, base::RowId application, registry::Language language) {
  const std::optional<store::Acceptance> acceptance = book.acceptance(application);
  if (!acceptance) return {};
  History history(acceptance->office);
  json::object accepted{{"ticket_number", acceptance->ticket_number}, {"documents", codes(acceptance->application.documents)}};
  if (acceptance->despite_reason) {
    accepted["despite_reason"] = *acceptance->despite_reason;
    accepted["despite_first"] = or_null(acceptance->despite_first);
  }
  accepted["origin"] = acceptance->origin;
  if (acceptance->paper_number) accepted["paper_number"] = *acceptance->paper_number;
  history.add(acceptance->accepted_at, acceptance->id, "accepted", acceptance->clerk, std::move(accepted));
  for (const store::Correction& fact : book.corrections(application))
    history.add(fact.recorded_at, fact.id, "corrected", fact.clerk,
                {{"reason", fact.reason}, {"application", registry::to_json(fact.corrected)}});
  for (const store::LaterPapers& fact : book.later_papers(application))
    history.add(fact.recorded_at, fact.id, "papers", fact.clerk, {{"documents", codes(fact.papers)}});
  for (const store::Decision& fact : book.decisions(application))
    history.add(fact.recorded_at, fact.id, fact.outcome, fact.clerk,
                {{"ground", or_null(fact.ground)}, {"text", or_null(fact.text)}, {"missing", codes(fact.missing)}});
  for (const store::Withdrawal& fact : book.withdrawals(application))
    history.add(fact.recorded_at, fact.id, "withdrawn", fact.clerk, {{"reason", fact.reason}});
  for (const store::Departure& fact : book.departures(application))
    history.add(fact.recorded_at, fact.id, "departed", fact.clerk, {{"departed_on", fact.departed_on}, {"note", or_null(fact.note)}});
  add_stay_events(book, application, history);
  for (const store::Verdict& fact : book.verdicts(application))
    history.add(fact.decided_at, fact.id, "verdict", fact.decided_by, one_verdict(fact, acceptance->office, language));
  return history.take();
}

json::object record_json(store::Book& book, const store::CaseState& state, registry::Language language) {
  json::object record = list_item(book, state);
  const std::optional<store::Acceptance> acceptance = book.acceptance(state.application);
  const std::optional<registry::Application> present = book.present_application(state.application);
  if (!acceptance || !present) return record;
  const registry::RuleSet& rules = registry::newest_rule_set();
  const registry::Office* office = registry::find_office(state.office);
  record["document_number"] = present->document.number;
  record["application"] = registry::to_json(*present);
  record["accepted_by"] = acceptance->clerk;
  record["rule_set"] = acceptance->rule_set;
  record["despite"] = nullptr;
  if (acceptance->despite_reason)
    record["despite"] = json::object{{"reason", *acceptance->despite_reason}, {"first", or_null(acceptance->despite_first)}};
  record["checklist"] = codes(registry::checklist(*present, rules));
  record["missing"] = codes(registry::missing_papers(*present, rules));
  record["due_at"] = office == nullptr ? json::value(nullptr)
                                       : json::value(time_at_office(
                                             registry::due_time(term_begins(book, *acceptance), rules, registry::zone_of(*office),
                                                                registry::week_of(state.office, rules)), state.office));
  record["decision"] = nullptr;
  if (const std::vector<store::Decision> decisions = book.decisions(state.application); !decisions.empty()) {
    const store::Decision& newest = decisions.back();
    record["decision"] = json::object{{"decision", newest.outcome},
                                      {"ground", or_null(newest.ground)},
                                      {"text", or_null(newest.text)},
                                      {"missing", codes(newest.missing)},
                                      {"rule_set", newest.rule_set},
                                      {"registered_until", or_null(newest.registered_until)},
                                      {"at", time_at_office(newest.recorded_at, state.office)},
                                      {"by", newest.clerk}};
  }
  add_day(record, book, state, *acceptance, *present);
  record["verdict"] = verdict_json(book, state.application, language);
  record["history"] = history_json(book, state.application, language);
  record["label"] = label_json(book, state, language);
  return record;
}

}  // namespace tirkeu::daemon
