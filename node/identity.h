// Who this node is: office, incarnation, keys, and the hub that it belongs to. Made once, by init, from an enrolment file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "sync/base/disk.h"
#include "sync/crypto/keys.h"
#include "sync/protocol/enrolment.h"
#include "sync/store/settings.h"

namespace tirkeu::node {

/// The secret keys of one life.
struct NodeKeys {
  crypto::SigningKey sign;
  crypto::SealingKey seal;

  static NodeKeys generate(base::Entropy& entropy);
};
/// Of a life's two public keys, to compare over the telephone.
std::string fingerprint_of(const NodeKeys& keys);

/// The keys of all lives that this machine has led, in a file of their own beside the database (mode 0600): those of a life that
/// ended still sign its last entries on their way to the hub, and open what was sealed to it.
class KeyRing {
 public:
  /// Throws base::DiskError with what to do when the file is missing, damaged or readable by others.
  static KeyRing load(base::Disk& disk, const std::filesystem::path& path);
  void save(base::Disk& disk, const std::filesystem::path& path) const;
  /// A number has one pair for ever: adding it again stops the program.
  void add(base::Incarnation life, NodeKeys keys);
  const NodeKeys* find(base::Incarnation life) const;
  const std::map<base::Incarnation, NodeKeys>& lives() const { return lives_; }

 private:
  std::map<base::Incarnation, NodeKeys> lives_;
};

/// What the enrolment file said, as the database keeps it.
class Identity {
 public:
  /// Writes a fresh identity; inside a transaction of a database that has none.
  static void create(store::Settings& settings, const protocol::Enrolment& enrolment, base::Incarnation incarnation);
  /// The next life begins; inside a transaction.
  static void begin_life(store::Settings& settings, base::Incarnation incarnation);
  /// A life under another grant begins, which has no secret; inside a transaction.
  static void begin_life(store::Settings& settings, base::Incarnation incarnation, const base::Bytes& grant,
                         const crypto::SignatureBytes& grant_signature);
  /// Reads it; throws store::WrongDatabase when the database has none.
  explicit Identity(store::Settings& settings);

  int department() const { return grant_.department; }
  int office() const { return grant_.office; }
  /// "KZ-06-03", or "KZ-06" for the department's own counter.
  const std::string& office_code() const { return office_code_; }
  base::Incarnation incarnation() const { return incarnation_; }
  const wire::Grant& grant() const { return grant_; }
  const base::Bytes& grant_bytes() const { return grant_bytes_; }
  crypto::Digest grant_digest() const { return wire::grant_digest(grant_bytes_); }
  /// The grant as the hub signed it, with our keys: for a hub that has forgotten us.
  wire::ProvenGrant proven_grant(const NodeKeys& keys) const;
  /// The one-time secret; nothing once the hub has bound our keys.
  const std::optional<base::Bytes>& secret() const { return secret_; }
  /// The first receipt came: the secret is of no use any more. Inside a transaction.
  void forget_secret(store::Settings& settings);

 private:
  wire::Grant grant_;
  base::Bytes grant_bytes_;
  crypto::SignatureBytes grant_signature_{};
  base::Incarnation incarnation_ = 0;
  std::string office_code_;
  std::optional<base::Bytes> secret_;
};

/// Of the hub's keys as the grant names them: what both sides compare over the telephone after init.
std::string hub_fingerprint(const wire::Grant& grant);

}  // namespace tirkeu::node
