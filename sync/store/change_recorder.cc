#include "sync/store/change_recorder.h"

#include <sqlite3.h>

#include <algorithm>

#include "sync/base/invariant.h"
#include "sync/store/book_shape.h"
#include "sync/store/fault.h"

namespace tirkeu::store {

ChangeRecorder::ChangeRecorder(Database& database, std::span<const std::string_view> tables)
    : database_(database), tables_(tables) {
  if (!database.in_transaction()) base::stop("a ChangeRecorder stands inside a Transaction");
  sqlite3* handle = database.handle();
  check_result(handle, sqlite3session_create(handle, "main", &session_), "beginning to record changes");
  for (const std::string_view table : tables) {
    const int result = sqlite3session_attach(session_, std::string(table).c_str());
    if (result != SQLITE_OK) {
      sqlite3session_delete(session_);
      throw_fault(handle, result, "recording changes of a table");
    }
  }
  if (sqlite3_update_hook(handle, &ChangeRecorder::count, this) != nullptr) {
    base::stop("one ChangeRecorder at a time, and nobody else installs an update hook");
  }
}

ChangeRecorder::~ChangeRecorder() {
  sqlite3_update_hook(database_.handle(), nullptr, nullptr);
  sqlite3session_delete(session_);
}

void ChangeRecorder::count(void* self, int operation, const char* schema, const char* table, long long) {
  auto& recorder = *static_cast<ChangeRecorder*>(self);
  const std::string_view name(table);
  if (std::string_view(schema) != "main") return;
  if (std::ranges::find(book_tables(), name) == book_tables().end()) return;
  if (operation == SQLITE_INSERT && std::ranges::find(recorder.tables_, name) != recorder.tables_.end()) {
    ++recorder.inserted_;
  } else {
    recorder.trespass_ = name;
  }
}

base::Bytes ChangeRecorder::changeset() {
  int size = 0;
  void* memory = nullptr;
  const int result = sqlite3session_changeset(session_, &size, &memory);
  const std::unique_ptr<void, decltype(&sqlite3_free)> owner(memory, &sqlite3_free);
  check_result(database_.handle(), result, "taking the changeset of a transaction");
  const auto* data = static_cast<const std::uint8_t*>(memory);
  return {data, data + size};
}

}  // namespace tirkeu::store
