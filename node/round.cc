#include "node/round.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

/// Held entries of one log that are looked at in one answer: what a bundle may hold, and a few that never apply.
constexpr std::size_t kWaitingMax = 6000;

/// A line that may carry this much at once has no need of short bundles.
constexpr std::size_t kPlentyBytes = 2u << 20;

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
             Identity& identity, OwnLives& lives, base::Clock& clock, base::Entropy& entropy, const base::Limits& limits,
             std::string program)
    : database_(database),
      logs_(logs),
      cases_(cases),
      settings_(settings),
      identity_(identity),
      lives_(lives),
      clock_(clock),
      entropy_(entropy),
      limits_(limits),
      program_(std::move(program)),
      applier_(database, static_cast<std::uint32_t>(identity.department()), limits),
      return_(logs, settings, identity),
      put_horizon_(database,
                   "INSERT INTO horizon (office, held_through) VALUES (?, ?) "
                   "ON CONFLICT (office) DO UPDATE SET held_through = max(held_through, excluded.held_through)") {
  // What was held because its writer's program was newer than the one before this can be applied now.
  for (const store::LogRecord& log : logs_.logs()) {
    if (log.own || !logs_.first_unapplied(log.incarnation)) continue;
    store::Transaction transaction(database_);
    DownSummary summary;
    // What can be applied no more than before stays held: it is in nobody's way, and the hub's next entries tell what is wrong.
    if (apply_waiting(log, summary)) transaction.commit();
  }
}

std::vector<wire::Position> Round::cursors_of(base::Incarnation life) {
  std::vector<wire::Position> cursors;
  for (const store::LogRecord& log : logs_.logs()) {
    if (log.incarnation == life || log.incarnation == lives_.current() || cursors.size() == wire::kCursorsMax) continue;
    const store::Head position = logs_.head(log.incarnation);
    cursors.push_back({log.incarnation, position.sequence, wire::mark_of(position.digest)});
  }
  return cursors;
}

wire::UpHeader Round::header_of(base::Incarnation life) {
  const NodeKeys& keys = *lives_.keys_of(life);
  wire::UpHeader header;
  header.incarnation = life;
  header.sign_key = wire::mark_of(crypto::key_id(keys.sign.verify_key().bytes));
  const base::ClockReading reading = clock_.read();
  header.sent_at = reading.wall;
  header.clock_flags = reading.flags;
  const std::optional<store::StoredReceipt> receipt = logs_.newest_receipt(life);
  if (receipt) {
    header.last_receipt_number = receipt->number;
    header.hub_epoch = receipt->epoch;
  }
  if (!receipt || settings_.text("round.program_told") != program_) header.program = program_;
  header.cursors = cursors_of(life);
  header.succession = lives_.succession_of(life);
  if (identity_.secret() && life == identity_.grant().first_incarnation) {
    protocol::Enrolment enrolment;
    enrolment.grant = identity_.grant();
    std::copy_n(identity_.secret()->begin(), enrolment.secret.size(), enrolment.secret.begin());
    header.enrolment = protocol::claim_of(enrolment, keys.sign.verify_key(), keys.seal.seal_to());
  }
  return header;
}

