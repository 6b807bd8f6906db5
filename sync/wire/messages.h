// The values that travel and their bytes. Cap'n Proto stays behind this header.
//
// Decoding is strict: exact lengths of keys and digests, every count within base::Limits, nothing behind the message,
// unknown enum values refused. A refused message is a WireFault with the field's name; nothing is ever read past the
// input. A value has one byte string, Cap'n Proto's canonical form without segment table; any other form is refused.
// Instants are those of the years 1 to 9999, sequences fit SQLite's signed 64 bits.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/base/clock.h"
#include "sync/base/ids.h"
#include "sync/base/limits.h"
#include "sync/crypto/keys.h"

namespace tirkeu::wire {

using Prefix8 = std::array<std::uint8_t, 8>;
using Prefix16 = std::array<std::uint8_t, 16>;
/// First bytes of a digest or of a key id where the whole is known to the reader and proven by other means: enough to
/// tell that two differ, never enough to prove that they agree.
using Mark = std::array<std::uint8_t, 4>;
using Epoch = std::array<std::uint8_t, 8>;
using GrantId = std::array<std::uint8_t, 16>;
using SchemaFingerprint = std::array<std::uint8_t, 8>;

Prefix8 prefix8(const crypto::Digest& digest);
Prefix16 prefix16(const crypto::Digest& digest);
Mark mark_of(const crypto::Digest& digest);
Mark mark_of(const crypto::KeyId& key);

/// Most elements of a header's lists. encode() throws std::length_error beyond them: the caller sends the rest next
/// time.
inline constexpr std::size_t kCursorsMax = 256;
inline constexpr std::size_t kSectionsMax = 256;
inline constexpr std::size_t kHorizonMax = 256;
inline constexpr std::size_t kQuarantinedMax = 2000;
inline constexpr std::size_t kIntroducedMax = 64;
inline constexpr std::size_t kReturnedMax = 16;
inline constexpr std::size_t kProofReceiptsMax = 48;
inline constexpr std::size_t kKeyStatementsMax = 16;
inline constexpr std::size_t kRootChangesMax = 32;
/// Longest version text of a program.
inline constexpr std::size_t kProgramBytesMax = 64;

/// Whose log it is and what it holds.
enum class LogKind : std::uint8_t {
  kOffice = 1,      ///< a node's book
  kDepartment = 2,  ///< the hub's: rules, directory, revocations; to every node
  kIndex = 3,       ///< the hub's: first-application index; to every node
  kVerdicts = 4,    ///< the hub's, one per office: verdicts, tasks, keys of the index; to that office
  kJudgements = 5,  ///< the hub's: what administrators decided; sent to nobody
};

enum class Codec : std::uint8_t {
  kStored = 0,  ///< not compressed
  kZstd = 1,
  kZstdDictionary1 = 2,  ///< zstd with the dictionary of sync/wire/dictionary
  kLearned1 = 3,         ///< values under a learned model, after lessons 1 and the entries before the run (learned.h)
};
inline constexpr Codec kCodecLast = Codec::kLearned1;

/// So many entries before a run in Codec::kLearned1 do both ends go through, if there are as many.
inline constexpr std::size_t kEntriesBefore = 16;

/// Why the hub did not take entries in. The receipt beside it still says what is held.
enum class Refusal : std::uint8_t {
  kNone = 0,
  kUnknownSender = 1,  ///< no grant for that incarnation
  kRevoked = 2,        ///< the key was revoked
  kSecondKey = 3,      ///< another key holds that incarnation: kept whole in quarantine until approved
  kLateEnrolment = 4,  ///< first bundle after the grant's expiry: kept whole in quarantine until approved
  kEquivocation = 5,   ///< two entries with one sequence: both branches kept, key stopped
  kBroken = 6,         ///< chain or content broken; nothing taken
  kUnknownSchema = 7,  ///< held, applied after the hub's upgrade
  kRewoundHub = 8,     ///< the node speaks of receipts that this hub does not know: it is asked to show them
  kSuperseded = 9,     ///< another life of the office took over from this one: only what it wrote before that is taken
};
/// "revoked", …; its sentence in the catalogue is "refusal.<code>". "none" has no sentence.
std::string_view code_of(Refusal refusal);

/// A malformed message: which part, for the log. Holds no content.
struct WireFault {
  std::string what;
};
template <class T>
using Decoded = std::expected<T, WireFault>;

struct Entry {
  base::Incarnation incarnation = 0;
  base::Sequence sequence = 0;
  base::Instant recorded_at{};
  Prefix16 boot_id{};
  base::Milliseconds boot_time{};
  base::ClockFlags clock_flags = 0;
  Prefix16 last_receipt{};
  SchemaFingerprint schema{};
  base::Bytes changeset;
};

struct Section {
  base::Incarnation incarnation = 0;
  LogKind kind = LogKind::kOffice;
  base::Sequence first = 1;
  std::uint32_t count = 0;
  Prefix16 head{};  ///< of the digest of the last entry; with count 0 of the entry before `first`
};

/// A log of the hub, and the digest on which its entry 1 stands.
struct LogBase {
  base::Incarnation incarnation = 0;
  LogKind kind = LogKind::kDepartment;
  crypto::Digest base{};
};

struct Position {
  base::Incarnation incarnation = 0;
  base::Sequence sequence = 0;
  Mark digest{};
};

struct EnrolmentClaim {
  GrantId grant{};
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  crypto::Digest proof{};
};

/// A life's last word: which keys go on under which number, and from where. `signature` is by the key of the life that ends;
/// protocol/succession.h says over what.
struct SuccessionClaim {
  GrantId grant{};
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  base::Incarnation previous = 0;
  base::Sequence head = 0;
  crypto::Digest head_digest{};
  crypto::SignatureBytes signature{};
};

/// Something that the hub signed once, as its receiver kept it.
struct SignedBytes {
  base::Bytes bytes;
  crypto::SignatureBytes signature{};
};

/// A run of one of the hub's own logs on its way back to a hub that was restored from a backup.
struct ReturnedRun {
  Section section;
  SignedBytes evidence;  ///< an answer of the hub whose header names section.head
};

/// For a hub that does not know the sender any more: the grant with the hub's signature, and the sender's keys.
struct ProvenGrant {
  base::Bytes bytes;
  crypto::SignatureBytes signature{};
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
};

/// What shows a hub that was restored from a backup what it has signed since.
struct Proof {
  std::optional<ProvenGrant> grant;
  std::vector<SignedBytes> receipts;  ///< answers to the sender, ascending by number
};

/// The department's root key hands over to the next one. protocol/key_statement.h says what is signed.
struct RootChange {
  std::uint64_t serial = 0;
  crypto::VerifyKey root_key;
  crypto::SignatureBytes signature{};  ///< by the root key before it
  bool operator==(const RootChange&) const = default;
};

/// The department's root key says which keys speak for its hub from now on. Proves itself to whoever knows a root key of the chain.
struct KeyStatement {
  std::uint64_t serial = 0;
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  base::Instant valid_from{};
  crypto::SignatureBytes signature{};  ///< by the newest root key
  std::vector<RootChange> roots;       ///< from the department's first root key to the newest, in order
  bool operator==(const KeyStatement&) const = default;
};

struct UpHeader {
  base::Incarnation incarnation = 0;
  Mark sign_key{};  ///< of the key's id: tells which of two keys speaks for the incarnation
  Section section;
  std::vector<Position> cursors;
  std::uint32_t last_receipt_number = 0;
  Codec codec = Codec::kStored;
  std::optional<EnrolmentClaim> enrolment;
  std::string program;  ///< empty: as told before
  base::Instant sent_at{};
  base::ClockFlags clock_flags = 0;
  std::optional<Epoch> hub_epoch;
  bool complete = false;  ///< the sender had nothing beyond this run when it made the bundle
  std::optional<SuccessionClaim> succession;
  bool slow_line = false;  ///< the answer should be as short as a processor can make it
  std::vector<ReturnedRun> returned;
  std::optional<Proof> proof;
  std::vector<KeyStatement> hub_keys;  ///< beside a proof: the keys of the hub that signed it
};

struct Receipt {
  Epoch epoch{};
  base::Incarnation incarnation = 0;
  crypto::KeyId sign_key{};  ///< whole: to a restored hub its own receipts prove whose key they were given to
  std::uint32_t number = 0;
  base::Sequence held_through = 0;
  base::Sequence applied_through = 0;
  base::Sequence mirrored_through = 0;
  std::vector<base::Sequence> quarantined;
  Prefix8 digest{};
  base::Instant hub_time{};
  /// Head of the department's log, unless the receiver's own cursor names it: 0 then.
  base::Sequence department_sequence = 0;
  Prefix8 department_digest{};
  std::uint16_t epoch_number = 0;  ///< 0, 1, 2 …: which of two epochs is the later one
};

/// What a hub that was restored from a backup asks back.
struct Lost {
  std::uint32_t receipt_number = 0;  ///< of the newest receipt of earlier epochs that it knows to have given this node
  std::vector<Position> logs;        ///< its own logs of earlier epochs of which the node holds more
};

struct OfficeHorizon {
  std::uint8_t office = 0;
  base::Instant held_through{};  ///< whole minutes; epoch 0: never heard of
};

/// A log that the node's grant did not name.
struct LogIntroduction {
  base::Incarnation incarnation = 0;
  LogKind kind = LogKind::kOffice;
  int office = -1;  ///< number within the department; -1: of no single office
  crypto::VerifyKey sign_key;
  crypto::Digest base{};
};

struct DownHeader {
  Receipt receipt;
  std::vector<Section> sections;
  std::vector<OfficeHorizon> horizon;  ///< of the offices of which something new is known
  Codec codec = Codec::kStored;
  Refusal refusal = Refusal::kNone;
  std::string program;  ///< empty: as told before
  bool more = false;
  std::vector<LogIntroduction> introduced;
  std::optional<Lost> lost;
  std::optional<KeyStatement> hub_keys;  ///< to whoever seals to an earlier key of this hub
};

struct Grant {
  GrantId id{};
  std::uint8_t department = 0;
  std::uint8_t office = 0;
  base::Incarnation first_incarnation = 0;
  std::uint32_t incarnations = 0;
  Epoch epoch{};
  base::Instant issued_at{};
  base::Instant expires_at{};
  std::string hub_url;
  crypto::VerifyKey root_key;
  crypto::VerifyKey hub_sign_key;
  crypto::SealTo hub_seal_key;
  crypto::SignatureBytes hub_keys_signature{};
  base::Bytes hub_tls_fingerprint;
  std::vector<LogBase> hub_logs;
  std::optional<KeyStatement> hub_keys;  ///< of a hub whose keys were changed: the same two keys with their serial
};

struct EnrolmentFile {
  base::Bytes grant;  ///< the signed bytes; decode_grant() reads them
  crypto::SignatureBytes signature{};
  std::array<std::uint8_t, 32> secret{};
};

/// A node's wish to be enrolled, made where there is no line: who asks, with which keys. It holds no secret.
struct EnrolmentRequest {
  std::uint8_t department = 0;
  std::uint8_t office = 0;
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  crypto::SignatureBytes signature{};  ///< by sign_key: whoever asks has the keys
};

// Entries and files are flat messages (compressed around them). Headers travel bare, so what every round repeats stands in
// a fixed part without names, and a packed message follows for the rest.
base::Bytes encode(const Entry& entry);
Decoded<Entry> decode_entry(base::ByteView bytes, const base::Limits& limits);
base::Bytes encode(const UpHeader& header);
Decoded<UpHeader> decode_up_header(base::ByteView bytes, const base::Limits& limits);
base::Bytes encode(const DownHeader& header);
Decoded<DownHeader> decode_down_header(base::ByteView bytes, const base::Limits& limits);
base::Bytes encode(const Grant& grant);
Decoded<Grant> decode_grant(base::ByteView bytes);
base::Bytes encode(const EnrolmentFile& file);
Decoded<EnrolmentFile> decode_enrolment_file(base::ByteView bytes);
base::Bytes encode(const KeyStatement& statement);
Decoded<KeyStatement> decode_key_statement(base::ByteView bytes);
base::Bytes encode(const EnrolmentRequest& request);
Decoded<EnrolmentRequest> decode_enrolment_request(base::ByteView bytes);

/// Digest of an entry: BLAKE2b-256(label ‖ digest of the entry before ‖ entry bytes).
crypto::Digest entry_digest(const crypto::Digest& previous, base::ByteView entry);
/// What entry 1 of a hub log stands on: labelled digest of epoch ‖ incarnation ‖ kind. A node's entry 1 stands on the
/// labelled digest of its grant's bytes (grant_digest) when it is the grant's first number; see life_digest().
crypto::Digest genesis_digest(const Epoch& epoch, base::Incarnation incarnation, LogKind kind);
crypto::Digest grant_digest(base::ByteView grant);
/// What entry 1 of a later life under one grant stands on: labelled digest of the grant's digest ‖ incarnation, so that no two
/// lives of a grant share a base.
crypto::Digest life_digest(const crypto::Digest& grant, base::Incarnation incarnation);

}  // namespace tirkeu::wire
