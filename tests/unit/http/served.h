// A server with its loop in a thread of its own, and a bare socket that says exactly what a test wants said. For the
// tests of this room only.
#pragma once

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "sync/http/server.h"

namespace tirkeu::http {

/// A handler made of a function; it runs on the loop thread.
class Answering : public Handler {
 public:
  std::function<void(Request, Reply)> answer = [](Request request, Reply reply) {
    reply(Response::bytes(200, "application/octet-stream", std::move(request.body)));
  };
  std::size_t limit = 64u << 10;

  void handle(Request request, Reply reply) override { answer(std::move(request), std::move(reply)); }
  std::size_t body_limit(std::string_view, std::string_view) const override { return limit; }
};

class Served {
 public:
  explicit Served(ServerOptions options, Answering& handler) {
    server = std::make_unique<Server>(loop, std::move(options), handler);
    thread_ = std::thread([this] { loop.run(); });
  }
  ~Served() {
    loop.post([this] {
      server.reset();
      loop.stop();
    });
    thread_.join();
  }
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  /// Runs `question` on the loop thread and returns its answer.
  template <class Question>
  auto ask(Question question) {
    std::packaged_task<std::invoke_result_t<Question>()> task(std::move(question));
    auto answer = task.get_future();
    loop.post([&task] { task(); });
    return answer.get();
  }
  ServerCounts counts() {
    return ask([this] { return server->counts(); });
  }
  /// Waits until the server's numbers satisfy `wanted`: they change a moment after a socket is seen closed.
  bool reaches(const std::function<bool(const ServerCounts&)>& wanted) {
    for (int turn = 0; turn < 2'000; ++turn) {
      if (wanted(counts())) return true;
      ::poll(nullptr, 0, 1);
    }
    return false;
  }

  EventLoop loop;
  std::unique_ptr<Server> server;

 private:
  std::thread thread_;
};

inline ServerOptions on_loopback() {
  ServerOptions options;
  options.listen = "127.0.0.1:0";
  return options;
}

/// A blocking socket. Every wait ends after ten seconds with a failed test instead of a hanging one.
class BareSocket {
 public:
  explicit BareSocket(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~BareSocket() { close(); }
  BareSocket(const BareSocket&) = delete;
  BareSocket& operator=(const BareSocket&) = delete;

  bool connected() const { return connected_; }
  int fd() const { return fd_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void finish_sending() { ::shutdown(fd_, SHUT_WR); }
  /// False once the peer has closed.
  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  /// True when there is something to read, or the end of the stream, within `limit_ms`.
  bool readable(int limit_ms) {
    pollfd wanted{fd_, POLLIN, 0};
    return ::poll(&wanted, 1, limit_ms) == 1;
  }
  /// Everything until the peer closes.
  std::string hear_all() {
    std::string heard;
    while (hear_some(heard)) {
    }
    return heard;
  }
  /// Until `mark` has arrived `times` times, or the peer closes.
  std::string hear_until(const std::string& mark, int times = 1) {
    std::string heard;
    const auto complete = [&] {
      std::size_t at = 0;
      for (int seen = 0; seen < times; ++seen) {
        at = heard.find(mark, at);
        if (at == std::string::npos) return false;
        at += mark.size();
      }
      return true;
    };
    while (!complete() && hear_some(heard)) {
    }
    return heard;
  }

 private:
  bool hear_some(std::string& heard) {
    if (!readable(10'000)) {
      ADD_FAILURE() << "nothing was heard for ten seconds";
      return false;
    }
    char space[65536];
    const auto got = ::recv(fd_, space, sizeof space, 0);
    if (got <= 0) return false;
    heard.append(space, static_cast<std::size_t>(got));
    return true;
  }

  int fd_;
  bool connected_ = false;
};

inline const std::string kGet = "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n";

inline std::string post_head(std::size_t length) {
  return "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(length) + "\r\n\r\n";
}

inline std::size_t count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

/// A folder of its own that goes with the test.
class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "http-XXXXXX").string();
    path_ = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

}  // namespace tirkeu::http
