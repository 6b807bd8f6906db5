// What the department's blind index costs an office when it is as large as it gets: on the line, on the disk, in a look-up.
#include "tests/bench/filled_index.h"
#include "tests/bench/measures.h"

namespace tirkeu::bench {
namespace {

constexpr int kDepartment = 12;
constexpr std::size_t kFast = 0, kSlow = 1;
constexpr std::size_t kPlentyBytes = 4u << 20, kSlowLineBytes = 960'000;
constexpr int kLookUps = 200, kHardened = 40;

struct Fetched {
  double bytes = 0, exchanges = 0, seconds = 0;
};
Fetched fetch(Department& department, std::size_t office, std::size_t bytes_wanted) {
  Fetched fetched;
  bool more = true;
  fetched.seconds = time_ms([&] {
                      while (more) {
                        const Department::Exchange exchange = department.exchange(office, bytes_wanted);
                        fetched.bytes += static_cast<double>(exchange.bytes_down);
                        fetched.exchanges += 1;
                        more = exchange.down.more;
                      }
                    }) / 1000;
  return fetched;
}

/// Of the office's database with what its write-ahead log still holds.
double database_bytes(const Department& department, std::size_t office) {
  double bytes = 0;
  for (const auto& file : std::filesystem::directory_iterator(department.node_folder(office)))
    if (file.path().filename().string().starts_with("node.db") && !file.path().string().ends_with("-shm")) bytes += static_cast<double>(file.file_size());
  return bytes;
}

double look_up_ms(Department& department, SwitchedTagger::Cost cost, int times) {
  department.tagger().set(cost);
  Durations taken;
  for (int i = 0; i < times; ++i) {
    const registry::Application asked = department.newcomer(kFast);
    taken.add(time_ms([&] { (void)department.node(kFast).first_check().check(asked); }));
  }
  department.tagger().set(SwitchedTagger::Cost::kCheap);
  return taken.median_ms();
}

void report_look_ups(Department& department, const std::string& name, const std::string& what, const Report& report) {
  report.add({"index.look_up." + name, "a look-up, " + what + " (median)", look_up_ms(department, SwitchedTagger::Cost::kHardened, kHardened), "ms",
              {{"without Argon2id", look_up_ms(department, SwitchedTagger::Cost::kCheap, kLookUps)}}});
}

}  // namespace

void measure_index(const std::filesystem::path& folder, std::size_t entries, const Report& report) {
  const std::string number = std::to_string(entries);
  report.section("The blind index with " + number + " entries");
  DepartmentOptions options;
  options.folder = folder / "index";
  options.department = kDepartment;
  options.offices = {1, 2};
  options.seed = 37;
  Department department(options);
  for (int i = 0; i < 5; ++i) department.accept(kFast), department.accept(kSlow);
  department.settle();
  const double before = database_bytes(department, kFast);
  department.close_hub();
  report.progress("an index of " + number + " entries");
  IndexFill fill;
  fill.entries = entries;
  fill.department = kDepartment;
  for (int office = 3; office <= 20; ++office) fill.offices.push_back(office);
  const double raw = static_cast<double>(fill_index(department.hub_folder(), fill, department.now(), department.dice()));
  department.open_hub();

  report.progress("on its way down");
  const auto each = [&](double bytes) { return bytes / static_cast<double>(entries); };
  const Fetched fast = fetch(department, kFast, kPlentyBytes);
  const Fetched slow = fetch(department, kSlow, kSlowLineBytes);
  report.add({"index.wire", "bytes of an entry on the way to an office", each(fast.bytes), "B", {{"as the log holds it", each(raw)}}});
  report.add({"index.wire.slow", "the same when the office calls its line slow", each(slow.bytes), "B", {{"what an entry tells at least: a tag of 32 bits", 4}}});
  report.add({"index.wire.all", "the whole index down, fast line (" + std::to_string(static_cast<int>(fast.exchanges)) + " exchanges)", fast.bytes / 1e6, "MB", {}});
  report.add({"index.wire.all.slow", "slow line (" + std::to_string(static_cast<int>(slow.exchanges)) + " exchanges)", slow.bytes / 1e6, "MB", {}});
  report.add({"index.line_s", "the whole index at 64 kbit/s", slow.bytes / 8000 / 60, "min", {}});
  report.add({"index.taken_in", "computing for it, hub and office together, fast line", fast.seconds, "s", {{"slow line", slow.seconds}}});
  report.add({"index.database", "bytes of an entry in the office's database, log and table", each(database_bytes(department, kFast) - before), "B", {}});
  report_look_ups(department, "one", "one generation", report);

  department.hub().index().rotate(department.hub().nodes(), department.hub().time());
  for (int i = 0; i < 20; ++i) department.accept(kSlow);
  department.settle();
  report_look_ups(department, "two", "two living generations", report);
}

}  // namespace tirkeu::bench
