#include "hub/nodes.h"

#include <algorithm>
#include <stdexcept>

namespace tirkeu::hub {
namespace {

constexpr std::string_view kStates[] = {"active", "revoked", "equivocated", "superseded"};

NodeState state_of(std::string_view code) {
  for (std::size_t i = 0; i < std::size(kStates); ++i)
    if (kStates[i] == code) return static_cast<NodeState>(i);
  return NodeState::kRevoked;  // Never written by us; the cautious reading of a damaged row.
}

template <std::size_t N>
std::array<std::uint8_t, N> fixed(base::ByteView bytes) {
  std::array<std::uint8_t, N> value{};
  if (bytes.size() == N) std::ranges::copy(bytes, value.begin());
  return value;
}

constexpr std::string_view kGrantedThrough = "granted.through";

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t millis) { return base::Instant(base::Milliseconds(millis)); }

}  // namespace

std::string_view code_of(NodeState state) { return kStates[static_cast<std::size_t>(state)]; }

std::string node_fingerprint(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key) {
  base::Bytes keys;
  base::append(keys, sign_key.bytes);
  base::append(keys, seal_key.bytes);
  return crypto::fingerprint(keys);
}

#define TIRKEU_NODE_COLUMNS                                                                                     \
  "incarnation, office, sign_key, seal_key, grant_digest, bound_at, state, held_through, applied_through, " \
  "last_round_at, last_receipt, claimed_offset, clock_flags, program, covered_until, closed_at"
#define TIRKEU_GRANT_COLUMNS "first_incarnation, grant_id, office, grant_bytes, secret, issued_at, expires_at"

