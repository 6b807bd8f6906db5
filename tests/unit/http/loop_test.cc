#include "sync/http/loop.h"

#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace tirkeu::http {
namespace {

using namespace std::chrono_literals;

TEST(EventLoop, RunsPostedTasksInOrderAndNeverInsidePost) {
  EventLoop loop(1);
  std::string order;
  loop.post([&] {
    loop.post([&] { order += 'c'; });
    order += 'a';
  });
  loop.post([&] { order += 'b'; });
  loop.post([&] { loop.post([&] { loop.stop(); }); });
  EXPECT_EQ(order, "");
  loop.run();
  EXPECT_EQ(order, "abc");
}

TEST(EventLoop, RemembersAStopThatCameBeforeRun) {
  EventLoop loop(1);
  bool ran = false;
  loop.post([&] { ran = true; });
  loop.stop();
  loop.run();
  EXPECT_FALSE(ran);
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_TRUE(ran);
}

TEST(EventLoop, FiresTimersByDelayAndNotTheCancelledOnes) {
  EventLoop loop(1);
  std::string order;
  loop.after(20ms, [&] {
    order += '2';
    loop.stop();
  });
  loop.after(1ms, [&] { order += '1'; });
  Timer cancelled = loop.after(5ms, [&] { order += 'x'; });
  cancelled.cancel();
  loop.run();
  EXPECT_EQ(order, "12");
  cancelled.cancel();
  Timer never;
  never.cancel();
}

TEST(EventLoop, CancelsATimerThatIsDueAlready) {
  EventLoop loop(1);
  bool fired = false;
  Timer second;
  // Both are due at once; the first to run cancels the other.
  Timer first = loop.after(0ms, [&] { second.cancel(); });
  second = loop.after(0ms, [&] { fired = true; });
  loop.after(5ms, [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(fired);
}

TEST(EventLoop, ComputesElsewhereAndAnswersHere) {
  EventLoop loop(2);
  const auto here = std::this_thread::get_id();
  std::thread::id worked_in;
  std::thread::id answered_in;
  int answer = 0;
  loop.compute(
      [&] {
        worked_in = std::this_thread::get_id();
        return std::make_unique<int>(42);
      },
      [&](std::unique_ptr<int> result) {
        answered_in = std::this_thread::get_id();
        answer = *result;
        loop.compute([] {}, [&] { loop.stop(); });
      });
  loop.run();
  EXPECT_EQ(answer, 42);
  EXPECT_NE(worked_in, here);
  EXPECT_EQ(answered_in, here);
}

TEST(EventLoop, DropsTheCallbackOfAFailedComputationAndReportsTheFault) {
  EventLoop loop(1);
  auto witness = std::make_shared<int>(0);
  std::string said;
  bool called = false;
  bool released_before_report = false;
  loop.on_fault([&](std::exception_ptr fault) {
    released_before_report = witness.use_count() == 1;
    try {
      std::rethrow_exception(fault);
    } catch (const std::runtime_error& error) {
      said = error.what();
    }
    loop.stop();
  });
  loop.compute([]() -> int { throw std::runtime_error("disk"); }, [&called, witness](int) { called = true; });
  loop.run();
  EXPECT_EQ(said, "disk");
  EXPECT_FALSE(called);
  EXPECT_TRUE(released_before_report);
}

TEST(EventLoop, LetsAnUnheardFaultLeaveRun) {
  EventLoop loop(1);
  loop.post([] { throw std::runtime_error("broken"); });
  EXPECT_THROW(loop.run(), std::runtime_error);
}

TEST(EventLoop, GoesOnAfterAFaultThatWasHeard) {
  EventLoop loop(1);
  int faults = 0;
  loop.on_fault([&](std::exception_ptr) { ++faults; });
  loop.post([] { throw std::runtime_error("broken"); });
  loop.post([&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(faults, 1);
}

TEST(EventLoop, HearsASignalEachTime) {
  EventLoop loop(1);
  int heard = 0;
  loop.on_signal(SIGUSR1, [&] {
    if (++heard == 2) {
      loop.stop();
    } else {
      ::raise(SIGUSR1);
    }
  });
  loop.post([] { ::raise(SIGUSR1); });
  loop.run();
  EXPECT_EQ(heard, 2);
}

TEST(EventLoop, TakesTasksFromOtherThreads) {
  EventLoop loop(1);
  const auto here = std::this_thread::get_id();
  bool on_loop_thread = false;
  std::jthread other([&] {
    loop.post([&] {
      on_loop_thread = std::this_thread::get_id() == here;
      loop.stop();
    });
  });
  loop.run();
  EXPECT_TRUE(on_loop_thread);
}

}  // namespace
}  // namespace tirkeu::http
