// What it costs the hub to take entries in, beside bare prepared inserts of every row that it wrote for them.
#include <sys/resource.h>

#include "tests/bench/measures.h"
#include "tests/bench/written_rows.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kSender = 0;
constexpr std::size_t kBundleBytes = 4u << 20;
constexpr std::size_t kAnswerBytes = 256u << 10;
constexpr std::size_t kPerBundle = 100;
constexpr std::size_t kIndexEvery = 2000;

/// Time of the wall and of the processor; where other programs compute beside, only the second can be compared.
struct Cost {
  double wall_ms = 0, processor_ms = 0;

  template <class Work>
  void add(Work&& work) {
    const double before = processor_now_ms();
    wall_ms += time_ms(work);
    processor_ms += processor_now_ms() - before;
  }

 private:
  static double processor_now_ms() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval& part) { return static_cast<double>(part.tv_sec) * 1000 + static_cast<double>(part.tv_usec) / 1000; };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
  }
};

struct Run {
  std::size_t entries = 0, rows = 0;
  Cost admitted, bare;
};

void send_bundle(Department& department, WrittenRows& written, BareRows& bare, Run& run) {
  node::Node& node = department.node(kSender);
  for (std::size_t i = 0; i < kPerBundle; ++i) {
    department.pass(std::chrono::seconds(1));
    department.accept(kSender);
  }
  const node::UpSummary up = node.round().make_up(kBundleBytes);
  hub::AdmissionReport report;
  run.admitted.add([&] { report = department.hub().admission().admit(up.bundle, hub::Admission::Road::kLine, kAnswerBytes); });
  if (report.applications != kPerBundle || !node.round().take_down(*report.answer))
    throw std::runtime_error("a bundle was not taken in whole");
  const std::vector<WrittenRow> rows = written.look();
  run.bare.add([&] { bare.insert(rows); });
  run.entries += kPerBundle;
  run.rows += rows.size();
}

}  // namespace

void measure_admission(const std::filesystem::path& folder, std::size_t entries, const Report& report) {
  report.section("Admission");
  DepartmentOptions options;
  options.folder = folder / "admission";
  options.offices = {2, 3};
  options.seed = 14;
  Department department(options);
  department.settle();
  WrittenRows written(department.hub_folder() / "hub.db", store::DatabaseKind::kHub);
  BareRows bare(folder / "bare-admission.db", store::DatabaseKind::kHub, written.tables());
  bare.insert(written.look());
  Run run;
  while (run.entries < entries) {
    if (run.entries % kIndexEvery == 0) {
      report.progress("admission: " + std::to_string(run.entries) + " of " + std::to_string(entries) + " entries");
      while (department.hub().make_index_entries(1000) > 0) {
      }
      bare.insert(written.look());
    }
    send_bundle(department, written, bare, run);
  }
  const std::string number = std::to_string(run.entries);
  const std::string rows = std::to_string(run.rows);
  report.add({"hub.admission.wall", number + " entries verified, checked for duplicates, committed and answered, in bundles of 100",
              run.admitted.wall_ms / 1000, "s",
              {{"bare prepared inserts of the " + rows + " rows that this wrote", run.bare.wall_ms / 1000}}});
  report.add({"hub.admission.processor", "the same in seconds of the processor", run.admitted.processor_ms / 1000, "s",
              {{"bare prepared inserts", run.bare.processor_ms / 1000}}});
}

}  // namespace tirkeu::bench
