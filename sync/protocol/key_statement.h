// How the keys of a hub, and the root key above them, are changed: the root key says which keys hold from now on.
//
// Whoever knows a root key of the department believes a statement when the chain of root keys in it leads from the one that he knows
// to the one that signed it, and when its serial number is above the newest that he believes. So an old statement, replayed, moves
// nobody back, and a hub that was lost or broken into is replaced by whoever has the root key, without a word to any office.
#pragma once

#include <expected>
#include <optional>
#include <vector>

#include "sync/wire/messages.h"

namespace tirkeu::protocol {

/// What the root key signs under Label::kKeyStatement: department (1) ‖ serial (8, LE) ‖ Ed25519 key ‖ X25519 key ‖ valid from
/// (8, LE, milliseconds since 1970). The department keeps apart two hubs that somebody gave one root key.
base::Bytes statement_bytes(std::uint8_t department, const wire::KeyStatement& statement);
/// What a root key signs under Label::kRootChange when it hands over: department (1) ‖ serial (8, LE) ‖ next root key.
base::Bytes root_change_bytes(std::uint8_t department, const wire::RootChange& change);

/// The department's root keys from the first to the newest.
struct RootChain {
  crypto::VerifyKey first;
  std::vector<wire::RootChange> changes{};

  const crypto::VerifyKey& newest() const { return changes.empty() ? first : changes.back().root_key; }
  /// The key of `statement` was once one of this department's hub: a root of this chain signed it while it was the newest. A root key
  /// that was replaced, perhaps because it was stolen, certifies nothing with later serials.
  bool has_certified(std::uint8_t department, const wire::KeyStatement& statement) const;
  bool contains(const crypto::VerifyKey& root) const;
};

/// The keys of a department's hub as somebody who is not the hub believes them.
struct TrustedKeys {
  std::uint8_t department = 0;
  crypto::VerifyKey root;
  std::uint64_t root_serial = 0;  ///< 0: of the enrolment file
  std::uint64_t serial = 0;       ///< 0: of the enrolment file
  crypto::VerifyKey sign_key;
  crypto::SealTo seal_key;
  base::Instant valid_from{};

  /// As a grant that was read by read_enrolment() names them.
  static TrustedKeys of(const wire::Grant& grant);
  bool operator==(const TrustedKeys&) const = default;
};

/// Why a statement is not followed.
enum class StatementFault {
  kForged,   ///< no chain of root keys leads to it
  kNotNewer, ///< of a serial that is believed already, or below
};
std::expected<TrustedKeys, StatementFault> follow(const TrustedKeys& known, const wire::KeyStatement& statement);

/// A statement as a file or as an HTTP body of its own, for whoever seals to a key that the hub does not have: "TKK" version(1) and a
/// flat HubKeys message. There is no secret in it.
base::Bytes write_statement_file(const wire::KeyStatement& statement);
bool is_statement_file(base::ByteView file);
std::optional<wire::KeyStatement> read_statement_file(base::ByteView file);

}  // namespace tirkeu::protocol
