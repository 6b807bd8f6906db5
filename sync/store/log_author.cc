#include "sync/store/log_author.h"

#include "sync/base/invariant.h"
#include "sync/store/applier.h"
#include "sync/store/change_recorder.h"

namespace tirkeu::store {
namespace {

[[noreturn]] void refuse(const std::string& why) {
  throw StoreError(StoreError::Kind::kOther,
                   "The transaction can't be written into the log, so nothing of it is saved: " + why + ".");
}

}  // namespace

LogAuthor::LogAuthor(Database& database, LogStore& logs, std::uint32_t department, base::Incarnation incarnation,
                     const crypto::SigningKey& key, const base::Limits& limits)
    : database_(database),
      logs_(logs),
      department_(department),
      incarnation_(incarnation),
      key_(key),
      limits_(limits) {}

LogAuthor::Appended LogAuthor::append(Transaction&, const base::ClockReading& reading,
                                      const wire::Prefix16& last_receipt, const std::function<void()>& write) {
  const std::optional<LogRecord> log = logs_.log(incarnation_);
  if (!log || !log->own) base::stop("a LogAuthor writes into an own log");
  if (log->sign_key != key_.verify_key()) base::stop("a LogAuthor signs with the key that identifies its log");
  const base::Bytes changeset = record(log->kind, write);

  wire::Entry entry;
  const Head head = logs_.head(incarnation_);
  entry.incarnation = incarnation_;
  entry.sequence = head.sequence + 1;
  entry.recorded_at = reading.wall;
  entry.boot_id = reading.boot_id;
  entry.boot_time = reading.since_boot;
  entry.clock_flags = reading.flags;
  entry.last_receipt = last_receipt;
  entry.schema = database_.book_fingerprint();
  entry.changeset = changeset;

  StoredEntry stored;
  stored.sequence = entry.sequence;
  stored.bytes = wire::encode(entry);
  stored.digest = wire::entry_digest(head.digest, stored.bytes);
  stored.signature = key_.sign(crypto::Label::kEntry, stored.digest);
  stored.recorded_at = entry.recorded_at;
  logs_.append(incarnation_, stored);
  return {stored.sequence, stored.digest};
}

base::Bytes LogAuthor::record(wire::LogKind kind, const std::function<void()>& write) {
  ChangeRecorder recorder(database_, tables_of(kind));
  write();
  if (!recorder.trespass().empty()) refuse("a log of this kind does not write rows of " + recorder.trespass());
  base::Bytes changeset = recorder.changeset();
  const auto rows = wire::read_changeset(changeset, database_.book(), department_, incarnation_, limits_);
  if (!rows) refuse(rows.error().what + " at byte " + std::to_string(rows.error().offset));
  if (rows->empty()) refuse("it wrote no row of the book");
  if (rows->size() != recorder.inserted()) {
    refuse("it wrote " + std::to_string(recorder.inserted()) + " rows, but SQLite recorded " +
           std::to_string(rows->size()));
  }
  return changeset;
}

base::RowId LogAuthor::mint() {
  return base::RowId::make(department_, incarnation_, logs_.mint(incarnation_));
}

}  // namespace tirkeu::store