UpSummary Round::make_up(std::size_t bytes_wanted, std::size_t entries_max) {
  if (prepare_) prepare_();
  if (witness_) witness_(logs_.head(lives_.current()));
  const base::Incarnation life = lives_.to_send();
  const store::Head head = logs_.head(life);
  const base::Sequence held = lives_.held(life);
  wire::UpHeader header = header_of(life);

  const std::size_t bytes_max = std::min(bytes_wanted, limits_.bundle_bytes_max / 2);
  HubReturn::Parts parts = return_.parts(life, *lives_.keys_of(life), held, bytes_max / 2);
  std::size_t count_max = std::min(limits_.entries_per_bundle_max, entries_max);
  for (const wire::ReturnedRun& run : parts.returned) count_max -= std::min<std::size_t>(count_max - 1, run.section.count);
  std::vector<store::StoredEntry> stored = logs_.entries_from(life, held + 1, bytes_max, count_max);
  while (parts.own_through && !stored.empty() && stored.back().sequence > *parts.own_through) stored.pop_back();
  header.proof = std::move(parts.proof);
  header.returned = std::move(parts.returned);
  std::vector<base::Bytes> entries;
  for (store::StoredEntry& entry : stored) entries.push_back(std::move(entry.bytes));
  header.section.incarnation = life;
  header.section.kind = wire::LogKind::kOffice;
  header.section.first = held + 1;
  header.section.count = static_cast<std::uint32_t>(entries.size());
  header.section.head = wire::prefix16(entries.empty() ? *logs_.digest_at(life, held) : stored.back().digest);

  UpSummary summary;
  summary.life = life;
  summary.first = held + 1;
  summary.count = header.section.count;
  summary.waiting = head.sequence - held - summary.count + lives_.unsent_besides(life);
  header.complete = !lives_.is_closed(life) && summary.waiting == 0;
  header.slow_line = bytes_wanted < kPlentyBytes;
  // The hub holds what its receipt says, and the receipt that the header names.
  const std::optional<store::StoredReceipt> receipt = logs_.newest_receipt(life);
  const crypto::Digest cited = receipt ? receipt->digest : identity_.grant_digest();
  const protocol::Standing standing{{}, logs_.entries_before(life, held + 1, wire::kEntriesBefore), wire::prefix16(cited)};
  summary.bundle = protocol::write_up(std::move(header), entries, lives_.keys_of(life)->sign, identity_.grant().hub_seal_key, entropy_, standing,
                                      parts.entries);
  return summary;
}

std::expected<void, DownFault> Round::check_receipt(const wire::Receipt& receipt) {
  const base::Incarnation life = receipt.incarnation;
  const NodeKeys* keys = lives_.keys_of(life);
  if (keys == nullptr || receipt.sign_key != crypto::key_id(keys->sign.verify_key().bytes)) return fault(DownFault::Kind::kNotOurs);
  // Number 0 is a refusal to somebody whom the hub has not bound: it says nothing about what is held.
  if (receipt.number == 0) return {};
  const std::optional<store::StoredReceipt> newest = lives_.newest_receipt();
  // Whoever holds the hub's key may begin another epoch; what comes from an earlier one is an old answer.
  if (receipt.epoch_number < known_epoch()) return {};
  const bool same = receipt.epoch == (newest ? newest->epoch : identity_.grant().epoch);
  if (!same && newest && receipt.epoch_number == known_epoch()) return fault(DownFault::Kind::kOtherEpoch);
  const std::optional<crypto::Digest> ours = logs_.digest_at(life, receipt.held_through);
  // What a life lost before it was closed comes back with the hub's answers to the one that goes on.
  if (!ours && lives_.is_closed(life)) return {};
  if (!ours) return fault(DownFault::Kind::kRewound, "the hub holds entry " + std::to_string(receipt.held_through));
  if (wire::prefix8(*ours) != receipt.digest)
    return fault(DownFault::Kind::kForked, "entry " + std::to_string(receipt.held_through) + " differs");
  return {};
}

void Round::raise_alarm(LifeState state) {
  store::Transaction transaction(database_);
  set_life_state(settings_, state);
  transaction.commit();
}

void Round::note_fork(base::Incarnation life) {
  if (!lives_.is_closed(life)) return raise_alarm(LifeState::kCloned);
  // The life that goes on has a number of its own; what this one wrote besides is said again when the department approves it.
  store::Transaction transaction(database_);
  lives_.note_kept(life);
  transaction.commit();
}

