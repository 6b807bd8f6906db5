#include "sync/store/settings.h"

#include <charconv>

namespace tirkeu::store {

Settings::Settings(Database& database)
    : get_(database, "SELECT value FROM setting WHERE name = ?"),
      put_(database,
           "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"),
      remove_(database, "DELETE FROM setting WHERE name = ?") {}

std::optional<base::Bytes> Settings::bytes(std::string_view name) {
  get_.bind(1, name);
  if (!get_.step()) return std::nullopt;
  base::Bytes value = get_.blob(0);
  get_.reset();
  return value;
}

std::optional<std::string> Settings::text(std::string_view name) {
  const std::optional<base::Bytes> value = bytes(name);
  if (!value) return std::nullopt;
  return std::string(base::text_of(*value));
}

std::optional<std::int64_t> Settings::integer(std::string_view name) {
  const std::optional<std::string> value = text(name);
  if (!value) return std::nullopt;
  std::int64_t number = 0;
  const auto end = value->data() + value->size();
  const auto result = std::from_chars(value->data(), end, number);
  if (result.ec != std::errc() || result.ptr != end) return std::nullopt;
  return number;
}

void Settings::set(std::string_view name, base::ByteView value) {
  put_.bind(1, name).bind(2, value).run();
}
void Settings::set(std::string_view name, std::string_view value) {
  set(name, base::bytes_of(value));
}
void Settings::set(std::string_view name, std::int64_t value) {
  set(name, std::string_view(std::to_string(value)));
}
void Settings::remove(std::string_view name) {
  remove_.bind(1, name).run();
}

}  // namespace tirkeu::store
