// What the hub takes in and what a node accepts, each beside bare SQLite on the same disk in the same minute.
#include "tests/bench/baseline.h"
#include "tests/bench/measures.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kSender = 0;
constexpr std::size_t kChecker = 1;
constexpr int kDepartment = 6;
constexpr std::size_t kBundleBytes = 4u << 20;
constexpr std::size_t kAnswerBytes = 256u << 10;
constexpr std::size_t kTagsAtOnce = 16;  ///< as the hub's worker does
constexpr std::size_t kHardened = 512;   ///< index entries made with Argon2id; the rest is filled in cheaply
constexpr int kAcceptances = 400;

std::vector<base::Bytes> newest_entries(node::Node& node, std::size_t count) {
  const base::Incarnation own = node.identity().incarnation();
  std::vector<base::Bytes> entries;
  for (store::StoredEntry& entry :
       node.logs().entries_from(own, node.logs().head(own).sequence - count + 1, 64u << 20, count))
    entries.push_back(std::move(entry.bytes));
  return entries;
}

struct Bundles {
  std::size_t registrations;
  Durations admitted, bare;
};

/// One bundle of `bundles.registrations` from the sender into the hub; its rows into the bare database.
void send_bundle(Department& department, BareDatabase& bare, Bundles& bundles) {
  node::Node& node = department.node(kSender);
  for (std::size_t i = 0; i < bundles.registrations; ++i) {
    department.pass(std::chrono::seconds(1));
    department.accept(kSender);
  }
  const EntryRows rows(newest_entries(node, bundles.registrations), node.database().book(), kDepartment);
  const node::UpSummary up = node.round().make_up(kBundleBytes);
  if (up.count != bundles.registrations) throw std::runtime_error("the bundle does not carry the whole batch");
  hub::AdmissionReport admitted;
  bundles.admitted.add(time_ms(
      [&] { admitted = department.hub().admission().admit(up.bundle, hub::Admission::Road::kLine, kAnswerBytes); }));
  bundles.bare.add(time_ms([&] { bare.insert(rows.rows()); }));
  if (admitted.applications != bundles.registrations || !node.round().take_down(*admitted.answer))
    throw std::runtime_error("a bundle was not taken in whole");
}

void report_bundles(const Bundles& bundles, const Report& report) {
  const std::string number = std::to_string(bundles.registrations);
  const auto rows = static_cast<double>(bundles.registrations);
  report.add({"hub.rows." + number,
              "registrations taken in, bundles of " + number + " (signature, chain, rows, verdicts, receipt)",
              bundles.admitted.per_second() * rows,
              "1/s",
              {{"bare prepared INSERT, " + number + " a transaction", bundles.bare.per_second() * rows}}});
}

void make_cheap_entries(Department& department) {
  department.tagger().set(SwitchedTagger::Cost::kCheap);
  while (department.hub().make_index_entries(1000) > 0) {
  }
}

}  // namespace

std::unique_ptr<Department> measure_hub(const std::filesystem::path& folder, std::size_t index_entries,
                                        const Report& report) {
  report.section("Hub");
  DepartmentOptions options;
  options.folder = folder / "work";
  options.offices = {2, 3};
  options.seed = 12;
  auto department = std::make_unique<Department>(options);
  BareDatabase bare(folder / "bare-hub.db");
  department->settle();
  Bundles hundreds{100, {}, {}};
  Bundles thousands{1000, {}, {}};
  std::size_t sent = 0;
  for (; sent + 2000 <= index_entries; sent += 2000) {
    report.progress("hub: " + std::to_string(sent) + " of " + std::to_string(index_entries) + " registrations");
    send_bundle(*department, bare, thousands);
    for (int i = 0; i < 10; ++i) send_bundle(*department, bare, hundreds);
    if (sent + 4000 <= index_entries) make_cheap_entries(*department);
  }
  report_bundles(hundreds, report);
  report_bundles(thousands, report);

  department->tagger().set(SwitchedTagger::Cost::kHardened);
  Durations hardened;
  for (std::size_t made = 0; made < kHardened; made += kTagsAtOnce)
    hardened.add(time_ms([&] { department->hub().make_index_entries(kTagsAtOnce); }));
  report.add(
      {"hub.index_entries", "index entries made (Argon2id, one core)", hardened.per_second() * kTagsAtOnce, "1/s", {}});
  make_cheap_entries(*department);
  report.progress("hub: index to the other office");
  std::uint32_t taken = 0;
  const double took_ms = time_ms([&] {
    node::DownSummary down;
    do {
      down = department->exchange(kChecker).down;
      taken += down.index_entries;
    } while (down.more);
  });
  report.add({"node.index_rows",
              "index entries fetched and taken in by a node (" + std::to_string(taken) + ")",
              1000.0 * taken / took_ms,
              "1/s",
              {}});
  return department;
}

void measure_node(Department& department, const std::filesystem::path& folder, const Report& report) {
  report.section("Node");
  report.progress("node: acceptances");
  node::Node& node = department.node(kChecker);
  BareDatabase bare(folder / "bare-node.db");
  Durations accepted, accepted_cheap, committed, checked, checked_cheap;
  // One of each in turn, so that all meet the same disk.
  for (int i = 0; i < kAcceptances; ++i) {
    department.pass(std::chrono::seconds(20));
    const registry::Application first = department.newcomer(kChecker);
    const registry::Application second = department.newcomer(kChecker);
    const registry::Application asked = department.newcomer(kChecker);
    department.tagger().set(SwitchedTagger::Cost::kHardened);
    checked.add(time_ms([&] { node.first_check().check(asked); }));
    accepted.add(time_ms([&] { department.accept(kChecker, first); }));
    const EntryRows rows(newest_entries(node, 1), node.database().book(), kDepartment);
    committed.add(time_ms([&] { bare.insert(rows.rows()); }));
    department.tagger().set(SwitchedTagger::Cost::kCheap);
    checked_cheap.add(time_ms([&] { node.first_check().check(asked); }));
    accepted_cheap.add(time_ms([&] { department.accept(kChecker, second); }));
  }
  const Measure::Beside beside{"bare SQLite commits of the same row, same pragmas", committed.per_second()};
  report.add({"node.acceptances", "acceptances with check (Argon2id), log entry and fsync", accepted.per_second(),
              "1/s", beside});
  report.add({"node.acceptances_without_tag", "the same without the Argon2id of the check", accepted_cheap.per_second(),
              "1/s", beside});
  report.add({"node.acceptance_median",
              "one acceptance, median",
              accepted.median_ms(),
              "ms",
              {{"bare commit", committed.median_ms()}}});
  report.add({"node.acceptance_p99",
              "one acceptance, 99th percentile",
              accepted.p99_ms(),
              "ms",
              {{"bare commit", committed.p99_ms()}}});
  report.add({"node.check_median",
              "check before acceptance, median",
              checked.median_ms(),
              "ms",
              {{"without Argon2id", checked_cheap.median_ms()}}});
  report.add({"node.check_p99",
              "check before acceptance, 99th percentile",
              checked.p99_ms(),
              "ms",
              {{"without Argon2id", checked_cheap.p99_ms()}}});
}

}  // namespace tirkeu::bench
