#include "node/main/invocation.h"

#include <iostream>

#include "node/host.h"

namespace tirkeu::node {
namespace {

constexpr const char* kDefaultConfig = "/etc/tirkeu/node.toml";

/// A command's own log would repeat on stderr what the command says in words.
class NoLog final : public service::LogSink {
 public:
  void write(service::LogLevel, std::string_view, std::span<const service::LogField>) override {}
};

/// A node opened for one command, with the machine it needs.
class CommandNode final : public daemon::CommandHost {
 public:
  CommandNode(http::EventLoop& loop, const service::NodeConfig& config)
      : machine_(config.data), log_(service::LogLevel::kError, std::make_unique<NoLog>(), machine_.clock), host_(loop, config, machine_.world(), log_) {}
  const daemon::CommandTable& commands() const override { return host_.commands(); }

 private:
  Machine machine_;
  service::Log log_;
  NodeHost host_;
};

}  // namespace

service::NodeConfig Invocation::config() const {
  if (config_file.empty() && !data.empty()) return service::default_node_config(data);
  auto read = service::read_node_config(config_file.empty() ? kDefaultConfig : config_file);
  if (!read) {
    std::string lines;
    for (const service::ConfigError& error : read.error()) lines += (lines.empty() ? "" : "; ") + error.to_text(language);
    throw std::runtime_error(lines);
  }
  if (!data.empty()) read->data = data;
  if (read->data.empty()) throw std::runtime_error(text("cli.node.no_data"));
  return std::move(*read);
}

int Invocation::fail(std::string_view line) const { return daemon::fail(std::cerr, kProgram, line); }

daemon::CommandResult run(const Invocation& invocation, std::string name, boost::json::object arguments, base::Bytes payload) {
  const service::NodeConfig config = invocation.config();
  const daemon::OpenHost open = [&config](http::EventLoop& loop) -> std::unique_ptr<daemon::CommandHost> {
    return std::make_unique<CommandNode>(loop, config);
  };
  return daemon::run_command(config.data, {std::move(name), std::move(arguments), std::move(payload), invocation.language}, open);
}

}  // namespace tirkeu::node
