#include "sync/store/verify.h"

#include <algorithm>

#include "sync/store/applier.h"
#include "sync/store/earlier_books.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

/// Entries are read so many bytes at a time.
constexpr std::size_t kBatchBytes = 4u << 20;
constexpr std::size_t kBatchEntries = 1000;

std::string select_text(const wire::TableShape& table) {
  std::string names;
  for (const auto& column : table.columns) names.append(names.empty() ? "" : ", ").append("\"" + column.name + "\"");
  return "SELECT " + names + " FROM main.\"" + table.name + "\" WHERE id = ?1";
}

bool same_value(const Statement& row, int column, const wire::Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return row.is_null(column);
  if (row.is_null(column)) return false;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return row.integer(column) == *integer;
  if (const auto* text = std::get_if<std::string_view>(&value)) return row.text_view(column) == *text;
  return std::ranges::equal(row.blob_view(column), std::get<base::ByteView>(value));
}

}  // namespace

struct Verifier::Table {
  Statement select;
  Statement count;
  Statement ids;
  /// Ids that some applied entry brought. A second entry with the same id could never have been applied.
  std::unordered_set<std::int64_t> seen;
};

Verifier::Verifier(Database& database, std::uint32_t department, const base::Limits& limits,
                   CheckTransfer check_transfer)
    : database_(database),
      department_(department),
      limits_(limits),
      check_transfer_(std::move(check_transfer)),
      logs_(database),
      book_(database),
      cases_(database, book_) {
  for (const wire::TableShape& table : database.book()) {
    tables_.push_back({Statement::computed(database, select_text(table)),
                       Statement::computed(database, "SELECT count(*) FROM main.\"" + table.name + "\""),
                       Statement::computed(database, "SELECT id FROM main.\"" + table.name + "\" ORDER BY id"),
                       {}});
  }
}

Verifier::~Verifier() = default;

VerifyReport Verifier::run() {
  report_ = {};
  for (Table& table : tables_) table.seen.clear();
  check_file();
  for (const LogRecord& log : logs_.logs()) check_log(log);
  check_replaced();
  check_extra_rows();
  if (const auto application = cases_.first_difference()) {
    fault(application->incarnation(), 0,
          "the case of application " + application->to_string() + " is not what its facts say");
  }
  return report_;
}

void Verifier::fault(base::Incarnation incarnation, base::Sequence sequence, std::string what) {
  ++report_.faults;
  if (!report_.first) report_.first = VerifyFault{incarnation, sequence, std::move(what)};
}

void Verifier::check_file() {
  if (const auto complaint = database_.check()) fault(0, 0, "the database file is damaged: " + *complaint);
}

void Verifier::check_log(const LogRecord& log) {
  ++report_.logs;
  crypto::Digest previous = log.base;
  base::Sequence expected = 1;
  for (;;) {
    const std::vector<StoredEntry> batch = logs_.entries_from(log.incarnation, expected, kBatchBytes, kBatchEntries);
    if (batch.empty()) break;
    for (const StoredEntry& stored : batch) {
      ++report_.entries;
      if (stored.sequence != expected) {
        fault(log.incarnation, expected, "the entry is missing");
        return;
      }
      // A broken link says nothing about those behind it: what follows is judged from the digest that is stored.
      if (const auto what = check_entry(log, stored, previous)) fault(log.incarnation, stored.sequence, *what);
      ++expected;
    }
  }
  const Head head{expected - 1, previous};
  if (log.own) {
    // What an own life lost and the hub gave back lies there without our signature; the hub's transfer stands for it.
    const base::Sequence unsigned_through = check_signatures(log, head);
    if (unsigned_through > 0) check_transfers(log, {unsigned_through, {}});
  } else if (check_transfer_) {
    check_transfers(log, head);
  }
}

std::optional<std::string> Verifier::check_entry(const LogRecord& log, const StoredEntry& stored,
                                                 crypto::Digest& previous) {
  const crypto::Digest computed = wire::entry_digest(previous, stored.bytes);
  previous = stored.digest;
  if (computed != stored.digest) return "its digest does not follow from the entry before it and its own bytes";
  const auto entry = wire::decode_entry(stored.bytes, limits_);
  if (!entry) return "its bytes are no entry: " + entry.error().what;
  if (entry->incarnation != log.incarnation || entry->sequence != stored.sequence)
    return "its bytes name another position";
  if (entry->recorded_at != stored.recorded_at) return "the recorded time beside it is not the one it says";
  if (stored.applied) return check_rows(log, *entry);
  ++report_.entries_held;
  return std::nullopt;
}

std::optional<std::string> Verifier::check_rows(const LogRecord& log, const wire::Entry& entry) {
  const std::vector<wire::TableShape>* const book = book_of(database_, entry.schema);
  if (book == nullptr) return "it counts as applied, but it was taken from a book that this program does not know";
  auto rows = wire::read_changeset(entry.changeset, *book, department_, log.incarnation, limits_);
  if (!rows) return "its changeset is refused: " + rows.error().what;
  if (book != &database_.book()) rows = in_present_book(*std::move(rows), *book, database_.book());
  const auto allowed = tables_of(log.kind);
  for (const wire::Row& row : *rows) {
    const std::string& name = database_.book()[row.table].name;
    if (std::ranges::find(allowed, name) == allowed.end())
      return "it writes " + name + ", which a log of its kind may not";
    if (auto what = check_row(row)) return what;
  }
  return std::nullopt;
}