std::expected<void, DownFault> Round::learn_logs(const wire::DownHeader& header) {
  for (const wire::LogIntroduction& log : header.introduced) {
    if (const std::optional<store::LogRecord> known = logs_.log(log.incarnation)) {
      if (known->sign_key != log.sign_key || known->kind != log.kind || known->base != log.base)
        return fault(DownFault::Kind::kHubContent, "log " + std::to_string(log.incarnation) + " is introduced as another");
      continue;
    }
    const bool of_office = log.kind == wire::LogKind::kOffice;
    const bool numbered = of_office != base::is_hub_log(log.incarnation);
    if (!numbered || (!of_office && log.sign_key != identity_.grant().hub_sign_key) || (of_office && log.office != identity_.office()) || log.kind == wire::LogKind::kJudgements)
      return fault(DownFault::Kind::kHubContent, "log " + std::to_string(log.incarnation) + " is not for this office");
    logs_.add_log({log.incarnation, log.kind, log.office, log.sign_key, log.base, false});
  }
  return {};
}

std::expected<DownSummary, DownFault> Round::take_down(base::ByteView bundle) {
  const protocol::Opened<protocol::ClearPart> clear = protocol::peek(bundle);
  const NodeKeys& keys = lives_.keys_for(clear ? clear->receiver : crypto::KeyId{});
  const protocol::Opened<protocol::AuthenticDown> answer =
      protocol::AuthenticDown::open(bundle, keys.seal, identity_.grant().hub_sign_key, limits_);
  if (!answer) return fault(answer.error());
  const wire::DownHeader& header = answer->header();
  const base::Incarnation life = header.receipt.incarnation;
  if (const std::expected<void, DownFault> sound = check_receipt(header.receipt); !sound) {
    if (sound.error().kind == DownFault::Kind::kRewound) raise_alarm(LifeState::kRewound);
    if (sound.error().kind == DownFault::Kind::kForked) note_fork(life);
    return std::unexpected(sound.error());
  }
  if (header.receipt.number == 0) return take_refusal(header);
  DownSummary summary;
  const std::optional<store::StoredReceipt> before = logs_.newest_receipt(life);
  fill_summary(header, before, summary);

  store::Transaction transaction(database_);
  if (const std::expected<void, DownFault> learned = learn_logs(header); !learned) return std::unexpected(learned.error());
  const auto standing_of = [this](const wire::Section& section) -> std::optional<protocol::Standing> {
    const std::optional<store::LogRecord> log = logs_.log(section.incarnation);
    if (!log || section.incarnation == lives_.current() || log->kind != section.kind) return std::nullopt;
    const std::optional<crypto::Digest> base = logs_.digest_at(section.incarnation, section.first - 1);
    if (!base) return std::nullopt;
    return protocol::Standing{*base, logs_.entries_before(section.incarnation, section.first, wire::kEntriesBefore), {}};
  };
  const protocol::Opened<std::vector<protocol::Run>> runs = answer->runs(standing_of, limits_);
  if (!runs) return fault(runs.error());
  for (const protocol::Run& run : *runs)
    if (const std::expected<void, DownFault> applied = apply_run(run, *answer, summary); !applied)
      return std::unexpected(applied.error());
  if (!summary.old_answer) {
    if (before && before->epoch != header.receipt.epoch) return_.note_epoch(life, before->held_through);
    settings_.set("hub.epoch_number", static_cast<std::int64_t>(header.receipt.epoch_number));
    summary.asked_back = return_.note(life, header);
    keep_receipt(*answer);
    note_horizon(header);
    settings_.set("round.program_told", program_);
    settings_.set("refusal", wire::code_of(summary.refusal));
    note_state(life, header);
  }
  transaction.commit();
  if (follow_) follow_();
  return summary;
}

std::uint32_t Round::known_epoch() { return static_cast<std::uint32_t>(settings_.integer("hub.epoch_number").value_or(0)); }

DownSummary Round::take_refusal(const wire::DownHeader& header) {
  DownSummary summary;
  const base::Incarnation life = header.receipt.incarnation;
  const std::optional<store::StoredReceipt> newest = logs_.newest_receipt(life);
  summary.old_answer = newest.has_value() && header.refusal != wire::Refusal::kRewoundHub;
  summary.held_through = newest ? newest->held_through : 0;
  summary.refusal = header.refusal;
  if (header.refusal == wire::Refusal::kRewoundHub) {
    summary.asked_back = !return_.shows_all();
    return_.show_all();
  }
  store::Transaction transaction(database_);
  settings_.set("refusal", wire::code_of(header.refusal));
  note_state(life, header);
  summary.restated = header.restate && order_ && order_(header.receipt, *header.restate);
  transaction.commit();
  if (summary.restated && follow_) follow_();
  return summary;
}

