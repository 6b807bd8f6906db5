// A new arrival matched against millions: PersonKeeper::note() inside its transaction, on a real file with the hub's
// pragmas.
#include <fcntl.h>
#include <unistd.h>

#include <map>

#include "hub/hub.h"
#include "tests/bench/measures.h"
#include "tests/bench/person_arrivals.h"
#include "tests/bench/person_fill.h"

namespace tirkeu::bench {
namespace {

constexpr std::uint64_t kSeed = 31;
constexpr int kDepartment = 6;
constexpr std::size_t kCold = 60;  ///< arrivals after the file was put out of memory

/// The hub's world without a network: its clock stands still.
struct World {
  World() : truth{kArrivalDay}, dice(kSeed), clock(truth, dice) {}
  hub::HubWorld hub() { return {clock, dice, disk, tagger, std::chrono::seconds(60), {}}; }
  sim::TrueTime truth;
  sim::Dice dice;
  sim::SimClock clock;
  base::SystemDisk disk;
  SwitchedTagger tagger;
};

std::vector<Held> fill(const std::filesystem::path& file, std::size_t people, PeopleInventor& inventor,
                       const Report& report) {
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  options.checkpoint_every_commits = 1;
  store::Database database(file.string(), options);
  PersonFill fill(database);
  std::vector<Held> held;
  for (std::size_t i = 0; i < people; ++i) {
    if (i % (people / 10 + 1) == 0) report.progress("persons: " + std::to_string(i) + " of " + std::to_string(people));
    PeopleInventor::Arrival arrival = inventor.next();
    fill.add(held_id(i), registry::traits_of(arrival.record));
    if (i % (people / kKnownToArrivals + 1) == 0) held.push_back({std::move(arrival), held_id(i)});
  }
  report.progress("persons: blocks");
  const PersonFill::Totals totals = fill.finish();
  report.progress("persons: " + std::to_string(totals.keys) + " keys, the largest block " +
                  std::to_string(totals.largest_block) + ", the most frequent surname " +
                  std::to_string(totals.most_frequent_surname));
  return held;
}

struct Times {
  Durations whole, note, frequent, row, exact;
};

/// Puts what the system holds of the file in memory back to the disk, as after a restart of the machine.
void forget_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return;
  ::fsync(descriptor);
  ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
  ::close(descriptor);
}

class Arriving {
 public:
  Arriving(const std::filesystem::path& folder, World& world)
      : hub_(hub::HubFiles::in(folder), world.hub(), "tirkeu-bench"),
        bare_((folder / "bare.db").string(), made_new()),
        bare_book_(bare_),
        exact_(hub_.database(), "SELECT application_id FROM person_block WHERE key = ?"),
        foreigners_(world.dice.fork(), Vocabulary::kMeasuring) {}

  base::RowId arrive(const Arrival& arrival, std::uint64_t number, Times& times) {
    const store::Acceptance fact = acceptance_of(arrival.record, number, foreigners_);
    const registry::PersonTraits traits = registry::traits_of(arrival.record);
    times.exact.add(time_ms([&] {
      exact_.bind(1, registry::blocking_keys(traits).front());
      while (exact_.step()) {
      }
    }));
    double note_ms = 0;
    times.whole.add(time_ms([&] {
      store::Transaction transaction(hub_.database());
      hub_.book().insert(fact);
      note_ms = time_ms([&] { hub_.persons().note(fact.id, kArrivalDay); });
      transaction.commit();
    }));
    times.note.add(note_ms);
    if (arrival.kind == "frequent") times.frequent.add(note_ms);
    times.row.add(time_ms([&] {
      store::Transaction transaction(bare_);
      bare_book_.insert(fact);
      transaction.commit();
    }));
    return fact.id;
  }
  hub::Hub& hub() { return hub_; }

