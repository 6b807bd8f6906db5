// The bundle: one self-contained byte string that travels as the body of one HTTP POST or as a file on a stick.
//
// In the clear: "TKB" version(1) direction(1) receiver key id(8). Then a sealed box to the receiver's key of:
//   signature(64) ‖ header length(2, little-endian) ‖ header ‖ compressed entries
// Direction is 'U' or 'D'; PROTOCOL.md in sync has the whole layout.
// The signature covers label ‖ clear part ‖ header. The header holds the digest of every run's last entry, which covers
// the entries through their chain. Reading goes in one order, and the types make it the only one:
//   size → open() → OpenedUp → authenticate(key) → AuthenticUp → entries(base) → chain checked, decompressed, decoded.
#pragma once

#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "sync/base/limits.h"
#include "sync/crypto/keys.h"
#include "sync/protocol/key_statement.h"
#include "sync/wire/messages.h"

namespace tirkeu::protocol {

/// Why a byte string is not taken as a bundle. Each has a sentence in the catalogue, "bundle.<code>".
enum class BundleFault {
  kTooLarge,          ///< above Limits::bundle_bytes_max
  kNotABundle,        ///< magic differs: another file
  kUnknownVersion,    ///< made by a newer program, as a rule: its format is not ours
  kWrongDirection,    ///< an answer given to the hub, or a node's bundle given to a node
  kWrongReceiver,     ///< sealed to another key: another department's stick
  kDamaged,           ///< does not open: changed or cut on the way
  kMalformed,         ///< opened, but its header is none of ours
  kWrongSignature,    ///< not signed by the key that it names
  kBrokenChain,       ///< entries do not follow the position that receiver and sender share, or the digests differ
  kMalformedEntries,  ///< compressed part or an entry is none of ours, or there are not as many as announced
};
std::string_view code_of(BundleFault fault);
template <class T>
using Opened = std::expected<T, BundleFault>;

/// An entry as a log keeps it.
struct ChainedEntry {
  base::Sequence sequence = 0;
  crypto::Digest digest{};
  base::Bytes bytes;  ///< what was hashed; stored and forwarded unchanged
  wire::Entry entry;  ///< the same, decoded
};
/// A run of verified entries of one log, in order.
struct Run {
  wire::Section section;
  std::vector<ChainedEntry> entries;
};

/// What the receiver of a run holds of its log: the digest of the entry before the run (the log's base for entry 1), the
/// newest kEntriesBefore entries up to there, oldest first, and for a node's log what tells the receipt that its header
/// names. The entries matter to runs in Codec::kLearned1 alone, which cannot be read on any other history.
struct Standing {
  crypto::Digest digest{};
  std::vector<base::Bytes> before;
  std::optional<wire::Prefix16> receipt;
};

/// A node's bundle, opened but not yet believed: only what is needed to find the sender's key.
class OpenedUp;
/// A node's bundle whose signature held.
class AuthenticUp {
 public:
  const wire::UpHeader& header() const { return header_; }
  const crypto::SignatureBytes& signature() const { return signature_; }
  /// Bytes that the signature covers, for keeping as evidence.
  const base::Bytes& signed_bytes() const { return signed_bytes_; }
  /// Decompresses, splits, decodes and chains the entries. Every entry must carry the header's incarnation and its own
  /// sequence. A learned run that does not decode stands on another history: a broken chain.
  Opened<Run> entries(const Standing& standing, const base::Limits& limits) const;
  /// What comes back to a hub that was restored: one run per header().returned that the receiver has a base for, chained as
  /// in AuthenticDown::runs().
  Opened<std::vector<Run>> returned(const std::function<std::optional<crypto::Digest>(const wire::Section&)>& base_of,
                                    const base::Limits& limits) const;

 private:
  friend class OpenedUp;
  wire::UpHeader header_;
  crypto::SignatureBytes signature_{};
  base::Bytes signed_bytes_;
  base::Bytes compressed_;
};

class OpenedUp {
 public:
  static Opened<OpenedUp> open(base::ByteView bundle, const crypto::SealingKey& mine, const base::Limits& limits);
  /// Unauthenticated: use it to find the key, for nothing else.
  base::Incarnation claimed_incarnation() const { return header_.incarnation; }
  const wire::Mark& claimed_key() const { return header_.sign_key; }
  const std::optional<wire::EnrolmentClaim>& claimed_enrolment() const { return header_.enrolment; }
  const std::optional<wire::SuccessionClaim>& claimed_succession() const { return header_.succession; }
  const std::optional<wire::Proof>& claimed_proof() const { return header_.proof; }
  const std::vector<wire::KeyStatement>& claimed_hub_keys() const { return header_.hub_keys; }
  Opened<AuthenticUp> authenticate(const crypto::VerifyKey& sender) const;

