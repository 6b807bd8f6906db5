// Counters and gauges in the OpenMetrics text format, read by the operator's own collector at /metrics. Labels are
// literals of the program, never data. An instance belongs to one daemon; nothing is global. Loop thread only.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tirkeu::service {

/// Only ever grows. The registry owns it; a reference stays valid as long as the registry.
class Counter {
 public:
  void add(std::uint64_t amount = 1) { value_ += amount; }
  std::uint64_t value() const { return value_; }

 private:
  std::uint64_t value_ = 0;
};

class Metrics {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  /// The counter of that name and labels, made at the first call. `name` without the ending "_total". All of one name
  /// share `help` of the first. A name that is no OpenMetrics name, or is a gauge already, stops the program.
  Counter& counter(std::string_view name, std::string_view help, Labels labels = {});
  /// A value that is asked for when somebody reads: nothing to keep up to date, nothing that can go stale.
  void gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels = {});

  /// The exposition, families in the order of their names, ending in "# EOF".
  std::string render() const;

  static constexpr std::string_view kContentType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

 private:
  struct Sample {
    std::string labels;  ///< rendered: {a="b"} or empty
    std::unique_ptr<Counter> counter;
    std::function<double()> read;
  };
  struct Family {
    bool is_counter = false;
    std::string help;
    std::vector<Sample> samples;
  };
  Family& family(std::string_view name, std::string_view help, bool is_counter);

  std::map<std::string, Family, std::less<>> families_;
};

}  // namespace tirkeu::service
