#include "tests/bench/filled_index.h"

#include <cstdio>
#include <thread>

#include "hub/hub.h"
#include "schema/registry/blind_text.h"
#include "schema/registry/offices.h"
#include "schema/registry/ticket.h"
#include "tests/sim/machine.h"

namespace tirkeu::bench {
namespace {

constexpr std::size_t kTogether = 16;  ///< as the hub's worker publishes them
constexpr std::size_t kEntriesOfATransaction = 200;
constexpr int kDaysOfBirth = 60 * 365;
constexpr base::Date kYoungest = std::chrono::year(2008) / 11 / 1;
/// Incarnations of the invented offices' logs, where no enrolment of this run has been.
constexpr base::Incarnation kInventedLives = 60'000;

std::string day_before(base::Date day, std::int64_t days) {
  return base::format_date(base::Date(std::chrono::sys_days(day) - std::chrono::days(days)));
}

/// On all cores: a tag takes milliseconds on purpose.
std::vector<std::uint32_t> tags_of(const std::vector<IndexedPerson>& people, const base::Bytes& key) {
  std::vector<std::uint32_t> tags(people.size());
  const std::size_t workers = std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::jthread> threads;
  for (std::size_t worker = 0; worker < workers; ++worker)
    threads.emplace_back([&, worker] {
      const crypto::HardenedTagger tagger;
      for (std::size_t i = worker; i < people.size(); i += workers) tags[i] = tagger.tag(key, blind_text_of(people[i]));
    });
  return tags;
}

/// Invented entries, one office after the other, as they come from a department at work.
class Source {
 public:
  Source(const IndexFill& fill, base::Instant now, sim::Dice& dice) : fill_(fill), today_(std::chrono::floor<std::chrono::days>(now)), dice_(dice) {}
  store::IndexEntry next() {
    const int office = fill_.offices[made_ % fill_.offices.size()];
    const auto running = static_cast<std::uint32_t>(made_ / fill_.offices.size() + 1);
    ++made_;
    store::IndexEntry entry;
    entry.office = registry::office_code(fill_.department, office);
    entry.application = base::RowId::make(static_cast<std::uint8_t>(fill_.department), kInventedLives + static_cast<base::Incarnation>(office), running * 2);
    entry.generation = 1;
    entry.tag = static_cast<std::uint32_t>(dice_.next());
    const std::int64_t age = static_cast<std::int64_t>((fill_.entries - std::min(fill_.entries, made_)) / 550);
    entry.ticket_number = registry::ticket_number(entry.office, 2026, registry::key_letters(static_cast<std::uint16_t>(office * 977)), running);
    entry.accepted_on = day_before(today_, age);
    entry.entry_date = day_before(today_, age + dice_.between(0, 4));
    return entry;
  }

 private:
  const IndexFill& fill_;
  base::Date today_;
  sim::Dice& dice_;
  std::size_t made_ = 0;
};

}  // namespace

IndexedPerson invented_person(sim::Dice& dice) {
  char number[16];
  std::snprintf(number, sizeof number, "%c%08u", static_cast<char>('A' + dice.below(26)), static_cast<unsigned>(dice.below(100'000'000)));
  return {"UZB", number, day_before(kYoungest, dice.between(0, kDaysOfBirth))};
}

std::string blind_text_of(const IndexedPerson& person) {
  registry::Document document;
  document.issuing_state = person.issuing_state;
  document.number = person.number;
  return registry::blind_text(document, person.birth_date);
}

std::size_t fill_index(const std::filesystem::path& hub_folder, const IndexFill& fill, base::Instant now, sim::Dice& dice) {
  const hub::HubFiles files = hub::HubFiles::in(hub_folder);
  base::SystemDisk disk;
  const hub::HubKeys keys = hub::HubKeys::load(disk, files.keys);
  store::DatabaseOptions options;
  options.kind = store::DatabaseKind::kHub;
  store::Database database(files.database, options);
  store::LogStore logs(database);
  store::Book book(database);
  store::Settings settings(database);
  const hub::Department department(settings);
  sim::TrueTime truth{now};
  sim::SimClock clock(truth, dice);
  hub::HubTime time(settings, clock);
  hub::Ledger ledger(database, logs, book, department, keys, time, {});
  store::Statement generation(database, "SELECT key FROM index_generation ORDER BY generation DESC LIMIT 1");
  generation.step();
  const std::vector<std::uint32_t> tags = tags_of(fill.planted, generation.blob(0));
  generation.reset();

  Source source(fill, now, dice);
  const std::size_t every = fill.planted.empty() ? fill.entries + 1 : fill.entries / fill.planted.size();
  const base::Incarnation log = ledger.numbers().index();
  const base::Sequence before = logs.head(log).sequence;
  for (std::size_t made = 0; made < fill.entries;) {
    store::Transaction transaction(database);
    const base::Instant at = time.take();
    for (std::size_t entry = 0; entry < kEntriesOfATransaction && made < fill.entries; ++entry) {
      const std::function<void(hub::Ledger::Writing&)> write = [&](hub::Ledger::Writing& writing) {
        for (std::size_t i = 0; i < kTogether && made < fill.entries; ++i, ++made) {
          store::IndexEntry fact = source.next();
          fact.id = writing.mint();
          if (made % every == 0 && made / every < tags.size()) fact.tag = tags[made / every];
          writing.add(fact);
        }
      };
      ledger.append(transaction, log, at, write);
    }
    transaction.commit();
  }
  std::size_t bytes = 0;
  for (base::Sequence from = before + 1; from <= logs.head(log).sequence;) {
    const std::vector<store::StoredEntry> entries = logs.entries_from(log, from, 16u << 20, 1000);
    for (const store::StoredEntry& entry : entries) bytes += entry.bytes.size();
    from = entries.back().sequence + 1;
  }
  return bytes;
}

}  // namespace tirkeu::bench
