#include "sync/store/restater.h"

#include <algorithm>
#include <set>

#include "sync/base/invariant.h"
#include "sync/store/applier.h"
#include "sync/store/log_author.h"
#include "sync/store/row_ids.h"
#include "sync/store/row_insert.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

constexpr std::size_t kBatchBytes = 4u << 20;
constexpr std::size_t kBatchEntries = 1000;

struct Target {
  Statement insert, remove;
  std::vector<std::size_t> id_columns;
  std::optional<std::size_t> application;  ///< column that names the application; 0 for the applications themselves
};

Target target_of(Database& database, const wire::TableShape& table) {
  const std::vector<std::string_view> names = row_id_columns(table.name);
  Target target{Statement::computed(database, insert_text(table)),
                Statement::computed(database, "DELETE FROM main.\"" + table.name + "\" WHERE id = ?1"), {}, {}};
  if (table.name == "application") target.application = 0;
  for (std::size_t index = 0; index < table.columns.size(); ++index) {
    if (std::ranges::find(names, table.columns[index].name) != names.end()) target.id_columns.push_back(index);
    if (table.columns[index].name == "application_id") target.application = index;
  }
  return target;
}

std::int64_t id_at(const wire::Row& row, std::size_t column) {
  const auto* value = std::get_if<std::int64_t>(&row.values[column]);
  return value != nullptr ? *value : 0;
}

[[noreturn]] void unreadable(base::Incarnation log, base::Sequence sequence, const std::string& why) {
  throw StoreError(StoreError::Kind::kOther, "Entry " + std::to_string(sequence) + " of life " + std::to_string(log) +
                                                 " can't be said again, so nothing of it is: " + why + ". Run verify.");
}

}  // namespace

struct Restater::Statements {
  std::vector<Target> targets;  ///< in the order of the book
  Statement note, leave, successor;
};

Restater::Restater(Database& database, LogStore& logs, Book& book, Cases& cases, std::uint32_t department, const base::Limits& limits)
    : database_(database), logs_(logs), book_(book), cases_(cases), department_(department), limits_(limits) {
  std::vector<Target> targets;
  for (const wire::TableShape& table : database.book()) targets.push_back(target_of(database, table));
  statements_.reset(new Statements{std::move(targets),
                                   Statement(database, "INSERT INTO replaced_row (old_id, new_id, leaving) VALUES (?1, ?2, 1)"),
                                   Statement(database, "UPDATE replaced_row SET leaving = 0 WHERE leaving = 1"),
                                   Statement(database, "SELECT new_id FROM replaced_row WHERE old_id = ?1")});
}

Restater::~Restater() = default;

std::optional<base::RowId> Restater::successor(base::RowId old_id) {
  // What was said again may have been said again once more.
  std::optional<base::RowId> found;
  for (std::optional<base::RowId> next = old_id; next;) {
    statements_->successor.bind(1, next->value);
    next = first_row(statements_->successor, [](Statement& row) { return base::RowId{row.integer(0)}; });
    if (next) found = next;
  }
  return found;
}

std::deque<Restater::OldEntry> Restater::read(const std::vector<Branch>& branches) {
  std::deque<OldEntry> all;  // Whose elements never move: the rows point into them.
  for (const Branch& branch : branches) {
    base::Sequence next = branch.from;
    for (;;) {
      std::vector<StoredEntry> batch = logs_.entries_from(branch.log, next, kBatchBytes, kBatchEntries);
      if (batch.empty()) break;
      next = batch.back().sequence + 1;
      for (StoredEntry& stored : batch) {
        wire::Decoded<wire::Entry> entry = wire::decode_entry(stored.bytes, limits_);
        if (!entry) unreadable(branch.log, stored.sequence, entry.error().what);
        all.push_back(OldEntry{branch.log, std::move(stored), std::move(*entry), {}});
        auto rows = wire::read_changeset(all.back().entry.changeset, database_.book(), department_, branch.log, limits_);
        if (!rows) unreadable(branch.log, all.back().stored.sequence, rows.error().what);
        all.back().rows = std::move(*rows);
      }
    }
  }
  return all;
}

