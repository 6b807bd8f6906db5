#include "tests/bench/report.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <numeric>

namespace tirkeu::bench {
namespace {

/// As JSON writes a number that a person may read too; six digits are more than any of this is worth.
std::string json_number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

/// Three significant digits are all that a measurement on somebody's machine is worth; bytes are counted.
std::string in_words(double value, const std::string& unit) {
  char text[64];
  const int decimals = unit == "B" || value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return std::string(text) + " " + unit;
}

/// In which this thread was ready and another had the processor.
double waited_for_processor_s() {
  std::ifstream facts("/proc/thread-self/schedstat");
  std::uint64_t ran_ns = 0, waited_ns = 0;
  facts >> ran_ns >> waited_ns;
  return static_cast<double>(waited_ns) / 1e9;
}

}  // namespace

double busy_s(const std::function<void()>& work) {
  const double waited = waited_for_processor_s();
  const double ms = time_ms(work);
  return std::max(0.0, ms / 1000 - (waited_for_processor_s() - waited));
}

void Report::section(const std::string& title) const {
  if (form_ == Form::kText) std::cout << "\n" << title << "\n";
}

void Report::add(const Measure& measure) const {
  if (form_ == Form::kJson) {
    const auto quoted = [](const std::string& text) { return boost::json::serialize(boost::json::string(text)); };
    std::cout << "{\"name\":" << quoted(measure.name) << ",\"what\":" << quoted(measure.what)
              << ",\"value\":" << json_number(measure.value) << ",\"unit\":" << quoted(measure.unit);
    if (measure.beside)
      std::cout << ",\"beside\":{\"what\":" << quoted(measure.beside->what)
                << ",\"value\":" << json_number(measure.beside->value)
                << "},\"ratio\":" << json_number(measure.value / measure.beside->value);
    std::cout << "}" << std::endl;
    return;
  }
  std::cout << "  " << measure.what << ": " << in_words(measure.value, measure.unit);
  if (measure.beside) {
    char ratio[32];
    std::snprintf(ratio, sizeof ratio, "%.2f", measure.value / measure.beside->value);
    std::cout << "   beside " << measure.beside->what << ": " << in_words(measure.beside->value, measure.unit)
              << "   ratio " << ratio;
  }
  std::cout << std::endl;
}

void Report::progress(const std::string& text) const {
  std::cerr << "… " << text << std::endl;
}

double Durations::per_second() const {
  return 1000.0 * static_cast<double>(all_ms_.size()) / std::accumulate(all_ms_.begin(), all_ms_.end(), 0.0);
}

double Durations::quantile_ms(double quantile) const {
  std::vector<double> sorted = all_ms_;
  std::ranges::sort(sorted);
  return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(quantile * static_cast<double>(sorted.size())))];
}

}  // namespace tirkeu::bench
