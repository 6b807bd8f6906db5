#include "node/identity.h"

#include <algorithm>

#include "schema/registry/offices.h"

namespace tirkeu::node {
namespace {

constexpr std::string_view kKeyMagic = "tirkeu node keys 1\n";
constexpr std::size_t kKeyFileBytes = kKeyMagic.size() + 64;

}  // namespace

NodeKeys NodeKeys::generate(base::Entropy& entropy) {
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  return NodeKeys{std::move(sign), std::move(seal)};
}

NodeKeys NodeKeys::load(base::Disk& disk, const std::filesystem::path& path) {
  const std::optional<base::Bytes> content = disk.read(path, kKeyFileBytes);
  if (!content)
    throw base::DiskError(path.string() + ": the node's keys are missing; `tirkeu-node recover` gives this office a new life");
  const base::ByteView view(*content);
  if (content->size() != kKeyFileBytes || base::text_of(view.first(kKeyMagic.size())) != kKeyMagic)
    throw base::DiskError(path.string() + ": the node's keys are damaged; `tirkeu-node recover` gives this office a new life");
  return NodeKeys{crypto::SigningKey::from_seed(view.subspan(kKeyMagic.size(), 32)),
                  crypto::SealingKey::from_secret(view.subspan(kKeyMagic.size() + 32, 32))};
}

void NodeKeys::save(base::Disk& disk, const std::filesystem::path& path) const {
  base::Bytes content;
  base::append(content, base::bytes_of(kKeyMagic));
  base::append(content, sign.seed());
  base::append(content, seal.secret());
  disk.replace(path, content, base::FileMode::kPrivate);
  std::fill(content.begin(), content.end(), std::uint8_t{0});
}

void Identity::create(store::Settings& settings, const protocol::Enrolment& enrolment, base::Incarnation incarnation) {
  settings.set("identity.grant", base::ByteView(enrolment.grant_bytes));
  settings.set("identity.incarnation", static_cast<std::int64_t>(incarnation));
  settings.set("identity.secret", base::ByteView(enrolment.secret));
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
  incarnation_ = static_cast<base::Incarnation>(*incarnation);
  office_code_ = registry::office_code(grant_.department, grant_.office);
  secret_ = settings.bytes("identity.secret");
}

void Identity::forget_secret(store::Settings& settings) {
  settings.remove("identity.secret");
  secret_.reset();
}

std::string hub_fingerprint(const wire::Grant& grant) {
  return crypto::fingerprint(protocol::hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key));
}

}  // namespace tirkeu::node
