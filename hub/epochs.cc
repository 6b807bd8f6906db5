#include "hub/epochs.h"

#include <algorithm>
#include <stdexcept>

namespace tirkeu::hub {
namespace {

constexpr std::string_view kRestored = "hub.restored";
constexpr std::string_view kBegunAt = "epoch.begun_at";
constexpr std::string_view kCause = "epoch.cause";
constexpr std::string_view kWithNewKeys = "epoch.with_new_keys";
constexpr std::string_view kHighest = "epoch.highest";
/// Receipts are numbered through all epochs. No hub gives a node so many between two backups: 90 days of one a minute.
constexpr std::uint32_t kReceiptGap = 1u << 17;
/// Without a witness nobody knows how many epochs and grants were lost. A leap makes it unlikely that their numbers come again.
constexpr std::uint8_t kEpochLeap = 16;
constexpr base::Incarnation kGrantLeap = 64 * base::kIncarnationsPerGrant;

std::string name_of(std::uint32_t number) { return "epoch.id." + std::to_string(number); }

}  // namespace

std::string_view code_of(EpochCause cause) {
  switch (cause) {
    case EpochCause::kRestored: return "restored";
    case EpochCause::kWitness: return "witness";
    case EpochCause::kWitnessMissing: return "witness_missing";
    case EpochCause::kProof: return "proof";
    case EpochCause::kKeysChanged: return "keys_changed";
  }
  return "restored";
}

Epochs::Epochs(store::Database& database, store::LogStore& logs, store::Settings& settings, Nodes& nodes, Department& department,
               const HubKeys& keys, HubTime& time, base::Entropy& entropy)
    : database_(database),
      logs_(logs),
      settings_(settings),
      nodes_(nodes),
      department_(department),
      keys_(keys),
      time_(time),
      entropy_(entropy) {}

void Epochs::mark_restored(store::Settings& settings) { settings.set(kRestored, std::int64_t{1}); }

HubWitness Epochs::witness() {
  HubWitness witness;
  witness.epoch_number = department_.logs().number();
  witness.granted_through = nodes_.next_incarnation() - 1;
  for (const NodeRecord& node : nodes_.all()) witness.receipts += node.last_receipt;
  for (const store::LogRecord& log : logs_.logs())
    if (log.own) witness.heads.push_back({log.incarnation, logs_.head(log.incarnation)});
  return witness;
}

bool Epochs::is_behind(const HubWitness& witness) {
  const HubWitness now = this->witness();
  if (witness.epoch_number != now.epoch_number) return witness.epoch_number > now.epoch_number;
  if (witness.granted_through > now.granted_through || witness.receipts > now.receipts) return true;
  return std::ranges::any_of(witness.heads, [this](const HubWitness::LogHead& one) {
    return logs_.digest_at(one.log, one.head.sequence) != one.head.digest;
  });
}

void Epochs::check(const std::optional<HubWitness>& witness) {
  const bool restored = settings_.integer(kRestored).value_or(0) != 0;
  const bool behind = witness && is_behind(*witness);
  if (!restored && !behind && witness) return;
  const EpochCause cause = restored ? EpochCause::kRestored : behind ? EpochCause::kWitness : EpochCause::kWitnessMissing;
  std::uint32_t above = department_.logs().number();
  base::Incarnation granted_through = nodes_.next_incarnation() - 1;
  if (witness) {
    above = std::max(above, witness->epoch_number);
    granted_through = std::max(granted_through, witness->granted_through);
  } else {
    std::array<std::uint8_t, 1> draw{};
    entropy_.fill(draw);
    above += draw[0] % kEpochLeap;
    granted_through += kGrantLeap;
  }
  begin(cause, above, granted_through, nullptr);
}

std::uint32_t Epochs::first_receipt_after(std::uint32_t number) { return number + kReceiptGap; }

void Epochs::recall(const wire::Epoch& epoch, std::uint32_t number) {
  const EpochLogs numbers(number);
  // Restored twice from one backup, a hub may have given two epochs one number; the logs of the lost one then stay with the nodes.
  if (knows(epoch) || number > kEpochNumberMax || logs_.log(numbers.department())) return;
  Ledger::create_logs(logs_, epoch, numbers, department_.number(), keys_.sign.verify_key());
  for (const store::LogRecord& log : logs_.logs())
    if (log.own && log.base == wire::genesis_digest(epoch, log.incarnation, log.kind)) logs_.disown(log.incarnation);
  settings_.set(name_of(number), base::ByteView(epoch));
  if (number > static_cast<std::uint32_t>(settings_.integer(kHighest).value_or(0))) settings_.set(kHighest, std::int64_t{number});
}

void Epochs::begin_after(const wire::Receipt& receipt) {
  const std::uint32_t above = std::max<std::uint32_t>(department_.logs().number(), receipt.epoch_number);
  begin(EpochCause::kProof, above, nodes_.next_incarnation() - 1 + kGrantLeap, &receipt);
}

void Epochs::begin_with_new_keys(const std::function<void(Department&)>& take) {
  begin(EpochCause::kKeysChanged, department_.logs().number(), nodes_.next_incarnation() - 1, nullptr, take);
}

bool Epochs::began_with_new_keys() { return settings_.integer(kWithNewKeys) == std::int64_t{department_.logs().number()}; }

void Epochs::begin(EpochCause cause, std::uint32_t above, base::Incarnation granted_through, const wire::Receipt* shown,
                   const std::function<void(Department&)>& beside) {
  if (above >= kEpochNumberMax) throw std::runtime_error("this hub was restored too often: it has no numbers for new logs left");
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  settings_.set(name_of(department_.logs().number()), base::ByteView(department_.epoch()));
  if (shown != nullptr) recall(shown->epoch, shown->epoch_number);
  for (const store::LogRecord& log : logs_.logs())
    if (log.own) logs_.disown(log.incarnation);
  wire::Epoch epoch{};
  entropy_.fill(epoch);
  const EpochLogs numbers(above + 1);
  Ledger::create_logs(logs_, epoch, numbers, department_.number(), keys_.sign.verify_key());
  for (NodeRecord& node : nodes_.all()) {
    node.last_receipt = first_receipt_after(std::max(node.last_receipt, shown != nullptr ? shown->number : 0));
    nodes_.put(node);
  }
  nodes_.never_grant_through(granted_through);
  settings_.remove(kRestored);
  settings_.set(kHighest, static_cast<std::int64_t>(numbers.number()));
  if (cause == EpochCause::kKeysChanged) {
    settings_.set(kWithNewKeys, std::int64_t{numbers.number()});
  } else {
    settings_.set(kBegunAt, static_cast<std::int64_t>(at.time_since_epoch().count()));
    settings_.set(kCause, code_of(cause));
  }
  settings_.set(name_of(numbers.number()), base::ByteView(epoch));
  Department begun = department_;
  begun.begin_epoch(settings_, epoch, numbers.number());
  if (beside) beside(begun);
  transaction.commit();
  department_ = begun;
}

bool Epochs::knows(const wire::Epoch& epoch) {
  if (epoch == department_.epoch()) return true;
  const auto highest = static_cast<std::uint32_t>(settings_.integer(kHighest).value_or(0));
  for (std::uint32_t number = 0; number <= highest; ++number) {
    const std::optional<base::Bytes> known = settings_.bytes(name_of(number));
    if (known && std::ranges::equal(*known, epoch)) return true;
  }
  return false;
}

std::optional<Epochs::Begun> Epochs::newest() {
  const std::optional<std::int64_t> at = settings_.integer(kBegunAt);
  if (!at) return std::nullopt;
  return Begun{department_.logs().number(), base::Instant(base::Milliseconds(*at)), settings_.text(kCause).value_or("")};
}

}  // namespace tirkeu::hub
