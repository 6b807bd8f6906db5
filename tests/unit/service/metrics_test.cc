#include "sync/service/metrics.h"

#include <gtest/gtest.h>

namespace tirkeu::service {
namespace {

TEST(Metrics, RendersOpenMetricsText) {
  Metrics metrics;
  metrics.counter("tirkeu_requests", "Requests by outcome.", {{"outcome", "refused"}}).add(3);
  metrics.counter("tirkeu_requests", "Requests by outcome.", {{"outcome", "done"}}).add();
  double lag = 2.5;
  metrics.gauge("tirkeu_lag_seconds", "Age of the index.", [&lag] { return lag; });
  EXPECT_EQ(metrics.render(),
            "# TYPE tirkeu_lag_seconds gauge\n# HELP tirkeu_lag_seconds Age of the index.\ntirkeu_lag_seconds 2.5\n"
            "# TYPE tirkeu_requests counter\n# HELP tirkeu_requests Requests by outcome.\n"
            "tirkeu_requests_total{outcome=\"refused\"} 3\ntirkeu_requests_total{outcome=\"done\"} 1\n# EOF\n");
  lag = 1e12;
  EXPECT_NE(metrics.render().find("tirkeu_lag_seconds 1000000000000\n"), std::string::npos);
}

TEST(Metrics, GivesTheSameCounterForTheSameName) {
  Metrics metrics;
  metrics.counter("a", "A.").add(2);
  EXPECT_EQ(metrics.counter("a", "A.").value(), 2u);
}

TEST(Metrics, TwoInstancesDoNotNoticeEachOther) {
  Metrics first, second;
  first.counter("a", "A.").add();
  EXPECT_EQ(second.counter("a", "A.").value(), 0u);
}

}  // namespace
}  // namespace tirkeu::service
