// tirkeu-attack: somebody has carried off an office's machine, with every file and key on it, and wants to know whose passports
// the department's other offices have seen. The blind index must not tell him.
//
// The department is invented, so what he may find is known: numbers planted among the entries of the other offices. He has the
// key of the index, knows the state that issued them all and how its passports are numbered, and tries numbers and birth
// dates with the product's own tag function on all cores; one try is held against every entry. Besides, the files are searched
// for the planted numbers in plain.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <set>
#include <thread>
#include <unistd.h>
#include <unordered_set>

#include "tests/bench/department.h"
#include "tests/bench/filled_index.h"
#include "tests/bench/report.h"

namespace tirkeu::bench {
namespace {

constexpr int kDepartment = 12;
constexpr int kSeizedOffice = 1;
constexpr std::size_t kControls = 20;
/// Numbers of one state, and birth dates within sixty years.
constexpr double kNumbers = 26.0 * 1e8, kBirthDates = 60 * 365 + 1;
constexpr double kTagSpace = 4294967296.0;

struct Options {
  std::filesystem::path parent = "/var/tmp";
  std::size_t entries = 200'000, planted = 1'000;
  double seconds = 60, hours = 0;
  unsigned cores = 0;
  double duration() const { return hours > 0 ? hours * 3600 : seconds; }
};

/// What the machine's files give away to who can read them all.
struct Seized {
  base::Bytes key;
  std::unordered_set<std::uint32_t> tags;
  std::size_t entries = 0;
};

Seized read_index(const std::filesystem::path& folder) {
  const node::NodeFiles files = node::NodeFiles::in(folder);
  base::SystemDisk disk;
  const node::KeyRing keys = node::KeyRing::load(disk, files.keys);
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kNode;
  store::Database database(files.database, options);
  store::Book book(database);
  Seized seized;
  for (const store::IndexKey& key : book.index_keys())
    for (const auto& [number, life] : keys.lives())
      if (std::optional<base::Bytes> opened = life.seal.open(key.sealed)) seized.key = std::move(*opened);
  if (seized.key.empty()) throw std::runtime_error("the machine holds no key of the index, so there is nothing to attack");
  store::Statement entries(database, "SELECT tag FROM index_entry ORDER BY id");
  while (entries.step()) {
    seized.tags.insert(static_cast<std::uint32_t>(entries.integer(0)));
    ++seized.entries;
  }
  return seized;
}

/// How many of `numbers` stand as they are in a file of the machine.
std::size_t in_plain(const std::filesystem::path& folder, const std::set<std::string>& numbers) {
  std::vector<std::filesystem::path> files{node::NodeFiles::in(folder).witness_path()};
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder))
    if (file.is_regular_file()) files.push_back(file.path());
  constexpr std::size_t kLength = 9;
  std::set<std::string> found;
  for (const std::filesystem::path& path : files) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
    for (std::size_t at = 0; at + kLength <= bytes.size(); ++at)
      if (bytes[at] >= 'A' && bytes[at] <= 'Z' && bytes[at + 1] >= '0' && bytes[at + 1] <= '9')
        if (const std::string word = bytes.substr(at, kLength); numbers.contains(word)) found.insert(word);
  }
  return found.size();
}

struct Loot {
  std::uint64_t tries = 0;
  std::uint64_t planted = 0;  ///< tries that were one of the planted people
  std::uint64_t false_hits = 0;  ///< tries whose tag is in the index though they are nobody in it
};

/// Tries until `seconds` have passed. No try is repeated on purpose; drawing twice is as likely as finding somebody.
Loot attack(const Seized& seized, const std::set<std::string>& planted, const Options& options) {
  const unsigned cores = options.cores > 0 ? options.cores : std::max(1u, std::thread::hardware_concurrency());
  std::vector<Loot> loot(cores);
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(options.duration());
  std::vector<std::jthread> threads;
  for (unsigned core = 0; core < cores; ++core)
    threads.emplace_back([&, core] {
      const crypto::HardenedTagger tagger;
      sim::Dice dice(sim::Dice(1'000'003 + core).fork());
      Loot& own = loot[core];
      while (std::chrono::steady_clock::now() < until) {
        const std::string text = blind_text_of(invented_person(dice));
        ++own.tries;
        if (!seized.tags.contains(tagger.tag(seized.key, text))) continue;
        ++(planted.contains(text) ? own.planted : own.false_hits);
      }
    });
  threads.clear();
  Loot all;
  for (const Loot& one : loot) all = {all.tries + one.tries, all.planted + one.planted, all.false_hits + one.false_hits};
  return all;
}

