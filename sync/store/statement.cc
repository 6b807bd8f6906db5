#include <sqlite3.h>

#include "sync/base/invariant.h"
#include "sync/store/database.h"
#include "sync/store/fault.h"

namespace tirkeu::store {
namespace {

// SQLite takes a null pointer for NULL, so an empty text or blob needs an address.
constexpr char kNothing[1] = {};

}  // namespace

Statement::Statement(Database& database, std::string_view sql) : database_(&database) {
  const char* rest = nullptr;
  const int result = sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement_, &rest);
  check_result(database.handle(), result, sql);
  if (statement_ == nullptr || rest != sql.data() + sql.size())
    base::stop("a Statement holds exactly one SQL statement");
}

Statement::~Statement() {
  sqlite3_finalize(statement_);
}

Statement::Statement(Statement&& other) noexcept : database_(other.database_), statement_(other.statement_) {
  other.statement_ = nullptr;
}

Statement& Statement::bind(int index, std::int64_t value) {
  check_result(database_->handle(), sqlite3_bind_int64(statement_, index, value), "binding an integer");
  return *this;
}

Statement& Statement::bind(int index, std::string_view value) {
  const char* data = value.empty() ? kNothing : value.data();
  check_result(database_->handle(),
               sqlite3_bind_text64(statement_, index, data, value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
               "binding a text");
  return *this;
}

Statement& Statement::bind(int index, base::ByteView value) {
  const void* data = value.empty() ? static_cast<const void*>(kNothing) : value.data();
  check_result(database_->handle(), sqlite3_bind_blob64(statement_, index, data, value.size(), SQLITE_TRANSIENT),
               "binding a blob");
  return *this;
}

Statement& Statement::bind_null(int index) {
  check_result(database_->handle(), sqlite3_bind_null(statement_, index), "binding NULL");
  return *this;
}

Statement& Statement::bind(int index, const wire::Value& value) {
  // A value of a changeset is a view into bytes that outlive the INSERT of its row, so SQLite need not copy it.
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return bind(index, *integer);
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    const char* data = text->empty() ? kNothing : text->data();
    check_result(database_->handle(),
                 sqlite3_bind_text64(statement_, index, data, text->size(), SQLITE_STATIC, SQLITE_UTF8), "binding a text");
    return *this;
  }
  if (const auto* blob = std::get_if<base::ByteView>(&value)) {
    const void* data = blob->empty() ? static_cast<const void*>(kNothing) : blob->data();
    check_result(database_->handle(), sqlite3_bind_blob64(statement_, index, data, blob->size(), SQLITE_STATIC),
                 "binding a blob");
    return *this;
  }
  return bind_null(index);
}

Statement& Statement::bind(int index, const std::optional<std::string>& value) {
  return value ? bind(index, std::string_view(*value)) : bind_null(index);
}

Statement& Statement::bind(int index, std::optional<std::int64_t> value) {
  return value ? bind(index, *value) : bind_null(index);
}

bool Statement::step() {
  sqlite3* handle = database_->handle();
  // After some faults SQLite rolls back by itself and would save whatever follows row by row.
  if (database_->in_transaction() && sqlite3_get_autocommit(handle) != 0) {
    reset();
    throw StoreError(StoreError::Kind::kOther,
                     "The transaction was undone by an earlier fault; nothing of it is saved.");
  }
  const int result = sqlite3_step(statement_);
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) {
    reset();
    return false;
  }
  try {
    throw_fault(handle, result, sqlite3_sql(statement_));
  } catch (...) {
    reset();
    throw;
  }
}

int Statement::run() {
  while (step()) {
  }
  return sqlite3_changes(database_->handle());
}

void Statement::reset() {
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

std::string Statement::text(int column) const {
  return std::string(text_view(column));
}

std::string_view Statement::text_view(int column) const {
  const auto* data = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

base::Bytes Statement::blob(int column) const {
  const base::ByteView view = blob_view(column);
  return {view.begin(), view.end()};
}

base::ByteView Statement::blob_view(int column) const {
  const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  if (data == nullptr) return {};
  return {data, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::optional<std::string> Statement::optional_text(int column) const {
  if (is_null(column)) return std::nullopt;
  return text(column);
}

std::optional<std::int64_t> Statement::optional_integer(int column) const {
  if (is_null(column)) return std::nullopt;
  return integer(column);
}

}  // namespace tirkeu::store
