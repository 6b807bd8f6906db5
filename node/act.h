// One act of a clerk on an application, between the request and the desk that does it.
#pragma once

#include <boost/json/object.hpp>

#include "node/api.h"
#include "node/check_json.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::node {

/// Who stands at the counter.
inline constexpr service::RoleSet kCounterRoles = {service::Role::kClerk, service::Role::kHead};

/// One act of a clerk on the application of the path. Its answer is made inside the act's own transaction.
class Act {
 public:
  Act(Node& node, const Written& written, const daemon::Call& call, daemon::WriteContext& write)
      : node_(node), written_(written), call_(call), write_(write) {}

  Counter& counter() { return node_.counter(); }
  const std::string& clerk() const { return call_.account->name; }
  Node& node() { return node_; }
  const boost::json::value& body() const { return call_.body; }
  /// 0, which is nobody's, when the path holds no id: the counter then knows no such application.
  base::RowId application() const { return base::RowId::parse(call_.argument("id")).value_or(base::RowId{}); }
  std::optional<registry::Application> present() { return node_.book().present_application(application()); }

  /// The fold has seen the fact already, so the answer shows the state as it is from now on.
  template <class Fact>
  Beside<Fact> answer(boost::json::object more = {}) {
    return [this, more = std::move(more)](const Fact& fact) {
      boost::json::object body = std::move(more);
      const std::optional<store::CaseState> state = node_.cases().find(fact.application);
      body["id"] = fact.application.to_string();
      body["recorded_at"] = daemon::time_at_office(fact.recorded_at, node_.identity().office_code());
      body["ticket_number"] = state->ticket_number;
      body["state"] = state->state;
      body["confirmation"] = state->confirmation;
      body["missing"] = codes_json(counter().missing_papers(fact.application));
      body["departed_on"] = state->departed_on ? boost::json::value(*state->departed_on) : boost::json::value(nullptr);
      response_ = daemon::answer(200, body);
      write_.record(*response_);
    };
  }
  template <class Fact>
  daemon::Outcome outcome(const Done<Fact>& done) {
    if (!done) return std::unexpected(refusal_error(done.error(), node_.identity().office_code(), call_.language));
    written_();
    return std::move(*response_);
  }
  boost::json::array words(const registry::Findings& findings) const { return findings_json(findings, call_.language); }
  static daemon::Outcome refuse(const registry::Findings& findings) { return std::unexpected(daemon::error_of(findings)); }

 private:
  Node& node_;
  const Written& written_;
  const daemon::Call& call_;
  daemon::WriteContext& write_;
  std::optional<http::Response> response_;
};

/// POST applications/{id}/NAME.
inline void add_act(daemon::Api& api, Node& node, const Written& written, std::string_view name, daemon::Outcome (*run)(Act&)) {
  api.write("/api/v1/applications/{id}/" + std::string(name), kCounterRoles,
            [&node, written, run](const daemon::Call& call, daemon::WriteContext& write) {
              Act act(node, written, call, write);
              return run(act);
            });
}

}  // namespace tirkeu::node
