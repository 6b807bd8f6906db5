// Applications that are still being typed, kept at the node so that a power cut costs nothing. Local, never replicated, and
// seen by their own account alone; gone in the transaction that accepts the application, or when thrown away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sync/base/clock.h"
#include "sync/store/database.h"

namespace tirkeu::node {

struct Draft {
  std::string slot;
  std::string body;  ///< JSON as the browser sent it
  base::Instant saved_at{};
};

class Drafts {
 public:
  /// More are refused: somebody forgets to finish or throw away.
  static constexpr std::int64_t kPerAccountMax = 50;
  /// A draft that nobody has touched for this long is dropped, since it is personal data without a purpose.
  static constexpr base::Milliseconds kLifeMax = std::chrono::hours(24 * 30);

  Drafts(store::Database& database, base::Clock& clock);

  /// Slots are made by browsers: 1 to 64 letters, digits, hyphens and underscores.
  static bool is_slot(std::string_view slot);

  /// Newest first.
  std::vector<Draft> list(std::string_view account);
  std::optional<Draft> find(std::string_view account, std::string_view slot);
  enum class Saved { kSaved, kNotYours, kTooMany };
  /// Inside a Transaction of the caller.
  Saved save(std::string_view account, std::string_view slot, std::string_view body);
  /// Inside a Transaction of the caller. Forgetting what is not there is no fault.
  void forget(std::string_view account, std::string_view slot);
  /// Drops what is older than kLifeMax; returns how many.
  int prune();

 private:
  base::Clock& clock_;
  store::Statement list_, find_, owner_, count_, put_, drop_, prune_;
};

}  // namespace tirkeu::node
