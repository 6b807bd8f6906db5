// tirkeu-sim: runs seeds of the simulated department. Used by `./dev sim` and by the tests.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "tests/sim/world.h"

namespace {

using tirkeu::sim::Counters;

/// Faults and rare paths that a run over many seeds must have met, or it proved less than it says.
const char* const kMustHappen[] = {
    "bundle dropped", "bundle repeated", "bundle delayed and overtaken", "bundle cut", "answer lost", "answer repeated", "answer cut",
    "stick", "stick late", "stick doubled", "stick lost", "power cut at an office", "crash of an office in the middle of a write",
    "crash of the hub in the middle of a write", "clock a year off", "clock hours off", "entries changed under an authentic header",
    "hub met nothing new", "office met an old answer", "hit in the index", "hit in the own book", "accepted despite a hit",
    "verdict confirmed", "verdict annulled", "verdict review", "grade certain", "grade probable", "grade undetermined",
    "verdict changed by later knowledge"};

int report(const Counters& counters, std::uint64_t seeds, bool demand_all) {
  for (const auto& [what, count] : counters) std::printf("  %10llu  %s\n", static_cast<unsigned long long>(count), what.c_str());
  int missing = 0;
  for (const char* const what : kMustHappen)
    if (demand_all && !counters.contains(what)) {
      std::printf("never happened: %s\n", what);
      ++missing;
    }
  std::printf("%llu seeds, 0 violations\n", static_cast<unsigned long long>(seeds));
  return missing == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulates a department: one hub and its nodes, wrong clocks, bad lines, sticks, power cuts; checks that nothing is "
               "lost or doubled and that no stay has two places.");
  std::uint64_t seed = 1;
  std::uint64_t seeds = 1;
  bool twice = false;
  tirkeu::sim::WorldOptions options;
  app.add_option("--seed", seed, "the first seed");
  app.add_option("--seeds", seeds, "how many seeds, one after another");
  app.add_option("--days", options.days, "simulated days of each");
  app.add_option("--offices", options.offices, "offices of the department")->check(CLI::Range(1, 8));
  app.add_flag("--twice", twice, "run each seed twice and compare the traces");
  CLI11_PARSE(app, argc, argv);

  tirkeu::crypto::initialise();
  Counters counters;
  for (std::uint64_t i = 0; i < seeds; ++i) {
    options.seed = seed + i;
    try {
      const std::string trace = tirkeu::sim::World(options).run(counters);
      if (seeds <= 20) std::printf("seed %llu: trace %s\n", static_cast<unsigned long long>(options.seed), trace.c_str());
      Counters again;
      if (twice && tirkeu::sim::World(options).run(again) != trace) {
        std::printf("VIOLATION seed %llu: two runs of one seed differ\n", static_cast<unsigned long long>(options.seed));
        return 1;
      }
    } catch (const std::exception& violation) {
      std::printf("VIOLATION %s\nagain: tirkeu-sim --seed %llu --days %d --offices %d\n", violation.what(),
                  static_cast<unsigned long long>(options.seed), options.days, options.offices);
      return 1;
    }
    if (seeds > 20 && (i + 1) % 20 == 0) {
      std::fprintf(stderr, "\r%llu of %llu seeds", static_cast<unsigned long long>(i + 1), static_cast<unsigned long long>(seeds));
      std::fflush(stderr);
    }
  }
  if (seeds > 20) std::fprintf(stderr, "\n");
  return report(counters, seeds, seeds >= 50);
}
