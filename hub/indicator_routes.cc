// The indicators of the department, and of each of its offices (cl. 18, Annex 5).
#include "hub/api.h"
#include "schema/registry/offices.h"
#include "sync/daemon/indicator_routes.h"

namespace tirkeu::hub {
namespace {

/// An office's public page is served by its node: one that was bound before that moment, and whose key was not stopped since.
bool has_node(Hub& hub, const registry::Office& office, base::Instant before) {
  store::Statement bound(hub.database(), "SELECT EXISTS (SELECT 1 FROM node WHERE office = ? AND bound_at < ? AND state IN ('active', 'superseded'))");
  bound.bind(1, std::int64_t{office.number}).bind(2, before.time_since_epoch().count());
  return bound.step() && bound.integer(0) != 0;
}

}  // namespace

void add_indicator_routes(daemon::Api& api, Hub& hub, base::Clock& clock) {
  daemon::IndicatorSite site;
  site.roles = {service::Role::kAdmin, service::Role::kAuditor};
  site.offices = registry::offices_of(hub.department().number());
  site.now = [&clock] { return clock.now(); };
  site.informs = [&hub](const registry::Office& office, base::Instant before) { return has_node(hub, office, before); };
  site.audit = [&hub](const daemon::Call& call, const std::string& action, const std::string& detail) {
    hub.audit().note(call.account->name, action, std::nullopt, detail);
  };
  daemon::add_indicator_routes(api, hub.database(), hub.book(), hub.rule_desk().rules(), std::move(site));
}

}  // namespace tirkeu::hub
