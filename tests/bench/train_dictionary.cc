// tirkeu-train: makes the samples of the zstd dictionary for log entries, and compares candidates. See README.md.
//   tirkeu-train samples FOLDER      one file per entry, for `zstd --train`
//   tirkeu-train lessons FILE        the lessons of the learned codec
//   tirkeu-train compare [FILE…]     bytes of the entries of a round without a dictionary and with each FILE
#include <unistd.h>
#include <zstd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <memory>

#include "schema/registry/offices.h"
#include "sync/wire/compression.h"
#include "sync/wire/learned.h"
#include "tests/bench/baseline.h"
#include "tests/bench/department.h"
#include "tests/bench/report.h"

namespace tirkeu::bench {
namespace {

constexpr int kDepartments = 16;
constexpr std::size_t kOfficesOfEach = 2;
constexpr std::size_t kRoundsOfEach = 24;
constexpr std::size_t kRoundsOfLessons = 1;
constexpr std::size_t kAcceptancesPerRound = 8;

/// What happens to an application after it was accepted, about as often as in life.
void follow_up(Department& department, std::size_t office, base::RowId id, const registry::Application& application) {
  node::Counter& counter = department.node(office).counter();
  sim::Dice& dice = department.dice();
  department.pass(std::chrono::minutes(dice.between(20, 400)));
  const auto about = dice.below(100);
  if (about < 62) counter.register_stay(id, "aigul");
  if (about >= 62 && about < 70) counter.refuse(id, dice.among(counter.rules().refusal_grounds), std::nullopt, "serik");
  if (about >= 70 && about < 78) {
    registry::Application corrected = application;
    corrected.applicant.birth_place = "TASHKENT";
    corrected.stay.address.flat = std::to_string(dice.between(1, 90));
    counter.correct(id, corrected, "құжат бойынша", "aigul");
  }
  if (about >= 78 && about < 82) counter.withdraw(id, "өтініш берушінің сұрауы бойынша", "serik");
  if (about >= 82 && about < 90)
    counter.depart(id,
                   base::format_date(base::Date{std::chrono::floor<std::chrono::days>(department.clock().read().wall)}),
                   std::nullopt, "aigul");
  if (about >= 90 && about < 94) counter.add_papers(id, {"photo"}, "aigul");
}

void work_a_round(Department& department) {
  for (std::size_t i = 0; i < kAcceptancesPerRound; ++i) {
    const std::size_t office = department.dice().below(department.offices());
    const registry::Application application = department.newcomer(office);
    department.pass(std::chrono::minutes(department.dice().between(2, 90)));
    const base::RowId id = department.accept(office, application);
    // Some turn to the other office too, which does not know yet: the hub annuls one of the two.
    const std::size_t other = (office + 1) % department.offices();
    if (department.dice().chance(6)) department.accept(other, application);
    follow_up(department, office, id, application);
  }
  for (std::size_t office = 0; office < department.offices(); ++office) department.exchange(office);
  while (department.hub().make_index_entries(16) > 0) {
  }
  for (std::size_t office = 0; office < department.offices(); ++office) department.exchange(office);
}

/// Entries of `count` small departments after `rounds` rounds each, log by log.
std::vector<base::Bytes> entries_of_departments(int count, std::size_t rounds, const std::filesystem::path& scratch) {
  std::vector<base::Bytes> all;
  for (int number = 1; number <= count; ++number) {
    DepartmentOptions options;
    options.folder = scratch / std::to_string(number);
    options.department = number;
    // The counter of the department itself has number 0; every department has more than two offices.
    for (std::size_t i = 1; i <= kOfficesOfEach; ++i)
      options.offices.push_back(registry::offices_of(number)[i]->number);
    options.seed = 1000 + static_cast<std::uint64_t>(number);
    options.vocabulary = Vocabulary::kTraining;
    Department department(options);
    for (std::size_t i = 0; i < rounds; ++i) work_a_round(department);
    store::LogStore& logs = department.hub().logs();
    for (const store::LogRecord& log : logs.logs()) {
      // Judgements are sent to nobody.
      if (log.kind == wire::LogKind::kJudgements) continue;
      for (store::StoredEntry& entry : logs.entries_from(log.incarnation, 1, 256u << 20, 100'000))
        all.push_back(std::move(entry.bytes));
    }
  }
  return all;
}

void write_file(const std::filesystem::path& path, base::ByteView bytes) {
  std::ofstream file(path, std::ios::binary);
  file.write(base::text_of(bytes).data(), static_cast<std::streamsize>(bytes.size()));
}

void write_samples(const std::filesystem::path& target, const std::filesystem::path& scratch) {
  std::size_t written = 0;
  for (const base::Bytes& entry : entries_of_departments(kDepartments, kRoundsOfEach, scratch))
    write_file(target / std::to_string(++written), entry);
  std::cout << written << " samples\n";
}

void write_lessons(const std::filesystem::path& target, const std::filesystem::path& scratch) {
  const std::vector<base::Bytes> entries = entries_of_departments(kDepartments, kRoundsOfLessons, scratch);
  const base::Bytes lessons = wire::write_lessons(entries);
  write_file(target, lessons);
  std::cout << entries.size() << " lessons, " << lessons.size() << " bytes\n";
}

/// What compresses: the joined entries of one run, as the bundle has them; several rounds of one size, because a single
/// application weighs more or less.
struct Contents {
  std::string name;
  std::vector<base::Bytes> joined;
};

/// Entries of `log` after `before`, joined.
base::Bytes joined_since(store::LogStore& logs, base::Incarnation log, base::Sequence before) {
  std::vector<base::Bytes> entries;
  for (store::StoredEntry& entry : logs.entries_from(log, before + 1, 64u << 20, 5000))
    entries.push_back(std::move(entry.bytes));
  return wire::join_entries(entries);
}

void add_round(Department& department, std::size_t registrations, Contents& up, Contents& verdicts) {
  department.settle();
  node::Node& node = department.node(1);
  store::LogStore& hub_logs = department.hub().logs();
  const base::Incarnation own = node.identity().incarnation();
  const base::Incarnation verdict_log = hub::EpochLogs(0).verdicts(node.identity().office());
  const base::Sequence own_before = node.logs().head(own).sequence;
  const base::Sequence verdicts_before = hub_logs.head(verdict_log).sequence;
  for (std::size_t i = 0; i < registrations; ++i) {
    department.pass(std::chrono::seconds(department.dice().between(60, 600)));
    department.accept(1);
  }
  department.exchange(1);
  up.joined.push_back(joined_since(node.logs(), own, own_before));
  verdicts.joined.push_back(joined_since(hub_logs, verdict_log, verdicts_before));
}

std::vector<Contents> rounds_of(const std::filesystem::path& scratch) {
  DepartmentOptions options;
  options.folder = scratch / "compare";
  options.offices = {2, 3};
  options.seed = 77;
  Department department(options);
  department.accept(0), department.accept(1);
  std::vector<Contents> all;
  for (const auto& [registrations, rounds] :
       {std::pair(1, 40), std::pair(10, 10), std::pair(100, 3), std::pair(1000, 1)}) {
    Contents up{std::to_string(registrations) + " up", {}};
    Contents verdicts{std::to_string(registrations) + " verdicts", {}};
    for (int i = 0; i < rounds; ++i) add_round(department, static_cast<std::size_t>(registrations), up, verdicts);
    all.push_back(std::move(up));
    all.push_back(std::move(verdicts));
  }
  return all;
}

/// zstd at one level with one dictionary, digested once and used for many contents.
class Compressor {
 public:
  Compressor(base::ByteView dictionary, int level)
      : context_(ZSTD_createCCtx()), dictionary_(ZSTD_createCDict(dictionary.data(), dictionary.size(), level)) {}
  std::size_t bytes(base::ByteView content) {
    frame_.resize(ZSTD_compressBound(content.size()));
    const std::size_t size = ZSTD_compress_usingCDict(context_.get(), frame_.data(), frame_.size(), content.data(),
                                                      content.size(), dictionary_.get());
    if (ZSTD_isError(size)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(size));
    return size;
  }

 private:
  struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
  };
  std::unique_ptr<ZSTD_CCtx, Free> context_;
  std::unique_ptr<ZSTD_CDict, Free> dictionary_;
  base::Bytes frame_;
};

void compare(const std::vector<std::string>& files, const std::filesystem::path& scratch) {
  constexpr int kLevels[] = {3, 9, 12, 15, 19};
  std::vector<base::Bytes> dictionaries = {{}};
  base::SystemDisk disk;
  for (const std::string& file : files) dictionaries.push_back(disk.read(file, 1u << 20).value());
  for (const Contents& contents : rounds_of(scratch)) {
    const auto rounds = static_cast<double>(contents.joined.size());
    std::size_t plain = 0;
    for (const base::Bytes& joined : contents.joined) plain += joined.size();
    std::printf("%s: %.0f B\n", contents.name.c_str(), static_cast<double>(plain) / rounds);
    for (std::size_t i = 0; i < dictionaries.size(); ++i) {
      std::printf("  %s:", i == 0 ? "none" : files[i - 1].c_str());
      for (const int level : kLevels) {
        Compressor compressor(dictionaries[i], level);
        std::size_t bytes = 0;
        const double took_ms = time_ms([&] {
          for (const base::Bytes& joined : contents.joined) bytes += compressor.bytes(joined);
        });
        std::printf("  -%d %.0f B %.2f ms", level, static_cast<double>(bytes) / rounds, took_ms / rounds);
      }
      std::printf("\n");
    }
  }
}

}  // namespace
}  // namespace tirkeu::bench

int main(int argc, char** argv) {
  CLI::App app("Makes samples for the dictionary of log entries, and compares dictionaries.");
  app.require_subcommand(1);
  std::string target;
  std::vector<std::string> files;
  CLI::App* lessons = app.add_subcommand("lessons", "the lessons of the learned codec into FILE");
  lessons->add_option("FILE", target)->required();
  CLI::App* samples = app.add_subcommand("samples", "one file per log entry into FOLDER");
  samples->add_option("FOLDER", target)->required();
  CLI::App* comparison =
      app.add_subcommand("compare", "bytes of the entries of a round with each dictionary and level");
  comparison->add_option("FILE", files);
  CLI11_PARSE(app, argc, argv);
  const std::filesystem::path scratch =
      std::filesystem::path("/var/tmp") / ("tirkeu-train-" + std::to_string(getpid()));
  int result = 0;
  try {
    tirkeu::crypto::initialise();
    std::filesystem::create_directories(scratch);
    if (lessons->parsed()) {
      tirkeu::bench::write_lessons(target, scratch);
    } else if (samples->parsed()) {
      std::filesystem::create_directories(target);
      tirkeu::bench::write_samples(target, scratch);
    } else {
      tirkeu::bench::compare(files, scratch);
    }
  } catch (const std::exception& fault) {
    std::cerr << "tirkeu-train: " << fault.what() << "\n";
    result = 1;
  }
  std::error_code ignored;
  std::filesystem::remove_all(scratch, ignored);
  return result;
}
