// A round by request, and its other road: the stick's door in the browser.
#include "node/api.h"
#include "node/round_words.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Finish;
using daemon::Outcome;
using daemon::WriteContext;

constexpr service::RoleSet kRoundRoles = {service::Role::kClerk, service::Role::kHead, service::Role::kSysadmin};
constexpr std::string_view kMediaType = "application/vnd.tirkeu.bundle";

void sync(Node& node, Link& link, std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
  const auto waiting = std::make_shared<Finish>(std::move(finish));
  link.round_now([&node, call, write, waiting](const RoundOutcome& outcome) {
    waiting->run([&]() -> Outcome {
      if (outcome.result != RoundOutcome::Result::kDone) return std::unexpected(outcome_error(outcome));
      http::Response response = daemon::answer(200, outcome_json(outcome, node.identity().office_code(), call->language));
      write->record_alone(response);
      return response;
    });
  });
}

Outcome give(Node& node, const base::Limits& limits) {
  node.round().hub_return().show_all();  // On a stick nobody can ask for it later.
  UpSummary up = node.round().make_up(limits.bundle_bytes_max / 2);
  http::Response response = http::Response::file(bundle_file_name(node, up), kMediaType, std::move(up.bundle));
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Tirkeu-Entries", std::to_string(up.count));
  response.headers.set("X-Tirkeu-Waiting", std::to_string(up.waiting));
  return response;
}

Outcome take(Node& node, const Call& call, WriteContext& write) {
  const std::expected<DownSummary, DownFault> down = node.round().take_down(call.request.body);
  if (!down) return std::unexpected(fault_error(down.error()));
  http::Response response = daemon::answer(200, json::object{{"summary", summary_json(*down, call.language)}});
  write.record_alone(response);
  return response;
}

}  // namespace

std::string bundle_file_name(Node& node, const UpSummary& up) {
  const std::string life = node.identity().office_code() + "-" + std::to_string(node.identity().incarnation());
  if (up.count == 0) return life + "-" + std::to_string(up.first - 1) + ".bundle";
  return life + "-" + std::to_string(up.first) + "-" + std::to_string(up.first + up.count - 1) + ".bundle";
}

void add_round_routes(daemon::Api& api, Node& node, Link& link, const base::Limits& limits) {
  api.write_later("/api/v1/sync", kRoundRoles,
                  [&node, &link](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
                    sync(node, link, std::move(call), std::move(write), std::move(finish));
                  });
  api.get("/api/v1/bundle", kRoundRoles, [&node, limits](const Call&) { return give(node, limits); });
  api.write_bytes("/api/v1/bundle", kRoundRoles, limits.bundle_bytes_max,
                  [&node](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, Finish finish) {
                    finish.run([&] { return take(node, *call, *write); });
                  });
}

}  // namespace tirkeu::node