std::optional<std::string> Verifier::check_row(const wire::Row& row) {
  const wire::TableShape& shape = database_.book()[row.table];
  Table& table = tables_[row.table];
  const base::RowId id{std::get<std::int64_t>(row.values.front())};
  const std::string name = shape.name + " " + id.to_string();
  if (!table.seen.insert(id.value).second) return "its row " + name + " was brought by another entry before";
  ++report_.rows;
  const ResetAtExit reset(table.select);
  table.select.bind(1, id.value);
  if (!table.select.step()) return "its row " + name + " is not in the book";
  for (std::size_t column = 0; column < row.values.size(); ++column) {
    if (same_value(table.select, static_cast<int>(column), row.values[column])) continue;
    return "the row " + name + " has another " + shape.columns[column].name + " in the book than in the log";
  }
  return std::nullopt;
}

base::Sequence Verifier::check_signatures(const LogRecord& log, const Head& head) {
  const bool given_back = check_transfer_ && !logs_.transfers(log.incarnation).empty();
  base::Sequence unsigned_through = 0;
  for (base::Sequence sequence = 1; sequence <= head.sequence; ++sequence) {
    const std::optional<StoredEntry> stored = logs_.entry(log.incarnation, sequence);
    if (!stored) continue;
    if (given_back && !stored->signature) {
      unsigned_through = sequence;
      continue;
    }
    ++report_.signatures;
    const bool valid =
        stored->signature && log.sign_key.verify(crypto::Label::kEntry, stored->digest, *stored->signature);
    if (!valid) fault(log.incarnation, sequence, stored->signature ? "its signature is wrong" : "it has no signature");
  }
  return unsigned_through;
}

base::Sequence Verifier::check_own_part(const LogRecord& log) {
  base::Sequence covered = 0;
  for (;;) {
    const std::optional<StoredEntry> stored = logs_.entry(log.incarnation, covered + 1);
    if (!stored || !stored->signature) return covered;
    ++report_.signatures;
    ++covered;
    if (!log.sign_key.verify(crypto::Label::kEntry, stored->digest, *stored->signature))
      fault(log.incarnation, covered, "its signature is wrong");
  }
}

void Verifier::check_transfers(const LogRecord& log, const Head& head) {
  base::Sequence covered = log.own ? 0 : check_own_part(log);
  for (const LogStore::Transfer& transfer : logs_.transfers(log.incarnation)) {
    const auto digest = logs_.digest_at(log.incarnation, transfer.head);
    if (!digest) {
      fault(log.incarnation, transfer.head, "a transfer was received that ends here, but the entry is missing");
      continue;
    }
    ++report_.transfers;
    if (const auto what = check_transfer_(log, transfer, *digest)) {
      fault(log.incarnation, transfer.head, "the transfer that ends here proves nothing: " + *what);
    } else {
      covered = std::max(covered, transfer.head);
    }
  }
  if (covered < head.sequence) fault(log.incarnation, covered + 1, "no signed transfer covers it");
}

void Verifier::check_replaced() {
  for (const LogStore::ReplacedEntry& old : logs_.replaced()) {
    ++report_.signatures;
    const StoredEntry& entry = old.entry;
    const bool valid = entry.signature && old.sign_key.verify(crypto::Label::kEntry, entry.digest, *entry.signature);
    if (!valid) fault(old.incarnation, entry.sequence, "it was replaced, and what is kept of it is not signed by its author");
    // What said it again may have been said again itself; then it lies among the replaced ones.
    const std::optional<StoredEntry> again = logs_.entry(old.again, old.again_at);
    if (!again) continue;
    Statement cites(database_, "SELECT count(*) FROM restated WHERE digest = ?1");
    cites.bind(1, entry.digest);
    if (first_row(cites, [](Statement& row) { return row.integer(0); }) == 0)
      fault(old.incarnation, entry.sequence, "it was replaced, but no entry says that it stands for it");
  }
}

void Verifier::check_extra_rows() {
  for (std::size_t index = 0; index < tables_.size(); ++index) {
    Table& table = tables_[index];
    const auto stored = first_row(table.count, [](Statement& row) { return row.integer(0); });
    if (stored == static_cast<std::int64_t>(table.seen.size())) continue;
    const ResetAtExit reset(table.ids);
    while (table.ids.step()) {
      const base::RowId id{table.ids.integer(0)};
      if (table.seen.contains(id.value)) continue;
      fault(id.incarnation(), 0, "no entry brought the row " + database_.book()[index].name + " " + id.to_string());
      break;
    }
  }
}

}  // namespace tirkeu::store
