// What a measure is, and how it is printed: a line for people, or a JSON object for machines (`--json`).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tirkeu::bench {

struct Measure {
  std::string name;  ///< stable, for machines: "wire.round.bytes.10"
  std::string what;  ///< for people
  double value = 0;
  std::string unit;  ///< "B", "1/s", "ms", "MiB", "%"
  /// What it is compared with, measured beside it in the same run.
  struct Beside {
    std::string what;
    double value = 0;
  };
  std::optional<Beside> beside;
};

class Report {
 public:
  enum class Form { kText, kJson };
  explicit Report(Form form) : form_(form) {}
  /// A headline; people only.
  void section(const std::string& title) const;
  void add(const Measure& measure) const;
  /// What is going on, on stderr: a run takes minutes.
  void progress(const std::string& text) const;

 private:
  Form form_;
};

/// Durations of many repetitions of one thing, in milliseconds.
class Durations {
 public:
  void add(double ms) { all_ms_.push_back(ms); }
  double median_ms() const { return quantile_ms(0.5); }
  double p95_ms() const { return quantile_ms(0.95); }
  double p99_ms() const { return quantile_ms(0.99); }
  double max_ms() const { return quantile_ms(1); }
  double per_second() const;

 private:
  double quantile_ms(double quantile) const;
  std::vector<double> all_ms_;
};

/// Milliseconds of the machine that `work` took.
template <class Work>
double time_ms(Work&& work);

/// Seconds for which `work` kept this thread: computing and waiting for the disk, without the time in which other programs had
/// the processor.
double busy_s(const std::function<void()>& work);

}  // namespace tirkeu::bench

#include <chrono>

template <class Work>
double tirkeu::bench::time_ms(Work&& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
}
