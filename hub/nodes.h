// The nodes of the department: grants handed out, keys bound to incarnations, and what each node was last heard to hold.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sync/crypto/keys.h"
#include "sync/store/settings.h"
#include "sync/wire/messages.h"

namespace tirkeu::hub {

enum class NodeState { kActive, kRevoked, kEquivocated, kSuperseded };
std::string_view code_of(NodeState state);

struct NodeRecord {
  base::Incarnation incarnation = 0;
  int office = 0;
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  crypto::Digest grant_digest{};
  base::Instant bound_at{};
  NodeState state = NodeState::kActive;
  /// Of a superseded life: its last entry on the machine that went on. Of a revoked one: what the revocation names. Up to it entries are still
  /// taken, whenever they come.
  std::optional<base::Sequence> closed_at;
  base::Sequence held_through = 0;
  base::Sequence applied_through = 0;
  std::optional<base::Instant> last_round_at;   ///< hub time of the last bundle, whatever was in it
  /// Hub time up to which everything that the node had written is held: what a horizon may claim. A stick that travelled for
  /// days, a gap or a backlog leaves it behind last_round_at.
  std::optional<base::Instant> covered_until;
  std::uint32_t last_receipt = 0;
  std::optional<base::Milliseconds> claimed_offset;  ///< node's clock minus hub's at the last round over a line
  base::ClockFlags clock_flags = 0;
  std::string program;
};

struct GrantRecord {
  base::Incarnation first_incarnation = 0;
  wire::GrantId id{};
  int office = 0;
  base::Bytes grant_bytes;
  base::Bytes secret;   ///< kept: it tells a second key that had the file from a stranger
  base::Instant issued_at{};
  base::Instant expires_at{};
};

/// The fingerprint that administrator and sysadmin compare: over both public keys of a node.
std::string node_fingerprint(const crypto::VerifyKey& sign_key, const crypto::SealTo& seal_key);

class Nodes {
 public:
  explicit Nodes(store::Database& database);
  std::optional<NodeRecord> find(base::Incarnation incarnation);
  std::vector<NodeRecord> of_office(int office);
  std::vector<NodeRecord> all();
  void put(const NodeRecord& node);

  void add_grant(const GrantRecord& grant);
  std::optional<GrantRecord> grant(const wire::GrantId& id);
  std::vector<GrantRecord> grants_of(int office);
  /// First number of the next grant's block. Throws std::runtime_error when the department has none left.
  base::Incarnation next_incarnation();
  /// Numbers up to this one were granted by this hub and forgotten; inside a transaction.
  void never_grant_through(base::Incarnation incarnation);

 private:
  static NodeRecord read_node(store::Statement& row);
  static GrantRecord read_grant(store::Statement& row);
  store::Settings settings_;
  store::Statement find_, of_office_, all_, put_, add_grant_, grant_, grants_of_, next_;
};

}  // namespace tirkeu::hub
