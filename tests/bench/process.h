// One of the real programs as a child process, and a person's browser at its API.
#pragma once

#include <sys/types.h>
#include <boost/json/value.hpp>
#include <filesystem>
#include <string>
#include <vector>

namespace tirkeu::bench {

/// Runs a command to its end with `input` on its standard input; throws when it does not exit with 0.
void run_command(const std::vector<std::string>& words, const std::string& input = "");

class Daemon {
 public:
  /// Starts `words` and waits for the line in which the daemon names its URL.
  explicit Daemon(const std::vector<std::string>& words);
  /// SIGTERM, and waits.
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  const std::string& url() const { return url_; }
  /// VmHWM of the kernel: the most that was ever resident.
  double peak_mib() const;

 private:
  pid_t child_ = -1;
  int output_ = -1;
  std::string url_;
};

class Browser {
 public:
  explicit Browser(std::string url) : url_(std::move(url)) {}
  void log_in(const std::string& user, const std::string& password);
  /// Throws unless the answer is 2xx. `body` null: none.
  boost::json::value call(const std::string& method, const std::string& path, const boost::json::value& body = nullptr);

 private:
  std::string url_, cookie_;
  int calls_ = 0;
};

}  // namespace tirkeu::bench
