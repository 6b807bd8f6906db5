// What happens to an application after its acceptance: later papers, correction, withdrawal, departure, decision.
#include "node/api.h"
#include "node/check_json.h"
#include "node/request_body.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

constexpr service::RoleSet kCounterRoles = {service::Role::kClerk, service::Role::kHead};

/// One act of a clerk on the application of the path. Its answer is made inside the act's own transaction.
class Act {
 public:
  Act(Node& node, const Written& written, const Call& call, WriteContext& write)
      : node_(node), written_(written), call_(call), write_(write) {}

  Counter& counter() { return node_.counter(); }
  const std::string& clerk() const { return call_.account->name; }
  const json::value& body() const { return call_.body; }
  /// 0, which is nobody's, when the path holds no id: the counter then knows no such application.
  base::RowId application() const { return base::RowId::parse(call_.argument("id")).value_or(base::RowId{}); }
  std::optional<registry::Application> present() { return node_.book().present_application(application()); }

  /// The fold has seen the fact already, so the answer shows the state as it is from now on.
  template <class Fact>
  Beside<Fact> answer(json::object more = {}) {
    return [this, more = std::move(more)](const Fact& fact) {
      json::object body = std::move(more);
      const std::optional<store::CaseState> state = node_.cases().find(fact.application);
      body["id"] = fact.application.to_string();
      body["recorded_at"] = daemon::time_at_office(fact.recorded_at, node_.identity().office_code());
      body["ticket_number"] = state->ticket_number;
      body["state"] = state->state;
      body["confirmation"] = state->confirmation;
      body["missing"] = codes_json(counter().missing_papers(fact.application));
      body["departed_on"] = state->departed_on ? json::value(*state->departed_on) : json::value(nullptr);
      response_ = daemon::answer(200, body);
      write_.record(*response_);
    };
  }
  template <class Fact>
  Outcome outcome(const Done<Fact>& done) {
    if (!done) return std::unexpected(refusal_error(done.error(), node_.identity().office_code(), call_.language));
    written_();
    return std::move(*response_);
  }
  static Outcome refuse(const registry::Findings& findings) { return std::unexpected(daemon::error_of(findings)); }

 private:
  Node& node_;
  const Written& written_;
  const Call& call_;
  WriteContext& write_;
  std::optional<http::Response> response_;
};

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
  const auto add = [&](std::string_view name, Outcome (*run)(Act&)) {
    api.write("/api/v1/applications/{id}/" + std::string(name), kCounterRoles,
              [&node, written, run](const Call& call, WriteContext& write) {
                Act act(node, written, call, write);
                return run(act);
              });
  };
  add("papers", add_papers);
  add("correction", correct);
  add("withdrawal", withdraw);
  add("departure", depart);
  add("decision", decide);
}

}  // namespace tirkeu::node
