#include "sync/service/metrics.h"

#include <cmath>
#include <cstdio>

#include "sync/base/invariant.h"

namespace tirkeu::service {
namespace {

bool is_metric_name(std::string_view name) {
  if (name.empty() || (name.front() >= '0' && name.front() <= '9')) return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

std::string escaped(std::string_view text) {
  std::string out;
  for (char letter : text) {
    if (letter == '\n') {
      out += "\\n";
      continue;
    }
    if (letter == '\\' || letter == '"') out += '\\';
    out += letter;
  }
  return out;
}

std::string render_labels(const Metrics::Labels& labels) {
  std::string out;
  for (const auto& [name, value] : labels) {
    base::require(is_metric_name(name), "a metric's label has a name that OpenMetrics does not allow");
    out += (out.empty() ? "{" : ",") + std::string(name) + "=\"" + escaped(value) + "\"";
  }
  return out.empty() ? out : out + "}";
}

/// Whole numbers without a fraction, so that large counts keep every digit.
std::string render_number(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value > 0 ? "+Inf" : "-Inf";
  char text[40];
  const bool whole = std::floor(value) == value && std::fabs(value) < 9e15;
  std::snprintf(text, sizeof text, whole ? "%.0f" : "%.9g", value);
  return text;
}

}  // namespace

Metrics::Family& Metrics::family(std::string_view name, std::string_view help, bool is_counter) {
  base::require(is_metric_name(name), "a metric has a name that OpenMetrics does not allow");
  const auto [place, fresh] = families_.try_emplace(std::string(name));
  if (fresh) {
    place->second.is_counter = is_counter;
    place->second.help = help;
  }
  base::require(place->second.is_counter == is_counter, "one metric name was used for a counter and a gauge");
  return place->second;
}

Counter& Metrics::counter(std::string_view name, std::string_view help, Labels labels) {
  Family& all = family(name, help, true);
  std::string rendered = render_labels(labels);
  for (Sample& sample : all.samples)
    if (sample.labels == rendered) return *sample.counter;
  all.samples.push_back({std::move(rendered), std::make_unique<Counter>(), nullptr});
  return *all.samples.back().counter;
}

void Metrics::gauge(std::string_view name, std::string_view help, std::function<double()> read, Labels labels) {
  Family& all = family(name, help, false);
  std::string rendered = render_labels(labels);
  for (const Sample& sample : all.samples)
    base::require(sample.labels != rendered, "one gauge was registered twice");
  all.samples.push_back({std::move(rendered), nullptr, std::move(read)});
}

std::string Metrics::render() const {
  std::string out;
  for (const auto& [name, all] : families_) {
    out += "# TYPE " + name + (all.is_counter ? " counter\n" : " gauge\n");
    out += "# HELP " + name + " " + escaped(all.help) + "\n";
    for (const Sample& sample : all.samples) {
      if (all.is_counter)
        out += name + "_total" + sample.labels + " " + std::to_string(sample.counter->value()) + "\n";
      else
        out += name + sample.labels + " " + render_number(sample.read()) + "\n";
    }
  }
  return out + "# EOF\n";
}

}  // namespace tirkeu::service
