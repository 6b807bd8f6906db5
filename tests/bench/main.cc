// tirkeu-bench: measures this machine with the programs' own code. Used by `./dev bench`.
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <thread>

#include "tests/bench/hub_process.h"
#include "tests/bench/measures.h"

namespace {

using namespace tirkeu;

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "unknown processor";
}

std::string file_system(const std::filesystem::path& folder) {
  struct statfs facts {};
  if (statfs(folder.c_str(), &facts) != 0) return "unknown file system";
  switch (static_cast<unsigned long>(facts.f_type)) {
    case 0xef53:
      return "ext4";
    case 0x58465342:
      return "xfs";
    case 0x9123683e:
      return "btrfs";
    case 0x794c7630:
      return "overlay";
    case 0x01021994:
      return "tmpfs: no disk, so every commit is too fast; choose another --folder";
    default:
      return "file system " + std::to_string(facts.f_type);
  }
}

std::string machine(const std::filesystem::path& folder) {
  utsname names{};
  uname(&names);
  const auto memory_mib =
      static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) >> 20;
  return std::to_string(std::thread::hardware_concurrency()) + " x " + processor() + ", " + std::to_string(memory_mib) +
         " MiB, " + names.sysname + " " + names.release + ", " + folder.string() + " on " + file_system(folder);
}

struct TemporaryFolder {
  explicit TemporaryFolder(const std::filesystem::path& parent)
      : path(parent / ("tirkeu-bench-" + std::to_string(getpid()))) {
    std::filesystem::create_directories(path);
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  std::filesystem::path path;
};

std::filesystem::path folder_of_programs() {
  if (const char* folder = std::getenv("TIRKEU_BIN")) return folder;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

struct Options {
  std::filesystem::path parent = "/var/tmp";
  std::size_t index_entries = 20'000, people = 2'000'000, admitted = 20'000, returning = 500, blind = 200'000;
  std::string only;
  bool wants(std::string_view part) const { return only.empty() || only == part; }
};

void measure_offices(const std::filesystem::path& folder, std::size_t index_entries, const bench::Report& report) {
  std::unique_ptr<bench::Department> department = bench::measure_hub(folder, index_entries, report);
  bench::measure_node(*department, folder, report);
  report.progress("node: a backlog for the memory measure");
  department->settle();
  for (int i = 0; i < 1000; ++i) department->accept(1);
  const std::filesystem::path hub = department->hub_folder();
  const std::filesystem::path node = department->node_folder(1);
  department.reset();
  bench::measure_memory(hub, node, folder_of_programs(), folder, report);
}

void run(const Options& options, const bench::Report& report) {
  const TemporaryFolder folder(options.parent);
  report.progress(machine(folder.path));
  report.section(machine(folder.path));
  if (options.wants("wire")) bench::measure_wire(folder.path, report);
  if (options.wants("registrations")) bench::measure_registrations(folder.path, report);
  if (options.wants("offices")) measure_offices(folder.path, options.index_entries, report);
  if (options.wants("admission")) bench::measure_admission(folder.path, options.admitted, report);
  if (options.wants("index")) bench::measure_index(folder.path, options.blind, report);
  if (options.wants("return")) bench::measure_return(folder.path, options.returning, report);
  if (options.wants("persons")) bench::measure_persons(folder.path, options.people, report);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app(
      "Measures on this machine: bytes of a round, acceptances, what the hub takes in, the check, memory, and people "
      "matched against millions.");
  bool wants_json = false;
  Options options;
  app.add_flag("--json", wants_json, "one JSON object a line for each measure, and nothing else on stdout");
  app.add_option("--folder", options.parent,
                 "a folder on the disk to measure; the run makes and removes its own below it");
  app.add_option("--index", options.index_entries, "entries of the department's index")
      ->check(CLI::Range(2'000, 1'000'000));
  app.add_option("--people", options.people, "applications that an arrival is matched against")
      ->check(CLI::Range(2'000, 10'000'000));
  app.add_option("--admitted", options.admitted, "entries that the hub takes in beside bare inserts of the same rows")
      ->check(CLI::Range(100, 1'000'000));
  app.add_option("--returning", options.returning, "applications of each of the twenty offices that come back at once")->check(CLI::Range(1, 100'000));
  app.add_option("--blind", options.blind, "entries of the blind index that is weighed and searched")->check(CLI::Range(1'000, 5'000'000));
  std::filesystem::path hub_process;
  app.add_option("--hub-process", hub_process, "be the hub of a measured department")->group("");
  app.add_option("--only", options.only, "one part alone")->check(CLI::IsMember({"wire", "registrations", "offices", "admission", "index", "return", "persons"}));
  CLI11_PARSE(app, argc, argv);
  try {
    crypto::initialise();
    if (!hub_process.empty()) {
      bench::run_hub_process(hub_process);
      return 0;
    }
    run(options, bench::Report(wants_json ? bench::Report::Form::kJson : bench::Report::Form::kText));
    return 0;
  } catch (const std::exception& fault) {
    std::cerr << "tirkeu-bench: " << fault.what() << "\n";
    return 1;
  }
}
