// A write that is one act alone, or a part of a larger one.
#pragma once

#include <optional>

#include "sync/store/database.h"

namespace tirkeu::daemon {

/// Opens a Transaction unless the caller has one open; commit() then commits only its own.
class OwnTransaction {
 public:
  explicit OwnTransaction(store::Database& database) {
    if (!database.in_transaction()) own_.emplace(database);
  }
  void commit() {
    if (own_) own_->commit();
  }

 private:
  std::optional<store::Transaction> own_;
};

}  // namespace tirkeu::daemon
