// Turns facts into log entries: rows, their changeset, its check by the strict reader, the signed entry, all in one
// transaction.
//
// What is signed here is what every other database will be told, so nothing is taken on trust: the changeset is read
// back by the same strict reader that the receivers use, and its rows are counted against what SQLite's update hook saw
// being inserted.
#pragma once

#include <functional>

#include "sync/base/clock.h"
#include "sync/base/limits.h"
#include "sync/crypto/keys.h"
#include "sync/store/log_store.h"

namespace tirkeu::store {

/// Writes one own log. Several authors may share a database (the hub's logs); one append at a time.
class LogAuthor {
 public:
  LogAuthor(Database& database, LogStore& logs, std::uint32_t department, base::Incarnation incarnation,
            const crypto::SigningKey& key, const base::Limits& limits);

  struct Appended {
    base::Sequence sequence = 0;
    crypto::Digest digest{};
  };
  /// Inside `transaction`: runs `write` (which inserts at least one row of the book, and only into the tables of this
  /// log's kind; it may mint ids and write local tables), takes the changeset of exactly those rows, reads it back
  /// strictly, compares the number of rows, signs and appends the entry. Throws StoreError; the caller lets it pass, so
  /// that the transaction rolls back and nothing happened. `last_receipt`: digest prefix of the newest receipt (or
  /// grant) held.
  Appended append(Transaction& transaction, const base::ClockReading& reading, const wire::Prefix16& last_receipt,
                  const std::function<void()>& write);
  /// A fresh id for a row of this log; inside a transaction.
  base::RowId mint();
  base::Incarnation incarnation() const { return incarnation_; }

 private:
  /// Runs `write` under a ChangeRecorder and returns the checked changeset.
  base::Bytes record(wire::LogKind kind, const std::function<void()>& write);

  Database& database_;
  LogStore& logs_;
  std::uint32_t department_;
  base::Incarnation incarnation_;
  const crypto::SigningKey& key_;
  base::Limits limits_;
};

}  // namespace tirkeu::store
