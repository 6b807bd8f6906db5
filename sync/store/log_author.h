// Turns facts into log entries: rows, their changeset, its check by the strict reader, the signed entry, all in one transaction.
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
  /// Inside `transaction`: runs `write` (which inserts `rows` rows of the book and nothing else into it), takes the changeset
  /// of exactly those rows, reads it back strictly, compares the number of rows, signs and appends the entry. Throws StoreError; then
  /// the caller's transaction rolls back and nothing happened. `last_receipt`: digest prefix of the newest receipt (or grant) held.
  Appended append(Transaction& transaction, const base::ClockReading& reading, const wire::Prefix16& last_receipt,
                  const std::function<void()>& write);
  /// A fresh id for a row of this log; inside a transaction.
  base::RowId mint();
  base::Incarnation incarnation() const { return incarnation_; }

 private:
  Database& database_;
  LogStore& logs_;
  std::uint32_t department_;
  base::Incarnation incarnation_;
  const crypto::SigningKey& key_;
  base::Limits limits_;
};

}  // namespace tirkeu::store
