// The stay after its acceptance: extension, change of address, duplicate card, custody of papers; and the lists of a day's end.
#include "node/act.h"
#include "node/day_body.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;

Outcome extend(Act& act) {
  const auto wish = read_extension(act.body());
  if (!wish) return Act::refuse(wish.error());
  StayDesk& desk = act.node().stay_desk();
  json::object more{{"findings", act.words(desk.judge_extension(act.application(), *wish))}, {"until", wish->until}};
  return act.outcome(desk.extend(act.application(), *wish, act.clerk(), act.answer<store::Extension>(std::move(more))));
}

Outcome move(Act& act) {
  const auto wish = read_address_change(act.body());
  if (!wish) return Act::refuse(wish.error());
  StayDesk& desk = act.node().stay_desk();
  json::object more{{"findings", act.words(desk.judge_address(act.application(), *wish))}};
  return act.outcome(desk.move(act.application(), *wish, act.clerk(), act.answer<store::AddressChange>(std::move(more))));
}

Outcome replace_card(Act& act) {
  const auto wish = read_card(act.body());
  if (!wish) return Act::refuse(wish.error());
  return act.outcome(
      act.node().stay_desk().replace_card(act.application(), *wish, act.clerk(), act.answer<store::DuplicateCard>()));
}

Outcome keep(Act& act) {
  const auto wish = read_custody(act.body());
  if (!wish) return Act::refuse(wish.error());
  json::object more{{"event", wish->event}, {"item", wish->item}};
  return act.outcome(
      act.node().stay_desk().keep(act.application(), *wish, act.clerk(), act.answer<store::Custody>(std::move(more))));
}

Outcome custody(Node& node) {
  const std::string& office = node.identity().office_code();
  const base::Date today = node.counter().today();
  json::array items;
  for (const Held& held : node.stay_desk().held()) {
    const std::optional<store::Acceptance> acceptance = node.book().acceptance(held.application);
    const std::optional<registry::Application> present = node.book().present_application(held.application);
    if (!acceptance || !present) continue;
    const base::Date since = node.counter().zone().to_local(held.received_at).day;
    items.push_back(json::object{{"application_id", held.application.to_string()},
                                 {"ticket_number", acceptance->ticket_number},
                                 {"name", present->applicant.surname + " " + present->applicant.given_names},
                                 {"item", held.item},
                                 {"received_at", daemon::time_at_office(held.received_at, office)},
                                 {"days", base::days_between(since, today)}});
  }
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

std::string_view name_of(Due::Urgency urgency) {
  return urgency == Due::Urgency::kOverdue ? "overdue" : urgency == Due::Urgency::kSoon ? "soon" : "open";
}

Outcome due(Node& node) {
  json::array items;
  for (const Due& due : node.stay_desk().due(node.journal().read_clock().wall)) {
    json::object item = daemon::list_item(node.book(), due.state);
    item["due_at"] = daemon::time_at_office(due.due_at, due.state.office);
    // Of the application `state` is "accepted" here, always: the list's own word takes its place.
    item["state"] = name_of(due.urgency);
    items.push_back(std::move(item));
  }
  return daemon::answer(200, json::object{{"items", std::move(items)}});
}

}  // namespace

void add_stay_routes(daemon::Api& api, Node& node, Written written) {
  const auto add = [&](std::string_view name, Outcome (*run)(Act&)) { add_act(api, node, written, name, run); };
  add("extension", extend);
  add("address", move);
  add("card", replace_card);
  add("custody", keep);
  api.get("/api/v1/custody", kCounterRoles, [&node](const Call&) { return custody(node); });
  api.get("/api/v1/due", kCounterRoles, [&node](const Call&) { return due(node); });
}

}  // namespace tirkeu::node
