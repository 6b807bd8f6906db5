// tirkeu-sim: runs seeds of the simulated department. Used by `./dev sim` and by the tests.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "tests/sim/tally.h"

namespace {

using tirkeu::sim::Tally;
using tirkeu::sim::World;
using tirkeu::sim::WorldOptions;

struct Series {
  std::uint64_t from = 1;
  std::uint64_t seeds = 1;
  bool twice = false;
  std::string tally_file;
  std::vector<std::string> merged_files;
};

constexpr std::uint64_t kSeedsShown = 20;

unsigned long long shown(std::uint64_t number) { return static_cast<unsigned long long>(number); }

/// False after a violation, which has been told.
bool run_seed(const WorldOptions& options, const Series& series, Tally& tally) {
  try {
    const std::string trace = World(options).run(tally.counters);
    if (series.seeds <= kSeedsShown) std::printf("seed %llu: trace %s\n", shown(options.seed), trace.c_str());
    tirkeu::sim::Counters again;
    if (!series.twice || World(options).run(again) == trace) return true;
    std::printf("VIOLATION seed %llu: two runs of one seed differ\n", shown(options.seed));
  } catch (const std::exception& violation) {
    std::printf("VIOLATION %s\nagain: tirkeu-sim --from %llu --days %d --offices %d\n", violation.what(), shown(options.seed),
                options.days, options.offices);
  }
  return false;
}

/// What several processes met, each with seeds of its own, as one report.
int report_sum(const WorldOptions& options, const Series& series) {
  Tally sum = Tally::load(series.tally_file, options, 1);
  for (const std::string& file : series.merged_files) sum.add(Tally::load(file, options, 1));
  return sum.report(options) == 0 ? 0 : 1;
}

int run(WorldOptions options, const Series& series) {
  if (!series.merged_files.empty()) return report_sum(options, series);
  const bool is_kept = !series.tally_file.empty();
  Tally tally = is_kept ? Tally::load(series.tally_file, options, series.from) : Tally{series.from, 0, 0, {}};
  const std::uint64_t end = series.from + series.seeds;
  while (tally.next_seed < end) {
    options.seed = tally.next_seed;
    if (!run_seed(options, series, tally)) return 1;
    ++tally.next_seed;
    ++tally.seeds;
    tally.office_days += static_cast<std::uint64_t>(options.days) * static_cast<std::uint64_t>(options.offices);
    if (is_kept) tally.save(series.tally_file, options);
    if (series.seeds > kSeedsShown && tally.seeds % 20 == 0) {
      std::fprintf(stderr, "\rlast finished seed %llu of %llu", shown(options.seed), shown(end - 1));
      std::fflush(stderr);
    }
  }
  if (series.seeds > kSeedsShown) std::fprintf(stderr, "\n");
  std::printf("last finished seed %llu\n", shown(tally.next_seed - 1));
  return tally.report(options) == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Simulates a department: one hub and its nodes, wrong clocks, bad lines, sticks, failing disks; checks that nothing is "
               "lost or doubled and that no stay has two places.");
  Series series;
  WorldOptions options;
  app.add_option("--from,--seed", series.from, "the first seed");
  app.add_option("--seeds", series.seeds, "how many seeds, one after another");
  app.add_option("--days", options.days, "simulated days of each");
  app.add_option("--offices", options.offices, "offices of the department")->check(CLI::Range(1, 20));
  app.add_option("--tally", series.tally_file, "file for what was met and how far it came: the same line goes on where it was broken off");
  app.add_option("--merge", series.merged_files, "runs nothing: adds these tallies to that of --tally and reports the sum")->check(CLI::ExistingFile);
  app.add_flag("--twice", series.twice, "run each seed twice and compare the traces");
  CLI11_PARSE(app, argc, argv);

  tirkeu::crypto::initialise();
  try {
    return run(options, series);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "%s\n", fault.what());
    return 2;
  }
}
