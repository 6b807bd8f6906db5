// A daemon's surroundings for one test: a database in a folder of its own, a clock and dice in the test's hand, a log that
// can be read, and an Api that is asked without a socket.
#pragma once

#include <unistd.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "sync/crypto/keys.h"
#include "sync/crypto/password.h"
#include "sync/daemon/api.h"

namespace tirkeu::daemon {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tirkeu-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path = pattern;
  }
  ~TemporaryFolder() {
    std::error_code problem;
    std::filesystem::remove_all(path, problem);
  }
  std::filesystem::path path;
};

struct ManualClock final : base::Clock {
  base::ClockReading reading;
  base::ClockReading read() override { return reading; }
  void pass(base::Milliseconds time) {
    reading.since_boot += time;
    reading.wall += time;
  }
  void reboot() {
    ++reading.boot_id[0];
    reading.since_boot = std::chrono::seconds(20);
  }
};

/// SplitMix64: never the same 32 bytes twice, the same in every run.
struct SeededEntropy final : base::Entropy {
  std::uint64_t state = 1;
  void fill(std::span<std::uint8_t> target) override {
    for (std::uint8_t& byte : target) {
      std::uint64_t mixed = state += 0x9e3779b97f4a7c15u;
      mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9u;
      mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebu;
      byte = static_cast<std::uint8_t>(mixed >> 56);
    }
  }
};

struct Lines final : service::LogSink {
  explicit Lines(std::vector<std::string>& into) : lines(into) {}
  void write(service::LogLevel, std::string_view event, std::span<const service::LogField> fields) override {
    std::string line(event);
    for (const service::LogField& field : fields) line += " " + std::string(field.key()) + "=" + field.value();
    lines.push_back(line);
  }
  std::vector<std::string>& lines;
};

inline constexpr const char* kPassword = "correct horse battery";
/// Of kPassword, at the least cost there is, so that tests are quick; a login makes it anew at the usual one.
inline const std::string& quick_hash() {
  static const std::string hash = crypto::hash_password(kPassword, {1, 8192});
  return hash;
}

class Workplace {
 public:
  explicit Workplace(service::Program program = service::Program::kNode)
      : kind(program == service::Program::kNode ? store::DatabaseKind::kNode : store::DatabaseKind::kHub),
        database((folder.path / "book.db").string(), new_database(kind)),
        accounts(database, clock, entropy, program, LoginRules{}, crypto::hash_password("nobody", {1, 8192})),
        log(service::LogLevel::kInfo, std::make_unique<Lines>(lines), clock) {
    clock.reading.wall = base::Instant(std::chrono::sys_days(std::chrono::year(2026) / 11 / 20));
    clock.reading.since_boot = std::chrono::hours(100);
    clock.reading.boot_id = {1};
  }

  static store::DatabaseOptions new_database(store::DatabaseKind kind) {
    store::DatabaseOptions options;
    options.kind = kind;
    options.create = true;
    return options;
  }
  void add(std::string_view name, service::Role role, Account::Password password = Account::Password::kOwn) {
    if (!accounts.add(name, role, quick_hash(), password)) throw std::runtime_error("the test's account was refused");
  }
  ApiParts parts() { return {loop, database, accounts, clock, entropy, log, metrics, nullptr}; }

  TemporaryFolder folder;
  ManualClock clock;
  SeededEntropy entropy;
  std::vector<std::string> lines;
  http::EventLoop loop;
  store::DatabaseKind kind;
  store::Database database;
  AccountStore accounts;
  service::Log log;
  service::Metrics metrics;
};

/// A request as the server would hand it over, from a browser on this machine unless the test says otherwise.
inline http::Request request(std::string method, std::string path, std::string body = "") {
  http::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.body.assign(body.begin(), body.end());
  request.peer = http::Peer::kLoopback;
  request.remote_address = "127.0.0.1";
  request.headers.set("Host", "127.0.0.1:8602");
  request.headers.set("Accept-Language", "en");
  if (request.method != "GET") request.headers.set("X-Tirkeu", "1");
  return request;
}

/// Hands the request over and runs the loop until it is answered.
inline http::Response ask(http::Handler& handler, http::EventLoop& loop, http::Request request) {
  http::Response answered;
  // Posted, because a stop() ahead of run() would end the next run of the loop.
  loop.post([&] {
    handler.handle(std::move(request), http::Reply([&](http::Response response) {
                     answered = std::move(response);
                     loop.stop();
                   }));
  });
  loop.run();
  return answered;
}

inline boost::json::value json(const http::Response& response) { return boost::json::parse(std::string(response.body_text())); }

inline std::string error_code(const http::Response& response) {
  if (response.status < 400) return "status " + std::to_string(response.status);
  return std::string(json(response).at("error").at("code").as_string());
}

/// "sid=…" of the answer's Set-Cookie, as the browser would send it back.
inline std::string cookie_of(const http::Response& response) {
  const std::string_view whole = response.headers.get("Set-Cookie");
  return std::string(whole.substr(0, whole.find(';')));
}

}  // namespace tirkeu::daemon
