#include "hub/quarantine.h"

#include <algorithm>
#include <charconv>

namespace tirkeu::hub {
namespace {

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t millis) { return base::Instant(base::Milliseconds(millis)); }

/// Detail of a broken entry: "entry 17: what is wrong".
constexpr std::string_view kEntry = "entry ";

QuarantineCase read_case(store::Statement& row) {
  QuarantineCase kept;
  kept.id = row.integer(0);
  kept.incarnation = static_cast<base::Incarnation>(row.integer(1));
  kept.office = static_cast<int>(row.integer(2));
  if (row.blob_view(3).size() == kept.sign_key.bytes.size()) std::ranges::copy(row.blob_view(3), kept.sign_key.bytes.begin());
  if (!row.is_null(4) && row.blob_view(4).size() == kept.seal_key.bytes.size())
    std::ranges::copy(row.blob_view(4), kept.seal_key.bytes.begin());
  kept.cause = row.text(5);
  kept.detail = row.text(6);
  if (!row.is_null(7)) kept.content = row.blob(7);
  kept.received_at = instant(row.integer(8));
  if (const auto at = row.optional_integer(9)) kept.settled_at = instant(*at);
  return kept;
}

}  // namespace

#define TIRKEU_CASE "id, incarnation, office, sign_key, seal_key, cause, detail, "

Quarantine::Quarantine(store::Database& database, const QuarantineLimits& limits)
    : limits_(limits),
      keep_(database,
            "INSERT INTO quarantine (incarnation, office, sign_key, seal_key, cause, detail, bundle, bundle_digest, received_at) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      // What was approved and said again is no news when an old stick brings it once more; a dismissed case is.
      is_kept_(database,
               "SELECT 1 FROM quarantine WHERE bundle_digest = ? AND sign_key = ? AND cause = ?"
               " AND (settled_at IS NULL OR settled_as IN ('approved', 'restated'))"),
      newest_(database, "SELECT coalesce(max(id), 0) FROM quarantine"),
      find_(database, "SELECT " TIRKEU_CASE "bundle, received_at, settled_at FROM quarantine WHERE id = ?"),
      open_(database, "SELECT " TIRKEU_CASE "NULL, received_at, settled_at FROM quarantine WHERE settled_at IS NULL ORDER BY id"),
      open_of_office_(database,
                      "SELECT " TIRKEU_CASE "NULL, received_at, settled_at FROM quarantine WHERE settled_at IS NULL AND office = ? ORDER BY id"),
      of_key_(database, "SELECT " TIRKEU_CASE "bundle, received_at, settled_at FROM quarantine WHERE sign_key = ? ORDER BY id"),
      settle_(database,
              "UPDATE quarantine SET settled_at = ?, settled_as = ?, settled_by = ?, reason = ? WHERE id = ? AND settled_at IS NULL"),
      settle_key_(database,
                  "UPDATE quarantine SET settled_at = ?, settled_as = ?, settled_by = ? WHERE sign_key = ? AND settled_at IS NULL"
                  " AND cause <> 'broken'"),
      key_weight_(database,
                  "SELECT count(*), coalesce(sum(length(bundle)), 0) FROM quarantine WHERE sign_key = ? AND settled_at IS NULL"),
      office_weight_(database,
                     "SELECT count(*), coalesce(sum(length(bundle)), 0) FROM quarantine WHERE office = ? AND settled_at IS NULL") {}

#undef TIRKEU_CASE

bool Quarantine::is_full(const NodeRecord& node, std::size_t bytes) {
  const auto exceeds = [bytes](store::Statement& weight, std::int64_t cases_max, std::int64_t bytes_max) {
    weight.step();
    const bool full = weight.integer(0) >= cases_max || weight.integer(1) + static_cast<std::int64_t>(bytes) > bytes_max;
    weight.reset();
    return full;
  };
  key_weight_.bind(1, node.sign_key.bytes);
  office_weight_.bind(1, static_cast<std::int64_t>(node.office));
  const bool by_key = exceeds(key_weight_, limits_.cases_per_key, limits_.bytes_per_key);
  const bool by_office = exceeds(office_weight_, limits_.cases_per_office, limits_.bytes_per_office);
  return by_key || by_office;
}

Quarantine::Keeping Quarantine::keep(const NodeRecord& node, const std::string& cause, const std::string& detail, base::ByteView content,
                                     const crypto::Digest& digest, base::Instant at) {
  is_kept_.bind(1, digest).bind(2, node.sign_key.bytes).bind(3, cause);
  const bool repeated = is_kept_.step();
  is_kept_.reset();
  if (repeated) return Keeping::kRepeated;
  if (is_full(node, content.size())) return Keeping::kFull;
  keep_.bind(1, static_cast<std::int64_t>(node.incarnation))
      .bind(2, static_cast<std::int64_t>(node.office))
      .bind(3, node.sign_key.bytes)
      .bind(4, node.seal_key.bytes)
      .bind(5, cause)
      .bind(6, detail)
      .bind(7, content)
      .bind(8, digest)
      .bind(9, millis(at))
      .run();
  return Keeping::kKept;
}

std::int64_t Quarantine::newest() {
  newest_.step();
  const std::int64_t id = newest_.integer(0);
  newest_.reset();
  return id;
}

std::optional<QuarantineCase> Quarantine::find(std::int64_t id) {
  find_.bind(1, id);
  std::optional<QuarantineCase> kept;
  if (find_.step()) kept = read_case(find_);
  find_.reset();
  return kept;
}

std::vector<QuarantineCase> Quarantine::open() {
  std::vector<QuarantineCase> cases;
  while (open_.step()) cases.push_back(read_case(open_));
  return cases;
}

std::vector<QuarantineCase> Quarantine::open(int office) {
  open_of_office_.bind(1, static_cast<std::int64_t>(office));
  std::vector<QuarantineCase> cases;
  while (open_of_office_.step()) cases.push_back(read_case(open_of_office_));
  return cases;
}

std::vector<QuarantineCase> Quarantine::of_key(const crypto::VerifyKey& key) {
  of_key_.bind(1, key.bytes);
  std::vector<QuarantineCase> cases;
  while (of_key_.step()) cases.push_back(read_case(of_key_));
  return cases;
}

bool Quarantine::settle(std::int64_t id, std::string_view as, const std::string& by, const std::optional<std::string>& reason,
                        base::Instant at) {
  settle_.bind(1, millis(at)).bind(2, as).bind(3, by).bind(4, reason).bind(5, id);
  return settle_.run() > 0;
}

void Quarantine::settle_key(const crypto::VerifyKey& key, std::string_view as, const std::string& by, base::Instant at) {
  settle_key_.bind(1, millis(at)).bind(2, as).bind(3, by).bind(4, key.bytes).run();
}

std::optional<base::Sequence> Quarantine::entry_of(const QuarantineCase& kept) {
  if (!kept.is_entry() || !kept.detail.starts_with(kEntry)) return std::nullopt;
  base::Sequence sequence = 0;
  const char* const begin = kept.detail.data() + kEntry.size();
  const auto parsed = std::from_chars(begin, kept.detail.data() + kept.detail.size(), sequence);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return sequence;
}

}  // namespace tirkeu::hub