Nodes::Nodes(store::Database& database)
    : settings_(database),
      find_(database, "SELECT " TIRKEU_NODE_COLUMNS " FROM node WHERE incarnation = ?"),
      of_office_(database, "SELECT " TIRKEU_NODE_COLUMNS " FROM node WHERE office = ? ORDER BY incarnation"),
      all_(database, "SELECT " TIRKEU_NODE_COLUMNS " FROM node ORDER BY incarnation"),
      put_(database, "INSERT OR REPLACE INTO node (" TIRKEU_NODE_COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_grant_(database, "INSERT INTO enrolment (" TIRKEU_GRANT_COLUMNS ") VALUES (?,?,?,?,?,?,?)"),
      grant_(database, "SELECT " TIRKEU_GRANT_COLUMNS " FROM enrolment WHERE grant_id = ?"),
      grants_of_(database, "SELECT " TIRKEU_GRANT_COLUMNS " FROM enrolment WHERE office = ? ORDER BY first_incarnation"),
      next_(database, "SELECT coalesce(max(first_incarnation), 0) FROM enrolment") {}

NodeRecord Nodes::read_node(store::Statement& row) {
  NodeRecord node;
  node.incarnation = static_cast<base::Incarnation>(row.integer(0));
  node.office = static_cast<int>(row.integer(1));
  node.sign_key.bytes = fixed<32>(row.blob_view(2));
  node.seal_key.bytes = fixed<32>(row.blob_view(3));
  node.grant_digest = fixed<32>(row.blob_view(4));
  node.bound_at = instant(row.integer(5));
  node.state = state_of(row.text_view(6));
  node.held_through = static_cast<base::Sequence>(row.integer(7));
  node.applied_through = static_cast<base::Sequence>(row.integer(8));
  if (const auto at = row.optional_integer(9)) node.last_round_at = instant(*at);
  node.last_receipt = static_cast<std::uint32_t>(row.integer(10));
  if (const auto offset = row.optional_integer(11)) node.claimed_offset = base::Milliseconds(*offset);
  node.clock_flags = static_cast<base::ClockFlags>(row.integer(12));
  node.program = row.text(13);
  if (const auto covered = row.optional_integer(14)) node.covered_until = instant(*covered);
  if (const auto closed = row.optional_integer(15)) node.closed_at = static_cast<base::Sequence>(*closed);
  return node;
}

GrantRecord Nodes::read_grant(store::Statement& row) {
  GrantRecord grant;
  grant.first_incarnation = static_cast<base::Incarnation>(row.integer(0));
  grant.id = fixed<16>(row.blob_view(1));
  grant.office = static_cast<int>(row.integer(2));
  grant.grant_bytes = row.blob(3);
  grant.secret = row.blob(4);
  grant.issued_at = instant(row.integer(5));
  grant.expires_at = instant(row.integer(6));
  return grant;
}

std::optional<NodeRecord> Nodes::find(base::Incarnation incarnation) {
  find_.bind(1, static_cast<std::int64_t>(incarnation));
  std::optional<NodeRecord> node;
  if (find_.step()) node = read_node(find_);
  find_.reset();
  return node;
}

std::vector<NodeRecord> Nodes::of_office(int office) {
  of_office_.bind(1, static_cast<std::int64_t>(office));
  std::vector<NodeRecord> nodes;
  while (of_office_.step()) nodes.push_back(read_node(of_office_));
  return nodes;
}

std::vector<NodeRecord> Nodes::all() {
  std::vector<NodeRecord> nodes;
  while (all_.step()) nodes.push_back(read_node(all_));
  return nodes;
}

void Nodes::put(const NodeRecord& node) {
  put_.bind(1, static_cast<std::int64_t>(node.incarnation))
      .bind(2, static_cast<std::int64_t>(node.office))
      .bind(3, node.sign_key.bytes)
      .bind(4, node.seal_key.bytes)
      .bind(5, node.grant_digest)
      .bind(6, millis(node.bound_at))
      .bind(7, code_of(node.state))
      .bind(8, static_cast<std::int64_t>(node.held_through))
      .bind(9, static_cast<std::int64_t>(node.applied_through))
      .bind(11, static_cast<std::int64_t>(node.last_receipt))
      .bind(13, static_cast<std::int64_t>(node.clock_flags))
      .bind(14, node.program);
  put_.bind(10, node.last_round_at ? std::optional<std::int64_t>(millis(*node.last_round_at)) : std::nullopt);
  put_.bind(12, node.claimed_offset ? std::optional<std::int64_t>(node.claimed_offset->count()) : std::nullopt);
  put_.bind(15, node.covered_until ? std::optional<std::int64_t>(millis(*node.covered_until)) : std::nullopt);
  put_.bind(16, node.closed_at ? std::optional<std::int64_t>(static_cast<std::int64_t>(*node.closed_at)) : std::nullopt);
  put_.run();
}

void Nodes::add_grant(const GrantRecord& grant) {
  add_grant_.bind(1, static_cast<std::int64_t>(grant.first_incarnation))
      .bind(2, grant.id)
      .bind(3, static_cast<std::int64_t>(grant.office))
      .bind(4, grant.grant_bytes)
      .bind(5, grant.secret)
      .bind(6, millis(grant.issued_at))
      .bind(7, millis(grant.expires_at))
      .run();
}

std::optional<GrantRecord> Nodes::grant(const wire::GrantId& id) {
  grant_.bind(1, id);
  std::optional<GrantRecord> grant;
  if (grant_.step()) grant = read_grant(grant_);
  grant_.reset();
  return grant;
}

std::vector<GrantRecord> Nodes::grants_of(int office) {
  grants_of_.bind(1, static_cast<std::int64_t>(office));
  std::vector<GrantRecord> grants;
  while (grants_of_.step()) grants.push_back(read_grant(grants_of_));
  return grants;
}

base::Incarnation Nodes::next_incarnation() {
  next_.step();
  const auto last = static_cast<base::Incarnation>(next_.integer(0));
  next_.reset();
  const auto floor = static_cast<base::Incarnation>(settings_.integer(kGrantedThrough).value_or(base::kFirstNodeIncarnation - 1));
  const base::Incarnation next = std::max(last == 0 ? 0 : last + base::kIncarnationsPerGrant, floor + 1);
  if (next + base::kIncarnationsPerGrant > base::kFirstLaterEpochIncarnation)
    throw std::runtime_error("the numbers for lives of nodes are used up: this department needs a hub of its own anew");
  return next;
}

void Nodes::never_grant_through(base::Incarnation incarnation) {
  const std::int64_t known = settings_.integer(kGrantedThrough).value_or(0);
  if (incarnation > known) settings_.set(kGrantedThrough, static_cast<std::int64_t>(incarnation));
}

}  // namespace tirkeu::hub
