#include "hub/restoration.h"

#include <algorithm>

#include "sync/protocol/enrolment.h"
#include "sync/protocol/evidence.h"

namespace tirkeu::hub {
namespace {

std::int64_t first_receipt_of(base::Incarnation incarnation) { return static_cast<std::int64_t>(incarnation) << 40; }

}  // namespace

Restoration::Restoration(store::Database& database, store::LogStore& logs, store::Book& book, store::Cases& cases, Nodes& nodes,
                         Epochs& epochs, RuleDesk& rules, Department& department, store::Settings& settings, HubTime& time,
                         base::Entropy& entropy, const base::Limits& limits)
    : database_(database),
      logs_(logs),
      book_(book),
      cases_(cases),
      nodes_(nodes),
      epochs_(epochs),
      rules_(rules),
      department_(department),
      settings_(settings),
      time_(time),
      entropy_(entropy),
      limits_(limits),
      applier_(database, static_cast<std::uint32_t>(department.number()), limits),
      earlier_receipts_(database,
                        "SELECT id, held_through, hub_time FROM receipt WHERE id BETWEEN ? AND ? AND hub_epoch <> ? ORDER BY id"),
      unwant_(database, "DELETE FROM index_wanted WHERE application_id = ?") {}

void Restoration::learn_keys(const protocol::OpenedUp& opened) {
  std::vector<crypto::VerifyKey> fresh;
  for (const wire::KeyStatement& statement : opened.claimed_hub_keys()) {
    const bool known = std::ranges::find(department_.sign_keys(), statement.sign_key) != department_.sign_keys().end();
    if (!known && department_.roots().has_certified(static_cast<std::uint8_t>(department_.number()), statement)) fresh.push_back(statement.sign_key);
  }
  if (fresh.empty()) return;
  store::Transaction transaction(database_);
  for (const crypto::VerifyKey& key : fresh) department_.remember_key(settings_, key);
  transaction.commit();
}

bool Restoration::is_signed_by_us(const wire::ProvenGrant& proven, const wire::Grant& grant) {
  if (!grant.hub_sign_key.verify(crypto::Label::kGrant, proven.bytes, proven.signature)) return false;
  const bool known = std::ranges::find(department_.sign_keys(), grant.hub_sign_key) != department_.sign_keys().end();
  const bool certified = department_.roots().contains(grant.root_key) &&
                         grant.root_key.verify(crypto::Label::kHubKeys, protocol::hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key),
                                               grant.hub_keys_signature);
  if (!known && !certified) return false;
  department_.remember_key(settings_, grant.hub_sign_key);
  // Of a hub that is gone the grant also tells how its logs were numbered when it was written.
  for (const wire::LogBase& log : grant.hub_logs) {
    const std::optional<std::uint32_t> number = EpochLogs::numbered_by(log.incarnation);
    const bool ours = log.kind == wire::LogKind::kDepartment && wire::genesis_digest(grant.epoch, log.incarnation, log.kind) == log.base;
    if (ours && number) epochs_.recall(grant.epoch, *number);
  }
  return true;
}

std::optional<wire::Receipt> Restoration::shown(const wire::Proof& proof, base::Incarnation incarnation,
                                                const crypto::KeyId& sign_key) {
  std::optional<wire::Receipt> newest;
  for (const wire::SignedBytes& bytes : proof.receipts) {
    const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(bytes, department_.sign_keys());
    if (!answer) continue;
    const wire::Receipt& receipt = answer->header.receipt;
    // Number 0 is a refusal: it binds nobody.
    if (receipt.incarnation != incarnation || receipt.sign_key != sign_key || receipt.number == 0) continue;
    if (!newest || receipt.number > newest->number) newest = receipt;
  }
  return newest;
}