void Round::fill_summary(const wire::DownHeader& header, const std::optional<store::StoredReceipt>& before, DownSummary& summary) {
  const base::Incarnation life = header.receipt.incarnation;
  const base::Sequence held = before ? before->held_through : 0;
  summary.old_answer = (before && header.receipt.number <= before->number) || header.receipt.epoch_number < known_epoch();
  summary.held_through = summary.old_answer ? held : header.receipt.held_through;
  summary.newly_held = summary.held_through > held ? summary.held_through - held : 0;
  summary.more = header.more;
  summary.refusal = header.refusal;
  // That a closed life was superseded is what its successor asked for.
  if (lives_.is_closed(life) && header.refusal == wire::Refusal::kSuperseded) summary.refusal = wire::Refusal::kNone;
  summary.life_began = !before;
}

void Round::note_state(base::Incarnation life, const wire::DownHeader& header) {
  using wire::Refusal;
  const Refusal refusal = header.refusal;
  const bool is_bound = header.receipt.number > 0 && (refusal == Refusal::kNone || refusal == Refusal::kSuperseded);
  if (is_bound && identity_.secret() && life == identity_.grant().first_incarnation) identity_.forget_secret(settings_);
  if (header.receipt.number > 0) lives_.forget_succession(life);
  // An alarm about this life stays until a new life begins: a later answer that fits does not make the twin disappear.
  const bool stays = lasts(life_state(settings_));
  if (lives_.is_closed(life)) {
    // That a closed life was copied stops nobody: the one that goes on has a number of its own. One that the hub has not bound yet is tried
    // again: nothing of a later life can be believed before it.
    const bool is_known = logs_.newest_receipt(life) || refusal == Refusal::kEquivocation || refusal == Refusal::kSuperseded;
    if (header.receipt.number == 0 && is_known) lives_.note_kept(life);
    return;
  }
  if (refusal == Refusal::kEquivocation && !stays) return set_life_state(settings_, LifeState::kCloned);
  if (stays) return;
  set_life_state(settings_, refusal == Refusal::kRevoked      ? LifeState::kRevoked
                            : refusal == Refusal::kSuperseded ? LifeState::kSuperseded
                                                              : LifeState::kOk);
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
  for (const base::Sequence next : logs_.unapplied(incarnation, kWaitingMax)) {
    const std::optional<store::StoredEntry> entry = logs_.entry(incarnation, next);
    const wire::Decoded<wire::Entry> decoded = wire::decode_entry(entry->bytes, limits_);
    if (!decoded) return fault(DownFault::Kind::kHubContent, decoded.error().what);
    const auto rows = applier_.apply(*decoded, log.kind);
    if (!rows && rows.error().fault == store::ApplyFault::kUnknownSchema) break;  // Held; applied after our upgrade.
    // An entry of ours that the hub could not apply either comes back as it is: held, and in nobody's way.
    if (!rows && log.kind == wire::LogKind::kOffice) continue;
    if (!rows) return fault(DownFault::Kind::kHubContent, rows.error().detail);
    logs_.mark_applied(incarnation, next);
    for (const store::AppliedRow& row : *rows) {
      if (log.kind == wire::LogKind::kOffice || row.table == "verdict") {
        if (row.application.value != 0) cases_.refresh(row.application);
      }
      if (row.table == "verdict") {
        ++summary.verdicts;
      } else if (row.table == "index_entry") {
        ++summary.index_entries;
      } else if (log.kind != wire::LogKind::kOffice) {
        ++summary.other_entries;
      }
    }
    if (log.kind == wire::LogKind::kOffice) ++summary.returned;
  }
  return {};
}

}  // namespace tirkeu::node
