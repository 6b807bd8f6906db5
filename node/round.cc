#include "node/round.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

std::unexpected<DownFault> fault(DownFault::Kind kind, std::string detail = "") {
  return std::unexpected(DownFault{.kind = kind, .detail = std::move(detail)});
}
std::unexpected<DownFault> fault(protocol::BundleFault bundle_fault) {
  return std::unexpected(DownFault{.kind = DownFault::Kind::kBundle, .bundle_fault = bundle_fault, .detail = ""});
}

}  // namespace

std::string_view code_of(DownFault::Kind kind) {
  switch (kind) {
    case DownFault::Kind::kBundle: return "bundle";
    case DownFault::Kind::kNotOurs: return "not_ours";
    case DownFault::Kind::kRewound: return "rewound";
    case DownFault::Kind::kForked: return "forked";
    case DownFault::Kind::kOtherEpoch: return "other_epoch";
    case DownFault::Kind::kHubContent: return "hub_content";
  }
  return "bundle";
}

Round::Round(store::Database& database, store::LogStore& logs, store::Cases& cases, store::Settings& settings,
             Identity& identity, const NodeKeys& keys, base::Clock& clock, base::Entropy& entropy, const base::Limits& limits,
             std::string program)
    : database_(database),
      logs_(logs),
      cases_(cases),
      settings_(settings),
      identity_(identity),
      keys_(keys),
      clock_(clock),
      entropy_(entropy),
      limits_(limits),
      program_(std::move(program)),
      applier_(database, static_cast<std::uint32_t>(identity.department()), limits),
      put_horizon_(database,
                   "INSERT INTO horizon (office, held_through) VALUES (?, ?) "
                   "ON CONFLICT (office) DO UPDATE SET held_through = max(held_through, excluded.held_through)") {}

UpSummary Round::make_up(std::size_t bytes_wanted) {
  if (prepare_) prepare_();
  const base::Incarnation own = identity_.incarnation();
  const std::optional<store::StoredReceipt> receipt = logs_.newest_receipt(own);
  const store::Head head = logs_.head(own);
  const base::Sequence held = receipt ? std::min(receipt->held_through, head.sequence) : 0;

  wire::UpHeader header;
  header.incarnation = own;
  header.sign_key = crypto::key_id(keys_.sign.verify_key().bytes);
  header.program = program_;
  const base::ClockReading reading = clock_.read();
  header.sent_at = reading.wall;
  header.clock_flags = reading.flags;
  if (receipt) {
    header.last_receipt_number = receipt->number;
    header.hub_epoch = receipt->epoch;
  }
  for (const store::LogRecord& log : logs_.logs()) {
    if (log.own || log.kind == wire::LogKind::kOffice) continue;
    const store::Head position = logs_.head(log.incarnation);
    header.cursors.push_back({log.incarnation, position.sequence, wire::prefix8(position.digest)});
  }
  if (identity_.secret()) {
    protocol::Enrolment enrolment;
    enrolment.grant = identity_.grant();
    std::copy_n(identity_.secret()->begin(), enrolment.secret.size(), enrolment.secret.begin());
    header.enrolment = protocol::claim_of(enrolment, keys_.sign.verify_key(), keys_.seal.seal_to());
  }

  const std::size_t bytes_max = std::min(bytes_wanted, limits_.bundle_bytes_max / 2);
  std::vector<store::StoredEntry> stored =
      logs_.entries_from(own, held + 1, bytes_max, limits_.entries_per_bundle_max);
  std::vector<base::Bytes> entries;
  for (store::StoredEntry& entry : stored) entries.push_back(std::move(entry.bytes));
  header.section.incarnation = own;
  header.section.kind = wire::LogKind::kOffice;
  header.section.first = held + 1;
  header.section.count = static_cast<std::uint32_t>(entries.size());
  header.section.head = entries.empty() ? *logs_.digest_at(own, held) : stored.back().digest;

  header.complete = held + header.section.count == head.sequence;

  UpSummary summary;
  summary.first = held + 1;
  summary.count = header.section.count;
  summary.waiting = head.sequence - held - summary.count;
  summary.bundle = protocol::write_up(std::move(header), entries, keys_.sign, identity_.grant().hub_seal_key, entropy_);
  return summary;
}

