#include "hub/witness.h"

#include <algorithm>

namespace tirkeu::hub {
namespace {

constexpr std::string_view kMagic = "tirkeu hub witness 1\n";
constexpr std::size_t kFixedBytes = 4 + 4 + 8 + 4;
constexpr std::size_t kHeadBytes = 4 + 8 + 32;
constexpr std::size_t kMacBytes = 32;
constexpr std::uint64_t kSizeMax = 64u << 10;

}  // namespace

base::Bytes HubWitness::encoded() const {
  base::Bytes bytes;
  base::append(bytes, base::bytes_of(kMagic));
  base::append_le(bytes, epoch_number, 4);
  base::append_le(bytes, granted_through, 4);
  base::append_le(bytes, receipts, 8);
  base::append_le(bytes, heads.size(), 4);
  for (const LogHead& one : heads) {
    base::append_le(bytes, one.log, 4);
    base::append_le(bytes, one.head.sequence, 8);
    base::append(bytes, one.head.digest);
  }
  return bytes;
}

void HubWitness::save(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& key) const {
  base::Bytes bytes = encoded();
  const crypto::Digest mac = crypto::keyed_digest(crypto::Label::kWitness, key.seed(), bytes);
  base::append(bytes, mac);
  disk.replace(path, bytes, base::FileMode::kPrivate);
}

std::optional<HubWitness> HubWitness::load(base::Disk& disk, const std::filesystem::path& path, const crypto::SigningKey& key) {
  const std::optional<base::Bytes> file = disk.read(path, kSizeMax);
  if (!file || file->size() < kMagic.size() + kFixedBytes + kMacBytes) return std::nullopt;
  const base::ByteView content = base::ByteView(*file).first(file->size() - kMacBytes);
  const crypto::Digest mac = crypto::keyed_digest(crypto::Label::kWitness, key.seed(), content);
  if (!crypto::equal(mac, base::ByteView(*file).last(kMacBytes))) return std::nullopt;
  if (base::text_of(content.first(kMagic.size())) != kMagic) return std::nullopt;
  base::ByteView rest = content.subspan(kMagic.size());
  const auto take = [&rest](std::size_t size) {
    const base::ByteView taken = rest.first(size);
    rest = rest.subspan(size);
    return taken;
  };
  HubWitness witness;
  witness.epoch_number = static_cast<std::uint32_t>(base::read_le(take(4)));
  witness.granted_through = static_cast<base::Incarnation>(base::read_le(take(4)));
  witness.receipts = base::read_le(take(8));
  const std::uint64_t count = base::read_le(take(4));
  if (rest.size() != count * kHeadBytes) return std::nullopt;
  for (std::uint64_t i = 0; i < count; ++i) {
    LogHead& one = witness.heads.emplace_back();
    one.log = static_cast<base::Incarnation>(base::read_le(take(4)));
    one.head.sequence = base::read_le(take(8));
    std::ranges::copy(take(one.head.digest.size()), one.head.digest.begin());
  }
  return witness;
}

}  // namespace tirkeu::hub