bool Restoration::may_go_on(const protocol::AuthenticUp& up, const NodeRecord& node) {
  const wire::UpHeader& header = up.header();
  const bool known_epoch = !header.hub_epoch || epochs_.knows(*header.hub_epoch);
  const bool of_present = !header.hub_epoch || *header.hub_epoch == department_.epoch();
  if (known_epoch && !(of_present && header.last_receipt_number > node.last_receipt)) return true;
  if (!header.proof) return false;
  const std::optional<wire::Receipt> receipt = shown(*header.proof, node.incarnation, crypto::key_id(node.sign_key.bytes));
  if (!receipt || (receipt->number <= node.last_receipt && epochs_.knows(receipt->epoch))) return false;
  epochs_.begin_after(*receipt);
  return true;
}

std::optional<GrantRecord> Restoration::remember_grant(const protocol::OpenedUp& opened) {
  if (!opened.claimed_proof() || !opened.claimed_proof()->grant) return std::nullopt;
  const wire::ProvenGrant& proven = *opened.claimed_proof()->grant;
  const wire::Decoded<wire::Grant> grant = wire::decode_grant(proven.bytes);
  if (!grant || grant->department != department_.number()) return std::nullopt;
  if (!is_signed_by_us(proven, *grant)) return std::nullopt;
  const base::Incarnation incarnation = opened.claimed_incarnation();
  if (incarnation < grant->first_incarnation || incarnation - grant->first_incarnation >= grant->incarnations) return std::nullopt;
  if (std::optional<GrantRecord> known = nodes_.grant(grant->id)) return known;
  for (const GrantRecord& other : nodes_.grants_of(grant->office))
    if (other.first_incarnation == grant->first_incarnation) return std::nullopt;
  GrantRecord record;
  record.first_incarnation = grant->first_incarnation;
  record.id = grant->id;
  record.office = grant->office;
  record.grant_bytes = proven.bytes;
  record.secret.resize(32);  // The real one is lost: nobody can prove again that he had the file.
  entropy_.fill(record.secret);
  record.issued_at = grant->issued_at;
  record.expires_at = grant->expires_at;
  nodes_.add_grant(record);
  nodes_.never_grant_through(grant->first_incarnation + grant->incarnations - 1);
  return record;
}

std::optional<NodeRecord> Restoration::proven_node(const protocol::OpenedUp& opened) {
  const std::optional<wire::Proof>& proof = opened.claimed_proof();
  if (!proof || !proof->grant || wire::mark_of(crypto::key_id(proof->grant->sign_key.bytes)) != opened.claimed_key()) return std::nullopt;
  // The grant first: it may name a key of this hub, or of the one before it, that signed the receipts and is not known here.
  const wire::Decoded<wire::Grant> named = wire::decode_grant(proof->grant->bytes);
  if (!named || named->department != department_.number() || !is_signed_by_us(*proof->grant, *named)) return std::nullopt;
  const std::optional<wire::Receipt> receipt = shown(*proof, opened.claimed_incarnation(), crypto::key_id(proof->grant->sign_key.bytes));
  if (!receipt) return std::nullopt;
  // The answer that holds the receipt was sealed to the node's own key, so it vouches for that one too.
  const crypto::KeyId seal_key = crypto::key_id(proof->grant->seal_key.bytes);
  const bool sealed = std::ranges::any_of(proof->receipts, [&](const wire::SignedBytes& bytes) {
    const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(bytes, department_.sign_keys());
    return answer && answer->receiver == seal_key && answer->header.receipt.number == receipt->number;
  });
  if (!sealed) return std::nullopt;
  const std::optional<GrantRecord> grant = remember_grant(opened);
  if (!grant) return std::nullopt;
  NodeRecord node;
  node.incarnation = opened.claimed_incarnation();
  node.office = grant->office;
  node.sign_key = proof->grant->sign_key;
  node.seal_key = proof->grant->seal_key;
  node.grant_digest = wire::grant_digest(grant->grant_bytes);
  if (receipt->epoch != department_.epoch()) node.last_receipt = Epochs::first_receipt_after(receipt->number);
  for (const NodeRecord& other : nodes_.of_office(node.office))
    if (other.incarnation > node.incarnation) {
      node.state = NodeState::kSuperseded;
      node.closed_at = receipt->held_through;
    }
  for (const store::Revocation& fact : book_.revocations())
    if (fact.incarnation == node.incarnation && std::ranges::equal(node.sign_key.bytes, fact.sign_key)) node.state = NodeState::kRevoked;
  return node;
}

