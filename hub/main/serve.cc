#include "hub/main/serve.h"

#include <csignal>
#include <filesystem>
#include <iostream>

#include "hub/commands.h"
#include "sync/daemon/cli.h"
#include "sync/daemon/data_folder.h"
#include "sync/daemon/static_files.h"
#include "sync/service/readiness.h"

namespace tirkeu::hub {
namespace {

constexpr std::string_view kProgram = "tirkeu-hub";
/// How often the daemon proves to itself and to systemd that its database answers, when nobody else sets the pace.
constexpr std::chrono::milliseconds kPulse{10'000};

/// The second, plain port: bundles and nothing else.
class SyncOnly final : public http::Handler {
 public:
  explicit SyncOnly(Exchange& exchange) : exchange_(exchange) {}
  void handle(http::Request request, http::Reply reply) override {
    if (request.method == "POST" && request.path == kExchangePath) return reply(exchange_.answer(request));
    reply(http::Response::empty(404));
  }
  std::size_t body_limit(std::string_view, std::string_view) const override { return base::Limits().bundle_bytes_max; }

 private:
  Exchange& exchange_;
};

std::vector<std::string> host_names_of(const std::string& public_url) {
  std::string_view rest(public_url);
  if (const std::size_t scheme = rest.find("://"); scheme != std::string_view::npos) rest.remove_prefix(scheme + 3);
  rest = rest.substr(0, rest.find_first_of("/:"));
  if (rest.empty()) return {};
  return {std::string(rest)};
}

http::ServerOptions browser_door(const service::HubConfig& config, const std::string& public_url) {
  http::ServerOptions options;
  options.listen = config.listen.to_string();
  options.host_names = host_names_of(public_url);
  if (config.tls)
    options.tls = http::TlsFiles{config.tls->certificate, config.tls->key};
  else if (!config.listen.is_loopback())
    options.tls = http::TlsFiles{config.data / "tls.crt", config.data / "tls.key"};
  return options;
}

/// Stops the doors one after another, then the loop.
class Doors {
 public:
  explicit Doors(http::EventLoop& loop) : loop_(loop) {}
  void add(std::unique_ptr<http::Server> server) { servers_.push_back(std::move(server)); }
  void stop() {
    if (stopping_) return;
    stopping_ = true;
    open_ = servers_.size();
    for (const std::unique_ptr<http::Server>& server : servers_)
      server->stop([this] {
        if (--open_ == 0) loop_.stop();
      });
  }

 private:
  http::EventLoop& loop_;
  std::vector<std::unique_ptr<http::Server>> servers_;
  std::size_t open_ = 0;
  bool stopping_ = false;
};

void pulse(http::EventLoop& loop, HubHost& host, service::Readiness& readiness, std::chrono::milliseconds interval) {
  host.hub().status();
  readiness.alive();
  host.index().wake();
  loop.after(interval, [&loop, &host, &readiness, interval] { pulse(loop, host, readiness, interval); });
  // Last, because they write: a full disk must not end the pulse.
  host.hub().note_witness();
  host.hub().audit().flush();
}

int run(const service::HubConfig& config, registry::Language language) {
  const auto lock = daemon::take_folder(config.data);
  if (!lock)
    return daemon::fail(std::cerr, kProgram, registry::text(language, "hub.folder_taken", {{"folder", config.data.string()}}));
  http::EventLoop loop;
  HubHost host(loop, config, service::make_system_sink());
  loop.on_fault([&host](std::exception_ptr fault) {
    try {
      std::rethrow_exception(fault);
    } catch (const std::exception& exception) {
      host.log().error("task_failed", {{"fault", service::Fault{exception.what()}}});
    }
  });
  std::unique_ptr<daemon::StaticFiles> ui;
  const std::filesystem::path folder = config.ui.empty() ? std::filesystem::path("/usr/share/tirkeu-hub/ui") : config.ui;
  if (std::filesystem::exists(folder / "index.html")) ui = std::make_unique<daemon::StaticFiles>(folder);

  Doors doors(loop);
  daemon::ApiOptions options;
  options.program = service::Program::kHub;
  options.on_fatal = [&doors] { doors.stop(); };
  daemon::ApiParts parts{loop, host.hub().database(), host.accounts(), host.clock(), host.entropy(), host.log(), host.metrics(), ui.get()};
  daemon::Api api(parts, options);
  add_hub_routes(api, host.hub(), host.exchange(), host.clock());
  daemon::ControlHandler control(host.commands(), host.log());
  SyncOnly sync_only(host.exchange());

  const std::string public_url = config.public_url.empty() ? host.hub().department().public_url() : config.public_url;
  auto browsers = std::make_unique<http::Server>(loop, browser_door(config, public_url), api);
  const std::string url = browsers->url();
  doors.add(std::move(browsers));
  if (config.sync_listen) {
    http::ServerOptions sync_options;
    sync_options.listen = config.sync_listen->to_string();
    sync_options.host_names = host_names_of(public_url);
    doors.add(std::make_unique<http::Server>(loop, sync_options, sync_only));
  }
  http::ServerOptions control_options;
  control_options.unix_socket = daemon::control_socket_of(config.data);
  doors.add(std::make_unique<http::Server>(loop, control_options, control));

  service::Readiness readiness;
  for (const int signal : {SIGTERM, SIGINT})
    loop.on_signal(signal, [&doors, &readiness] {
      readiness.stopping();
      doors.stop();
    });
  loop.post([&] {
    readiness.ready();
    pulse(loop, host, readiness, readiness.watchdog_interval().value_or(kPulse));
    std::cout << registry::text(language, "hub.serving", {{"department", host.hub().department().code()}, {"url", url}}) << std::endl;
  });
  loop.run();
  host.hub().note_witness();
  return 0;
}

}  // namespace

int serve(const service::HubConfig& config, registry::Language language) {
  try {
    return run(config, language);
  } catch (const std::exception& fault) {
    return daemon::fail(std::cerr, kProgram, fault.what());
  }
}

}  // namespace tirkeu::hub
