// `recover`: a new life of an office, on this machine (its state must not go on) or, with an enrolment file, on a new one, to
// which the book comes back from the hub.
#include <boost/json.hpp>
#include <iostream>

#include "node/main/invocation.h"
#include "node/recover.h"
#include "sync/daemon/data_folder.h"

namespace tirkeu::node {
namespace {

namespace json = boost::json;

/// Rounds in a row that bring nothing before the hub's "more" is doubted.
constexpr int kEmptyRoundsMax = 3;

int begin_next_life(const Invocation& invocation, const service::NodeConfig& config, RecoverWhen when, std::string_view done) {
  const auto lock = daemon::take_folder(config.data);
  if (!lock) return invocation.fail(daemon::taken_line(lock.error(), config.data, invocation.language));
  Machine machine(config.data);
  const std::expected<Recovered, RecoverFault> recovered = recover_in_place(NodeFiles::in(config.data), machine.world(), when);
  if (!recovered) return invocation.fail(invocation.text("recover." + std::string(code_of(recovered.error()))));
  if (invocation.form == daemon::OutputForm::kJson) {
    daemon::print_json(std::cout, json::object{{"office", recovered->office},
                                               {"was", code_of(recovered->was)},
                                               {"ended", recovered->ended},
                                               {"ended_at", recovered->ended_at},
                                               {"begun", recovered->begun},
                                               {"fingerprint", recovered->fingerprint}});
    return 0;
  }
  std::cout << invocation.text(done, {{"office", recovered->office},
                                                         {"was", invocation.text("node_state." + std::string(code_of(recovered->was)))},
                                                         {"ended", std::to_string(recovered->ended)},
                                                         {"ended_at", std::to_string(recovered->ended_at)},
                                                         {"begun", std::to_string(recovered->begun)},
                                                         {"fingerprint", recovered->fingerprint}})
            << '\n';
  return 0;
}

/// Rounds until the hub has nothing more for us. The sentence of the round that failed, or nothing.
std::optional<std::string> fetch_book(const Invocation& invocation, const std::string& office, std::int64_t& returned) {
  for (int empty = 0; empty < kEmptyRoundsMax;) {
    const daemon::CommandResult round = run(invocation, "sync");
    if (round.exit != daemon::ExitCode::kDone) return round.error;
    const json::object& summary = round.output.at("summary").as_object();
    const auto brought = summary.at("returned").to_number<std::int64_t>();
    returned += brought;
    empty = brought == 0 ? empty + 1 : 0;
    if (!summary.at("more").as_bool()) return std::nullopt;
    std::cerr << invocation.text("cli.node.recover_progress", {{"office", office}, {"returned", std::to_string(returned)}}) << '\n';
  }
  return std::nullopt;
}

/// What is in the book now, for the sysadmin to compare with what the office remembers.
json::object summary_of(const service::NodeConfig& config, std::int64_t returned) {
  Machine machine(config.data);
  Node node(NodeFiles::in(config.data), machine.world(), std::string(kProgram));
  const auto count = [&](store::Statement statement) {
    statement.step();
    return statement.integer(0);
  };
  std::int64_t lives = 0;
  for (const store::LogRecord& log : node.logs().logs())
    if (log.kind == wire::LogKind::kOffice && log.incarnation != node.identity().incarnation()) ++lives;
  const NodeStatus status = node.status();
  return {{"office", status.office},
          {"begun", status.incarnation},
          {"fingerprint", status.fingerprint},
          {"returned", returned},
          {"lives", lives},
          {"applications", count(store::Statement(node.database(), "SELECT count(*) FROM case_state"))},
          {"open", count(store::Statement(node.database(), "SELECT count(*) FROM case_state WHERE state = 'accepted'"))}};
}

int recover_on_new_machine(const Invocation& invocation, const service::NodeConfig& config, const std::string& enrolment_file) {
  const std::expected<protocol::Enrolment, std::string> enrolment = read_enrolment_file(invocation, enrolment_file);
  if (!enrolment) return invocation.fail(enrolment.error());
  const std::string office = registry::office_code(enrolment->grant.department, enrolment->grant.office);
  make_node(invocation, *enrolment);
  std::int64_t returned = 0;
  std::optional<std::string> failed = fetch_book(invocation, office, returned);
  if (!failed) {
    const auto lock = daemon::take_folder(config.data);
    if (!lock) return invocation.fail(daemon::taken_line(lock.error(), config.data, invocation.language));
    Machine machine(config.data);
    // One in 576: the new key has the letters of an earlier life, whose running numbers would be given again.
    const NodeFiles files = NodeFiles::in(config.data);
    if (shares_letters(files, machine.world())) static_cast<void>(recover_in_place(files, machine.world(), RecoverWhen::kAlways));
  }
  if (failed)
    return invocation.fail(invocation.text("cli.node.recover_without_book", {{"office", office}, {"why", *failed}}));
  const json::object summary = summary_of(config, returned);
  if (invocation.form == daemon::OutputForm::kJson) {
    daemon::print_json(std::cout, summary);
    return 0;
  }
  registry::MessageArguments arguments;
  for (const auto& [name, value] : summary)
    arguments[std::string(name)] = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
  std::cout << invocation.text("cli.node.recover_book", arguments) << '\n';
  return 0;
}

}  // namespace

int run_recover(const Invocation& invocation, const std::string& enrolment_file) {
  const service::NodeConfig config = invocation.config();
  if (enrolment_file.empty()) return begin_next_life(invocation, config, RecoverWhen::kFaulty, "cli.node.recover_done");
  return recover_on_new_machine(invocation, config, enrolment_file);
}

int run_rotate_keys(const Invocation& invocation) {
  return begin_next_life(invocation, invocation.config(), RecoverWhen::kAlways, "cli.node.rotate_done");
}

}  // namespace tirkeu::node
