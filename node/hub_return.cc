#include "node/hub_return.h"

#include <algorithm>
#include <set>

namespace tirkeu::node {
namespace {

// Settings, one of each per life.
std::string asked_receipt(base::Incarnation life) { return "hub.asked_receipt." + std::to_string(life); }
std::string asked_logs(base::Incarnation life) { return "hub.asked_logs." + std::to_string(life); }
std::string acknowledged(base::Incarnation life) { return "hub.acknowledged." + std::to_string(life); }
constexpr std::size_t kMarkAt = 4 + 8;
constexpr std::size_t kPositionBytes = kMarkAt + std::tuple_size_v<wire::Mark>;
/// Evidence lies in a bundle's header, which holds 64 KiB.
constexpr std::size_t kReceiptBytesMax = 24u << 10;
constexpr std::size_t kEvidenceBytesMax = 16u << 10;
constexpr std::size_t kEntriesRead = 5000;

base::Bytes encoded(const std::vector<wire::Position>& positions) {
  base::Bytes bytes;
  for (const wire::Position& position : positions) {
    base::append_le(bytes, position.incarnation, 4);
    base::append_le(bytes, position.sequence, 8);
    base::append(bytes, position.digest);
  }
  return bytes;
}

std::vector<wire::Position> decoded(base::ByteView bytes) {
  std::vector<wire::Position> positions;
  for (; bytes.size() >= kPositionBytes; bytes = bytes.subspan(kPositionBytes)) {
    wire::Position& position = positions.emplace_back();
    position.incarnation = static_cast<base::Incarnation>(base::read_le(bytes.first(4)));
    position.sequence = base::read_le(bytes.subspan(4, 8));
    std::ranges::copy(bytes.subspan(kMarkAt, position.digest.size()), position.digest.begin());
  }
  return positions;
}

wire::SignedBytes signed_bytes_of(const store::StoredReceipt& receipt) { return {receipt.signed_bytes, receipt.signature}; }

}  // namespace

HubReturn::HubReturn(store::LogStore& logs, store::Settings& settings, const Identity& identity)
    : logs_(logs), settings_(settings), identity_(identity) {}

std::optional<wire::Lost> HubReturn::asked(base::Incarnation life) {
  const std::optional<std::int64_t> number = settings_.integer(asked_receipt(life));
  if (!number) return std::nullopt;
  return wire::Lost{static_cast<std::uint32_t>(*number), decoded(settings_.bytes(asked_logs(life)).value_or(base::Bytes()))};
}

bool HubReturn::note(base::Incarnation life, const wire::DownHeader& header) {
  show_all_ = false;
  if (!header.lost) {
    if (settings_.integer(asked_receipt(life))) {
      settings_.remove(asked_receipt(life));
      settings_.remove(asked_logs(life));
    }
    return false;
  }
  const base::Bytes logs = encoded(header.lost->logs);
  const bool repeated = settings_.integer(asked_receipt(life)) == std::int64_t{header.lost->receipt_number} && settings_.bytes(asked_logs(life)) == logs;
  settings_.set(asked_receipt(life), std::int64_t{header.lost->receipt_number});
  settings_.set(asked_logs(life), base::ByteView(logs));
  // Asked for the same again: what we have does not help, and the line is not kept busy with it.
  return !repeated;
}

std::vector<store::StoredReceipt> HubReturn::receipts_to_show(base::Incarnation life, std::uint32_t known, const wire::Epoch& present, base::Sequence held) {
  std::set<wire::Prefix16> cited;
  for (const store::StoredEntry& stored : logs_.entries_from(life, held + 1, kEntriesRead << 10, kEntriesRead))
    if (const wire::Decoded<wire::Entry> entry = wire::decode_entry(stored.bytes, base::Limits())) cited.insert(entry->last_receipt);
  std::vector<store::StoredReceipt> shown;
  base::Sequence covered = held;
  for (store::StoredReceipt& receipt : logs_.receipts_after(life, known)) {
    if (receipt.epoch == present) break;
    if (receipt.held_through <= covered && !cited.contains(wire::prefix16(receipt.digest))) continue;
    covered = std::max(covered, receipt.held_through);
    shown.push_back(std::move(receipt));
  }
  return shown;
}

HubReturn::Parts HubReturn::parts(base::Incarnation life, const NodeKeys& keys, base::Sequence held, std::size_t bytes_max) {
  Parts parts;
  const std::optional<store::StoredReceipt> newest = logs_.newest_receipt(life);
  const std::optional<wire::Lost> lost = asked(life);
  if (!newest || (!lost && !show_all_)) {
    if (show_all_) parts.proof.emplace().grant = identity_.proven_grant(keys);
    return parts;
  }
  wire::Proof proof;
  if (lost) {
    std::size_t bytes = 0;
    base::Sequence covered = held;
    for (const store::StoredReceipt& receipt : receipts_to_show(life, lost->receipt_number, newest->epoch, held)) {
      bytes += receipt.signed_bytes.size();
      if (bytes > kReceiptBytesMax || proof.receipts.size() + 1 >= wire::kProofReceiptsMax) {
        parts.own_through = covered;
        break;
      }
      covered = std::max(covered, receipt.held_through);
      proof.receipts.push_back(signed_bytes_of(receipt));
    }
    for (const wire::Position& wanted : lost->logs)
      if (parts.returned.size() < wire::kReturnedMax) add_run(wanted, bytes_max, parts);
  }
  const bool again = held < static_cast<base::Sequence>(settings_.integer(acknowledged(life)).value_or(0));
  if (show_all_) {
    proof.grant = identity_.proven_grant(keys);
    proof.receipts.push_back(signed_bytes_of(*newest));
  }
  // While entries go up again that were acknowledged once, the hub looks for the receipts that said so.
  if (show_all_ || again || !proof.receipts.empty()) parts.proof = std::move(proof);
  return parts;
}

void HubReturn::note_epoch(base::Incarnation life, base::Sequence held_before) {
  const auto known = static_cast<base::Sequence>(settings_.integer(acknowledged(life)).value_or(0));
  settings_.set(acknowledged(life), static_cast<std::int64_t>(std::max(known, held_before)));
}

void HubReturn::add_run(const wire::Position& wanted, std::size_t bytes_max, Parts& parts) {
  const std::optional<store::LogRecord> log = logs_.log(wanted.incarnation);
  const std::optional<crypto::Digest> from = logs_.digest_at(wanted.incarnation, wanted.sequence);
  // From another digest on our history is not the hub's: it keeps its own.
  if (!log || log->own || log->kind == wire::LogKind::kOffice || !from || wire::mark_of(*from) != wanted.digest) return;
  std::vector<store::StoredEntry> entries = logs_.entries_from(wanted.incarnation, wanted.sequence + 1, bytes_max, kEntriesRead / 2);
  // A run ends where a transfer ended: only there the hub's signature names the digest.
  std::optional<store::LogStore::Transfer> end;
  for (store::LogStore::Transfer& transfer : logs_.transfers(wanted.incarnation)) {
    const bool inside = transfer.head > wanted.sequence && transfer.head <= wanted.sequence + entries.size();
    if (inside && transfer.signed_bytes.size() <= kEvidenceBytesMax) end = std::move(transfer);
  }
  if (!end) return;
  entries.resize(static_cast<std::size_t>(end->head - wanted.sequence));
  wire::ReturnedRun& run = parts.returned.emplace_back();
  run.section = {wanted.incarnation, log->kind, wanted.sequence + 1, static_cast<std::uint32_t>(entries.size()), wire::prefix16(entries.back().digest)};
  run.evidence = {std::move(end->signed_bytes), end->signature};
  for (store::StoredEntry& entry : entries) parts.entries.push_back(std::move(entry.bytes));
}

}  // namespace tirkeu::node
