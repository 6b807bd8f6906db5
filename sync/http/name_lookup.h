// Names to addresses by the system's resolver, which can neither be interrupted nor be given a deadline: without a
// network it may sit for half a minute. So each look-up has a thread of its own that nobody waits for, neither the
// caller nor the end of the program. (The library's resolver joins its thread, and a node that stops would hang as
// long.)
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "sync/http/loop.h"

namespace tirkeu::http {

struct NameLookup {
  std::vector<boost::asio::generic::stream_protocol::endpoint> endpoints;
  std::string error;  ///< empty when the name has addresses
  enum class End { kAnswered, kTimedOut } end = End::kAnswered;
};

/// `done` is called once on the loop thread, by `limit` at the latest. Addresses are answered without the resolver.
void look_up(EventLoop& loop, const std::string& host, const std::string& port, std::chrono::milliseconds limit,
             std::function<void(NameLookup)> done);

}  // namespace tirkeu::http
