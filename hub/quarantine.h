// Quarantine: what is kept whole and believed by nobody until a person has looked at it. Bundles of a second key, a late enrolment, a fork, a
// superseded or revoked life; and single entries that could not be applied.
//
// Nothing is ever removed from it; a case is settled, with how, by whom and why. The same content from the same key is kept once. A sender may
// fill only so much: what would go beyond is refused with a sentence, and what lies there already stays, so that a machine gone wild harms
// nobody but itself.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/nodes.h"
#include "sync/store/database.h"

namespace tirkeu::hub {

/// What open cases of one key, and of one office, may hold at most.
struct QuarantineLimits {
  std::int64_t cases_per_key = 200;
  std::int64_t bytes_per_key = 64 << 20;
  std::int64_t cases_per_office = 600;
  std::int64_t bytes_per_office = 256 << 20;
};

struct QuarantineCase {
  std::int64_t id = 0;
  base::Incarnation incarnation = 0;
  int office = 0;
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  std::string cause;   ///< second_key, late_enrolment, equivocation, broken_chain, superseded, revoked: a bundle; broken: one entry
  std::string detail;  ///< technical English
  base::Bytes content;
  base::Instant received_at{};
  std::optional<base::Instant> settled_at;
  bool is_entry() const { return cause == "broken"; }
};

class Quarantine {
 public:
  explicit Quarantine(store::Database& database, const QuarantineLimits& limits = {});

  enum class Keeping { kKept, kRepeated, kFull };
  /// Inside a transaction. `digest` tells the same content from another.
  Keeping keep(const NodeRecord& node, const std::string& cause, const std::string& detail, base::ByteView content,
               const crypto::Digest& digest, base::Instant at);
  /// The case that was kept last; 0 when there is none.
  std::int64_t newest();
  std::optional<QuarantineCase> find(std::int64_t id);
  /// Not settled, oldest first; `content` is left out.
  std::vector<QuarantineCase> open();
  std::vector<QuarantineCase> open(int office);
  /// All cases of a key, settled or not, oldest first.
  std::vector<QuarantineCase> of_key(const crypto::VerifyKey& key);
  /// Inside a transaction. False: it is settled already, or there is none.
  bool settle(std::int64_t id, std::string_view as, const std::string& by, const std::optional<std::string>& reason, base::Instant at);
  /// All bundles of that key; inside a transaction.
  void settle_key(const crypto::VerifyKey& key, std::string_view as, const std::string& by, base::Instant at);
  /// Position of the entry that a case of cause "broken" is about.
  static std::optional<base::Sequence> entry_of(const QuarantineCase& kept);

 private:
  bool is_full(const NodeRecord& node, std::size_t bytes);
  QuarantineLimits limits_;
  store::Statement keep_, is_kept_, newest_, find_, open_, open_of_office_, of_key_, settle_, settle_key_, key_weight_, office_weight_;
};

}  // namespace tirkeu::hub
