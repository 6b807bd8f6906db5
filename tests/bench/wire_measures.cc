// Bytes of a round: ours are signed, chained, sealed and receipted; the JSON beside them is none of that.
#include <boost/json.hpp>

#include "tests/bench/baseline.h"
#include "tests/bench/line.h"
#include "tests/bench/measures.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kOffice = 1;

struct Batch {
  std::size_t registrations;
  int samples;  ///< averaged: small batches differ by who happens to be in them
};
constexpr Batch kBatches[] = {{1, 40}, {10, 10}, {100, 3}, {1000, 1}};

struct Sums {
  std::size_t up = 0, down = 0, wire = 0, json_up = 0, json_down = 0;
};

void run_round(Department& department, Line& line, std::size_t registrations, Sums& sums) {
  node::Node& node = department.node(kOffice);
  std::vector<base::RowId> accepted;
  boost::json::array acceptances;
  for (std::size_t i = 0; i < registrations; ++i) {
    department.pass(std::chrono::seconds(department.dice().between(60, 600)));
    accepted.push_back(department.accept(kOffice));
    acceptances.push_back(json_of(*node.book().acceptance(accepted.back())));
  }
  const Line::Round round = line.round();
  boost::json::array verdicts;
  for (const base::RowId id : accepted)
    for (const store::Verdict& verdict : node.book().verdicts(id)) verdicts.push_back(json_of(verdict));
  if (verdicts.size() != registrations) throw std::runtime_error("not every registration got its verdict in the round");
  sums.up += round.bundle_up;
  sums.down += round.bundle_down;
  sums.wire += round.wire;
  sums.json_up += json_zstd_bytes(acceptances);
  sums.json_down += json_zstd_bytes(verdicts);
}

}  // namespace

void measure_wire(const std::filesystem::path& folder, const Report& report) {
  report.section("Bytes of one round, registrations up and verdicts down (mean over rounds)");
  DepartmentOptions options;
  options.folder = folder / "wire";
  options.offices = {2, 3};
  options.seed = 11;
  Department department(options);
  // Not the first round of a new node, which carries the grant's proof: the usual one.
  for (int i = 0; i < 5; ++i) department.accept(0), department.accept(kOffice);
  department.settle();
  Line line(department, kOffice);
  for (const Batch& batch : kBatches) {
    const std::string number = std::to_string(batch.registrations);
    report.progress("rounds with " + number);
    Sums sums;
    for (int sample = 0; sample < batch.samples; ++sample) {
      department.settle();
      run_round(department, line, batch.registrations, sums);
    }
    const auto mean = [&](std::size_t sum) { return static_cast<double>(sum) / batch.samples; };
    report.add({"wire.up." + number, number + " up", mean(sums.up), "B", {{"JSON + zstd -19", mean(sums.json_up)}}});
    report.add(
        {"wire.down." + number, number + " down", mean(sums.down), "B", {{"JSON + zstd -19", mean(sums.json_down)}}});
    report.add({"wire.round." + number,
                number + " both",
                mean(sums.up + sums.down),
                "B",
                {{"JSON + zstd -19", mean(sums.json_up + sums.json_down)}}});
    report.add({"wire.http." + number, number + " both, with HTTP", mean(sums.wire), "B", {}});
  }
  // What the department's index costs every office: it comes down in the rounds after.
  constexpr std::size_t kIndexed = 500;
  department.settle();
  for (std::size_t i = 0; i < kIndexed; ++i) department.accept(0);
  department.exchange(0);
  while (department.hub().make_index_entries(16) > 0) {
  }
  const Line::Round quiet = line.round();
  const Line::Round empty = line.round();
  report.add({"wire.index",
              "index entry of another office, down",
              static_cast<double>(quiet.bundle_down - empty.bundle_down) / kIndexed,
              "B",
              {}});
  report.add({"wire.empty",
              "a round with nothing to say, both",
              static_cast<double>(empty.bundle_up + empty.bundle_down),
              "B",
              {}});
  report.add({"wire.http.empty", "the same with HTTP", static_cast<double>(empty.wire), "B", {}});
}

}  // namespace tirkeu::bench
