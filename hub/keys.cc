#include "hub/keys.h"

#include <algorithm>

namespace tirkeu::hub {
namespace {

constexpr std::string_view kMagic = "tirkeu hub keys 1\n";
constexpr std::size_t kPairBytes = 32 + 32;
constexpr std::size_t kEarlierMax = 64;
constexpr std::size_t kFileBytesMax = kMagic.size() + kPairBytes + kEarlierMax * 32;

crypto::SigningKey copy_of(const crypto::SigningKey& key) { return crypto::SigningKey::from_seed(key.seed()); }
crypto::SealingKey copy_of(const crypto::SealingKey& key) { return crypto::SealingKey::from_secret(key.secret()); }

}  // namespace

HubKeys HubKeys::generate(base::Entropy& entropy) {
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  return HubKeys{std::move(sign), std::move(seal)};
}

HubKeys HubKeys::load(base::Disk& disk, const std::filesystem::path& path) {
  const std::optional<base::Bytes> content = disk.read(path, kFileBytesMax);
  if (!content) throw base::DiskError(path.string() + ": the hub's keys are missing; put them back from the backup");
  const base::ByteView view(*content);
  const std::size_t least = kMagic.size() + kPairBytes;
  if (content->size() < least || (content->size() - least) % 32 != 0 || base::text_of(view.first(kMagic.size())) != kMagic)
    throw base::DiskError(path.string() + ": the hub's keys are damaged; put them back from the backup");
  HubKeys keys{crypto::SigningKey::from_seed(view.subspan(kMagic.size(), 32)),
               crypto::SealingKey::from_secret(view.subspan(kMagic.size() + 32, 32))};
  for (base::ByteView rest = view.subspan(least); !rest.empty(); rest = rest.subspan(32))
    keys.earlier.push_back(crypto::SealingKey::from_secret(rest.first(32)));
  return keys;
}

const crypto::SealingKey& HubKeys::opening(const crypto::KeyId& receiver) const {
  for (const crypto::SealingKey& key : earlier)
    if (crypto::key_id(key.seal_to().bytes) == receiver) return key;
  return seal;
}

HubKeys HubKeys::followed_by(const crypto::SigningKey& next_sign, const crypto::SealingKey& next_seal) const {
  HubKeys next{copy_of(next_sign), copy_of(next_seal)};
  next.earlier.push_back(copy_of(seal));
  for (const crypto::SealingKey& key : earlier)
    if (next.earlier.size() < kEarlierMax) next.earlier.push_back(copy_of(key));
  return next;
}

std::filesystem::path prepared_keys_file(const std::filesystem::path& keys) {
  std::filesystem::path prepared = keys;
  prepared += ".next";
  return prepared;
}

void HubKeys::save(base::Disk& disk, const std::filesystem::path& path) const {
  base::Bytes content;
  base::append(content, base::bytes_of(kMagic));
  base::append(content, sign.seed());
  base::append(content, seal.secret());
  for (const crypto::SealingKey& key : earlier) base::append(content, key.secret());
  disk.replace(path, content, base::FileMode::kPrivate);
  std::ranges::fill(content, std::uint8_t{0});
}

base::Bytes HubKeys::public_bytes() const {
  base::Bytes bytes;
  base::append(bytes, sign.verify_key().bytes);
  base::append(bytes, seal.seal_to().bytes);
  return bytes;
}

}  // namespace tirkeu::hub
