// `serve`: the object graph of the daemon. One loop thread decides; the lock on the data folder is held as long as it runs.
#include <csignal>
#include <iostream>

#include "node/api.h"
#include "node/host.h"
#include "node/main/invocation.h"
#include "node/main/tls_pair.h"
#include "sync/daemon/data_folder.h"
#include "sync/service/readiness.h"

namespace tirkeu::node {
namespace {

constexpr const char* kDefaultUi = "/usr/share/tirkeu-node/ui";
constexpr auto kHousekeepingEvery = std::chrono::hours(6);

std::unique_ptr<daemon::StaticFiles> read_ui(const service::NodeConfig& config) {
  // Whoever names a folder means it; where nobody did, a machine without the package's screens still has the API.
  const bool is_named = !config.ui.empty() && config.ui != service::default_node_config(config.data).ui;
  if (is_named) return std::make_unique<daemon::StaticFiles>(config.ui);
  std::error_code problem;
  if (!std::filesystem::exists(std::filesystem::path(kDefaultUi) / "index.html", problem)) return nullptr;
  return std::make_unique<daemon::StaticFiles>(kDefaultUi);
}

/// The host of "https://name:port", for the gate.
std::string host_of(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  if (const auto address = service::ListenAddress::parse(url)) return address->host;
  return std::string(url.substr(0, url.find('/')));
}

http::ServerOptions browser_door(Machine& machine, const service::NodeConfig& config) {
  http::ServerOptions options;
  options.listen = config.listen.to_string();
  if (!config.listen.is_loopback() || config.tls) options.tls = tls_pair(machine, config).files;
  options.host_names = {host_name()};
  if (const std::string host = host_of(config.public_url); !host.empty()) options.host_names.push_back(host);
  return options;
}

void add_gauges(service::Metrics& metrics, NodeHost& host) {
  metrics.gauge("tirkeu_log_sequence", "Entries of the office's own log.",
                [&host] { return static_cast<double>(host.node().status().sequence); });
  metrics.gauge("tirkeu_log_unsent", "Entries that no receipt of the hub covers.",
                [&host] { return static_cast<double>(host.node().status().unsent); });
  metrics.gauge("tirkeu_disk_free_bytes", "Free bytes where the data folder lies.",
                [&host] { return static_cast<double>(host.disk().free_bytes(host.data())); });
}

class Daemon {
 public:
  Daemon(const service::NodeConfig& config, service::Log& log, Machine& machine)
      : log_(log),
        host_(loop_, config, machine.world(), log),
        ui_(read_ui(config)),
        api_({loop_, host_.node().database(), host_.accounts(), machine.clock, machine.entropy, log, metrics_, ui_.get()}, api_options()),
        control_handler_(host_.commands(), log) {
    const Written written = [this] { host_.link().hurry(); };
    add_application_routes(api_, host_.node(), host_.drafts(), log, written);
    add_act_routes(api_, host_.node(), written);
    add_stay_routes(api_, host_.node(), written);
    add_attachment_routes(api_, host_.node(), written);
    add_visit_routes(api_, host_.node(), written);
    add_opinion_routes(api_, host_.node(), written);
    add_indicator_routes(api_, host_.node());
    add_audit_routes(api_, host_.node());
    add_take_over_routes(api_, host_.node(), written);
    add_draft_routes(api_, host_.node(), host_.drafts());
    add_round_routes(api_, host_.node(), host_.link(), machine.world().limits);
    add_reference_routes(api_, host_.node());
    add_status_route(api_, host_.node(), host_.link(), host_.disk(), host_.data());
    add_gauges(metrics_, host_);
    loop_.on_fault([this](std::exception_ptr fault) { note_fault(fault); });
    server_ = std::make_unique<http::Server>(loop_, browser_door(machine, config), api_);
    http::ServerOptions control;
    control.unix_socket = daemon::control_socket_of(config.data);
    control_ = std::make_unique<http::Server>(loop_, std::move(control), control_handler_);
  }

  /// Returns the exit code of the process.
  int run(const Invocation& invocation) {
    for (const int signal : {SIGTERM, SIGINT}) loop_.on_signal(signal, [this] { stop(); });
    keep_house();
    if (const auto interval = readiness_.watchdog_interval()) watch(*interval);
    host_.link().start();
    std::cout << invocation.text("cli.node.serving", {{"office", host_.node().identity().office_code()}, {"url", server_->url()}}) << std::endl;
    log_.info("started", {{"office", service::Code{host_.node().identity().office_code()}}, {"url", service::Code{server_->url()}}});
    readiness_.ready();
    loop_.run();
    log_.info("stopped");
    return exit_code_;
  }

 private:
  daemon::ApiOptions api_options() {
    daemon::ApiOptions options;
    options.program = service::Program::kNode;
    options.zone = host_.node().counter().zone();
    options.health = [this]() -> std::optional<std::string> {
      const std::string state = host_.node().status().state;
      return state == "ok" ? std::nullopt : std::optional(state);
    };
    options.on_fatal = [this] { give_up(); };
    return options;
  }

  void stop() {
    if (stopping_) return;
    stopping_ = true;
    readiness_.stopping();
    host_.link().stop();
    server_->stop([this] { control_->stop([this] { loop_.stop(); }); });
  }
  /// A database that failed must not answer any more; systemd starts the program anew, which then looks at the whole file.
  void give_up() {
    exit_code_ = 1;
    stop();
  }
  void note_fault(std::exception_ptr fault) {
    try {
      std::rethrow_exception(fault);
    } catch (const store::StoreError& error) {
      log_.error("fault", {{"fault", service::Fault{error.what()}}});
      if (error.fatal()) give_up();
    } catch (const std::exception& error) {
      log_.error("fault", {{"fault", service::Fault{error.what()}}});
    }
  }
  /// Alive is whoever has just read from the database on the deciding thread.
  void watch(std::chrono::milliseconds interval) {
    loop_.after(interval, [this, interval] {
      host_.node().settings().text("state");
      readiness_.alive();
      watch(interval);
    });
  }
  void keep_house() {
    host_.drafts().prune();
    loop_.after(kHousekeepingEvery, [this] { keep_house(); });
  }

  service::Log& log_;
  http::EventLoop loop_;
  service::Metrics metrics_;
  service::Readiness readiness_;
  NodeHost host_;
  std::unique_ptr<daemon::StaticFiles> ui_;
  daemon::Api api_;
  daemon::ControlHandler control_handler_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<http::Server> control_;
  bool stopping_ = false;
  int exit_code_ = 0;
};

}  // namespace

int run_serve(const Invocation& invocation) {
  const service::NodeConfig config = invocation.config();
  const auto lock = daemon::take_folder(config.data);
  if (!lock) return invocation.fail(daemon::taken_line(lock.error(), config.data, invocation.language));
  Machine machine(config.data);
  service::Log log(config.log_level, service::make_system_sink(), machine.clock);
  Daemon daemon(config, log, machine);
  return daemon.run(invocation);
}

int run_check_config(const Invocation& invocation) {
  std::cout << service::to_toml(invocation.config());
  return 0;
}

}  // namespace tirkeu::node
