// Hub values as JSON.
#include <boost/json.hpp>

#include "hub/api.h"
#include "sync/daemon/record_json.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;

json::array list(const std::vector<std::string>& texts) {
  json::array array;
  for (const std::string& text : texts) array.emplace_back(text);
  return array;
}

}  // namespace

json::object office_json(const OfficeStatus& status) {
  const registry::Office& office = *status.office;
  json::object object{{"code", office.code},
                      {"kind", office.kind == registry::OfficeKind::kDepartment ? "department" : "office"},
                      {"name_kk", office.name_kk},
                      {"address_kk", office.address_kk},
                      {"secretariat_phones", list(office.secretariat_phones)},
                      {"migration_phones", list(office.migration_phones)},
                      {"state", status.state}};
  object["incarnation"] = status.incarnation == 0 ? json::value(nullptr) : json::value(std::to_string(status.incarnation));
  object["last_seen_at"] =
      status.last_seen_at ? json::value(daemon::time_at_office(*status.last_seen_at, office.code)) : json::value(nullptr);
  object["last_sequence_held"] = status.last_sequence_held;
  object["lag_s"] = status.lag ? json::value(std::chrono::floor<std::chrono::seconds>(*status.lag).count()) : json::value(nullptr);
  object["pending"] = status.pending;
  object["clock_offset_ms"] = status.clock_offset ? json::value(status.clock_offset->count()) : json::value(nullptr);
  object["clock_healthy"] = status.clock_flags == 0;
  object["program"] = status.program;
  object["fingerprint"] = status.fingerprint;
  object["quarantined"] = status.quarantined;
  return object;
}

json::object status_json(Hub& hub) {
  const HubStatus status = hub.status();
  int heard = 0;
  int total = 0;
  for (const OfficeStatus& office : hub.fleet().offices(hub.time().newest())) {
    ++total;
    if (office.last_seen_at) ++heard;
  }
  json::object object{{"department", status.department},
                      {"applications", status.applications},
                      {"open_duplicates", status.open_duplicates},
                      {"open_persons", status.open_persons},
                      {"open_complaints", status.open_complaints},
                      {"portal_waiting", status.portal_waiting},
                      {"index_waiting", status.index_waiting},
                      {"quarantined", status.quarantined},
                      {"clock_behind_ms", status.clock_behind.count()},
                      {"clock", status.clock_behind.count() == 0 ? "ok" : "behind"},
                      {"offices_heard", heard},
                      {"offices_total", total},
                      {"state", "ok"},
                      {"fingerprint", hub.fingerprint()}};
  object["restored_at"] = nullptr;
  object["offices_to_return"] = 0;
  if (const std::optional<Epochs::Begun> begun = hub.epochs().newest()) {
    // Whoever was enrolled and has not been heard since may hold what this hub lost.
    int silent = 0;
    for (const NodeRecord& node : hub.nodes().all())
      if (node.state == NodeState::kActive && (!node.last_round_at || *node.last_round_at < begun->at)) ++silent;
    object["restored_at"] = daemon::time_at_office(begun->at, status.department);
    object["offices_to_return"] = silent;
  }
  return object;
}

json::object report_json(const AdmissionReport& report, registry::Language language) {
  json::object object{{"result", code_of(report.result)},
                      {"office", report.office},
                      {"entries", report.entries},
                      {"applications", report.applications},
                      {"verdicts", report.verdicts},
                      {"held_through", report.held_through},
                      {"refusal", wire::code_of(report.refusal)}};
  object["fault"] = report.fault ? json::value(protocol::code_of(*report.fault)) : json::value(nullptr);
  registry::MessageArguments arguments{{"office", report.office},
                                       {"entries", std::to_string(report.entries)},
                                       {"applications", std::to_string(report.applications)},
                                       {"held_through", std::to_string(report.held_through)}};
  std::string text;
  if (report.fault && report.answer)
    text = registry::text(language, "hub.report.keys_told");
  else if (report.fault)
    text = registry::text(language, "bundle." + std::string(protocol::code_of(*report.fault)));
  else
    text = registry::text(language, "hub.report." + std::string(code_of(report.result)), arguments);
  if (report.refusal != wire::Refusal::kNone)
    text += " " + registry::text(language, "refusal." + std::string(wire::code_of(report.refusal)));
  object["text"] = text;
  return object;
}

}  // namespace tirkeu::hub
