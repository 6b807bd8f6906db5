// The one thread that decides. Every handler, timer and signal runs on the thread that is inside run(), one after
// another, so that the rooms above need no lock. What costs CPU (password hashing, compression) goes to a small pool by
// compute() and comes back as a callback on the loop thread.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace tirkeu::http {

using Task = std::move_only_function<void()>;

/// A timer that has been set. Copies name the same timer; letting all of them go changes nothing.
class Timer {
 public:
  Timer() = default;
  /// The task will not run any more, even when it was due. Does nothing when it has run already. Loop thread only.
  void cancel();

 private:
  friend class EventLoop;
  struct State;
  explicit Timer(std::weak_ptr<State> state) : state_(std::move(state)) {}
  std::weak_ptr<State> state_;
};

/// Threads: run(), after(), on_signal() and compute() belong to the loop thread (or to the time before run()); post()
/// and stop() may be called from any. Errors: an exception that leaves a task goes to the fault handler; without one it
/// leaves run(), which stops the program as a broken invariant should.
class EventLoop {
 public:
  struct Core;

  /// `workers` threads serve compute(); two password hashes at once are as much memory as a small machine should give.
  explicit EventLoop(unsigned workers = 2);
  /// Waits for the computation under way; those not begun are dropped with their callbacks.
  ~EventLoop();
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  /// Runs tasks until stop(). May be called again afterwards.
  void run();
  /// run() returns after the current task. Tasks still queued stay queued.
  void stop();
  /// Runs `task` on the loop thread, never inside this call.
  void post(Task task);
  /// Runs `task` on the loop thread once `delay` has passed by the monotonic clock.
  Timer after(std::chrono::milliseconds delay, Task task);
  /// Runs `task` on the loop thread each time the process receives `signal`.
  void on_signal(int signal, std::function<void()> task);
  /// Who hears of exceptions that left a task or a computation (typically: the log). They are not fatal then.
  void on_fault(std::function<void(std::exception_ptr)> handler);
  /// Hands an exception to the fault handler, or throws it on when there is none.
  void report_fault(std::exception_ptr fault);

  /// Runs `work()` on a worker and then `then(result)` on the loop thread (`then()` when work returns nothing). When
  /// `work` throws, `then` is destroyed uncalled on the loop thread and the exception goes to the fault handler: a
  /// Reply held by `then` answers 500 by that.
  template <class Work, class Then>
  void compute(Work work, Then then) {
    using Result = std::invoke_result_t<Work&>;
    struct Job {
      Work work;
      Then then;
      std::optional<std::conditional_t<std::is_void_v<Result>, bool, Result>> result;
    };
    auto job = std::make_shared<Job>(Job{std::move(work), std::move(then), std::nullopt});
    Task on_worker = [job] {
      if constexpr (std::is_void_v<Result>) {
        job->work();
        job->result = true;
      } else {
        job->result.emplace(job->work());
      }
    };
    Task on_loop = [job = std::move(job)] {
      if (!job->result) return;
      if constexpr (std::is_void_v<Result>) {
        job->then();
      } else {
        job->then(std::move(*job->result));
      }
    };
    submit(std::move(on_worker), std::move(on_loop));
  }

  /// For server and client only; the type is complete in this room alone.
  Core& core() { return *core_; }

 private:
  /// Both tasks are destroyed on the loop thread.
  void submit(Task on_worker, Task on_loop);

  std::unique_ptr<Core> core_;
};

}  // namespace tirkeu::http
