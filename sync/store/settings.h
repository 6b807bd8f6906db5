// Named values that a database keeps about itself: identity, state of the last round. Written inside the transaction
// they belong to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sync/store/database.h"

namespace tirkeu::store {

class Settings {
 public:
  explicit Settings(Database& database);
  std::optional<base::Bytes> bytes(std::string_view name);
  std::optional<std::string> text(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name);
  void set(std::string_view name, base::ByteView value);
  void set(std::string_view name, std::string_view value);
  void set(std::string_view name, std::int64_t value);
  void remove(std::string_view name);

 private:
  Statement get_;
  Statement put_;
  Statement remove_;
};

}  // namespace tirkeu::store
