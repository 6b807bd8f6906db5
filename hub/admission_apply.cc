// What an admitted run changes: entries are held, rows applied, claims noted, the decision run for every document touched.
#include "hub/admission.h"

#include <algorithm>

#include "schema/registry/offices.h"
#include "schema/registry/picture.h"

namespace tirkeu::hub {
namespace {

std::int64_t position_of(base::Incarnation incarnation, base::Sequence sequence) {
  return static_cast<std::int64_t>(incarnation) << 40 | static_cast<std::int64_t>(sequence);
}

store::StoredEntry stored_of(const protocol::ChainedEntry& chained, base::Instant received_at, bool applied) {
  store::StoredEntry stored;
  stored.sequence = chained.sequence;
  stored.digest = chained.digest;
  stored.bytes = chained.bytes;
  stored.recorded_at = chained.entry.recorded_at;
  stored.received_at = received_at;
  stored.applied = applied;
  return stored;
}

}  // namespace

bool Admission::take_in(store::Transaction& transaction, const protocol::AuthenticUp& up, const protocol::Run& run, NodeRecord& node,
                        base::Instant at, const Restoration::Adopted& adopted, AdmissionReport& report) {
  std::span<const protocol::ChainedEntry> fresh = run.entries;
  for (; !fresh.empty() && fresh.front().sequence <= node.held_through; fresh = fresh.subspan(1))
    if (logs_.digest_at(node.incarnation, fresh.front().sequence) != fresh.front().digest) return false;
  report.result = fresh.empty() ? AdmissionReport::Result::kNothingNew : AdmissionReport::Result::kTaken;
  cited_.reset();
  std::set<std::string> documents = adopted.documents;
  if (!fresh.empty()) {
    if (!take_at_once(transaction, fresh, node, at, adopted, documents, report)) hold(fresh, node, at, adopted);
    report.entries = static_cast<std::uint32_t>(fresh.size());
    logs_.add_transfer(node.incarnation, node.held_through, up.signed_bytes(), up.signature());
  }
  apply_waiting(transaction, node, at, documents, report);
  for (const crypto::VerifyKey& key : restated_keys_) restates_.settle_told(key, at);
  restated_keys_.clear();
  report.verdicts += static_cast<std::uint32_t>(adjudication_.run(transaction, documents, at));
  return true;
}

bool Admission::take_at_once(store::Transaction& transaction, std::span<const protocol::ChainedEntry> fresh, NodeRecord& node,
                             base::Instant at, const Restoration::Adopted& adopted, std::set<std::string>& documents,
                             AdmissionReport& report) {
  if (node.applied_through < node.held_through) return false;  // What waits goes first.
  store::Savepoint savepoint(database_);
  std::vector<store::StoredEntry> entries;
  std::set<std::string> touched;
  AdmissionReport so_far = report;
  for (const protocol::ChainedEntry& chained : fresh) {
    const auto rows = applier_.apply(chained.entry, wire::LogKind::kOffice);
    if (!rows || !foreign_row(*rows, node).empty()) return false;
    entries.push_back(stored_of(chained, adopted.received_at(chained.sequence, at), true));
    fold_all(transaction, *rows, entries.back(), chained.entry, node, touched, so_far);
  }
  logs_.append(node.incarnation, entries);
  savepoint.release();
  node.held_through = node.applied_through = entries.back().sequence;
  documents.merge(touched);
  report = std::move(so_far);
  return true;
}

void Admission::hold(std::span<const protocol::ChainedEntry> fresh, NodeRecord& node, base::Instant at,
                     const Restoration::Adopted& adopted) {
  for (const protocol::ChainedEntry& chained : fresh)
    logs_.append(node.incarnation, stored_of(chained, adopted.received_at(chained.sequence, at), false));
  node.held_through = fresh.back().sequence;
}

void Admission::apply_waiting(store::Transaction& transaction, NodeRecord& node, base::Instant at, std::set<std::string>& documents,
                              AdmissionReport& report) {
  while (node.applied_through < node.held_through) {
    const base::Sequence sequence = node.applied_through + 1;
    const std::optional<store::StoredEntry> stored = logs_.entry(node.incarnation, sequence);
    const wire::Decoded<wire::Entry> entry = wire::decode_entry(stored->bytes, settings_.limits);
    std::string trouble = entry ? "" : entry.error().what;
    if (entry) {
      store::Savepoint savepoint(database_);
      const auto rows = applier_.apply(*entry, wire::LogKind::kOffice);
      if (!rows && rows.error().fault == store::ApplyFault::kUnknownSchema) {
        report.refusal = wire::Refusal::kUnknownSchema;  // Held; applied after this hub's upgrade.
        return;
      }
      trouble = rows ? foreign_row(*rows, node) : rows.error().detail;
      if (rows && trouble.empty()) {
        fold_all(transaction, *rows, *stored, *entry, node, documents, report);
        logs_.mark_applied(node.incarnation, sequence);
        savepoint.release();
      }
    }
    if (!trouble.empty()) {
      // One bad entry sinks only itself: it is held, named in the receipt, and kept for an administrator.
      report.refusal = wire::Refusal::kBroken;
      quarantine_.keep(node, "broken", "entry " + std::to_string(sequence) + ": " + trouble, stored->bytes, stored->digest, at);
    }
    node.applied_through = sequence;
  }
}

std::string Admission::foreign_row(const std::vector<store::AppliedRow>& rows, const NodeRecord& node) {
  const std::string own = department_.office_code(node.office);
  for (const store::AppliedRow& row : rows) {
    if (row.application.value == 0 || row.table == "application") {
      if (row.office != own) return std::string(row.table) + " is about another office";
      if (row.table != "restated") continue;
      if (const std::string doubled = restates_.doubled(*book_.find<store::Restated>(row.id)); !doubled.empty()) return doubled;
      continue;
    }
    const std::optional<store::CaseState> state = cases_.find(row.application);
    const bool within = std::ranges::any_of(rows, [&](const store::AppliedRow& other) { return other.id == row.application; });
    if (!state && !within) return std::string(row.table) + " is about an application that is not held";
    if (state && state->office != own) return std::string(row.table) + " is about another office's application";
  }
  return "";
}

base::Instant Admission::grant_time(const NodeRecord& node) {
  for (const GrantRecord& grant : nodes_.grants_of(node.office))
    if (wire::grant_digest(grant.grant_bytes) == node.grant_digest) return grant.issued_at;
  return node.bound_at;
}

base::Instant Admission::not_before(const wire::Entry& entry, const NodeRecord& node, base::RowId application) {
  // The entries of one run cite few receipts, most of them one.
  if (!cited_ || cited_->receipt != entry.last_receipt)
    cited_ = Cited{entry.last_receipt, bound_of_receipt(entry.last_receipt, node, grant_time(node))};
  // Entries are written in the order of their log, so citing an older receipt than an entry before does not move one back.
  return std::max(cited_->bound, adjudication_.bound_of_claim_before(application).value_or(cited_->bound));
}

base::Instant Admission::bound_of_receipt(const wire::Prefix16& cited, const NodeRecord& node, base::Instant weakest) {
  // A receipt cannot be cited before it existed: whoever cites it wrote after its hub time. The grant stands for the time
  // before the first receipt, and for what cannot be resolved: it is the weakest bound we signed.
  base::Instant bound = weakest;
  const std::optional<store::StoredReceipt> receipt = logs_.receipt_by_prefix(cited);
  // Also one of an earlier life of this office: a new life begins with what the one before it knew.
  const std::optional<NodeRecord> told =
      receipt && receipt->incarnation != node.incarnation ? nodes_.find(receipt->incarnation) : std::nullopt;
  if (receipt && (receipt->incarnation == node.incarnation || (told && told->office == node.office))) bound = std::max(bound, receipt->hub_time);
  return bound;
}

void Admission::note_coverage(NodeRecord& node, const wire::UpHeader& header, Road road, base::Instant at) {
  // Only a bundle that cites the newest receipt is known to be younger than it. Over a line it was made just now; a stick may
  // have travelled since that receipt, and what the office wrote meanwhile is not on it.
  if (header.last_receipt_number != node.last_receipt) return;
  const std::optional<store::StoredReceipt> cited = logs_.newest_receipt(node.incarnation);
  base::Instant covered = cited ? cited->hub_time : grant_time(node);
  if (road == Road::kLine && header.complete) covered = at;
  node.covered_until = std::max(covered, node.covered_until.value_or(covered));
}

const registry::RuleSet& Admission::rules_of(const store::Acceptance& acceptance) const {
  const std::string accepted_on = registry::local_day(acceptance.office, acceptance.accepted_at);
  return rules_.of_acceptance(acceptance.rule_set, *base::parse_date(accepted_on));
}

std::optional<store::Restated> Admission::restated_by(const std::vector<store::AppliedRow>& rows) {
  std::optional<store::Restated> chosen;
  for (const store::AppliedRow& row : rows) {
    if (row.table != "restated") continue;
    // What was said again twice names its first words too: they came first.
    const std::optional<store::Restated> fact = book_.find<store::Restated>(row.id);
    crypto::VerifyKey key;
    if (fact->sign_key.size() == key.bytes.size()) std::ranges::copy(fact->sign_key, key.bytes.begin());
    restated_keys_.insert(key);
    if (!chosen || fact->incarnation < chosen->incarnation) chosen = fact;
  }
  return chosen;
}

void Admission::fold_all(store::Transaction& transaction, const std::vector<store::AppliedRow>& rows, const store::StoredEntry& stored,
                         const wire::Entry& entry, const NodeRecord& node, std::set<std::string>& documents, AdmissionReport& report) {
  restated_ = restated_by(rows);
  for (const store::AppliedRow& row : rows) fold(transaction, row, stored, entry, node, documents, report);
  restated_.reset();
}

void Admission::bound_as_first_heard(ClaimRecord& claim, const wire::Entry& entry, const NodeRecord& node) {
  const std::optional<RestateDesk::Proven> proven = restates_.proven(*restated_);
  // The grant of the new life is younger than the fact; that of the old one is not.
  const base::Instant weakest = restates_.granted_at(*restated_, node.office).value_or(grant_time(node));
  const base::Instant bound = bound_of_receipt(proven ? proven->cited : entry.last_receipt, node, weakest);
  claim.not_before = std::max(bound, adjudication_.bound_of_claim_before(claim.application).value_or(bound));
  if (proven) claim.not_after = std::min(claim.not_after, proven->received_at);
}

void Admission::fold(store::Transaction& transaction, const store::AppliedRow& row, const store::StoredEntry& stored,
                     const wire::Entry& entry, const NodeRecord& node, std::set<std::string>& documents, AdmissionReport& report) {
  if (row.application.value == 0) return;
  if (row.table == "application") {
    const store::Acceptance accepted = *book_.acceptance(row.application);
    const store::CaseState state = cases_.begin(accepted);
    documents.insert(state.document_key);
    ++report.applications;
    adjudication_.add_claim(claim_of(accepted, state.document_key, stored, entry, node));
    persons_.note_new(row.application, accepted.application, *stored.received_at);
    return;
  }
  if (row.table == "attachment") return want_picture(row, stored, report);
  cases_.refresh(row.application);
  const std::optional<store::CaseState> state = cases_.find(row.application);
  documents.insert(state->document_key);
  if (row.table == "correction") {
    if (const std::optional<std::string> left = adjudication_.move_claim(row.application, state->document_key))
      documents.insert(*left);
    index_.supersede(transaction, row.application, *stored.received_at);
    persons_.note(row.application, *stored.received_at);
  }
}

void Admission::want_picture(const store::AppliedRow& row, const store::StoredEntry& stored, AdmissionReport& report) {
  const std::optional<store::Attachment> fact = book_.find<store::Attachment>(row.id);
  crypto::Digest digest{};
  const bool is_sound = fact && fact->digest.size() == digest.size() && fact->size > 0 &&
                        static_cast<std::uint64_t>(fact->size) <= registry::PictureLimits().bytes_max;
  // A picture larger than any that is let in is never asked for; its fact stands, and shows that it is missing.
  if (!is_sound) return;
  std::ranges::copy(fact->digest, digest.begin());
  contents_.want(digest, static_cast<std::uint64_t>(fact->size), *stored.received_at);
  report.pictures_named.push_back(digest);
}

std::vector<wire::ContentHeld> Admission::take_pieces(const wire::UpHeader& header, std::span<const base::ByteView> pieces, AdmissionReport& report) {
  std::set<crypto::Digest> named;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const wire::ContentPiece& piece = header.pieces[i];
    const std::optional<store::ContentState> before = contents_.state(piece.digest);
    if (!before) continue;  // The fact that names it lies in quarantine or waits for an upgrade.
    const store::ContentStore::Joined joined = contents_.join(piece.digest, piece.first, pieces[i]);
    const std::uint64_t held = contents_.state(piece.digest)->held;
    report.picture_bytes += held > before->held ? held - before->held : 0;
    report.pictures += joined == store::ContentStore::Joined::kWhole ? 1 : 0;
    named.insert(piece.digest);
  }
  std::vector<wire::ContentHeld> contents;
  const auto tell = [&](const crypto::Digest& digest, bool if_nothing) {
    const std::uint64_t held = contents_.state(digest)->held;
    if ((held > 0 || if_nothing) && contents.size() < wire::kContentsMax) contents.push_back({wire::prefix16(digest), held});
  };
  for (const crypto::Digest& digest : named) tell(digest, true);
  // Of what was only just named the sender takes it that nothing is here, as nearly always is so.
  for (const crypto::Digest& digest : report.pictures_named)
    if (named.insert(digest).second) tell(digest, false);
  return contents;
}

ClaimRecord Admission::claim_of(const store::Acceptance& accepted, const std::string& document_key, const store::StoredEntry& stored,
                                const wire::Entry& entry, const NodeRecord& node) {
  ClaimRecord claim;
  claim.application = accepted.id;
  claim.document_key = document_key;
  claim.entry_position = position_of(node.incarnation, stored.sequence);
  claim.not_after = *stored.received_at;
  if (restated_)
    bound_as_first_heard(claim, entry, node);
  else
    claim.not_before = not_before(entry, node, accepted.id);
  claim.clock = entry.clock_flags;
  claim.uncertainty = registry::uncertainty(settings_.clock_uncertainty, accepted.accepted_at - claim.not_before);
  claim.after_revocation = node.state == NodeState::kRevoked;
  // What a hand wrote on paper, or another register says, is off by more than a clock.
  if (accepted.origin == "paper") claim.uncertainty += std::chrono::minutes(rules_of(accepted).paper_uncertainty_minutes);
  if (accepted.origin == "taken_on") claim.uncertainty += std::chrono::hours(24);
  return claim;
}

}  // namespace tirkeu::hub
