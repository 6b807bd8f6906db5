#include "node/identity.h"

#include <algorithm>

#include "schema/registry/offices.h"
#include "sync/base/invariant.h"

namespace tirkeu::node {
namespace {

constexpr std::string_view kKeyMagic = "tirkeu node keys 2\n";
/// Per life: incarnation (4, LE), Ed25519 seed (32), X25519 secret (32).
constexpr std::size_t kLifeBytes = 4 + 32 + 32;
constexpr std::size_t kLivesMax = 56;
constexpr std::size_t kKeyFileBytesMax = kKeyMagic.size() + kLivesMax * kLifeBytes;

}  // namespace

NodeKeys NodeKeys::generate(base::Entropy& entropy) {
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  return NodeKeys{std::move(sign), std::move(seal)};
}

std::string fingerprint_of(const NodeKeys& keys) {
  base::Bytes both;
  base::append(both, keys.sign.verify_key().bytes);
  base::append(both, keys.seal.seal_to().bytes);
  return crypto::fingerprint(both);
}

KeyRing KeyRing::load(base::Disk& disk, const std::filesystem::path& path) {
  const std::optional<base::Bytes> content = disk.read(path, kKeyFileBytesMax);
  if (!content)
    throw base::DiskError(path.string() + ": the node's keys are missing; put them back from a backup, or `tirkeu-node recover --enrolment`");
  base::ByteView rest(*content);
  const bool sound = rest.size() > kKeyMagic.size() && base::text_of(rest.first(kKeyMagic.size())) == kKeyMagic &&
                     (rest.size() - kKeyMagic.size()) % kLifeBytes == 0;
  if (!sound)
    throw base::DiskError(path.string() + ": the node's keys are damaged; put them back from a backup, or `tirkeu-node recover --enrolment`");
  KeyRing ring;
  for (rest = rest.subspan(kKeyMagic.size()); !rest.empty(); rest = rest.subspan(kLifeBytes))
    ring.add(static_cast<base::Incarnation>(base::read_le(rest.first(4))),
             NodeKeys{crypto::SigningKey::from_seed(rest.subspan(4, 32)), crypto::SealingKey::from_secret(rest.subspan(36, 32))});
  return ring;
}

void KeyRing::save(base::Disk& disk, const std::filesystem::path& path) const {
  base::Bytes content;
  base::append(content, base::bytes_of(kKeyMagic));
  for (const auto& [life, keys] : lives_) {
    base::append_le(content, life, 4);
    base::append(content, keys.sign.seed());
    base::append(content, keys.seal.secret());
  }
  disk.replace(path, content, base::FileMode::kPrivate);
  std::fill(content.begin(), content.end(), std::uint8_t{0});
}

void KeyRing::add(base::Incarnation life, NodeKeys keys) {
  base::require(lives_.emplace(life, std::move(keys)).second, "a life has one pair of keys");
}

const NodeKeys* KeyRing::find(base::Incarnation life) const {
  const auto found = lives_.find(life);
  return found == lives_.end() ? nullptr : &found->second;
}

void Identity::create(store::Settings& settings, const protocol::Enrolment& enrolment, base::Incarnation incarnation) {
  settings.set("identity.grant", base::ByteView(enrolment.grant_bytes));
  settings.set("identity.grant_signature", base::ByteView(enrolment.signature));
  settings.set("identity.incarnation", static_cast<std::int64_t>(incarnation));
  settings.set("identity.secret", base::ByteView(enrolment.secret));
}

void Identity::begin_life(store::Settings& settings, base::Incarnation incarnation) {
  settings.set("identity.incarnation", static_cast<std::int64_t>(incarnation));
}

void Identity::begin_life(store::Settings& settings, base::Incarnation incarnation, const base::Bytes& grant,
                          const crypto::SignatureBytes& grant_signature) {
  settings.set("identity.grant", base::ByteView(grant));
  settings.set("identity.grant_signature", base::ByteView(grant_signature));
  settings.remove("identity.secret");
  begin_life(settings, incarnation);
}

Identity::Identity(store::Settings& settings) {
  const std::optional<base::Bytes> grant = settings.bytes("identity.grant");
  const std::optional<std::int64_t> incarnation = settings.integer("identity.incarnation");
  if (!grant || !incarnation)
    throw store::WrongDatabase("the database holds no enrolment: it was not made by `tirkeu-node init`");
  wire::Decoded<wire::Grant> decoded = wire::decode_grant(*grant);
  if (!decoded) throw store::WrongDatabase("the enrolment in the database is damaged: " + decoded.error().what);
  grant_ = std::move(*decoded);
  grant_bytes_ = *grant;
  const std::optional<base::Bytes> signature = settings.bytes("identity.grant_signature");
  if (!signature || signature->size() != grant_signature_.size())
    throw store::WrongDatabase("the enrolment in the database has lost its signature");
  std::ranges::copy(*signature, grant_signature_.begin());
  incarnation_ = static_cast<base::Incarnation>(*incarnation);
  office_code_ = registry::office_code(grant_.department, grant_.office);
  secret_ = settings.bytes("identity.secret");
}

wire::ProvenGrant Identity::proven_grant(const NodeKeys& keys) const {
  return {grant_bytes_, grant_signature_, keys.sign.verify_key(), keys.seal.seal_to()};
}

void Identity::forget_secret(store::Settings& settings) {
  settings.remove("identity.secret");
  secret_.reset();
}

std::string hub_fingerprint(const wire::Grant& grant) {
  return crypto::fingerprint(protocol::hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key));
}

}  // namespace tirkeu::node
