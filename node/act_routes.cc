// What happens to an application after its acceptance: later papers, correction, withdrawal, departure, decision.
#include "node/act.h"
#include "node/request_body.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Outcome;

Outcome add_papers(Act& act) {
  const auto papers = read_papers(act.body());
  if (!papers) return Act::refuse(papers.error());
  return act.outcome(act.counter().add_papers(act.application(), *papers, act.clerk(), act.answer<store::LaterPapers>()));
}

Outcome correct(Act& act) {
  const std::optional<registry::Application> present = act.present();
  if (!present) return std::unexpected(daemon::error(404, "not_found"));
  const auto body = read_correction(act.body(), *present);
  if (!body) return Act::refuse(body.error());
  return act.outcome(
      act.counter().correct(act.application(), body->corrected, body->reason, act.clerk(), act.answer<store::Correction>()));
}

Outcome withdraw(Act& act) {
  const auto reason = read_reason(act.body());
  if (!reason) return Act::refuse(reason.error());
  return act.outcome(act.counter().withdraw(act.application(), *reason, act.clerk(), act.answer<store::Withdrawal>()));
}

Outcome depart(Act& act) {
  const auto body = read_departure(act.body());
  if (!body) return Act::refuse(body.error());
  return act.outcome(
      act.counter().depart(act.application(), body->departed_on, body->note, act.clerk(), act.answer<store::Departure>()));
}

Outcome decide(Act& act) {
  const auto body = read_decision(act.body());
  if (!body) return Act::refuse(body.error());
  if (body->decision == DecisionBody::Decision::kRegistered)
    return act.outcome(
        act.counter().register_stay(act.application(), act.clerk(), act.answer<store::Decision>({{"decision", "registered"}})));
  json::object more{{"decision", "refused"}, {"ground", body->ground}};
  return act.outcome(act.counter().refuse(act.application(), body->ground, body->text, act.clerk(),
                                          act.answer<store::Decision>(std::move(more))));
}

}  // namespace

void add_act_routes(daemon::Api& api, Node& node, Written written) {
  const auto add = [&](std::string_view name, Outcome (*run)(Act&)) { add_act(api, node, written, name, run); };
  add("papers", add_papers);
  add("correction", correct);
  add("withdrawal", withdraw);
  add("departure", depart);
  add("decision", decide);
}

}  // namespace tirkeu::node
