// Twenty offices that were offline for two weeks come back within a minute, three times in a row.
#include <algorithm>

#include "schema/registry/offices.h"
#include "tests/bench/measures.h"
#include "tests/bench/stampede.h"

namespace tirkeu::bench {
namespace {

constexpr int kDepartment = 12;  ///< the one with twenty offices
constexpr std::size_t kOffices = 20;
constexpr std::chrono::hours kOffline{14 * 24};
constexpr double kWithinSeconds = 60;
constexpr int kStampedes = 3;
constexpr std::size_t kTagsAtOnce = 16;

DepartmentOptions options(const std::filesystem::path& folder) {
  DepartmentOptions options;
  options.folder = folder / "return";
  options.department = kDepartment;
  for (std::size_t office = 1; office <= kOffices; ++office) options.offices.push_back(static_cast<int>(office));
  options.seed = 31;
  return options;
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

double tags_seconds() {
  const crypto::HardenedTagger tagger;
  const base::Bytes key(32, 7);
  return time_ms([&] {
           for (std::size_t i = 0; i < kTagsAtOnce; ++i) (void)tagger.tag(key, "KAZN" + std::to_string(10'000'000 + i) + "1984-03-09");
         }) / 1000;
}

void report_offices(const std::string& name, const std::vector<Returned>& offices, const LineRate& line, const Report& report) {
  std::vector<double> ratios, bare, waited;
  double hub_s = 0, quiet_s = 0, node_s = 0;
  for (std::size_t i = 0; i < offices.size(); ++i) {
    const Returned& office = offices[i];
    const std::string code = registry::office_code(kDepartment, static_cast<int>(i) + 1);
    report.add({name + "." + code,
                code + ", " + std::to_string(office.applications) + " applications: " + std::to_string(office.bytes_up) + " B up, " + std::to_string(office.bytes_down) + " B down, " +
                    std::to_string(office.exchanges) + (office.exchanges == 1 ? " exchange" : " exchanges") + ", all verdicts after",
                office.verdicts_s,
                "s",
                {{"what these bytes need", office.needed_s(line)}}});
    ratios.push_back(office.verdicts_s / office.needed_s(line));
    bare.push_back(office.verdicts_s * line.bytes_per_s / static_cast<double>(office.bytes_up + office.bytes_down));
    waited.push_back(office.queued_s);
    hub_s += office.hub_s;
    node_s = std::max(node_s, office.node_s);
    quiet_s = std::max(quiet_s, office.quiet_s);
  }
  report.add({name + ".worst", "worst office, time beside what its bytes need (1.2 is the bar)", std::ranges::max(ratios), "", {}});
  report.add({name + ".median", "median office", median(ratios), "", {}});
  report.add({name + ".worst_bytes_alone", "worst office, time beside its bytes alone, without the line's delay", std::ranges::max(bare), "", {}});
  report.add({name + ".queued", "longest wait at the hub for other offices", std::ranges::max(waited), "s", {}});
  report.add({name + ".hub", "the hub's thread for one office's backlog (mean)", hub_s / static_cast<double>(offices.size()), "s", {}});
  report.add({name + ".node", "computing at the slowest node", node_s, "s", {}});
  report.add({name + ".quiet", "last office has the department's index too after", quiet_s, "s", {}});
}

}  // namespace

void measure_return(const std::filesystem::path& folder, std::size_t applications, const Report& report) {
  report.section("Twenty offices, offline for 14 days, return within a minute; each on a line of 64 kbit/s and 600 ms of its own");
  const LineRate line;
  Department department(options(folder));
  for (std::size_t office = 0; office < kOffices; ++office)
    for (int i = 0; i < 5; ++i) department.accept(office);
  department.settle();
  department.close_hub();
  HubProcess hub(department.hub_folder());
  Stampede stampede(department, hub, line, tags_seconds());
  for (int round = 1; round <= kStampedes; ++round) {
    const std::string name = "return." + std::to_string(round);
    report.progress("stampede " + std::to_string(round) + ": two weeks of work");
    std::vector<std::vector<base::RowId>> waiting(kOffices);
    for (std::size_t i = 0; i < applications; ++i) {
      department.pass(std::chrono::duration_cast<base::Milliseconds>(kOffline) / static_cast<std::int64_t>(applications));
      for (std::size_t office = 0; office < kOffices; ++office) waiting[office].push_back(department.accept(office));
    }
    report.progress("stampede " + std::to_string(round) + ": the return");
    const HubWork before = hub.look();
    report_offices(name, stampede.run(waiting, kWithinSeconds), line, report);
    const HubWork after = hub.look();
    report.add({name + ".memory", "hub's memory (VmRSS of a process with nothing but the hub), after beside before", after.resident_mib, "MiB", {{"before", before.resident_mib}}});
    report.add({name + ".memory_peak", "its peak so far (VmHWM)", after.peak_mib, "MiB", {}});
  }
}

}  // namespace tirkeu::bench