std::expected<void, DownFault> Round::check_receipt(const wire::Receipt& receipt) {
  const base::Incarnation own = identity_.incarnation();
  if (receipt.incarnation != own || receipt.sign_key != crypto::key_id(keys_.sign.verify_key().bytes))
    return fault(DownFault::Kind::kNotOurs);
  // Number 0 is a refusal to somebody whom the hub has not bound: it says nothing about what is held.
  if (receipt.number == 0) return {};
  const std::optional<store::StoredReceipt> newest = logs_.newest_receipt(own);
  const wire::Epoch known_epoch = newest ? newest->epoch : identity_.grant().epoch;
  if (receipt.epoch != known_epoch) return fault(DownFault::Kind::kOtherEpoch);
  const std::optional<crypto::Digest> ours = logs_.digest_at(own, receipt.held_through);
  if (!ours) return fault(DownFault::Kind::kRewound, "the hub holds entry " + std::to_string(receipt.held_through));
  if (wire::prefix8(*ours) != receipt.digest)
    return fault(DownFault::Kind::kForked, "entry " + std::to_string(receipt.held_through) + " differs");
  return {};
}

std::expected<DownSummary, DownFault> Round::take_down(base::ByteView bundle) {
  const protocol::Opened<protocol::AuthenticDown> answer =
      protocol::AuthenticDown::open(bundle, keys_.seal, identity_.grant().hub_sign_key, limits_);
  if (!answer) return fault(answer.error());
  const wire::DownHeader& header = answer->header();
  if (const std::expected<void, DownFault> sound = check_receipt(header.receipt); !sound) {
    const DownFault::Kind kind = sound.error().kind;
    if (kind == DownFault::Kind::kRewound || kind == DownFault::Kind::kForked) {
      // The alarm outlives this process: the next start must not write into this life either.
      store::Transaction transaction(database_);
      settings_.set("state", std::string_view(kind == DownFault::Kind::kRewound ? "rewound" : "cloned"));
      transaction.commit();
    }
    return std::unexpected(sound.error());
  }
  const auto base_of = [this](const wire::Section& section) -> std::optional<crypto::Digest> {
    const std::optional<store::LogRecord> log = logs_.log(section.incarnation);
    if (!log || log->own || log->kind != section.kind) return std::nullopt;
    return logs_.digest_at(section.incarnation, section.first - 1);
  };
  const protocol::Opened<std::vector<protocol::Run>> runs = answer->runs(base_of, limits_);
  if (!runs) return fault(runs.error());

  DownSummary summary;
  const std::optional<store::StoredReceipt> before = logs_.newest_receipt(identity_.incarnation());
  summary.old_answer = before && header.receipt.number <= before->number;
  summary.held_through = std::max(header.receipt.held_through, before ? before->held_through : 0);
  summary.newly_held = summary.held_through - (before ? before->held_through : 0);
  summary.more = header.more;
  summary.refusal = header.refusal;

  store::Transaction transaction(database_);
  if (header.receipt.number == 0) {
    settings_.set("refusal", wire::code_of(header.refusal));
    note_state(header.refusal);
    transaction.commit();
    return summary;
  }
  for (const protocol::Run& run : *runs)
    if (const std::expected<void, DownFault> applied = apply_run(run, *answer, summary); !applied)
      return std::unexpected(applied.error());
  if (!summary.old_answer) {
    keep_receipt(*answer);
    note_horizon(header);
    settings_.set("refusal", wire::code_of(header.refusal));
    note_state(header.refusal);
    if (identity_.secret() && header.refusal == wire::Refusal::kNone) identity_.forget_secret(settings_);
  }
  transaction.commit();
  if (follow_) follow_();
  return summary;
}

