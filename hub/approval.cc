// What a person's word takes out of quarantine: late first bundles as they are, other machines by an order to say their facts again, single
// entries once they can be applied.
#include "hub/admission.h"

#include <algorithm>

#include "sync/protocol/succession.h"

namespace tirkeu::hub {
namespace {

/// Up to which entry a life may be heard that said its facts again while another had taken over already: all that it writes until it is told.
constexpr base::Sequence kNoEnd = (1ull << 40) - 1;

}  // namespace

std::optional<AdmissionReport> Admission::approve(int office, const std::string& fingerprint, const std::string& by) {
  std::vector<QuarantineCase> kept;
  for (const QuarantineCase& one : quarantine_.open(office))
    if (!one.is_entry() && node_fingerprint(one.sign_key, one.seal_key) == fingerprint) kept.push_back(*quarantine_.find(one.id));
  if (kept.empty()) return std::nullopt;
  const std::optional<NodeRecord> known = nodes_.find(kept.front().incarnation);
  const bool is_bound = known && known->sign_key == kept.front().sign_key;
  AdmissionReport refused;
  refused.office = department_.office_code(office);
  refused.incarnation = kept.front().incarnation;
  if (is_bound && known->state == NodeState::kRevoked) refused.refusal = wire::Refusal::kRevoked;
  // Copies of one machine have this key in common: nobody can tell from here which of them the person looked at.
  if (is_bound && (known->state == NodeState::kEquivocated || known->state == NodeState::kActive))
    refused.refusal = wire::Refusal::kEquivocation;
  if (refused.refusal != wire::Refusal::kNone) return refused;

  std::optional<AdmissionReport> last;
  for (const QuarantineCase& one : kept) {
    if (one.cause != "late_enrolment") continue;
    const protocol::Opened<protocol::OpenedUp> opened = protocol::OpenedUp::open(one.content, keys_.seal, settings_.limits);
    const std::optional<GrantRecord> grant =
        opened && opened->claimed_enrolment() ? nodes_.grant(opened->claimed_enrolment()->grant) : std::nullopt;
    if (!grant) continue;
    const std::optional<NodeRecord> holder = nodes_.find(one.incarnation);
    if (!holder || holder->sign_key == one.sign_key) last = take_late(one, *grant, by);
  }
  return last ? last : order(kept, by);
}

AdmissionReport Admission::take_late(const QuarantineCase& kept, const GrantRecord& grant, const std::string& by) {
  if (!nodes_.find(kept.incarnation)) {
    NodeRecord node;
    node.incarnation = kept.incarnation;
    node.office = kept.office;
    node.sign_key = kept.sign_key;
    node.seal_key = kept.seal_key;
    node.grant_digest = wire::grant_digest(grant.grant_bytes);
    node.last_receipt = Epochs::first_receipt_in(department_.logs().number());
    store::Transaction transaction(database_);
    lives_.bind(transaction, node, nullptr, time_.take());
    transaction.commit();
  }
  AdmissionReport report = admit(kept.content, Road::kStick, settings_.limits.bundle_bytes_max);
  store::Transaction transaction(database_);
  quarantine_.settle(kept.id, "approved", by, std::nullopt, time_.take());
  transaction.commit();
  return report;
}

AdmissionReport Admission::order(const std::vector<QuarantineCase>& kept, const std::string& by) {
  const QuarantineCase& newest = kept.back();
  AdmissionReport report;
  report.result = AdmissionReport::Result::kOrdered;
  report.office = department_.office_code(newest.office);
  report.incarnation = newest.incarnation;
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  const RestateDesk::Order order = restates_.give(transaction, newest, by, at);
  quarantine_.settle_key(newest.sign_key, "approved", by, at);
  // What this machine wrote behind what is held is said again; it must not come in under its old number as well.
  if (std::optional<NodeRecord> old = nodes_.find(newest.incarnation); old && old->sign_key == newest.sign_key) {
    old->closed_at = old->held_through;
    nodes_.put(*old);
  }
  transaction.commit();
  for (const NodeRecord& node : nodes_.of_office(newest.office))
    if (node.state == NodeState::kActive) report.ends.push_back(node);
  report.answer = answers_.write_refusal(newest.incarnation, newest.sign_key, newest.seal_key, wire::Refusal::kSecondKey, at, restates_.told(order));
  return report;
}

std::optional<AdmissionReport> Admission::admit_restated(const protocol::OpenedUp& opened, base::ByteView bundle, Road road,
                                                         std::size_t bytes_wanted) {
  if (!opened.claimed_succession()) return std::nullopt;
  const wire::SuccessionClaim& claim = *opened.claimed_succession();
  const base::Incarnation incarnation = opened.claimed_incarnation();
  const std::optional<GrantRecord> grant = nodes_.grant(claim.grant);
  if (!grant || incarnation < grant->first_incarnation || incarnation >= grant->first_incarnation + base::kIncarnationsPerGrant) return std::nullopt;
  const std::optional<RestateDesk::Order> order = restates_.of_grant(grant->first_incarnation);
  if (!order || claim.previous != order->life || !protocol::proves(claim, incarnation, order->sign_key)) return std::nullopt;
  AdmissionReport report;
  report.incarnation = incarnation;
  const protocol::Opened<protocol::AuthenticUp> up = opened.authenticate(claim.sign_key);
  if (!up) {
    report.fault = up.error();
    return report;
  }
  NodeRecord node;
  node.incarnation = incarnation;
  node.office = order->office;
  node.sign_key = claim.sign_key;
  node.seal_key = claim.seal_key;
  node.grant_digest = wire::grant_digest(grant->grant_bytes);
  node.last_receipt = Epochs::first_receipt_in(department_.logs().number());
  if (nodes_.find(incarnation) || is_used_by_another(node))
    return keep_for_review(node, "second_key", "another copy of the machine carried out the order", bundle, up->header().section,
                           wire::Refusal::kSecondKey);
  // Approved before another machine that was heard earlier: its facts count, and it learns that the office goes on elsewhere.
  if (lives_.is_outlived(node)) {
    node.state = NodeState::kSuperseded;
    node.closed_at = kNoEnd;
  }
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  lives_.bind(transaction, node, nullptr, at);
  restates_.note_done(*order, at);
  transaction.commit();
  return admit_known(*up, node, bundle, road, bytes_wanted);
}

std::expected<void, ReleaseFault> Admission::release(std::int64_t id, const std::string& by) {
  using Cause = ReleaseFault::Cause;
  const std::optional<QuarantineCase> kept = quarantine_.find(id);
  if (!kept || kept->settled_at) return std::unexpected(ReleaseFault{Cause::kNoSuchCase});
  const std::optional<base::Sequence> sequence = Quarantine::entry_of(*kept);
  if (!sequence) return std::unexpected(ReleaseFault{Cause::kWholeBundle});
  const auto still = [](std::string detail) { return std::unexpected(ReleaseFault{Cause::kStillBroken, std::move(detail)}); };
  const std::optional<NodeRecord> node = nodes_.find(kept->incarnation);
  const std::optional<store::StoredEntry> stored = logs_.entry(kept->incarnation, *sequence);
  if (!node || !stored || stored->applied) return std::unexpected(ReleaseFault{Cause::kNoSuchCase});
  const wire::Decoded<wire::Entry> entry = wire::decode_entry(stored->bytes, settings_.limits);
  if (!entry) return still(entry.error().what);
  store::Transaction transaction(database_);
  const base::Instant at = time_.take();
  const auto rows = applier_.apply(*entry, wire::LogKind::kOffice);
  if (!rows) return still(rows.error().detail);
  if (const std::string trouble = foreign_row(*rows, *node); !trouble.empty()) return still(trouble);
  AdmissionReport report;
  std::set<std::string> documents;
  fold_all(transaction, *rows, *stored, *entry, *node, documents, report);
  restated_keys_.clear();
  logs_.mark_applied(kept->incarnation, *sequence);
  adjudication_.run(transaction, documents, at);
  quarantine_.settle(id, "released", by, std::nullopt, at);
  transaction.commit();
  return {};
}

bool Admission::dismiss(std::int64_t id, const std::string& reason, const std::string& by) {
  store::Transaction transaction(database_);
  const bool settled = quarantine_.settle(id, "dismissed", by, reason, time_.take());
  transaction.commit();
  return settled;
}

std::optional<std::uint32_t> Admission::entries_in(std::int64_t id) {
  const std::optional<QuarantineCase> kept = quarantine_.find(id);
  if (!kept) return std::nullopt;
  if (kept->is_entry()) return 1;
  const protocol::Opened<protocol::OpenedUp> opened = protocol::OpenedUp::open(kept->content, keys_.seal, settings_.limits);
  if (!opened) return std::nullopt;
  const protocol::Opened<protocol::AuthenticUp> up = opened->authenticate(kept->sign_key);
  if (!up) return std::nullopt;
  return up->header().section.count;
}

}  // namespace tirkeu::hub
