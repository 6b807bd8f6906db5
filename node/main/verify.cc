// `verify`: the whole chain, every signature, and that the book is what the log says; in this process, on a snapshot.
#include <boost/json.hpp>
#include <iostream>

#include "node/hub_trust.h"
#include "node/main/snapshot.h"
#include "sync/protocol/evidence.h"
#include "sync/store/verify.h"

namespace tirkeu::node {
namespace {

store::VerifyReport verify(const std::filesystem::path& file) {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  options.read_only = true;
  store::Database database(file.string(), options);
  store::Settings settings(database);
  const Identity identity(settings);
  const HubTrust trust(settings, identity);
  const store::CheckTransfer check_transfer = [&hub = trust.sign_keys()](const store::LogRecord& log, const store::LogStore::Transfer& transfer,
                                                                                     const crypto::Digest& head) {
    return protocol::check_evidence(transfer.signed_bytes, transfer.signature, log.sign_key, std::span(hub), log.incarnation, head);
  };
  return store::Verifier(database, static_cast<std::uint32_t>(identity.department()), base::Limits(), check_transfer).run();
}

boost::json::object json_of(const store::VerifyReport& report) {
  boost::json::object object{{"result", report.first ? "fault" : "ok"}, {"logs", report.logs},           {"entries", report.entries},
                             {"entries_held", report.entries_held},     {"signatures", report.signatures}, {"transfers", report.transfers},
                             {"rows", report.rows},                     {"faults", report.faults}};
  object["first_fault"] = nullptr;
  if (report.first)
    object["first_fault"] = boost::json::object{
        {"incarnation", report.first->incarnation}, {"sequence", report.first->sequence}, {"what", report.first->what}};
  return object;
}

}  // namespace

int run_verify(const Invocation& invocation) {
  const Snapshot snapshot(invocation);
  const store::VerifyReport report = verify(snapshot.path());
  if (invocation.form == daemon::OutputForm::kJson) daemon::print_json(std::cout, json_of(report));
  if (report.first)
    return invocation.fail(invocation.text("cli.node.verify_fault", {{"incarnation", std::to_string(report.first->incarnation)},
                                                                     {"sequence", std::to_string(report.first->sequence)},
                                                                     {"what", report.first->what},
                                                                     {"faults", std::to_string(report.faults)}}));
  if (invocation.form == daemon::OutputForm::kText)
    std::cout << invocation.text("cli.node.verify_done", {{"entries", std::to_string(report.entries)},
                                                          {"logs", std::to_string(report.logs)},
                                                          {"signatures", std::to_string(report.signatures)},
                                                          {"transfers", std::to_string(report.transfers)},
                                                          {"rows", std::to_string(report.rows)}})
              << '\n';
  return 0;
}

}  // namespace tirkeu::node
