// The queue at the counter.
#include <algorithm>

#include "node/act.h"
#include "node/day_body.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

/// The routes with what they share.
class QueueRoutes {
 public:
  QueueRoutes(Node& node, Written written) : node_(node), written_(std::move(written)) {}

  Outcome arrive(const Call& call, WriteContext& write) {
    const auto purpose = read_purpose(call.body);
    if (!purpose) return std::unexpected(daemon::error_of(purpose.error()));
    std::optional<http::Response> response;
    const Done<OpenVisit> done = queue().arrive(*purpose, [&](const OpenVisit& visit) {
      json::object body{{"id", visit.id.to_string()},
                        {"number", visit.number},
                        {"purpose", visit.purpose},
                        {"arrived_at", time(visit.arrived_at)},
                        {"waiting", queue().ahead_of(visit)},
                        {"outside_hours", visit.outside_hours}};
      response = daemon::answer(201, body);
      write.record(*response);
    });
    if (!done) return refuse(done.error(), call);
    return std::move(*response);
  }

  Outcome call(const Call& call, WriteContext& write) {
    const auto reason = read_skip(call.body);
    if (!reason) return std::unexpected(daemon::error_of(reason.error()));
    std::optional<http::Response> response;
    const Done<OpenVisit> done = queue().call(id_of(call), *reason, [&](const OpenVisit& visit) {
      response = daemon::answer(200, visit_json(visit));
      write.record(*response);
    });
    if (!done) return refuse(done.error(), call);
    return std::move(*response);
  }

  Outcome finish(const Call& call, WriteContext& write) {
    const auto outcome = read_visit_outcome(call.body);
    if (!outcome) return std::unexpected(daemon::error_of(outcome.error()));
    std::optional<http::Response> response;
    const Done<store::Visit> done = queue().finish(id_of(call), *outcome, call.account->name, [&](const store::Visit& visit) {
      json::object body{{"id", visit.id.to_string()},
                        {"number", visit.number},
                        {"outcome", visit.outcome},
                        {"waiting_min", minutes(visit.arrived_at, visit.called_at.value_or(visit.finished_at))}};
      body["service_min"] = visit.called_at ? json::value(minutes(*visit.called_at, visit.finished_at)) : json::value(nullptr);
      response = daemon::answer(200, body);
      write.record(*response);
    });
    if (!done) return refuse(done.error(), call);
    written_();
    return std::move(*response);
  }

  Outcome list() {
    const VisitQueue::Today today = queue().today();
    json::array waiting;
    json::array called;
    for (const OpenVisit& visit : today.waiting) waiting.push_back(visit_json(visit));
    for (const OpenVisit& visit : today.called) called.push_back(visit_json(visit));
    json::object body{{"waiting", std::move(waiting)}, {"called", std::move(called)}, {"finished", today.finished}};
    body["median_wait_min"] = today.median_wait_min ? json::value(*today.median_wait_min) : json::value(nullptr);
    return daemon::answer(200, body);
  }

 private:
  VisitQueue& queue() { return node_.visits(); }
  std::string time(base::Instant instant) { return daemon::time_at_office(instant, node_.identity().office_code()); }
  static base::RowId id_of(const Call& call) { return base::RowId::parse(call.argument("id")).value_or(base::RowId{}); }
  static std::int64_t minutes(base::Instant from, base::Instant to) {
    return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::minutes>(to - from).count());
  }
  Outcome refuse(const Refused& refused, const Call& call) {
    return std::unexpected(refusal_error(refused, node_.identity().office_code(), call.language));
  }
  json::object visit_json(const OpenVisit& visit) {
    json::object body{{"id", visit.id.to_string()},
                      {"number", visit.number},
                      {"day", visit.day},
                      {"purpose", visit.purpose},
                      {"arrived_at", time(visit.arrived_at)},
                      {"skipped", visit.skipped},
                      {"outside_hours", visit.outside_hours},
                      {"waiting_min", minutes(visit.arrived_at, visit.called_at.value_or(node_.journal().read_clock().wall))}};
    body["called_at"] = visit.called_at ? json::value(time(*visit.called_at)) : json::value(nullptr);
    return body;
  }

  Node& node_;
  Written written_;
};

}  // namespace

void add_visit_routes(daemon::Api& api, Node& node, Written written) {
  const auto routes = std::make_shared<QueueRoutes>(node, std::move(written));
  api.write("/api/v1/visits", kCounterRoles, [routes](const Call& call, WriteContext& write) { return routes->arrive(call, write); });
  api.write("/api/v1/visits/{id}/call", kCounterRoles,
            [routes](const Call& call, WriteContext& write) { return routes->call(call, write); });
  api.write("/api/v1/visits/{id}/finish", kCounterRoles,
            [routes](const Call& call, WriteContext& write) { return routes->finish(call, write); });
  api.get("/api/v1/visits", kCounterRoles, [routes](const Call&) { return routes->list(); });
}

}  // namespace tirkeu::node
