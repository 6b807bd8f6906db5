#include "hub/answer_desk.h"

#include <algorithm>

#include "schema/registry/offices.h"

namespace tirkeu::hub {
namespace {

/// Entries held without being applied are named in a receipt up to this many; the rest follows when these are settled.
constexpr std::size_t kQuarantinedNamed = 64;
/// In what order a node is told: verdicts that a person waits for, rules and revocations, then the index.
int rank(wire::LogKind kind) {
  return kind == wire::LogKind::kVerdicts ? 0 : kind == wire::LogKind::kDepartment ? 1 : 2;
}

}  // namespace

AnswerDesk::AnswerDesk(store::LogStore& logs, Nodes& nodes, const Department& department, const HubKeys& keys,
                       base::Entropy& entropy, const base::Limits& limits, std::string program)
    : logs_(logs),
      nodes_(nodes),
      department_(department),
      keys_(keys),
      entropy_(entropy),
      limits_(limits),
      program_(std::move(program)),
      book_lane_(logs, nodes) {}

void AnswerDesk::answer_to(const crypto::KeyId& sealed_to) { tells_keys_ = sealed_to != crypto::key_id(keys_.seal.seal_to().bytes); }

wire::Receipt AnswerDesk::receipt(const NodeRecord& node, const wire::UpHeader& asked, base::Instant at) {
  wire::Receipt receipt;
  receipt.epoch = department_.epoch();
  receipt.epoch_number = static_cast<std::uint16_t>(department_.logs().number());
  receipt.incarnation = node.incarnation;
  receipt.sign_key = crypto::key_id(node.sign_key.bytes);
  receipt.number = node.last_receipt;
  receipt.held_through = node.held_through;
  receipt.applied_through = node.applied_through;
  receipt.quarantined = logs_.unapplied(node.incarnation, kQuarantinedNamed);
  receipt.digest = wire::prefix8(*logs_.digest_at(node.incarnation, node.held_through));
  receipt.hub_time = at;
  const base::Incarnation log = department_.logs().department();
  const store::Head head = logs_.head(log);
  const auto cursor = std::ranges::find(asked.cursors, log, &wire::Position::incarnation);
  const bool named = cursor != asked.cursors.end() && cursor->sequence == head.sequence && cursor->digest == wire::mark_of(head.digest);
  if (named) return receipt;
  receipt.department_sequence = head.sequence;
  receipt.department_digest = wire::prefix8(head.digest);
  return receipt;
}

void AnswerDesk::add_run(base::Incarnation log, base::Sequence held, Room& room, wire::DownHeader& header,
                         std::vector<protocol::OutgoingRun>& runs) {
  const store::Head head = logs_.head(log);
  if (head.sequence == held) return;
  if (room.bytes == 0 || room.entries == 0) {
    header.more = true;
    return;
  }
  std::vector<store::StoredEntry> entries = logs_.entries_from(log, held + 1, room.bytes, room.entries);
  protocol::OutgoingRun run;
  run.section.incarnation = log;
  run.section.kind = logs_.log(log)->kind;
  run.section.first = held + 1;
  run.section.count = static_cast<std::uint32_t>(entries.size());
  run.section.head = wire::prefix16(entries.back().digest);
  if (entries.back().sequence < head.sequence) header.more = true;
  run.before = logs_.entries_before(log, run.section.first, wire::kEntriesBefore);
  for (store::StoredEntry& entry : entries) {
    room.bytes -= std::min(room.bytes, entry.bytes.size());
    run.entries.push_back(std::move(entry.bytes));
  }
  room.entries -= std::min(room.entries, entries.size());
  runs.push_back(std::move(run));
}

void AnswerDesk::tell(const NodeRecord& node, const wire::UpHeader& asked, wire::DownHeader& header) {
  Told now;
  now.receipt = node.last_receipt;
  for (const NodeRecord& other : nodes_.all())
    if (other.covered_until) now.horizon[other.office] = std::max(now.horizon[other.office], *other.covered_until);
  if (node.covered_until) now.horizon[node.office] = std::max(now.horizon[node.office], *node.covered_until);
  for (auto& [office, until] : now.horizon) until = std::chrono::floor<std::chrono::minutes>(until);

  const auto before = told_.find(node.incarnation);
  const bool known = before != told_.end() && before->second.receipt == asked.last_receipt_number;
  if (!known) header.program = program_;
  for (const registry::Office* office : registry::offices_of(department_.number())) {
    const base::Instant until = now.horizon[office->number];
    if (!known || before->second.horizon[office->number] != until)
      header.horizon.push_back({static_cast<std::uint8_t>(office->number), until});
  }
  told_[node.incarnation] = std::move(now);
}

std::vector<store::LogRecord> AnswerDesk::logs_for(int office) {
  std::vector<store::LogRecord> logs = logs_.logs();
  std::erase_if(logs, [office](const store::LogRecord& log) { return !is_sent_to(log, office); });
  // Within a rank by number: an earlier epoch first, since what a later one says stands above it.
  std::ranges::stable_sort(logs, {}, [](const store::LogRecord& log) { return rank(log.kind); });
  return logs;
}

std::vector<protocol::OutgoingRun> AnswerDesk::runs(const NodeRecord& node, const wire::UpHeader& asked,
                                                    std::size_t bytes_wanted, wire::DownHeader& header) {
  std::vector<protocol::OutgoingRun> runs;
  Room room{std::min(bytes_wanted, limits_.bundle_bytes_max / 2), limits_.entries_per_bundle_max};
  for (const store::LogRecord& log : logs_for(node.office)) {
    const auto cursor = std::ranges::find(asked.cursors, log.incarnation, &wire::Position::incarnation);
    const base::Sequence held = cursor == asked.cursors.end() ? 0 : cursor->sequence;
    const std::optional<crypto::Digest> ours = logs_.digest_at(log.incarnation, held);
    if (cursor == asked.cursors.end() && header.introduced.size() < wire::kIntroducedMax)
      header.introduced.push_back({log.incarnation, log.kind, log.office, log.sign_key, log.base});
    if (cursor != asked.cursors.end() && (!ours || wire::mark_of(*ours) != cursor->digest)) {
      // Of an earlier epoch the node may hold more than we do; of this one only if this hub lost what it had signed.
      if (log.own) header.refusal = wire::Refusal::kRewoundHub;
      continue;
    }
    add_run(log.incarnation, held, room, header, runs);
  }
  for (const store::LogRecord& log : book_lane_.logs_for(node))
    if (const std::optional<base::Sequence> held = book_lane_.held_by(log, asked.cursors))
      add_run(log.incarnation, *held, room, header, runs);
  for (wire::LogIntroduction& log : book_lane_.introductions(node, asked.cursors))
    if (header.introduced.size() < wire::kIntroducedMax) header.introduced.push_back(std::move(log));
  return runs;
}

base::Bytes AnswerDesk::write(NodeRecord& node, const wire::UpHeader& asked, wire::Refusal& refusal, base::Instant at,
                              std::size_t bytes_wanted, const std::optional<wire::Lost>& lost) {
  node.last_receipt += 1;
  node.last_round_at = at;
  node.clock_flags = asked.clock_flags;
  if (!asked.program.empty()) node.program = asked.program;
  wire::DownHeader header;
  header.receipt = receipt(node, asked, at);
  header.refusal = refusal;
  tell(node, asked, header);
  header.lost = lost;
  if (tells_keys_) header.hub_keys = department_.statement();
  std::vector<protocol::OutgoingRun> outgoing;
  if (refusal == wire::Refusal::kNone || refusal == wire::Refusal::kUnknownSchema || refusal == wire::Refusal::kBroken)
    outgoing = runs(node, asked, bytes_wanted, header);
  refusal = header.refusal;
  const protocol::WrittenDown written =
      protocol::write_down(header, outgoing, keys_.sign, node.seal_key, entropy_,
                           asked.codec != wire::Codec::kLearned1 ? protocol::Packing::kPlain
                           : asked.slow_line                     ? protocol::Packing::kLearnedForASlowLine
                                                                 : protocol::Packing::kLearned);
  store::StoredReceipt stored;
  stored.incarnation = node.incarnation;
  stored.number = node.last_receipt;
  stored.digest = written.receipt_digest;
  stored.epoch = header.receipt.epoch;
  stored.held_through = node.held_through;
  stored.applied_through = node.applied_through;
  stored.hub_time = at;
  stored.signed_bytes = written.signed_bytes;
  stored.signature = written.signature;
  logs_.add_receipt(stored);
  return written.bundle;
}

base::Bytes AnswerDesk::write_refusal(base::Incarnation incarnation, const crypto::VerifyKey& sign_key,
                                      const crypto::SealTo& seal_key, wire::Refusal refusal, base::Instant at) {
  wire::DownHeader header;
  header.receipt.epoch = department_.epoch();
  header.receipt.epoch_number = static_cast<std::uint16_t>(department_.logs().number());
  header.receipt.incarnation = incarnation;
  header.receipt.sign_key = crypto::key_id(sign_key.bytes);
  header.receipt.hub_time = at;
  header.refusal = refusal;
  header.program = program_;
  if (tells_keys_) header.hub_keys = department_.statement();
  return protocol::write_down(header, {}, keys_.sign, seal_key, entropy_).bundle;
}

}  // namespace tirkeu::hub
