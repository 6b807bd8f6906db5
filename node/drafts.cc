#include "node/drafts.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

constexpr std::size_t kSlotLettersMax = 64;

std::int64_t milliseconds(base::Instant instant) { return instant.time_since_epoch().count(); }

Draft read(const store::Statement& row) {
  return Draft{row.text(0), row.text(1), base::Instant(base::Milliseconds(row.integer(2)))};
}

}  // namespace

Drafts::Drafts(store::Database& database, base::Clock& clock)
    : clock_(clock),
      list_(database, "SELECT slot, body, saved_at FROM draft WHERE account = ? ORDER BY saved_at DESC, slot"),
      find_(database, "SELECT slot, body, saved_at FROM draft WHERE account = ? AND slot = ?"),
      owner_(database, "SELECT account FROM draft WHERE slot = ?"),
      count_(database, "SELECT count(*) FROM draft WHERE account = ?"),
      put_(database,
           "INSERT INTO draft (slot, account, body, saved_at) VALUES (?, ?, ?, ?) "
           "ON CONFLICT (slot) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at"),
      drop_(database, "DELETE FROM draft WHERE slot = ? AND account = ?"),
      prune_(database, "DELETE FROM draft WHERE saved_at < ?") {}

bool Drafts::is_slot(std::string_view slot) {
  const auto fits = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '-' || letter == '_';
  };
  return !slot.empty() && slot.size() <= kSlotLettersMax && std::ranges::all_of(slot, fits);
}

std::vector<Draft> Drafts::list(std::string_view account) {
  std::vector<Draft> drafts;
  list_.bind(1, account);
  while (list_.step()) drafts.push_back(read(list_));
  return drafts;
}

std::optional<Draft> Drafts::find(std::string_view account, std::string_view slot) {
  find_.bind(1, account).bind(2, slot);
  if (!find_.step()) return std::nullopt;
  Draft draft = read(find_);
  find_.reset();
  return draft;
}

Drafts::Saved Drafts::save(std::string_view account, std::string_view slot, std::string_view body) {
  owner_.bind(1, slot);
  const std::optional<std::string> owner = owner_.step() ? std::optional(owner_.text(0)) : std::nullopt;
  owner_.reset();
  if (owner && *owner != account) return Saved::kNotYours;
  if (!owner) {
    count_.bind(1, account);
    count_.step();
    const std::int64_t count = count_.integer(0);
    count_.reset();
    if (count >= kPerAccountMax) return Saved::kTooMany;
  }
  put_.bind(1, slot).bind(2, account).bind(3, body).bind(4, milliseconds(clock_.now())).run();
  return Saved::kSaved;
}

void Drafts::forget(std::string_view account, std::string_view slot) { drop_.bind(1, slot).bind(2, account).run(); }

int Drafts::prune() { return prune_.bind(1, milliseconds(clock_.now() - kLifeMax)).run(); }

}  // namespace tirkeu::node