void Restater::number(const std::deque<OldEntry>& entries, const std::vector<base::RowId>& waiting, const NewLife& life) {
  std::set<std::int64_t> old_ids;
  for (const base::RowId id : waiting) old_ids.insert(id.value);
  for (const OldEntry& old : entries)
    for (const wire::Row& row : old.rows) old_ids.insert(id_at(row, 0));
  ids_.clear();
  for (const std::int64_t id : old_ids) {
    const std::int64_t fresh = base::RowId::make(department_, life.log, logs_.mint(life.log)).value;
    ids_.emplace(id, fresh);
    statements_->note.bind(1, id).bind(2, fresh).run();
  }
}

std::int64_t Restater::renamed(std::int64_t id) const {
  const auto found = ids_.find(id);
  return found == ids_.end() ? id : found->second;
}

std::vector<base::RowId> Restater::take_out(const std::deque<OldEntry>& entries) {
  std::set<std::int64_t> applications;
  for (const OldEntry& old : entries) {
    for (const wire::Row& row : old.rows) {
      Target& target = statements_->targets[row.table];
      if (target.application) applications.insert(id_at(row, *target.application));
      if (target.remove.bind(1, id_at(row, 0)).run() != 1)
        unreadable(old.log, old.stored.sequence, "the book does not hold what it says");
    }
  }
  std::vector<base::RowId> touched;
  for (const std::int64_t id : applications) touched.push_back({id});
  return touched;
}

void Restater::insert(const wire::Row& row) {
  Target& target = statements_->targets[row.table];
  for (std::size_t column = 0; column < row.values.size(); ++column) {
    const bool names_row = std::ranges::find(target.id_columns, column) != target.id_columns.end();
    const auto* id = std::get_if<std::int64_t>(&row.values[column]);
    if (names_row && id != nullptr)
      target.insert.bind(static_cast<int>(column) + 1, renamed(*id));
    else
      target.insert.bind(static_cast<int>(column) + 1, row.values[column]);
  }
  target.insert.run();
}

void Restater::say_again(Transaction& transaction, const OldEntry& old, const NewLife& life) {
  LogAuthor author(database_, logs_, department_, life.log, life.key, limits_);
  Restated fact;
  fact.id = author.mint();
  fact.office = life.office;
  fact.incarnation = old.log;
  const LogRecord log = *logs_.log(old.log);
  fact.sign_key.assign(log.sign_key.bytes.begin(), log.sign_key.bytes.end());
  fact.sequence = static_cast<std::int64_t>(old.stored.sequence);
  fact.digest.assign(old.stored.digest.begin(), old.stored.digest.end());
  fact.restated_at = life.at;
  // The old times are the truth about when it happened, and the old receipt is all that its author knew then.
  base::ClockReading reading;
  reading.wall = old.entry.recorded_at;
  reading.boot_id = old.entry.boot_id;
  reading.since_boot = old.entry.boot_time;
  reading.flags = old.entry.clock_flags;
  const std::function<void()> write = [&] {
    for (const wire::Row& row : old.rows) insert(row);
    book_.insert(fact);
  };
  author.append(transaction, reading, old.entry.last_receipt, write);
}

std::uint64_t Restater::restate(Transaction& transaction, const std::vector<Branch>& branches, const std::vector<base::RowId>& waiting,
                                const NewLife& life, const std::function<void()>& beside) {
  if (logs_.head(life.log).sequence != 0) base::stop("facts are said again at the beginning of a life");
  const std::deque<OldEntry> entries = read(branches);
  number(entries, waiting, life);
  std::vector<base::RowId> touched = take_out(entries);
  for (const OldEntry& old : entries) say_again(transaction, old, life);
  base::Sequence next = 1;
  for (const Branch& branch : branches) {
    const base::Sequence head = logs_.head(branch.log).sequence;
    logs_.replace(branch.log, branch.from, life.log, next);
    if (head >= branch.from) next += head - branch.from + 1;
  }
  for (const base::RowId id : touched) {
    cases_.refresh(id);
    if (const base::RowId fresh{renamed(id.value)}; fresh != id) cases_.refresh(fresh);
  }
  if (beside) beside();
  statements_->leave.run();
  ids_.clear();
  return entries.size();
}

}  // namespace tirkeu::store
