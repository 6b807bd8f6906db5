#include "tests/bench/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include "sync/http/client.h"

namespace tirkeu::bench {
namespace {

/// Starts `words` with one of its standard streams on our side of a pipe: what is returned.
std::pair<pid_t, int> start(const std::vector<std::string>& words, int piped_stream) {
  std::array<int, 2> pipe{};
  if (pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const bool reads = piped_stream == STDOUT_FILENO;
  const int ours = reads ? pipe[0] : pipe[1];
  const int theirs = reads ? pipe[1] : pipe[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, theirs, piped_stream);
  // What programs tell their journal does not belong between the measures.
  if (reads) posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (!reads) posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  pid_t child = -1;
  const int problem = posix_spawn(&child, arguments[0], &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(theirs);
  if (problem != 0) {
    close(ours);
    throw std::runtime_error(words.front() + " does not start; build it, or set TIRKEU_BIN to the programs' folder");
  }
  return {child, ours};
}

}  // namespace

void run_command(const std::vector<std::string>& words, const std::string& input) {
  const auto [child, stream] = start(words, STDIN_FILENO);
  if (write(stream, input.data(), input.size()) != static_cast<ssize_t>(input.size()))
    throw std::runtime_error("a command took no input");
  close(stream);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw std::runtime_error(words[0] + " " + words[1] + " failed");
}

Daemon::Daemon(const std::vector<std::string>& words) {
  std::tie(child_, output_) = start(words, STDOUT_FILENO);
  std::string line;
  for (char letter = 0; read(output_, &letter, 1) == 1 && letter != '\n';) line += letter;
  const std::size_t begins = line.find("http://");
  if (begins == std::string::npos) {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
    close(output_);
    throw std::runtime_error(words.front() + " did not begin to serve");
  }
  url_ = line.substr(begins);
}

Daemon::~Daemon() {
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
  close(output_);
}

double Daemon::peak_mib() const {
  std::ifstream status("/proc/" + std::to_string(child_) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stod(line.substr(6)) / 1024;
  throw std::runtime_error("a program has ended before its memory was read");
}

void Browser::log_in(const std::string& user, const std::string& password) {
  call("POST", "/api/v1/login", boost::json::object{{"user", user}, {"password", password}});
}

boost::json::value Browser::call(const std::string& method, const std::string& path, const boost::json::value& body) {
  http::ClientRequest request;
  request.url = url_ + path;
  request.method = method;
  if (!cookie_.empty()) request.headers.add("Cookie", cookie_);
  if (method != "GET") {
    request.headers.add("X-Tirkeu", "1");
    request.headers.add("Idempotency-Key", "bench-" + std::to_string(++calls_));
    const std::string text = boost::json::serialize(body.is_null() ? boost::json::value(boost::json::object()) : body);
    request.headers.add("Content-Type", "application/json");
    request.body.assign(text.begin(), text.end());
  }
  const http::ClientResult result = http::send_and_wait(std::move(request));
  if (!result || result->status / 100 != 2)
    throw std::runtime_error(
        method + " " + path + ": " +
        (result ? std::to_string(result->status) + " " + std::string(result->body_text()) : result.error().text));
  if (const auto cookie = result->headers.find("Set-Cookie"))
    cookie_ = std::string(cookie->substr(0, cookie->find(';')));
  return result->body.empty() ? boost::json::value(nullptr) : boost::json::parse(result->body_text());
}

}  // namespace tirkeu::bench