 private:
  static store::DatabaseOptions made_new() {
    store::DatabaseOptions options;
    options.kind = store::DatabaseKind::kHub;
    options.create = true;
    return options;
  }
  hub::Hub hub_;
  store::Database bare_;
  store::Book bare_book_;
  store::Statement exact_;
  Foreigners foreigners_;
};

/// What an administrator is shown of second records, and of arrivals that are nobody's second record.
struct Found {
  std::size_t planted = 0, shown = 0, alone = 0;
  std::map<std::string, std::array<std::size_t, 2>> kinds;   ///< planted, shown
  std::map<std::string, std::array<std::size_t, 2>> others;  ///< arrivals, pairs shown of them
};

/// Compared with nobody but each other, as if they alone shared a key: what the choice of candidates may lose.
bool match_alone(hub::Hub& hub, const registry::PersonTraits& left, base::RowId right) {
  store::Statement traits(hub.database(), "SELECT traits FROM person WHERE application_id = ?");
  traits.bind(1, right.value).step();
  const std::optional<registry::PersonTraits> other = registry::unpack(traits.text(0));
  traits.reset();
  store::Statement term(hub.database(), "SELECT records FROM person_term WHERE key = ?");
  const auto count = [&term](std::int64_t key) {
    term.bind(1, key);
    const auto records = term.step() ? static_cast<std::uint64_t>(term.integer(0)) : 0;
    term.reset();
    return records;
  };
  registry::TermCounts counts{count(0), {}};
  for (const registry::Term each : registry::kTerms)
    if (const auto key = registry::term_key(left, each))
      counts.with_value[static_cast<std::size_t>(each)] = count(*key);
  const std::optional<registry::MatchScore> score = registry::score(left, *other, counts);
  return score && score->total >= registry::kShownFrom;
}

void look(Arriving& arriving, const Arrival& arrival, base::RowId application, Found& found) {
  store::Statement pairs(arriving.hub().database(),
                         "SELECT count(*), count(*) FILTER (WHERE ?2 IN (left_application, right_application)) "
                         "FROM person_pair WHERE ?1 IN (left_application, right_application)");
  pairs.bind(1, application.value).bind(2, arrival.same_as ? arrival.same_as->value : -1).step();
  const auto all = static_cast<std::size_t>(pairs.integer(0)), right = static_cast<std::size_t>(pairs.integer(1));
  if (!arrival.same_as) {
    ++found.others[arrival.kind][0];
    found.others[arrival.kind][1] += all;
    return;
  }
  ++found.planted;
  found.shown += right;
  found.alone += match_alone(arriving.hub(), registry::traits_of(arrival.record), *arrival.same_as) ? 1 : 0;
  ++found.kinds[arrival.kind][0];
  found.kinds[arrival.kind][1] += right;
}

void report_times(const Times& times, const Report& report) {
  const std::string what = "an arrival matched against all and committed, ";
  const auto add = [&report](const std::string& name, const std::string& text, double value, const char* beside,
                             double beside_ms) {
    report.add({name, text, value, "ms", {{beside, beside_ms}}});
  };
  const char* row = "commit of the row alone";
  add("match.arrival_median", what + "median", times.whole.median_ms(), row, times.row.median_ms());
  add("match.arrival_p95", what + "95th percentile", times.whole.p95_ms(), row, times.row.p95_ms());
  add("match.arrival_p99", what + "99th percentile", times.whole.p99_ms(), row, times.row.p99_ms());
  add("match.arrival_max", what + "longest", times.whole.max_ms(), row, times.row.max_ms());
  const char* exact = "exact look-up of the document's number";
  add("match.note_median", "of it the matching, median", times.note.median_ms(), exact, times.exact.median_ms());
  add("match.note_p99", "of it the matching, 99th percentile", times.note.p99_ms(), exact, times.exact.p99_ms());
  add("match.note_max", "of it the matching, longest", times.note.max_ms(), exact, times.exact.max_ms());
  add("match.note_frequent_median", "the matching of the most frequent names, median", times.frequent.median_ms(),
      "longest of them", times.frequent.max_ms());
}

void report_found(const Found& found, const Report& report) {
  const auto percent = [](std::size_t part, std::size_t whole) {
    return 100 * static_cast<double>(part) / static_cast<double>(whole);
  };
  report.add({"match.recall",
              "of " + std::to_string(found.planted) + " second records, shown to an administrator",
              percent(found.shown, found.planted),
              "%",
              {{"if each pair were compared alone", percent(found.alone, found.planted)}}});
  for (const auto& [kind, counts] : found.kinds)
    report.add({"match.recall." + kind,
                "  " + kind + ", of " + std::to_string(counts[0]),
                percent(counts[1], counts[0]),
                "%",
                {}});
  // Frequent ones are namesakes on purpose; of the new ones the list must not be full.
  for (const auto& [kind, counts] : found.others)
    report.add({"match.wrong." + kind,
                "wrong pairs shown of a hundred arrivals: " + kind + ", of " + std::to_string(counts[0]),
                percent(counts[1], counts[0]),
                "",
                {}});
}

}  // namespace

void measure_persons(const std::filesystem::path& parent, std::size_t people, const Report& report) {
  report.section("The same person with another document, among " + std::to_string(people) + " applications");
  const std::filesystem::path folder = parent / "persons";
  std::filesystem::create_directories(folder);
  World world;
  hub::Hub::CreateOptions create;
  create.department = kDepartment;
  create.public_url = "http://hub.invalid";
  create.root_passphrase = "invented passphrase";
  create.root_cost = {1, 8u << 20};
  const hub::HubFiles files = hub::HubFiles::in(folder);
  hub::Hub::create(files, create, world.hub());
  PeopleInventor inventor(kSeed);
  const std::vector<Held> held = fill(files.database, people, inventor, report);
  const std::vector<Arrival> coming = arrivals(held, inventor);
  Times warm, cold;
  Found found;
  {
    report.progress("persons: " + std::to_string(coming.size()) + " arrivals");
    Arriving arriving(folder, world);
    for (std::size_t i = 0; i + kCold < coming.size(); ++i)
      look(arriving, coming[i], arriving.arrive(coming[i], i + 1, warm), found);
  }
  report_times(warm, report);
  report_found(found, report);
  forget_file(files.database);
  Arriving arriving(folder, world);
  for (std::size_t i = coming.size() - kCold; i < coming.size(); ++i) arriving.arrive(coming[i], i + 1, cold);
  report.add({"match.note_cold_median",
              "the matching when nothing of the file is in memory, median of " + std::to_string(kCold),
              cold.note.median_ms(),
              "ms",
              {{"longest of them", cold.note.max_ms()}}});
  report.add({"match.file",
              "the hub's file, all tables of matching filled",
              static_cast<double>(std::filesystem::file_size(files.database)) / (1 << 20),
              "MiB",
              {}});
}

}  // namespace tirkeu::bench
