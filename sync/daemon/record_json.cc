#include "sync/daemon/record_json.h"

#include "schema/registry/application_json.h"
#include "schema/registry/offices.h"
#include "sync/daemon/portal.h"
#include "sync/daemon/record_parts.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

constexpr std::size_t kShownOfNumber = 4;

std::string masked(const std::string& number) {
  if (number.size() <= kShownOfNumber) return number;
  return std::string(number.size() - kShownOfNumber, '*') + number.substr(number.size() - kShownOfNumber);
}

}  // namespace

std::string name_of_office(std::string_view code) {
  const registry::Office* office = registry::find_office(code);
  return office == nullptr ? std::string(code) : office->name_kk;
}

std::string time_at_office(base::Instant instant, std::string_view office_code) {
  const registry::Office* office = registry::find_office(office_code);
  return base::format_rfc3339(instant, registry::zone_of(office == nullptr ? registry::offices().front() : *office));
}

std::optional<base::Instant> due_at(store::Book& book, const registry::RuleBook& rule_book, const store::Acceptance& acceptance) {
  const registry::Office* office = registry::find_office(acceptance.office);
  if (office == nullptr) return std::nullopt;
  return registry::due_time(term_begins(book, acceptance), rule_book, *office);
}

json::object calendar_json(const registry::RuleBook& rule_book, base::Instant now, std::string_view office_code,
                           registry::Language language) {
  const std::optional<base::Date> today = base::parse_date(registry::local_day(office_code, now));
  const std::optional<int> year = registry::missing_calendar_year(rule_book, *today);
  if (!year) return {{"missing_year", nullptr}, {"text", nullptr}};
  return {{"missing_year", *year}, {"text", registry::text(language, "calendar.missing", {{"year", std::to_string(*year)}})}};
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

json::object record_json(store::Book& book, const registry::RuleBook& rule_book, const store::CaseState& state, registry::Language language) {
  json::object record = list_item(book, state);
  const std::optional<store::Acceptance> acceptance = book.acceptance(state.application);
  const std::optional<registry::Application> present = book.present_application(state.application);
  if (!acceptance || !present) return record;
  const std::string accepted_on = registry::local_day(acceptance->office, acceptance->accepted_at);
  const registry::RuleSet& rules = rule_book.of_acceptance(acceptance->rule_set, *base::parse_date(accepted_on));
  const std::optional<base::Instant> due = due_at(book, rule_book, *acceptance);
  record["document_number"] = present->document.number;
  record["application"] = registry::to_json(*present);
  record["accepted_by"] = acceptance->clerk;
  record["rule_set"] = acceptance->rule_set;
  record["despite"] = nullptr;
  if (acceptance->despite_reason)
    record["despite"] = json::object{{"reason", *acceptance->despite_reason}, {"first", or_null(acceptance->despite_first)}};
  record["checklist"] = codes(registry::checklist(*present, rules));
  record["missing"] = codes(registry::missing_papers(*present, rules));
  record["due_at"] = due ? json::value(time_at_office(*due, state.office)) : json::value(nullptr);
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
