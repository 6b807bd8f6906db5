#include <sqlite3.h>

#include "sync/base/invariant.h"
#include "sync/store/database.h"
#include "sync/store/fault.h"

namespace tirkeu::store {

Transaction::Transaction(Database& database) : database_(database) {
  if (database.in_transaction_) base::stop("a Transaction is open already; use a Savepoint inside it");
  // IMMEDIATE, because a transaction that begins by reading and then wants to write fails at once after somebody else's
  // commit, whatever the busy timeout says.
  database.execute("BEGIN IMMEDIATE");
  database.in_transaction_ = true;
}

Transaction::~Transaction() {
  if (!open_) return;
  database_.in_transaction_ = false;
  // Faults of a full or failing disk may have rolled back already; an error here would change nothing.
  if (sqlite3_get_autocommit(database_.handle()) == 0) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::commit() {
  if (!open_) base::stop("a Transaction commits once");
  database_.execute("COMMIT");
  open_ = false;
  database_.in_transaction_ = false;
  database_.count_commit();
}

Savepoint::Savepoint(Database& database) : database_(database) {
  if (!database.in_transaction_) base::stop("a Savepoint stands inside a Transaction");
  // One name serves all: RELEASE and ROLLBACK TO mean the innermost.
  database.execute("SAVEPOINT tirkeu");
}

Savepoint::~Savepoint() {
  if (!open_ || sqlite3_get_autocommit(database_.handle()) != 0) return;
  sqlite3_exec(database_.handle(), "ROLLBACK TO tirkeu", nullptr, nullptr, nullptr);
  sqlite3_exec(database_.handle(), "RELEASE tirkeu", nullptr, nullptr, nullptr);
}

void Savepoint::release() {
  if (!open_) base::stop("a Savepoint is released once");
  database_.execute("RELEASE tirkeu");
  open_ = false;
}

}  // namespace tirkeu::store
