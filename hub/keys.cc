#include "hub/keys.h"

#include <algorithm>

namespace tirkeu::hub {
namespace {

constexpr std::string_view kMagic = "tirkeu hub keys 1\n";

}  // namespace

HubKeys HubKeys::generate(base::Entropy& entropy) {
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  return HubKeys{std::move(sign), std::move(seal)};
}

HubKeys HubKeys::load(base::Disk& disk, const std::filesystem::path& path) {
  const std::optional<base::Bytes> content = disk.read(path, kMagic.size() + 64);
  if (!content) throw base::DiskError(path.string() + ": the hub's keys are missing; put them back from the backup");
  const base::ByteView view(*content);
  if (content->size() != kMagic.size() + 64 || base::text_of(view.first(kMagic.size())) != kMagic)
    throw base::DiskError(path.string() + ": the hub's keys are damaged; put them back from the backup");
  return HubKeys{crypto::SigningKey::from_seed(view.subspan(kMagic.size(), 32)),
                 crypto::SealingKey::from_secret(view.subspan(kMagic.size() + 32, 32))};
}

void HubKeys::save(base::Disk& disk, const std::filesystem::path& path) const {
  base::Bytes content;
  base::append(content, base::bytes_of(kMagic));
  base::append(content, sign.seed());
  base::append(content, seal.secret());
  disk.replace(path, content, base::FileMode::kPrivate);
  std::ranges::fill(content, std::uint8_t{0});
}

base::Bytes HubKeys::public_bytes() const {
  base::Bytes bytes;
  base::append(bytes, sign.verify_key().bytes);
  base::append(bytes, seal.seal_to().bytes);
  return bytes;
}

void save_root_key(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& root, std::string_view passphrase,
                   base::Entropy& entropy, const crypto::PasswordCost& cost) {
  const base::Bytes locked = crypto::lock_with_passphrase(root.seed(), passphrase, entropy, cost);
  disk.replace(path, locked, base::FileMode::kPrivate);
}

}  // namespace tirkeu::hub
