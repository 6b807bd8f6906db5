#include "tests/bench/line.h"

#include <stdexcept>

#include "hub/api.h"

namespace tirkeu::bench {
namespace {

/// As the hub's Exchange: what an answer over a line may carry.
constexpr std::size_t kAnswerBytes = 256u << 10;

class Silence final : public service::LogSink {
 public:
  void write(service::LogLevel, std::string_view, std::span<const service::LogField>) override {}
};

http::ServerOptions loopback() {
  http::ServerOptions options;
  options.listen = "127.0.0.1:0";
  return options;
}

node::LinkSettings settings_of(const http::Server& server, unsigned link_kbps) {
  node::LinkSettings settings;
  settings.hub_url = server.url();
  settings.link_kbps = link_kbps;
  settings.interval = std::chrono::seconds(0);
  return settings;
}

}  // namespace

void SyncPort::handle(http::Request request, http::Reply reply) {
  up_ += request.body.size();
  hub::AdmissionReport report = hub_.admission().admit(request.body, hub::Admission::Road::kLine, kAnswerBytes);
  if (!report.answer) return reply(http::Response::empty(400));
  down_ += report.answer->size();
  // As hub::Exchange answers a node that names no type.
  http::Response response = http::Response::empty(200);
  response.body = std::move(*report.answer);
  response.sparing = true;
  reply(std::move(response));
}

Line::Line(Department& department, std::size_t office, unsigned link_kbps)
    : port_(department.hub()),
      server_(loop_, loopback(), port_),
      log_(service::LogLevel::kError, std::make_unique<Silence>(), department.clock()),
      link_(loop_, department.node(office).round(), department.clock(), department.dice(), log_, settings_of(server_, link_kbps)) {
}

Line::Round Line::round() {
  Round result;
  bool done = false;
  link_.round_now([&](const node::RoundOutcome& outcome) {
    done = outcome.result == node::RoundOutcome::Result::kDone;
    result.wire = outcome.wire.sent + outcome.wire.received;
    result.exchanges = outcome.exchanges;
    loop_.stop();
  });
  loop_.run();
  if (!done) throw std::runtime_error("a round over loopback failed");
  std::tie(result.bundle_up, result.bundle_down) = port_.take_bundle_bytes();
  return result;
}

}  // namespace tirkeu::bench