Restoration::Adopted Restoration::adopt(const protocol::AuthenticUp& up, const NodeRecord& node) {
  Adopted adopted;
  const wire::UpHeader& header = up.header();
  if (header.proof) {
    adopt_receipts(*header.proof, node);
    const std::int64_t from = first_receipt_of(node.incarnation);
    earlier_receipts_.bind(1, from).bind(2, from + node.last_receipt).bind(3, department_.epoch());
    while (earlier_receipts_.step()) {
      const auto held = static_cast<base::Sequence>(earlier_receipts_.integer(1));
      if (!adopted.held_at.empty() && adopted.held_at.back().first >= held) continue;
      adopted.held_at.emplace_back(held, base::Instant(base::Milliseconds(earlier_receipts_.integer(2))));
    }
  }
  if (header.returned.empty()) return adopted;
  const auto base_of = [this](const wire::Section& section) -> std::optional<crypto::Digest> {
    const std::optional<store::LogRecord> log = logs_.log(section.incarnation);
    if (!log || log->own || log->kind != section.kind) return std::nullopt;
    return logs_.digest_at(section.incarnation, section.first - 1);
  };
  const protocol::Opened<std::vector<protocol::Run>> runs = up.returned(base_of, limits_);
  if (!runs) return adopted;  // Another history than ours; what this hub holds of it stands.
  for (const protocol::Run& run : *runs)
    for (const wire::ReturnedRun& returned : header.returned)
      if (returned.section.incarnation == run.section.incarnation && returned.section.head == run.section.head)
        adopt_run(run, returned.evidence, adopted);
  return adopted;
}

void Restoration::adopt_receipts(const wire::Proof& proof, const NodeRecord& node) {
  const crypto::KeyId sign_key = crypto::key_id(node.sign_key.bytes);
  for (const wire::SignedBytes& bytes : proof.receipts) {
    const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(bytes, department_.sign_keys());
    if (!answer) continue;
    const wire::Receipt& receipt = answer->header.receipt;
    if (receipt.incarnation != node.incarnation || receipt.sign_key != sign_key || receipt.number == 0) continue;
    time_.remember(receipt.hub_time);
    epochs_.recall(receipt.epoch, receipt.epoch_number);
    store::StoredReceipt stored;
    stored.incarnation = receipt.incarnation;
    stored.number = receipt.number;
    stored.digest = answer->receipt_digest;
    stored.epoch = receipt.epoch;
    stored.held_through = receipt.held_through;
    stored.applied_through = receipt.applied_through;
    stored.hub_time = receipt.hub_time;
    stored.signed_bytes = bytes.bytes;
    stored.signature = bytes.signature;
    try {
      logs_.add_receipt(stored);
    } catch (const store::StoreError& fault) {
      // Before it noticed, the restored hub had given that number a second time. The node keeps the proof of the first.
      if (fault.kind() != store::StoreError::Kind::kConstraint) throw;
    }
  }
}

void Restoration::adopt_run(const protocol::Run& run, const wire::SignedBytes& evidence, Adopted& adopted) {
  const store::LogRecord log = *logs_.log(run.section.incarnation);
  const std::vector<crypto::VerifyKey>& signers = department_.sign_keys();
  if (protocol::check_evidence(evidence.bytes, evidence.signature, signers, log.incarnation, run.entries.back().digest)) return;
  const std::optional<protocol::KeptAnswer> answer = protocol::read_answer(evidence, signers);
  const base::Sequence held = logs_.head(log.incarnation).sequence;
  std::uint32_t appended = 0;
  for (const protocol::ChainedEntry& chained : run.entries) {
    if (chained.sequence <= held) {
      if (logs_.digest_at(log.incarnation, chained.sequence) != chained.digest) return;
      continue;
    }
    store::StoredEntry stored;
    stored.sequence = chained.sequence;
    stored.digest = chained.digest;
    stored.bytes = chained.bytes;
    stored.recorded_at = chained.entry.recorded_at;
    stored.received_at = answer->header.receipt.hub_time;
    stored.applied = false;
    logs_.append(log.incarnation, stored);
    ++appended;
  }
  if (appended == 0) return;
  time_.remember(answer->header.receipt.hub_time);
  logs_.add_transfer(log.incarnation, run.entries.back().sequence, evidence.bytes, evidence.signature);
  adopted.entries += appended;
  apply(log, adopted);
}

