// The indicators of this office (cl. 18, Annex 5): for whoever works at its counter, because they are about everybody's work.
#include "node/act.h"
#include "schema/registry/offices.h"
#include "sync/daemon/indicator_routes.h"

namespace tirkeu::node {

void add_indicator_routes(daemon::Api& api, Node& node) {
  daemon::IndicatorSite site;
  site.roles = kCounterRoles;
  site.offices = {registry::find_office(node.identity().office_code())};
  site.now = [&node] { return node.journal().read_clock().wall; };
  // Whoever can ask this program for its figures can ask it for the public page too.
  site.informs = [](const registry::Office&, base::Instant) { return true; };
  site.audit = [&node](const daemon::Call& call, const std::string& action, const std::string& detail) {
    node.audit().note(call.account->name, action, std::nullopt, detail);
  };
  daemon::add_indicator_routes(api, node.database(), node.book(), node.rule_book(), std::move(site));
}

}  // namespace tirkeu::node
