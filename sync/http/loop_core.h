// The inside of EventLoop, for the other sources of this room only: it is what they hang their sockets and timers on.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <list>
#include <memory>
#include <mutex>

#include "sync/http/loop.h"

namespace tirkeu::http {

namespace asio = boost::asio;

struct EventLoop::Core {
  /// Where threads that may outlive the loop leave what they bring; empty once the loop has gone.
  struct Mailbox {
    std::mutex mutex;
    asio::io_context* io = nullptr;
  };

  explicit Core(unsigned workers) : pool(workers) { mailbox->io = &io; }

  /// One thread runs it, ever; the hint lets it leave out locks.
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> guard{io.get_executor()};
  std::list<asio::signal_set> signals;
  std::function<void(std::exception_ptr)> fault_handler;
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>();
  /// Declared last, so that it is joined before the context that its work reports to goes away.
  asio::thread_pool pool;
};

}  // namespace tirkeu::http
