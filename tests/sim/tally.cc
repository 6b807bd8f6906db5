#include "tests/sim/tally.h"

#include <cstdio>
#include <fstream>
#include <set>
#include <sstream>

namespace tirkeu::sim {
namespace {

/// A fault or a rare path that a run over many seeds must have met, or it proved less than it says.
struct Expected {
  const char* failure;     ///< the number by which this failure is known in the README of this folder
  const char* what;
  std::uint64_t seeds = 400;  ///< a run of so many and more must have met it
  int days = 0;               ///< if its worlds last at least so long
};

const Expected kFaults[] = {
    {"F1", "database put back from an old copy"}, {"F2", "disk moved to another computer"}, {"lost", "machine lost"},
    {"F2", "machine copied, and both go on"}, {"F3", "hub restored from backup"}, {"F3", "hub restored with its witness"},
    {"F3", "hub restored without a witness"}, {"F3", "hub restored with a witness of the same age"},
    {"F4", "line cut upwards"}, {"F4", "line cut downwards"}, {"F4", "line swallows everything"}, {"F4", "line of a byte a second"},
    {"F5", "poisoned entry"},
    {"F6", "hub of another schema"},
    {"F7", "clock of 1970"}, {"F7", "clock of 2000"}, {"F7", "clock ten years ahead"}, {"F7", "clock a year off"}, {"F7", "clock jumped"},
    {"F7", "clock hours off"},
    {"F8", "office absent for long"}, {"F8", "office absent for weeks", 400, 21},
    {"F10", "bundle dropped"}, {"F10", "bundle repeated"}, {"F10", "bundle delayed and overtaken", 400, 6}, {"F10", "bundle cut"},
    {"F10", "answer lost"}, {"F10", "answer repeated"}, {"F10", "answer cut"}, {"F10", "stick"}, {"F10", "stick late"},
    {"F10", "stick doubled"}, {"F10", "stick lost"}, {"F10", "bundle replayed at the hub"}, {"F10", "answer replayed at an office"},
    {"F10", "bundle cut at any byte"}, {"F10", "bundle carried to the wrong place"}, {"F10", "answer carried to another office"},
    {"F10", "entries changed under an authentic header"},
    {"F11", "power cut at an office"}, {"F11", "crash of an office in the middle of a write"},
    {"F11", "crash of the hub in the middle of a write"}, {"F11", "disk full at an office"}, {"F11", "disk full at the hub"},
    {"F11", "bit flipped on a disk"},
    {"F12", "key revoked"},
    {"F13", "all offices back in one minute"},
};
const Expected kRarePaths[] = {
    {"F1", "life found rewound"}, {"F2", "life found moved"}, {"F1", "new life begun in place"}, {"lost", "application came back from the hub"},
    {"lost", "application lost with its disk"},
    {"F2", "branch of a twin kept as evidence"}, {"F2", "two applications under one number, one of them held"},
    {"F2", "twin begins a life of its own"}, {"F2", "both twins stopped: a new machine"}, {"F2", "a twin may not write"},
    {"F3", "office asked for what the hub lost"}, {"F3", "office unknown to the restored hub"}, {"F3", "verdict stands after a restore"},
    {"F3", "epoch begun because of witness"}, {"F3", "epoch begun because of witness_missing"}, {"F3", "epoch begun because of proof"},
    {"F4", "progress after a stall"}, {"F4", "bundle lost on a line that is cut upwards"},
    {"F4", "answer lost on a line that is cut downwards"}, {"F4", "bundle at a byte a second"},
    {"F5", "poisoned office goes on"},
    {"F6", "entries held for an upgrade"}, {"F6", "hub upgraded"},
    {"F7", "clock put right"},
    {"F8", "absent office came back"}, {"F8", "late enrolment approved", 400, 21},
    {"F9", "hit in the index"}, {"F9", "hit in the own book"}, {"F9", "accepted despite a hit"}, {"F9", "verdict confirmed"},
    {"F9", "verdict annulled"}, {"F9", "verdict review"}, {"F9", "grade certain"}, {"F9", "grade probable"},
    {"F9", "grade undetermined"}, {"F9", "verdict changed by later knowledge"},
    {"F10", "hub met nothing new"}, {"F10", "office met an old answer"}, {"F10", "hub refused a damaged bundle"},
    {"F10", "office refused a damaged answer"},
    {"F11", "refused because of a full disk at an office"}, {"F11", "refused because of a full disk at the hub"},
    {"F11", "flipped bit found by verify"}, {"F11", "flipped bit found at the start"}, {"F11", "flipped bit without a meaning"},
    {"F12", "bundle after a revocation"}, {"F12", "a revoked office may not write"},
};

/// The options under which a file was begun; a series is of one kind.
std::string kind_of(const WorldOptions& options) {
  return "days " + std::to_string(options.days) + " offices " + std::to_string(options.offices);
}

std::uint64_t met(const Counters& counters, const char* what) {
  const auto found = counters.find(what);
  return found == counters.end() ? 0 : found->second;
}

}  // namespace

Tally Tally::load(const std::string& file, const WorldOptions& options, std::uint64_t first_seed) {
  Tally tally;
  tally.next_seed = first_seed;
  std::ifstream in(file);
  if (!in) return tally;
  std::string line;
  if (!std::getline(in, line) || line != kind_of(options)) throw std::runtime_error(file + " was begun with other options: " + line);
  if (!(in >> tally.next_seed >> tally.seeds >> tally.office_days)) throw std::runtime_error(file + " is not a tally");
  std::uint64_t times = 0;
  while (in >> times && std::getline(in >> std::ws, line)) tally.counters[line] = times;
  return tally;
}

void Tally::add(const Tally& other) {
  seeds += other.seeds;
  office_days += other.office_days;
  for (const auto& [what, times] : other.counters) counters[what] += times;
}

void Tally::save(const std::string& file, const WorldOptions& options) const {
  std::ostringstream text;
  text << kind_of(options) << '\n' << next_seed << ' ' << seeds << ' ' << office_days << '\n';
  for (const auto& [what, times] : counters) text << times << ' ' << what << '\n';
  const std::string beside = file + ".new";
  std::ofstream(beside) << text.str();
  if (std::rename(beside.c_str(), file.c_str()) != 0) throw std::runtime_error(file + " cannot be written");
}

int Tally::report(const WorldOptions& options) const {
  std::set<std::string> told;
  std::uint64_t faults = 0;
  int missing = 0;
  const auto tell = [&](const Expected& expected, bool is_fault) {
    const std::uint64_t times = met(counters, expected.what);
    const bool must = seeds >= expected.seeds && options.days >= expected.days;
    if (is_fault) faults += times;
    if (must && times == 0) ++missing;
    told.insert(expected.what);
    std::printf("%10llu  %-4s %s%s\n", static_cast<unsigned long long>(times), expected.failure, expected.what,
                must && times == 0 ? "   <- never happened" : "");
  };
  for (const Expected& expected : kFaults) tell(expected, true);
  std::printf("  of rare paths\n");
  for (const Expected& expected : kRarePaths) tell(expected, false);
  for (const auto& [what, times] : counters)
    if (!told.contains(what)) std::printf("%10llu       %s\n", static_cast<unsigned long long>(times), what.c_str());
  std::printf("%llu seeds, %.1f office-years, %llu faults, 0 violations\n", static_cast<unsigned long long>(seeds),
              static_cast<double>(office_days) / 365.25, static_cast<unsigned long long>(faults));
  return missing;
}

}  // namespace tirkeu::sim