/// The machine of office 1, with an index of the nineteen others on it.
std::unique_ptr<Department> department_with_index(const std::filesystem::path& folder, const Options& options, const std::vector<IndexedPerson>& planted,
                                                  const Report& report) {
  DepartmentOptions wanted;
  wanted.folder = folder;
  wanted.department = kDepartment;
  wanted.offices = {kSeizedOffice};
  wanted.seed = 41;
  auto department = std::make_unique<Department>(wanted);
  for (int i = 0; i < 20; ++i) department->accept(0);
  department->settle();
  department->close_hub();
  report.progress("an index of " + std::to_string(options.entries) + " entries");
  IndexFill fill;
  fill.entries = options.entries;
  fill.department = kDepartment;
  for (int office = 2; office <= 20; ++office) fill.offices.push_back(office);
  fill.planted = planted;
  fill_index(department->hub_folder(), fill, department->now(), department->dice());
  department->open_hub();
  while (department->exchange(0).down.more) {
  }
  return department;
}

int run(const Options& options, const std::filesystem::path& folder, const Report& report) {
  sim::Dice dice(sim::Dice(43).fork());
  std::vector<IndexedPerson> planted;
  std::set<std::string> texts, numbers;
  for (std::size_t i = 0; i < options.planted; ++i) {
    planted.push_back(invented_person(dice));
    texts.insert(blind_text_of(planted.back()));
    numbers.insert(planted.back().number);
  }
  std::unique_ptr<Department> department = department_with_index(folder, options, planted, report);
  const std::filesystem::path machine = department->node_folder(0);
  department->close_node(0);
  const Seized seized = read_index(machine);
  report.section("A seized machine with an index of " + std::to_string(seized.entries) + " entries, " + std::to_string(planted.size()) + " of them planted");
  std::size_t controls = 0;
  const crypto::HardenedTagger tagger;
  for (std::size_t i = 0; i < std::min(kControls, planted.size()); ++i)
    controls += seized.tags.contains(tagger.tag(seized.key, blind_text_of(planted[i]))) ? 1 : 0;
  report.add({"attack.controls", "of 20 planted, told number and birth date, recognised (so the attack works)", static_cast<double>(controls), "", {}});
  const std::size_t plain = in_plain(machine, numbers);
  report.add({"attack.plain", "planted numbers that stand in a file of the machine", static_cast<double>(plain), "", {}});
  report.progress("attacking for " + std::to_string(static_cast<int>(options.duration())) + " s");
  const Loot loot = attack(seized, texts, options);

  const double per_s = static_cast<double>(loot.tries) / options.duration();
  const double people = kNumbers * kBirthDates;
  report.add({"attack.tries", "tries", static_cast<double>(loot.tries), "", {}});
  report.add({"attack.rate", "tries a second", per_s, "1/s", {}});
  report.add({"attack.found", "planted people found", static_cast<double>(loot.planted), "", {}});
  report.add({"attack.expected", "planted people to be expected in an hour of this", per_s * 3600 * static_cast<double>(planted.size()) / people, "", {}});
  report.add({"attack.false_hits", "tries that look like a hit and are nobody", static_cast<double>(loot.false_hits), "",
              {{"to be expected of 32-bit tags", static_cast<double>(loot.tries) * static_cast<double>(seized.entries) / kTagSpace}}});
  report.add({"attack.years", "years until the first person of the whole index is to be expected", people / static_cast<double>(seized.entries) / per_s / 3600 / 24 / 365, "years", {}});
  report.add({"attack.birth_dates", "who knows a number and not the birth date tries all dates in", kBirthDates / per_s, "s", {}});
  report.add({"attack.numbers", "who knows the birth date and not the number tries all numbers in", kNumbers / per_s / 3600 / 24, "days", {}});
  return loot.planted == 0 && plain == 0 && controls == std::min(kControls, planted.size()) ? 0 : 1;
}

}  // namespace
}  // namespace tirkeu::bench

int main(int argc, char** argv) {
  using namespace tirkeu;
  CLI::App app("Attacks the blind index on a seized machine of an invented department. Exit status 1: somebody was found.");
  bench::Options options;
  bool wants_json = false;
  app.add_option("--folder", options.parent, "where the department is made, and removed again");
  app.add_option("--entries", options.entries, "entries of the index")->check(CLI::Range(1'000, 2'000'000));
  app.add_option("--planted", options.planted, "of them with numbers that could be found")->check(CLI::Range(1, 100'000));
  app.add_option("--seconds", options.seconds, "how long")->check(CLI::Range(0.1, 1e6));
  app.add_option("--hours", options.hours, "how long, in hours")->check(CLI::Range(0.001, 1000.0));
  app.add_option("--cores", options.cores, "threads; all cores when not given");
  app.add_flag("--json", wants_json, "one JSON object a line");
  CLI11_PARSE(app, argc, argv);
  const std::filesystem::path folder = options.parent / ("tirkeu-attack-" + std::to_string(getpid()));
  int status = 1;
  try {
    crypto::initialise();
    status = bench::run(options, folder, bench::Report(wants_json ? bench::Report::Form::kJson : bench::Report::Form::kText));
  } catch (const std::exception& fault) {
    std::cerr << "tirkeu-attack: " << fault.what() << "\n";
  }
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  return status;
}