 private:
  wire::UpHeader header_;
  crypto::SignatureBytes signature_{};
  base::Bytes signed_bytes_;
  base::Bytes compressed_;
};

/// The hub's answer whose signature held. Its receipt is what the node keeps.
class AuthenticDown {
 public:
  static Opened<AuthenticDown> open(base::ByteView bundle, const crypto::SealingKey& mine, const crypto::VerifyKey& hub,
                                    const base::Limits& limits);
  /// As above under the key that is trusted. Under no other, unless the header states that the hub's keys were changed: then the
  /// statement is judged first (follow()), and the signature under the key that it names before anything else is looked at.
  static Opened<AuthenticDown> open(base::ByteView bundle, const crypto::SealingKey& mine, const TrustedKeys& hub,
                                    const base::Limits& limits);
  /// What is trusted from now on, when this answer said so.
  const std::optional<TrustedKeys>& changed_keys() const { return changed_keys_; }
  const wire::DownHeader& header() const { return header_; }
  const crypto::SignatureBytes& signature() const { return signature_; }
  const base::Bytes& signed_bytes() const { return signed_bytes_; }
  /// Digest by which entries refer to this receipt: labelled digest of signed bytes ‖ signature.
  crypto::Digest receipt_digest() const;
  /// One run per section of the header. `standing_of(section)` gives nothing when the receiver does not hold entry
  /// first - 1: such a run is left out (a gap heals in the next round).
  using StandingOf = std::function<std::optional<Standing>(const wire::Section&)>;
  Opened<std::vector<Run>> runs(const StandingOf& standing_of, const base::Limits& limits) const;

 private:
  wire::DownHeader header_;
  crypto::SignatureBytes signature_{};
  base::Bytes signed_bytes_;
  base::Bytes compressed_;
  std::optional<TrustedKeys> changed_keys_;
};

/// Writes a node's bundle. `header.section.head` is the caller's (of the digest of the last of `entries`; without entries, of
/// the entry before `header.section.first`); incarnation, kind, first and count of the section and the codec are filled
/// in from `entries`, which are the bytes of consecutive entries. Throws std::invalid_argument when nothing may be
/// sealed to `hub`.
/// `learn_from`: what the hub holds before the entries, as its Standing will be; present: in Codec::kLearned1 when that
/// takes them and they are few or header.slow_line is set. `returned`: the entries of header.returned, one run after the
/// other; with them nothing is learned.
base::Bytes write_up(wire::UpHeader header, const std::vector<base::Bytes>& entries, const crypto::SigningKey& key,
                     const crypto::SealTo& hub, base::Entropy& entropy, const std::optional<Standing>& learn_from = {},
                     const std::vector<base::Bytes>& returned = {});

/// One log's run for write_down().
struct OutgoingRun {
  wire::Section section;  ///< first, count and head already true
  std::vector<base::Bytes> entries;
  std::vector<base::Bytes> before{};  ///< as Standing::before of the receiver
};
/// Whether an answer's runs have `before` and should be as short as possible.
enum class Packing { kPlain, kLearned, kLearnedForASlowLine };
/// An answer as the hub sends it, with what it keeps of it: the receipt must be stored before the bytes leave.
struct WrittenDown {
  base::Bytes bundle;
  base::Bytes signed_bytes;
  crypto::SignatureBytes signature{};
  crypto::Digest receipt_digest{};  ///< as AuthenticDown::receipt_digest()
};
/// `header.sections` and `header.codec` are filled in from `runs`. Throws std::invalid_argument when nothing may be
/// sealed to `node`.
WrittenDown write_down(wire::DownHeader header, const std::vector<OutgoingRun>& runs, const crypto::SigningKey& hub_key,
                       const crypto::SealTo& node, base::Entropy& entropy, Packing packing = Packing::kPlain);

/// The office's key id in the clear part, so that many nodes' answers on one stick find their readers without opening.
/// nothing: not a bundle.
struct ClearPart {
  bool from_hub = false;
  crypto::KeyId receiver{};
};
Opened<ClearPart> peek(base::ByteView bundle);

}  // namespace tirkeu::protocol
