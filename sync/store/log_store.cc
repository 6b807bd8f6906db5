#include "sync/store/log_store.h"

#include <algorithm>

#include "sync/base/invariant.h"
#include "sync/store/statement_rows.h"

namespace tirkeu::store {
namespace {

constexpr base::Sequence kSequenceMax = (1ull << 40) - 1;

std::int64_t position(base::Incarnation incarnation, base::Sequence sequence) {
  if (incarnation > base::kIncarnationMax || sequence > kSequenceMax)
    base::stop("a position has 17 bits of incarnation and 40 of sequence");
  return static_cast<std::int64_t>((static_cast<std::uint64_t>(incarnation) << 40) | sequence);
}

base::Sequence sequence_of(std::int64_t position) {
  return static_cast<std::uint64_t>(position) & kSequenceMax;
}

base::Instant instant(std::int64_t milliseconds) {
  return base::Instant(base::Milliseconds(milliseconds));
}
std::int64_t number(base::Instant instant) {
  return instant.time_since_epoch().count();
}

/// A digest, key or signature as it was stored. Another length means that somebody else wrote into the file.
template <std::size_t N>
std::array<std::uint8_t, N> exactly(const Statement& row, int column) {
  const base::ByteView blob = row.blob_view(column);
  if (blob.size() != N)
    throw StoreError(StoreError::Kind::kCorrupt,
                     "A stored digest, key or signature has another length than it must have.");
  std::array<std::uint8_t, N> value{};
  std::copy(blob.begin(), blob.end(), value.begin());
  return value;
}

LogRecord read_log(const Statement& row) {
  LogRecord log;
  log.incarnation = static_cast<base::Incarnation>(row.integer(0));
  log.kind = static_cast<wire::LogKind>(row.integer(1));
  log.office = static_cast<int>(row.integer(2));
  log.sign_key.bytes = exactly<32>(row, 3);
  log.base = exactly<32>(row, 4);
  log.own = row.integer(5) != 0;
  return log;
}

StoredEntry read_entry(const Statement& row) {
  StoredEntry entry;
  entry.sequence = sequence_of(row.integer(0));
  entry.digest = exactly<32>(row, 1);
  entry.bytes = row.blob(2);
  if (!row.is_null(3)) entry.signature = exactly<64>(row, 3);
  entry.recorded_at = instant(row.integer(4));
  if (!row.is_null(5)) entry.received_at = instant(row.integer(5));
  entry.applied = row.integer(6) != 0;
  return entry;
}

StoredReceipt read_receipt(const Statement& row) {
  StoredReceipt receipt;
  receipt.incarnation = static_cast<base::Incarnation>(row.integer(0) >> 40);
  receipt.number = static_cast<std::uint32_t>(sequence_of(row.integer(0)));
  receipt.digest = exactly<32>(row, 1);
  receipt.epoch = exactly<8>(row, 2);
  receipt.held_through = static_cast<base::Sequence>(row.integer(3));
  receipt.applied_through = static_cast<base::Sequence>(row.integer(4));
  receipt.hub_time = instant(row.integer(5));
  receipt.signed_bytes = row.blob(6);
  receipt.signature = exactly<64>(row, 7);
  return receipt;
}

}  // namespace

#define TIRKEU_LOG_COLUMNS "incarnation, kind, office, sign_key, base_digest, own"
#define TIRKEU_ENTRY_COLUMNS "position, digest, bytes, signature, recorded_at, received_at, applied"
#define TIRKEU_RECEIPT_COLUMNS "id, digest, hub_epoch, held_through, applied_through, hub_time, signed_bytes, signature"

struct LogStore::Statements {
  Database& database;
  Statement add_log{database, "INSERT INTO log (" TIRKEU_LOG_COLUMNS ", last_row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)"};
  Statement log{database, "SELECT " TIRKEU_LOG_COLUMNS " FROM log WHERE incarnation = ?1"};
  Statement logs{database, "SELECT " TIRKEU_LOG_COLUMNS " FROM log ORDER BY incarnation"};
  Statement disown{database, "UPDATE log SET own = 0 WHERE incarnation = ?1"};
  Statement forget{database, "DELETE FROM log WHERE incarnation = ?1"};
  Statement keep_replaced{database,
                          "INSERT INTO replaced_entry (position, digest, bytes, signature, recorded_at, sign_key, restated_as)"
                          " SELECT position, digest, bytes, signature, recorded_at, ?3, ?4 + position - ?1 FROM entry"
                          " WHERE position BETWEEN ?1 AND ?2"};
  Statement take_out{database, "DELETE FROM entry WHERE position BETWEEN ?1 AND ?2"};
  Statement replaced{database,
                     "SELECT position, digest, bytes, signature, recorded_at, sign_key, restated_as FROM replaced_entry"
                     " ORDER BY position, digest"};
  Statement base{database, "SELECT base_digest FROM log WHERE incarnation = ?1"};
  Statement head{database,
                 "SELECT position, digest FROM entry WHERE position BETWEEN ?1 AND ?2 ORDER BY position DESC LIMIT 1"};
  Statement entry{database, "SELECT " TIRKEU_ENTRY_COLUMNS " FROM entry WHERE position = ?1"};
  Statement digest{database, "SELECT digest FROM entry WHERE position = ?1"};
  Statement entries{database,
                    "SELECT " TIRKEU_ENTRY_COLUMNS " FROM entry WHERE position BETWEEN ?1 AND ?2 ORDER BY position"};
  Statement append{database, "INSERT INTO entry (" TIRKEU_ENTRY_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
  Statement mark_applied{database, "UPDATE entry SET applied = 1 WHERE position = ?1 AND applied = 0"};
  Statement unapplied{
      database,
      "SELECT position FROM entry WHERE applied = 0 AND position BETWEEN ?1 AND ?2 ORDER BY position LIMIT ?3"};
  Statement add_transfer{database,
                         "INSERT INTO transfer (position, signed_bytes, signature) VALUES (?1, ?2, ?3)"
                         " ON CONFLICT (position) DO NOTHING"};
  Statement transfers{
      database,
      "SELECT position, signed_bytes, signature FROM transfer WHERE position BETWEEN ?1 AND ?2 ORDER BY position"};
  Statement add_receipt{database,
                        "INSERT INTO receipt (" TIRKEU_RECEIPT_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"};
  Statement receipt_digest{database, "SELECT digest FROM receipt WHERE id = ?1"};
  Statement newest_receipt{
      database, "SELECT " TIRKEU_RECEIPT_COLUMNS " FROM receipt WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1"};
  Statement receipts{database,
                     "SELECT " TIRKEU_RECEIPT_COLUMNS " FROM receipt WHERE id BETWEEN ?1 AND ?2 ORDER BY id"};
  Statement receipt_by_digest{database, "SELECT " TIRKEU_RECEIPT_COLUMNS
                                        " FROM receipt WHERE digest BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1"};
  Statement mint{database,
                 "UPDATE log SET last_row = last_row + 1 WHERE incarnation = ?1 AND own = 1 RETURNING last_row"};
};

LogStore::LogStore(Database& database) : statements_(new Statements{database}) {}
LogStore::~LogStore() = default;

void LogStore::add_log(const LogRecord& log) {
  Statement& add = statements_->add_log;
  position(log.incarnation, 0);
  add.bind(1, static_cast<std::int64_t>(log.incarnation)).bind(2, static_cast<std::int64_t>(log.kind));
  add.bind(3, static_cast<std::int64_t>(log.office)).bind(4, log.sign_key.bytes).bind(5, log.base);
  add.bind(6, static_cast<std::int64_t>(log.own ? 1 : 0)).run();
}

std::optional<LogRecord> LogStore::log(base::Incarnation incarnation) {
  statements_->log.bind(1, static_cast<std::int64_t>(incarnation));
  return first_row(statements_->log, read_log);
}

std::vector<LogRecord> LogStore::logs() {
  return all_rows(statements_->logs, read_log);
}

void LogStore::disown(base::Incarnation incarnation) {
  if (!statements_->database.in_transaction()) base::stop("a log is ended inside a Transaction");
  statements_->disown.bind(1, static_cast<std::int64_t>(incarnation)).run();
}

void LogStore::replace(base::Incarnation incarnation, base::Sequence from, base::Incarnation again, base::Sequence first) {
  const std::optional<LogRecord> record = log(incarnation);
  if (!record || !record->own || from == 0) base::stop("only entries of an own log are said again");
  disown(incarnation);
  Statement& keep = statements_->keep_replaced;
  keep.bind(1, position(incarnation, from)).bind(2, position(incarnation, kSequenceMax));
  keep.bind(3, record->sign_key.bytes).bind(4, position(again, first)).run();
  statements_->take_out.bind(1, position(incarnation, from)).bind(2, position(incarnation, kSequenceMax)).run();
  // Whatever else the number meant, another machine may have led it: its log is learned anew.
  if (from == 1) statements_->forget.bind(1, static_cast<std::int64_t>(incarnation)).run();
}

std::vector<LogStore::ReplacedEntry> LogStore::replaced() {
  return all_rows(statements_->replaced, [](Statement& row) {
    ReplacedEntry one;
    one.incarnation = static_cast<base::Incarnation>(row.integer(0) >> 40);
    one.entry.sequence = sequence_of(row.integer(0));
    one.entry.digest = exactly<32>(row, 1);
    one.entry.bytes = row.blob(2);
    if (!row.is_null(3)) one.entry.signature = exactly<64>(row, 3);
    one.entry.recorded_at = instant(row.integer(4));
    one.sign_key.bytes = exactly<32>(row, 5);
    one.again = static_cast<base::Incarnation>(row.integer(6) >> 40);
    one.again_at = sequence_of(row.integer(6));
    return one;
  });
}

Head LogStore::head(base::Incarnation incarnation) {
  Statement& head = statements_->head;
  head.bind(1, position(incarnation, 1)).bind(2, position(incarnation, kSequenceMax));
  const auto last = first_row(head, [](Statement& row) {
    return Head{sequence_of(row.integer(0)), exactly<32>(row, 1)};
  });
  if (last) return *last;
  const auto base = digest_at(incarnation, 0);
  if (!base) base::stop("head() of a log that is not known here");
  return {0, *base};
}

std::optional<StoredEntry> LogStore::entry(base::Incarnation incarnation, base::Sequence sequence) {
  statements_->entry.bind(1, position(incarnation, sequence));
  return first_row(statements_->entry, read_entry);
}

std::optional<crypto::Digest> LogStore::digest_at(base::Incarnation incarnation, base::Sequence sequence) {
  if (incarnation > base::kIncarnationMax || sequence > kSequenceMax) return std::nullopt;
  Statement& find = sequence == 0 ? statements_->base : statements_->digest;
  find.bind(1, sequence == 0 ? static_cast<std::int64_t>(incarnation) : position(incarnation, sequence));
  return first_row(find, [](Statement& row) { return exactly<32>(row, 0); });
}

std::vector<StoredEntry> LogStore::entries_from(base::Incarnation incarnation, base::Sequence first,
                                                std::size_t bytes_max, std::size_t count_max) {
  std::vector<StoredEntry> entries;
  if (first > kSequenceMax) return entries;
  Statement& read = statements_->entries;
  const ResetAtExit reset(read);
  read.bind(1, position(incarnation, std::max<base::Sequence>(first, 1))).bind(2, position(incarnation, kSequenceMax));
  std::size_t bytes = 0;
  while (read.step()) {
    bytes += read.blob_view(2).size();
    if (!entries.empty() && (bytes > bytes_max || entries.size() >= count_max)) break;
    entries.push_back(read_entry(read));
  }
  return entries;
}

std::vector<base::Bytes> LogStore::entries_before(base::Incarnation incarnation, base::Sequence first, std::size_t count) {
  std::vector<base::Bytes> entries;
  const base::Sequence from = first > count ? first - count : 1;
  if (from == first) return entries;
  for (StoredEntry& entry : entries_from(incarnation, from, std::numeric_limits<std::size_t>::max(), first - from))
    entries.push_back(std::move(entry.bytes));
  return entries;
}

void LogStore::append(base::Incarnation incarnation, std::span<const StoredEntry> entries) {
  if (!statements_->database.in_transaction()) base::stop("an entry is appended inside a Transaction");
  base::Sequence last = head(incarnation).sequence;
  Statement& append = statements_->append;
  for (const StoredEntry& entry : entries) {
    if (entry.sequence != ++last) base::stop("an entry is appended behind the head of its log, without a gap");
    append.bind(1, position(incarnation, entry.sequence)).bind(2, entry.digest).bind(3, entry.bytes);
    if (entry.signature) {
      append.bind(4, *entry.signature);
    } else {
      append.bind_null(4);
    }
    append.bind(5, number(entry.recorded_at));
    append.bind(6, entry.received_at ? std::optional<std::int64_t>(number(*entry.received_at)) : std::nullopt);
    append.bind(7, static_cast<std::int64_t>(entry.applied ? 1 : 0)).run();
  }
}

void LogStore::mark_applied(base::Incarnation incarnation, base::Sequence sequence) {
  statements_->mark_applied.bind(1, position(incarnation, sequence)).run();
}

std::optional<base::Sequence> LogStore::first_unapplied(base::Incarnation incarnation) {
  const std::vector<base::Sequence> waiting = unapplied(incarnation, 1);
  if (waiting.empty()) return std::nullopt;
  return waiting.front();
}

std::vector<base::Sequence> LogStore::unapplied(base::Incarnation incarnation, std::size_t count_max) {
  Statement& find = statements_->unapplied;
  find.bind(1, position(incarnation, 1)).bind(2, position(incarnation, kSequenceMax));
  find.bind(3, static_cast<std::int64_t>(count_max));
  return all_rows(find, [](Statement& row) { return sequence_of(row.integer(0)); });
}

void LogStore::add_transfer(base::Incarnation incarnation, base::Sequence head, base::ByteView signed_bytes,
                            const crypto::SignatureBytes& signature) {
  statements_->add_transfer.bind(1, position(incarnation, head)).bind(2, signed_bytes).bind(3, signature).run();
}

std::vector<LogStore::Transfer> LogStore::transfers(base::Incarnation incarnation) {
  Statement& read = statements_->transfers;
  read.bind(1, position(incarnation, 0)).bind(2, position(incarnation, kSequenceMax));
  return all_rows(read, [](Statement& row) {
    return Transfer{sequence_of(row.integer(0)), row.blob(1), exactly<64>(row, 2)};
  });
}

void LogStore::add_receipt(const StoredReceipt& receipt) {
  const std::int64_t id = position(receipt.incarnation, receipt.number);
  statements_->receipt_digest.bind(1, id);
  const auto held = first_row(statements_->receipt_digest, [](Statement& row) { return exactly<32>(row, 0); });
  if (held == receipt.digest) return;
  Statement& add = statements_->add_receipt;
  add.bind(1, id).bind(2, receipt.digest).bind(3, receipt.epoch);
  add.bind(4, static_cast<std::int64_t>(receipt.held_through))
      .bind(5, static_cast<std::int64_t>(receipt.applied_through));
  add.bind(6, number(receipt.hub_time)).bind(7, receipt.signed_bytes).bind(8, receipt.signature).run();
}

std::optional<crypto::Digest> LogStore::receipt_digest(base::Incarnation incarnation, std::uint32_t number) {
  statements_->receipt_digest.bind(1, position(incarnation, number));
  return first_row(statements_->receipt_digest, [](Statement& row) { return exactly<32>(row, 0); });
}

std::optional<StoredReceipt> LogStore::newest_receipt(base::Incarnation incarnation) {
  Statement& find = statements_->newest_receipt;
  find.bind(1, position(incarnation, 0)).bind(2, position(incarnation, kSequenceMax));
  return first_row(find, read_receipt);
}

std::vector<StoredReceipt> LogStore::receipts_after(base::Incarnation incarnation, std::uint32_t number) {
  Statement& find = statements_->receipts;
  find.bind(1, position(incarnation, base::Sequence{number} + 1)).bind(2, position(incarnation, kSequenceMax));
  return all_rows(find, read_receipt);
}

std::optional<StoredReceipt> LogStore::receipt_by_prefix(const wire::Prefix16& prefix) {
  base::Bytes last(prefix.begin(), prefix.end());
  last.resize(crypto::Digest{}.size(), 0xff);
  statements_->receipt_by_digest.bind(1, prefix).bind(2, last);
  return first_row(statements_->receipt_by_digest, read_receipt);
}

std::uint64_t LogStore::mint(base::Incarnation incarnation) {
  if (!statements_->database.in_transaction()) base::stop("an id is minted inside a Transaction");
  statements_->mint.bind(1, static_cast<std::int64_t>(incarnation));
  const auto counter = first_row(statements_->mint, [](Statement& row) { return row.integer(0); });
  if (!counter) base::stop("ids are minted by own logs only");
  return static_cast<std::uint64_t>(*counter);
}

}  // namespace tirkeu::store
