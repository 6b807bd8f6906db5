// Logs, entries, transfers and receipts as they lie in the database. No judgement here: who may append what is decided
// above.
//
// Entries and transfers are evidence: the tables themselves refuse to change or remove them (schema/sql/log). Bytes are
// kept exactly as they were signed. Sequences are gapless, so a log is described by its head.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sync/crypto/keys.h"
#include "sync/store/database.h"
#include "sync/wire/messages.h"

namespace tirkeu::store {

struct LogRecord {
  base::Incarnation incarnation = 0;
  wire::LogKind kind = wire::LogKind::kOffice;
  int office = -1;  ///< number within the department; -1: of no single office
  crypto::VerifyKey sign_key;
  crypto::Digest base{};  ///< what entry 1 stands on
  bool own = false;
};

struct StoredEntry {
  base::Sequence sequence = 0;
  crypto::Digest digest{};
  base::Bytes bytes;
  std::optional<crypto::SignatureBytes> signature;
  base::Instant recorded_at{};
  std::optional<base::Instant> received_at;
  bool applied = true;
};

/// Where a log stands: its last entry, or sequence 0 with the log's base digest.
struct Head {
  base::Sequence sequence = 0;
  crypto::Digest digest{};
};

struct StoredReceipt {
  base::Incarnation incarnation = 0;
  std::uint32_t number = 0;
  crypto::Digest digest{};
  wire::Epoch epoch{};
  base::Sequence held_through = 0;
  base::Sequence applied_through = 0;
  base::Instant hub_time{};
  base::Bytes signed_bytes;
  crypto::SignatureBytes signature{};
};

class LogStore {
 public:
  explicit LogStore(Database& database);
  ~LogStore();

  void add_log(const LogRecord& log);
  std::optional<LogRecord> log(base::Incarnation incarnation);
  std::vector<LogRecord> logs();
  /// Ends an own log: nothing more is written into it here, and what is missing of it comes from elsewhere. Inside a transaction.
  void disown(base::Incarnation incarnation);
  /// Stops the program when there is no such log: positions of unknown logs must have been refused before.
  Head head(base::Incarnation incarnation);
  std::optional<StoredEntry> entry(base::Incarnation incarnation, base::Sequence sequence);
  /// Digest of an entry, or of the base for sequence 0; nothing when it is not held.
  std::optional<crypto::Digest> digest_at(base::Incarnation incarnation, base::Sequence sequence);
  /// Entries from `first` on, as many as fit into `bytes_max` (of entry bytes) and `count_max`, but at least one if
  /// there is one: an entry larger than the budget must still get through some day.
  std::vector<StoredEntry> entries_from(base::Incarnation incarnation, base::Sequence first, std::size_t bytes_max,
                                        std::size_t count_max);
  /// The newest `count` entries before `first`, oldest first, or as many as there are.
  std::vector<base::Bytes> entries_before(base::Incarnation incarnation, base::Sequence first, std::size_t count);
  /// Appends, inside a transaction; the sequence must be head + 1, anything else stops the program.
  void append(base::Incarnation incarnation, const StoredEntry& entry) { append(incarnation, std::span(&entry, 1)); }
  /// Several, one behind the other.
  void append(base::Incarnation incarnation, std::span<const StoredEntry> entries);
  /// Takes the entries of an own log from `from` on out of it: they were said again, entry by entry, as the log `again` from `first` on.
  /// They stay as evidence among the replaced ones. A log that begins with them is known no more; any other is ended as by disown().
  /// Inside a transaction.
  void replace(base::Incarnation incarnation, base::Sequence from, base::Incarnation again, base::Sequence first);
  struct ReplacedEntry {
    base::Incarnation incarnation = 0;
    crypto::VerifyKey sign_key;
    StoredEntry entry;
    base::Incarnation again = 0;       ///< the log that says it again,
    base::Sequence again_at = 0;       ///< and where
  };
  /// All of them, by log and sequence.
  std::vector<ReplacedEntry> replaced();
  /// Harmless when it is marked already.
  void mark_applied(base::Incarnation incarnation, base::Sequence sequence);
  /// First held entry that is not applied; nothing when all are.
  std::optional<base::Sequence> first_unapplied(base::Incarnation incarnation);

  /// Entries held and not applied, ascending, at most `count_max`.
  std::vector<base::Sequence> unapplied(base::Incarnation incarnation, std::size_t count_max);

  /// A second transfer that ends at the same entry adds no evidence and is not kept.
  void add_transfer(base::Incarnation incarnation, base::Sequence head, base::ByteView signed_bytes,
                    const crypto::SignatureBytes& signature);
  struct Transfer {
    base::Sequence head = 0;
    base::Bytes signed_bytes;
    crypto::SignatureBytes signature{};
  };
  std::vector<Transfer> transfers(base::Incarnation incarnation);

  /// Harmless when it is held already. Throws StoreError (constraint) when another receipt has its number: the hub
  /// contradicts itself, and nobody may lose the evidence.
  void add_receipt(const StoredReceipt& receipt);
  std::optional<StoredReceipt> newest_receipt(base::Incarnation incarnation);
  std::optional<crypto::Digest> receipt_digest(base::Incarnation incarnation, std::uint32_t number);
  /// Those with a higher number, ascending.
  std::vector<StoredReceipt> receipts_after(base::Incarnation incarnation, std::uint32_t number);
  /// By the first 16 bytes of its digest, as entries cite it.
  std::optional<StoredReceipt> receipt_by_prefix(const wire::Prefix16& prefix);

  /// Next row counter of an own log, from 1; kept in the same transaction as the row, so a rolled-back number is given
  /// again.
  std::uint64_t mint(base::Incarnation incarnation);

 private:
  struct Statements;
  std::unique_ptr<Statements> statements_;
};

}  // namespace tirkeu::store
