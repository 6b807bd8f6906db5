#include "hub/ledger.h"

#include <algorithm>

#include "schema/registry/offices.h"

namespace tirkeu::hub {

HubTime::HubTime(store::Settings& settings, base::Clock& clock) : settings_(settings), clock_(clock) {
  newest_ = base::Instant(base::Milliseconds(settings.integer("hub.time").value_or(0)));
}

base::Instant HubTime::take() {
  newest_ = std::max(clock_.now(), newest_);
  settings_.set("hub.time", static_cast<std::int64_t>(newest_.time_since_epoch().count()));
  return newest_;
}

void HubTime::remember(base::Instant given) {
  if (given <= newest_) return;
  newest_ = given;
  settings_.set("hub.time", static_cast<std::int64_t>(newest_.time_since_epoch().count()));
}

base::Milliseconds HubTime::behind() { return std::max(newest_ - clock_.now(), base::Milliseconds{0}); }

base::ClockReading HubTime::reading(base::Instant at) {
  base::ClockReading reading = clock_.read();
  reading.wall = at;
  return reading;
}

Ledger::Ledger(store::Database& database, store::LogStore& logs, store::Book& book, const Department& department,
               const HubKeys& keys, HubTime& time, const base::Limits& limits)
    : database_(database), logs_(logs), book_(book), department_(department), keys_(keys), time_(time), limits_(limits) {}

bool is_sent_to(const store::LogRecord& log, int office) {
  if (log.kind == wire::LogKind::kDepartment || log.kind == wire::LogKind::kIndex) return true;
  return log.kind == wire::LogKind::kVerdicts && log.office == office;
}

void Ledger::create_logs(store::LogStore& logs, const wire::Epoch& epoch, EpochLogs numbers, int department,
                         const crypto::VerifyKey& hub_key) {
  const auto add = [&](base::Incarnation incarnation, wire::LogKind kind, int office) {
    logs.add_log({incarnation, kind, office, hub_key, wire::genesis_digest(epoch, incarnation, kind), true});
  };
  add(numbers.department(), wire::LogKind::kDepartment, -1);
  add(numbers.index(), wire::LogKind::kIndex, -1);
  add(numbers.judgements(), wire::LogKind::kJudgements, -1);
  for (const registry::Office* office : registry::offices_of(department))
    add(numbers.verdicts(office->number), wire::LogKind::kVerdicts, office->number);
}

void Ledger::append(store::Transaction& transaction, base::Incarnation log, base::Instant at,
                    const std::function<void(Writing&)>& write) {
  auto found = authors_.find(log);
  if (found == authors_.end())
    found = authors_
                .try_emplace(log, database_, logs_, static_cast<std::uint32_t>(department_.number()), log, keys_.sign, limits_)
                .first;
  Writing writing(found->second, book_);
  const std::function<void()> insert = [&] { write(writing); };
  found->second.append(transaction, time_.reading(at), wire::Prefix16{}, insert);
}

}  // namespace tirkeu::hub
