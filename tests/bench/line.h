// A round as the programs hold it: the node's Link, the hub's HTTP server behind a loopback socket, every byte counted.
#pragma once

#include "node/link.h"
#include "sync/http/server.h"
#include "tests/bench/department.h"

namespace tirkeu::bench {

/// The hub's sync port: POST /sync/v1/exchange and nothing else.
class SyncPort final : public http::Handler {
 public:
  explicit SyncPort(hub::Hub& hub) : hub_(hub) {}
  void handle(http::Request request, http::Reply reply) override;
  std::size_t body_limit(std::string_view, std::string_view) const override { return base::Limits().bundle_bytes_max; }
  /// Of bundles since the last call: up, down.
  std::pair<std::size_t, std::size_t> take_bundle_bytes() { return {std::exchange(up_, 0), std::exchange(down_, 0)}; }

 private:
  hub::Hub& hub_;
  std::size_t up_ = 0, down_ = 0;
};

class Line {
 public:
  /// `link_kbps`: what the office says of its line; 0: nothing.
  Line(Department& department, std::size_t office, unsigned link_kbps = 0);
  struct Round {
    std::size_t bundle_up = 0, bundle_down = 0;  ///< bundles alone
    std::size_t wire = 0;                        ///< both ways with the heads of HTTP/1.1
    int exchanges = 0;
  };
  Round round();

 private:
  http::EventLoop loop_{1};
  SyncPort port_;
  http::Server server_;
  service::Log log_;
  node::Link link_;
};

}  // namespace tirkeu::bench
