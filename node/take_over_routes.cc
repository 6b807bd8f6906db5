// Existing registrations from a table, for the head of the office.
#include "node/api.h"
#include "node/take_over.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;
using daemon::Call;
using daemon::Outcome;
using daemon::WriteContext;

constexpr std::size_t kBodyBytesMax = 16u << 20;

registry::Finding error_at(std::string path, std::string code) {
  return registry::make_finding(registry::Severity::kError, std::move(path), std::move(code));
}

Outcome take_over(Node& node, const Written& written, const Call& call, WriteContext& write) {
  registry::Findings findings;
  static const json::object kNone;
  const json::object& body = call.body.is_object() ? call.body.get_object() : kNone;
  for (const auto& [name, value] : body)
    if (name != "csv" && name != "dry_run") findings.push_back(error_at(std::string(name), "unknown_member"));
  const json::value* csv = body.if_contains("csv");
  if (csv == nullptr || !csv->is_string()) findings.push_back(error_at("csv", csv == nullptr ? "required" : "not_text"));
  const json::value* dry_run = body.if_contains("dry_run");
  if (dry_run != nullptr && !dry_run->is_bool()) findings.push_back(error_at("dry_run", "not_a_flag"));
  if (!findings.empty()) return std::unexpected(daemon::error_of(findings));
  if (!node.counter().may_write()) return std::unexpected(daemon::error(409, "not_writing"));
  const bool is_dry = dry_run != nullptr && dry_run->get_bool();
  TakeOver job(node.counter(), node.cases(), is_dry ? TakeOver::Mode::kDryRun : TakeOver::Mode::kTake, call.account->name);
  const json::string& text = csv->get_string();
  const TakeOverReport report = job.run({text.data(), text.size()});
  http::Response response = daemon::answer(200, report_json(report, call.language));
  // Each row is a transaction of its own; were the answer lost, the same table again would take nothing twice.
  write.record_alone(response);
  if (!is_dry && report.taken > 0) written();
  return response;
}

}  // namespace

void add_take_over_routes(daemon::Api& api, Node& node, Written written) {
  daemon::Route route{.method = "POST", .pattern = "/api/v1/take-over", .roles = {service::Role::kHead}, .body_bytes_max = kBodyBytesMax};
  const auto later = [&node, written](std::shared_ptr<const Call> call, std::shared_ptr<WriteContext> write, daemon::Finish finish) {
    finish.run([&] { return take_over(node, written, *call, *write); });
  };
  route.handler = daemon::WriteLater(later);
  api.add(std::move(route));
}

}  // namespace tirkeu::node