void Round::note_state(wire::Refusal refusal) {
  // An alarm about this life stays until a new life begins: a later answer that fits does not make the twin disappear.
  const std::optional<std::string> state = settings_.text("state");
  if (state == "rewound" || state == "cloned" || state == "restored") return;
  std::string_view now = "ok";
  if (refusal == wire::Refusal::kRevoked) now = "revoked";
  if (refusal == wire::Refusal::kEquivocation) now = "cloned";
  settings_.set("state", now);
}

void Round::keep_receipt(const protocol::AuthenticDown& answer) {
  const wire::Receipt& receipt = answer.header().receipt;
  store::StoredReceipt stored;
  stored.incarnation = receipt.incarnation;
  stored.number = receipt.number;
  stored.digest = answer.receipt_digest();
  stored.epoch = receipt.epoch;
  stored.held_through = receipt.held_through;
  stored.applied_through = receipt.applied_through;
  stored.hub_time = receipt.hub_time;
  stored.signed_bytes = answer.signed_bytes();
  stored.signature = answer.signature();
  logs_.add_receipt(stored);
  settings_.set("round.hub_time", static_cast<std::int64_t>(receipt.hub_time.time_since_epoch().count()));
  settings_.set("round.at", static_cast<std::int64_t>(clock_.now().time_since_epoch().count()));
}

void Round::note_horizon(const wire::DownHeader& header) {
  for (const wire::OfficeHorizon& office : header.horizon)
    put_horizon_.bind(1, static_cast<std::int64_t>(office.office))
        .bind(2, static_cast<std::int64_t>(office.held_through.time_since_epoch().count()))
        .run();
}

std::expected<void, DownFault> Round::apply_run(const protocol::Run& run, const protocol::AuthenticDown& answer,
                                                DownSummary& summary) {
  const base::Incarnation incarnation = run.section.incarnation;
  const store::LogRecord log = *logs_.log(incarnation);
  const base::Instant received_at = answer.header().receipt.hub_time;
  const store::Head head = logs_.head(incarnation);
  bool appended = false;
  for (const protocol::ChainedEntry& chained : run.entries) {
    if (chained.sequence <= head.sequence) continue;  // Repeated or late: held already, and the chain proved it the same.
    store::StoredEntry stored;
    stored.sequence = chained.sequence;
    stored.digest = chained.digest;
    stored.bytes = chained.bytes;
    stored.recorded_at = chained.entry.recorded_at;
    stored.received_at = received_at;
    stored.applied = false;
    logs_.append(incarnation, stored);
    appended = true;
  }
  if (!appended) return {};
  logs_.add_transfer(incarnation, run.entries.back().sequence, answer.signed_bytes(), answer.signature());
  return apply_waiting(log, summary);
}

std::expected<void, DownFault> Round::apply_waiting(const store::LogRecord& log, DownSummary& summary) {
  const base::Incarnation incarnation = log.incarnation;
  for (std::optional<base::Sequence> next = logs_.first_unapplied(incarnation); next; next = logs_.first_unapplied(incarnation)) {
    const std::optional<store::StoredEntry> entry = logs_.entry(incarnation, *next);
    const wire::Decoded<wire::Entry> decoded = wire::decode_entry(entry->bytes, limits_);
    if (!decoded) return fault(DownFault::Kind::kHubContent, decoded.error().what);
    const auto rows = applier_.apply(*decoded, log.kind);
    if (!rows && rows.error().fault == store::ApplyFault::kUnknownSchema) break;  // Held; applied after our upgrade.
    if (!rows) return fault(DownFault::Kind::kHubContent, rows.error().detail);
    logs_.mark_applied(incarnation, *next);
    for (const store::AppliedRow& row : *rows) {
      if (row.table == "verdict") {
        ++summary.verdicts;
        cases_.refresh(row.application);
      } else if (row.table == "index_entry") {
        ++summary.index_entries;
      } else {
        ++summary.other_entries;
      }
    }
  }
  return {};
}

}  // namespace tirkeu::node
