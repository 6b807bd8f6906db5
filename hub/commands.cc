#include "hub/commands.h"

#include <boost/json.hpp>

#include "schema/registry/offices.h"
#include "sync/daemon/record_json.h"
#include "sync/daemon/version.h"
#include "sync/http/certificate.h"

namespace tirkeu::hub {
namespace {

namespace json = boost::json;
using daemon::Command;
using daemon::CommandResult;
using daemon::ExitCode;

constexpr std::uint64_t kPemBytesMax = 1u << 20;

std::string text_of(const Command& command, std::string_view name) {
  const json::value* value = command.arguments.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

CommandResult usage(const Command& command, std::string_view key, const registry::MessageArguments& arguments) {
  return {ExitCode::kUsage, nullptr, registry::text(command.language, key, arguments), {}};
}

CommandResult unknown_office(const Command& command, const Hub& hub, const std::string& code) {
  return usage(command, "hub.unknown_office", {{"code", code}, {"department", hub.department().code()}});
}

}  // namespace

std::optional<int> office_number(const Department& department, std::string_view code) {
  const registry::Office* office = registry::find_office(code);
  if (office == nullptr || office->department != department.number()) return std::nullopt;
  return office->number;
}

HubHost::HubHost(http::EventLoop& loop, const service::HubConfig& config, std::unique_ptr<service::LogSink> sink)
    : log_(config.log_level, std::move(sink), clock_),
      data_(config.data),
      certificate_(config.tls ? config.tls->certificate : config.data / "tls.crt") {
  HubWorld world{clock_, entropy_, disk_, tagger_, config.clock_uncertainty, {}};
  hub_ = std::make_unique<Hub>(HubFiles::in(config.data), world, daemon::version());
  accounts_ = std::make_unique<daemon::AccountStore>(hub_->database(), clock_, entropy_, service::Program::kHub,
                                                     daemon::LoginRules{config.login_idle, config.login_life},
                                                     daemon::make_decoy_hash(entropy_));
  index_ = std::make_unique<IndexWorker>(loop, *hub_, tagger_);
  exchange_ = std::make_unique<Exchange>(*hub_, *index_, log_, metrics_);
  add_commands(loop);
}

HubHost::~HubHost() = default;

base::Bytes certificate_digest(const HubHost& host, base::Disk& disk) {
  const std::optional<base::Bytes> pem = disk.read(host.certificate(), kPemBytesMax);
  if (!pem) return {};
  std::string hex;
  for (const char letter : http::fingerprint_of(base::text_of(*pem)))
    if (letter != ':') hex += letter;
  return base::from_hex(hex).value_or(base::Bytes());
}

void HubHost::add_commands(http::EventLoop& loop) {
  daemon::add_user_commands(commands_, loop, *accounts_);
  add_office_commands(commands_, *this, disk_);
  add_key_commands(commands_, *this, disk_);
  add_portal_commands(commands_, *hub_);
  add_keeping_commands(commands_, *this, loop, data_, disk_);
}

void add_office_commands(daemon::CommandTable& table, HubHost& host, base::Disk& disk) {
  Hub& hub = host.hub();
  table.add("status", [&hub, &disk, &host](const Command& command) {
    json::object status = status_json(hub);
    status["calendar"] = daemon::calendar_json(hub.rule_desk().rules(), host.clock().now(), hub.department().code(), command.language);
    const std::optional<base::Bytes> pem = disk.read(host.certificate(), kPemBytesMax);
    status["certificate_sha256"] = pem ? json::value(http::fingerprint_of(base::text_of(*pem))) : json::value(nullptr);
    status["version"] = daemon::version();
    return CommandResult{ExitCode::kDone, std::move(status), "", {}};
  });
  table.add("offices", [&hub, &host](const Command&) {
    json::array offices;
    for (const OfficeStatus& status : hub.fleet().offices(host.clock().now())) offices.push_back(office_json(status));
    return CommandResult{ExitCode::kDone, std::move(offices), "", {}};
  });
  table.add("enrol", [&hub, &host, &disk](const Command& command) {
    const std::string code = text_of(command, "office");
    const std::optional<int> office = office_number(hub.department(), code);
    if (!office) return unknown_office(command, hub, code);
    EnrolmentDesk::Written written = hub.enrolment_desk().write(*office, certificate_digest(host, disk));
    hub.note_witness();  // A number that leaves in a file is never given again, whatever becomes of the database.
    json::object output{{"office", code},
                        {"first_incarnation", written.grant.first_incarnation},
                        {"expires_at", base::format_utc(written.grant.expires_at)},
                        {"hub_fingerprint", hub.fingerprint()},
                        {"root_fingerprint", crypto::fingerprint(written.grant.root_key.bytes)}};
    return CommandResult{ExitCode::kDone, std::move(output), "", std::move(written.file)};
  });
  table.add("approve", [&hub](const Command& command) {
    const std::string code = text_of(command, "office");
    const std::optional<int> office = office_number(hub.department(), code);
    if (!office) return unknown_office(command, hub, code);
    const std::optional<AdmissionReport> report = hub.admission().approve(*office, text_of(command, "fingerprint"));
    if (!report) return CommandResult::failed(registry::text(command.language, "hub.nothing_to_approve", {{"office", code}}));
    return CommandResult{ExitCode::kDone, report_json(*report, command.language), "", {}};
  });
  table.add("revoke", [&hub](const Command& command) {
    const std::string code = text_of(command, "office");
    const std::optional<int> office = office_number(hub.department(), code);
    if (!office) return unknown_office(command, hub, code);
    std::optional<base::Incarnation> incarnation;
    if (const json::value* value = command.arguments.if_contains("incarnation"); value != nullptr && value->is_int64())
      incarnation = static_cast<base::Incarnation>(value->get_int64());
    const std::optional<NodeRecord> revoked = hub.fleet().revoke(*office, incarnation, text_of(command, "reason"), "console");
    if (!revoked) return CommandResult::failed(registry::text(command.language, "hub.nothing_to_revoke", {{"office", code}}));
    json::object output{{"office", code}, {"incarnation", revoked->incarnation}, {"last_sequence", revoked->held_through}};
    return CommandResult{ExitCode::kDone, std::move(output), "", {}};
  });
  table.add("import", [&hub, &host](const Command& command) {
    AdmissionReport report = host.exchange().take(command.payload, Admission::Road::kStick);
    // Without a daemon no worker comes after us, so what this stick made findable is made so now.
    hub.make_index_entries(10'000);
    json::object output = report_json(report, command.language);
    if (!report.answer) return CommandResult{ExitCode::kFailed, output, std::string(output["text"].get_string()), {}};
    return CommandResult{ExitCode::kDone, std::move(output), "", std::move(*report.answer)};
  });
}

}  // namespace tirkeu::hub