void Restoration::apply(const store::LogRecord& log, Adopted& adopted) {
  for (const base::Sequence sequence : logs_.unapplied(log.incarnation, limits_.entries_per_bundle_max)) {
    const wire::Decoded<wire::Entry> entry = wire::decode_entry(logs_.entry(log.incarnation, sequence)->bytes, limits_);
    if (!entry) continue;
    const auto rows = applier_.apply(*entry, log.kind);
    // Of another schema: applied after the upgrade. Anything else contradicts what this hub wrote since, and stays as evidence.
    if (!rows) continue;
    logs_.mark_applied(log.incarnation, sequence);
    for (const store::AppliedRow& row : *rows) follow_row(row, adopted);
  }
}

void Restoration::follow_row(const store::AppliedRow& row, Adopted& adopted) {
  if (row.table == "verdict") {
    // The application itself may still be on its way: its case is folded when it comes.
    if (!book_.acceptance(row.application)) return;
    cases_.refresh(row.application);
    adopted.documents.insert(cases_.find(row.application)->document_key);
  } else if (row.table == "index_entry") {
    unwant_.bind(1, row.application.value).run();
  } else if (row.table == "rule_set") {
    adopted.rules = true;
  } else if (row.table == "revocation") {
    revoke_again();
  }
}

void Restoration::revoke_again() {
  for (const store::Revocation& fact : book_.revocations()) {
    std::optional<NodeRecord> node = nodes_.find(fact.incarnation);
    if (!node || !std::ranges::equal(node->sign_key.bytes, fact.sign_key) || node->state == NodeState::kRevoked) continue;
    node->state = NodeState::kRevoked;
    nodes_.put(*node);
  }
}

void Restoration::follow(const Adopted& adopted) {
  if (adopted.rules) rules_.learn(book_);
}

base::Instant Restoration::Adopted::received_at(base::Sequence sequence, base::Instant now) const {
  const auto covering = std::ranges::lower_bound(held_at, sequence, {}, &std::pair<base::Sequence, base::Instant>::first);
  return covering == held_at.end() ? now : std::min(covering->second, now);
}

std::optional<wire::Lost> Restoration::lost(const NodeRecord& node, const wire::UpHeader& asked) {
  const bool of_present = !asked.hub_epoch || *asked.hub_epoch == department_.epoch();
  wire::Lost lost;
  for (const wire::Position& cursor : asked.cursors) {
    const std::optional<store::LogRecord> log = logs_.log(cursor.incarnation);
    if (!log || log->own || log->kind == wire::LogKind::kOffice) continue;
    const store::Head head = logs_.head(log->incarnation);
    if (cursor.sequence > head.sequence) lost.logs.push_back({log->incarnation, head.sequence, wire::mark_of(head.digest)});
  }
  if (of_present && !asked.proof && lost.logs.empty()) return std::nullopt;
  // New keys alone made no gap: of a node that stands where this hub stands nothing is asked back.
  if (!of_present && !asked.proof && lost.logs.empty() && epochs_.began_with_new_keys() &&
      logs_.receipt_digest(node.incarnation, asked.last_receipt_number))
    return std::nullopt;
  const std::int64_t from = first_receipt_of(node.incarnation);
  earlier_receipts_.bind(1, from).bind(2, from + node.last_receipt).bind(3, department_.epoch());
  while (earlier_receipts_.step()) lost.receipt_number = static_cast<std::uint32_t>(earlier_receipts_.integer(0) - from);
  return lost;
}

}  // namespace tirkeu::hub
