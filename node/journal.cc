#include "node/journal.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

/// A clock that lies behind something we know happened, by more than this, is a clock fault and not jitter.
constexpr base::Milliseconds kBehindTolerance{2000};

}  // namespace

Journal::Journal(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases,
                 const Identity& identity, OwnLives& lives, base::Clock& clock, const base::Limits& limits)
    : database_(database),
      logs_(logs),
      book_(book),
      cases_(cases),
      identity_(identity),
      lives_(lives),
      clock_(clock),
      limits_(limits) {
  begin_life();
}

void Journal::begin_life() {
  const base::Incarnation life = identity_.incarnation();
  author_.emplace(database_, logs_, static_cast<std::uint32_t>(identity_.department()), life, lives_.keys_of(life)->sign, limits_);
}

wire::Prefix16 Journal::last_receipt() {
  const std::optional<store::StoredReceipt> receipt = lives_.newest_receipt();
  return wire::prefix16(receipt ? receipt->digest : identity_.grant_digest());
}

base::ClockReading Journal::read_clock() {
  base::ClockReading reading = clock_.read();
  const std::optional<store::StoredReceipt> receipt = lives_.newest_receipt();
  const base::Instant known = receipt ? receipt->hub_time : identity_.grant().issued_at;
  if (reading.wall + kBehindTolerance < known) reading.flags = reading.flags | base::ClockFlag::kBeforeReceipt;
  return reading;
}

void Journal::record(const std::function<void(Writing&)>& write, const std::function<void()>& beside) {
  const base::ClockReading reading = read_clock();
  store::Transaction transaction(database_);
  Writing writing(*author_, book_, reading.wall);
  const std::function<void()> insert = [&] {
    write(writing);
    if (rider_) rider_(writing);
  };
  author_->append(transaction, reading, last_receipt(), insert);
  std::ranges::sort(writing.touched_);
  const auto repeated = std::ranges::unique(writing.touched_);
  writing.touched_.erase(repeated.begin(), repeated.end());
  for (const base::RowId application : writing.touched_) cases_.refresh(application);
  if (beside) beside();
  transaction.commit();
}

}  // namespace tirkeu::node
