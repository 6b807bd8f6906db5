// Verdicts, and everything that happened to an application.
#include <algorithm>

#include "schema/registry/application_json.h"
#include "sync/daemon/record_parts.h"

namespace tirkeu::daemon {
namespace {

namespace json = boost::json;

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

json::object address_json(const store::AddressChange& fact) {
  return {{"office", fact.stay_office},
          {"locality", fact.locality},
          {"street", or_null(fact.street)},
          {"house", or_null(fact.house)},
          {"flat", or_null(fact.flat)}};
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

}  // namespace

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

}  // namespace tirkeu::daemon
