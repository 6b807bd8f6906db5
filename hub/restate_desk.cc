#include "hub/restate_desk.h"

#include <algorithm>

#include "hub/standing.h"
#include "sync/base/invariant.h"
#include "sync/protocol/succession.h"

namespace tirkeu::hub {
namespace {

constexpr const char* kToldBy = "told again";

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }

}  // namespace

#define TIRKEU_ORDER "first_incarnation, office, life, sign_key, seal_key, from_life, from_sequence, done_at"

RestateDesk::RestateDesk(store::Database& database, store::LogStore& logs, store::Book& book, Nodes& nodes, EnrolmentDesk& enrolments,
                         Quarantine& quarantine, const HubKeys& keys, const base::Limits& limits)
    : logs_(logs),
      book_(book),
      nodes_(nodes),
      enrolments_(enrolments),
      quarantine_(quarantine),
      keys_(keys),
      limits_(limits),
      give_(database,
            "INSERT INTO restatement (first_incarnation, office, life, sign_key, seal_key, from_life, from_sequence, ordered_at, ordered_by)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      open_for_(database, "SELECT " TIRKEU_ORDER " FROM restatement WHERE sign_key = ? AND done_at IS NULL ORDER BY first_incarnation DESC LIMIT 1"),
      of_grant_(database, "SELECT " TIRKEU_ORDER " FROM restatement WHERE first_incarnation = ?"),
      done_(database, "UPDATE restatement SET done_at = ? WHERE first_incarnation = ? AND done_at IS NULL"),
      citing_(database, "SELECT count(*) FROM restated WHERE digest = ?") {}

#undef TIRKEU_ORDER

RestateDesk::Order RestateDesk::read(store::Statement& row) {
  Order order;
  order.first_incarnation = static_cast<base::Incarnation>(row.integer(0));
  order.office = static_cast<int>(row.integer(1));
  order.life = static_cast<base::Incarnation>(row.integer(2));
  std::ranges::copy(row.blob_view(3).first(order.sign_key.bytes.size()), order.sign_key.bytes.begin());
  std::ranges::copy(row.blob_view(4).first(order.seal_key.bytes.size()), order.seal_key.bytes.begin());
  order.from_life = static_cast<base::Incarnation>(row.integer(5));
  order.from = static_cast<base::Sequence>(row.integer(6));
  if (const auto at = row.optional_integer(7)) order.done_at = base::Instant(base::Milliseconds(*at));
  return order;
}

std::optional<RestateDesk::Order> RestateDesk::open_for(const crypto::VerifyKey& key) {
  open_for_.bind(1, key.bytes);
  std::optional<Order> order;
  if (open_for_.step()) order = read(open_for_);
  open_for_.reset();
  return order;
}

std::optional<RestateDesk::Order> RestateDesk::of_grant(base::Incarnation first_incarnation) {
  of_grant_.bind(1, static_cast<std::int64_t>(first_incarnation));
  std::optional<Order> order;
  if (of_grant_.step()) order = read(of_grant_);
  of_grant_.reset();
  return order;
}

base::Sequence RestateDesk::first_doubtful(base::Incarnation from_life, const wire::UpHeader& header) {
  // What this machine sent of that life begins where it knew us to hold; a copy with the same key may have known less, never more than it told.
  std::optional<base::Sequence> first;
  for (const QuarantineCase& kept : quarantine_.of_key(nodes_.find(from_life)->sign_key)) {
    const std::optional<protocol::AuthenticUp> up = read_bundle(kept);
    if (!up || up->header().section.incarnation != from_life) continue;
    first = std::min(first.value_or(up->header().section.first), up->header().section.first);
  }
  if (first) return *first;
  const base::Sequence head = logs_.head(from_life).sequence;
  for (const wire::Position& cursor : header.cursors) {
    if (cursor.incarnation != from_life) continue;
    const std::optional<crypto::Digest> ours = logs_.digest_at(from_life, cursor.sequence);
    if (ours && wire::mark_of(*ours) == cursor.digest) return cursor.sequence + 1;
  }
  return head < wire::kRestatedHeldMax ? 1 : head + 1 - wire::kRestatedHeldMax;
}

RestateDesk::Order RestateDesk::give(store::Transaction& transaction, const QuarantineCase& kept, const std::string& by, base::Instant at) {
  if (std::optional<Order> open = open_for(kept.sign_key)) return *open;
  Order order;
  order.office = kept.office;
  order.life = order.from_life = kept.incarnation;
  order.sign_key = kept.sign_key;
  order.seal_key = kept.seal_key;
  const std::optional<protocol::AuthenticUp> up = read_bundle(kept);
  const std::optional<NodeRecord> known = nodes_.find(kept.incarnation);
  const bool is_bound = known && known->sign_key == kept.sign_key;
  if (up && !is_bound && up->header().succession) order.from_life = up->header().succession->previous;
  // Of a key that was never bound nothing is held, and of a successor only what its predecessor wrote can be.
  if (up && (is_bound || order.from_life != order.life)) order.from = first_doubtful(order.from_life, up->header());

  base::Bytes tls;
  for (const GrantRecord& grant : nodes_.grants_of(kept.office))
    if (const wire::Decoded<wire::Grant> decoded = wire::decode_grant(grant.grant_bytes)) tls = decoded->hub_tls_fingerprint;
  order.first_incarnation = enrolments_.write(transaction, kept.office, tls).grant.first_incarnation;
  give_.bind(1, static_cast<std::int64_t>(order.first_incarnation))
      .bind(2, static_cast<std::int64_t>(order.office))
      .bind(3, static_cast<std::int64_t>(order.life))
      .bind(4, order.sign_key.bytes)
      .bind(5, order.seal_key.bytes)
      .bind(6, static_cast<std::int64_t>(order.from_life))
      .bind(7, static_cast<std::int64_t>(order.from))
      .bind(8, millis(at))
      .bind(9, by)
      .run();
  return order;
}

wire::Restatement RestateDesk::told(const Order& order) {
  wire::Restatement restatement;
  for (const GrantRecord& grant : nodes_.grants_of(order.office))
    if (grant.first_incarnation == order.first_incarnation) restatement.grant = grant.grant_bytes;
  base::require(!restatement.grant.empty(), "an order has its grant");
  restatement.grant_signature = keys_.sign.sign(crypto::Label::kGrant, restatement.grant);
  restatement.life = order.from_life;
  restatement.from = order.from;
  const std::optional<NodeRecord> node = nodes_.find(order.from_life);
  if (!node || (order.from_life == order.life && node->sign_key != order.sign_key)) return restatement;
  for (base::Sequence at = order.from; restatement.held.size() < wire::kRestatedHeldMax; ++at) {
    const std::optional<crypto::Digest> digest = logs_.digest_at(order.from_life, at);
    if (!digest) break;
    restatement.held.push_back(wire::prefix8(*digest));
  }
  return restatement;
}

void RestateDesk::note_done(const Order& order, base::Instant at) {
  done_.bind(1, millis(at)).bind(2, static_cast<std::int64_t>(order.first_incarnation)).run();
}

std::optional<protocol::AuthenticUp> RestateDesk::read_bundle(const QuarantineCase& kept) {
  if (kept.is_entry()) return std::nullopt;
  const protocol::Opened<protocol::OpenedUp> opened = protocol::OpenedUp::open(kept.content, keys_.seal, limits_);
  if (!opened) return std::nullopt;
  protocol::Opened<protocol::AuthenticUp> up = opened->authenticate(kept.sign_key);
  if (!up) return std::nullopt;
  return std::move(*up);
}

std::optional<protocol::Run> RestateDesk::run_of(const QuarantineCase& kept) {
  const std::optional<protocol::AuthenticUp> up = read_bundle(kept);
  if (!up) return std::nullopt;
  std::optional<protocol::Standing> standing;
  const std::optional<NodeRecord> known = nodes_.find(kept.incarnation);
  if (known && known->sign_key == kept.sign_key) {
    standing = standing_of(logs_, *known, up->header());
  } else if (up->header().section.first == 1) {
    // A life that was never bound stands on its grant, as it would have here.
    const wire::UpHeader& header = up->header();
    const wire::GrantId id = header.succession ? header.succession->grant : header.enrolment ? header.enrolment->grant : wire::GrantId{};
    const std::optional<GrantRecord> grant = nodes_.grant(id);
    if (!grant) return std::nullopt;
    const crypto::Digest digest = wire::grant_digest(grant->grant_bytes);
    standing = protocol::Standing{protocol::base_of_life(digest, grant->first_incarnation, kept.incarnation), {}, wire::prefix16(digest)};
  }
  if (!standing) return std::nullopt;
  protocol::Opened<protocol::Run> run = up->entries(*standing, limits_);
  if (!run) return std::nullopt;
  return std::move(*run);
}

std::optional<RestateDesk::Proven> RestateDesk::proven(const store::Restated& fact) {
  crypto::VerifyKey key;
  crypto::Digest digest{};
  if (fact.sign_key.size() != key.bytes.size() || fact.digest.size() != digest.size()) return std::nullopt;
  std::ranges::copy(fact.sign_key, key.bytes.begin());
  std::ranges::copy(fact.digest, digest.begin());
  auto proofs = proofs_.find(key);
  if (proofs == proofs_.end()) {
    proofs = proofs_.try_emplace(key).first;
    // Oldest first, so that each entry is noted when it first came.
    for (const QuarantineCase& kept : quarantine_.of_key(key))
      if (const std::optional<protocol::Run> run = run_of(kept))
        for (const protocol::ChainedEntry& entry : run->entries)
          proofs->second.try_emplace(entry.digest, Proven{kept.received_at, entry.entry.last_receipt});
  }
  const auto found = proofs->second.find(digest);
  if (found == proofs->second.end()) return std::nullopt;
  return found->second;
}

std::string RestateDesk::doubled(const store::Restated& fact) {
  citing_.bind(1, fact.digest);
  citing_.step();
  const bool again = citing_.integer(0) > 1;
  citing_.reset();
  if (again) return "it says again what was said again before";
  const std::optional<crypto::Digest> held =
      logs_.digest_at(static_cast<base::Incarnation>(fact.incarnation), static_cast<base::Sequence>(fact.sequence));
  return held && std::ranges::equal(*held, fact.digest) ? "it says again what is held" : "";
}

std::optional<base::Instant> RestateDesk::granted_at(const store::Restated& fact, int office) {
  for (const GrantRecord& grant : nodes_.grants_of(office))
    if (fact.incarnation >= grant.first_incarnation && fact.incarnation < grant.first_incarnation + std::int64_t{base::kIncarnationsPerGrant})
      return grant.issued_at;
  return std::nullopt;
}

bool RestateDesk::is_in_book(const protocol::ChainedEntry& entry, base::Incarnation log) {
  citing_.bind(1, entry.digest);
  citing_.step();
  const bool cited = citing_.integer(0) > 0;
  citing_.reset();
  return cited || logs_.digest_at(log, entry.sequence) == entry.digest;
}

void RestateDesk::settle_told(const crypto::VerifyKey& key, base::Instant at) {
  proofs_.erase(key);
  for (const QuarantineCase& kept : quarantine_.of_key(key)) {
    // A bundle without entries only asked; now it is answered.
    if (!kept.settled_at && is_told(kept).value_or(false)) quarantine_.settle(kept.id, "restated", kToldBy, std::nullopt, at);
  }
}

std::optional<bool> RestateDesk::is_told(const QuarantineCase& kept) {
  const std::optional<protocol::Run> run = run_of(kept);
  if (!run) return std::nullopt;
  return std::ranges::all_of(run->entries, [&](const protocol::ChainedEntry& entry) { return is_in_book(entry, kept.incarnation); });
}

void RestateDesk::settle_if_told(const QuarantineCase& kept, base::Instant at) {
  const std::optional<protocol::Run> run = run_of(kept);
  if (run && !run->entries.empty() && is_told(kept).value_or(false)) quarantine_.settle(kept.id, "restated", kToldBy, std::nullopt, at);
}

}  // namespace tirkeu::hub
