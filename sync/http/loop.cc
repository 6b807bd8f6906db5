#include "sync/http/loop.h"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sync/http/loop_core.h"

namespace tirkeu::http {

struct Timer::State {
  State(asio::io_context& io, Task what) : timer(io), task(std::move(what)) {}
  asio::steady_timer timer;
  Task task;
};

void Timer::cancel() {
  const auto state = state_.lock();
  if (!state) return;
  // A wait that is due already completes without an error; without its task it does nothing.
  state->task = nullptr;
  state->timer.cancel();
}

EventLoop::EventLoop(unsigned workers) : core_(std::make_unique<Core>(workers)) {}

EventLoop::~EventLoop() {
  {
    const std::lock_guard lock(core_->mailbox->mutex);
    core_->mailbox->io = nullptr;
  }
  core_->pool.stop();
  core_->pool.join();
}

void EventLoop::run() {
  while (true) {
    try {
      core_->io.run();
      break;
    } catch (...) {
      report_fault(std::current_exception());
    }
  }
  // Restarted afterwards and not before, so that a stop() ahead of run() is not forgotten.
  core_->io.restart();
}

void EventLoop::stop() {
  core_->io.stop();
}

void EventLoop::post(Task task) {
  asio::post(core_->io, std::move(task));
}

Timer EventLoop::after(std::chrono::milliseconds delay, Task task) {
  auto state = std::make_shared<Timer::State>(core_->io, std::move(task));
  state->timer.expires_after(delay);
  Timer handle{std::weak_ptr<Timer::State>(state)};
  asio::steady_timer& timer = state->timer;
  timer.async_wait([state = std::move(state)](const boost::system::error_code& error) {
    if (error || !state->task) return;
    // Moved out first: the task may cancel its own timer.
    Task due = std::exchange(state->task, nullptr);
    due();
  });
  return handle;
}

namespace {

void wait_for_signal(asio::signal_set& signals, const std::shared_ptr<std::function<void()>>& task) {
  signals.async_wait([&signals, task](const boost::system::error_code& error, int) {
    if (error) return;
    wait_for_signal(signals, task);
    (*task)();
  });
}

}  // namespace

void EventLoop::on_signal(int signal, std::function<void()> task) {
  asio::signal_set& signals = core_->signals.emplace_back(core_->io, signal);
  wait_for_signal(signals, std::make_shared<std::function<void()>>(std::move(task)));
}

void EventLoop::on_fault(std::function<void(std::exception_ptr)> handler) {
  core_->fault_handler = std::move(handler);
}

void EventLoop::report_fault(std::exception_ptr fault) {
  if (!core_->fault_handler) std::rethrow_exception(fault);
  core_->fault_handler(fault);
}

void EventLoop::submit(Task on_worker, Task on_loop) {
  asio::post(core_->pool, [this, on_worker = std::move(on_worker), on_loop = std::move(on_loop)]() mutable {
    std::exception_ptr fault;
    try {
      on_worker();
    } catch (...) {
      fault = std::current_exception();
    }
    // Both travel back, so that whatever they captured is released where everything else runs.
    asio::post(core_->io, [this, fault, worked = std::move(on_worker), then = std::move(on_loop)]() mutable {
      worked = nullptr;
      if (!fault) {
        then();
        return;
      }
      then = nullptr;
      report_fault(fault);
    });
  });
}

}  // namespace tirkeu::http
