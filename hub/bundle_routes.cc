// The stick's door in the administrator's browser: bundles of many offices up, their answers down.
#include <boost/json.hpp>

#include "hub/api.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using service::Role;

}  // namespace

void add_bundle_routes(daemon::Api& api, Hub&, Exchange& exchange) {
  api.write_bytes(
      "/api/v1/bundle", {Role::kAdmin, Role::kSysadmin}, base::Limits().bundle_bytes_max,
      [&exchange](std::shared_ptr<const daemon::Call> call, std::shared_ptr<daemon::WriteContext> write, daemon::Finish finish) {
        AdmissionReport report = exchange.take(call->request.body, Admission::Road::kStick);
        if (report.fault && !report.answer) {
          daemon::ApiError error = daemon::error(422, "bundle_refused");
          error.message = {"bundle." + std::string(protocol::code_of(*report.fault)), {}};
          return finish(std::unexpected(std::move(error)));
        }
        json::object body{{"summary", report_json(report, call->language)}};
        body["answer"] = report.answer ? json::value(base::to_base64(*report.answer)) : json::value(nullptr);
        body["file_name"] = "tirkeu-answer-" + (report.office.empty() ? "keys" : report.office) + ".bundle";
        const http::Response response = daemon::answer(200, body);
        // A bundle is its own idempotency: the same one again is compared and answered anew.
        write->record_alone(response);
        finish(response);
      });
}

}  // namespace tirkeu::hub
