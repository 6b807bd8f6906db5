#include "hub/key_change.h"

#include <algorithm>

namespace tirkeu::hub {
namespace {

constexpr std::uint64_t kFileBytesMax = 64u << 10;
constexpr std::size_t kChangeBytes = 8 + 32 + 64;

/// Bytes from outside of this process: every step asks whether there are enough.
class Taker {
 public:
  explicit Taker(base::ByteView bytes) : rest_(bytes) {}
  base::ByteView take(std::size_t size) {
    if (rest_.size() < size) {
      failed_ = true;
      return {};
    }
    const base::ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t N>
  std::array<std::uint8_t, N> array() {
    std::array<std::uint8_t, N> value{};
    const base::ByteView bytes = take(N);
    std::ranges::copy(bytes, value.begin());
    return value;
  }
  std::uint64_t number() {
    const base::ByteView bytes = take(8);
    return bytes.empty() ? 0 : base::read_le(bytes);
  }
  bool failed() const { return failed_; }
  base::ByteView rest() const { return rest_; }

 private:
  base::ByteView rest_;
  bool failed_ = false;
};

void append_chain(base::Bytes& bytes, const protocol::RootChain& chain) {
  for (const wire::RootChange& change : chain.changes) {
    base::append_le(bytes, change.serial, 8);
    base::append(bytes, change.root_key.bytes);
    base::append(bytes, change.signature);
  }
}

std::vector<wire::RootChange> take_chain(Taker& taker) {
  std::vector<wire::RootChange> changes;
  while (!taker.failed() && taker.rest().size() >= kChangeBytes) {
    wire::RootChange& change = changes.emplace_back();
    change.serial = taker.number();
    change.root_key.bytes = taker.array<32>();
    change.signature = taker.array<64>();
  }
  return changes;
}

std::uint64_t next_serial(const KeyStanding& standing, const RootKey& root) {
  const std::int64_t seconds = std::chrono::floor<std::chrono::seconds>(standing.hub_time).time_since_epoch().count();
  return std::max({standing.serial + 1, root.serial + 1, static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 1))});
}

KeyChange certify(const KeyStanding& standing, std::uint64_t serial, const RootKey& root, base::Entropy& entropy) {
  crypto::SigningKey sign = crypto::SigningKey::generate(entropy);
  crypto::SealingKey seal = crypto::SealingKey::generate(entropy);
  base::Bytes both;
  base::append(both, sign.verify_key().bytes);
  base::append(both, seal.seal_to().bytes);
  wire::KeyStatement statement{serial, sign.verify_key(), seal.seal_to(), standing.hub_time, {}, root.chain.changes};
  statement.signature = root.key.sign(crypto::Label::kKeyStatement, protocol::statement_bytes(standing.department, statement));
  return {std::move(sign), std::move(seal), root.key.sign(crypto::Label::kHubKeys, both), std::move(statement)};
}

}  // namespace

RootKey RootKey::first(base::Entropy& entropy) {
  crypto::SigningKey key = crypto::SigningKey::generate(entropy);
  const crypto::VerifyKey verify_key = key.verify_key();
  return {std::move(key), {verify_key, {}}, 0};
}

std::string_view code_of(RootKeyFault fault) {
  switch (fault) {
    case RootKeyFault::kMissing: return "missing";
    case RootKeyFault::kLocked: return "locked";
    case RootKeyFault::kNotOurs: return "not_ours";
  }
  return "locked";
}

void save_root_key(base::Disk& disk, const std::filesystem::path& path, const RootKey& root, std::string_view passphrase,
                   base::Entropy& entropy, const crypto::PasswordCost& cost) {
  base::Bytes content;
  base::append(content, root.key.seed());
  base::append(content, root.chain.first.bytes);
  base::append_le(content, root.serial, 8);
  append_chain(content, root.chain);
  const base::Bytes locked = crypto::lock_with_passphrase(content, passphrase, entropy, cost);
  std::ranges::fill(content, std::uint8_t{0});
  disk.replace(path, locked, base::FileMode::kPrivate);
}

std::expected<RootKey, RootKeyFault> load_root_key(base::Disk& disk, const std::filesystem::path& path, std::string_view passphrase) {
  const std::optional<base::Bytes> locked = disk.read(path, kFileBytesMax);
  if (!locked) return std::unexpected(RootKeyFault::kMissing);
  std::optional<base::Bytes> content = crypto::unlock_with_passphrase(*locked, passphrase);
  if (!content || content->size() < 32) return std::unexpected(RootKeyFault::kLocked);
  crypto::SigningKey key = crypto::SigningKey::from_seed(base::ByteView(*content).first(32));
  RootKey root{std::move(key), {}, 0};
  root.chain.first = root.key.verify_key();
  // Files of the first release hold the seed alone.
  const bool bare = content->size() == 32;
  Taker taker(base::ByteView(*content).subspan(32));
  if (!bare) {
    root.chain.first.bytes = taker.array<32>();
    root.serial = taker.number();
    root.chain.changes = take_chain(taker);
  }
  const bool sound = bare || (!taker.failed() && taker.rest().empty() && root.chain.newest() == root.key.verify_key());
  std::ranges::fill(*content, std::uint8_t{0});
  if (!sound) return std::unexpected(RootKeyFault::kLocked);
  return root;
}

base::Bytes KeyStanding::encoded() const {
  base::Bytes bytes{department};
  base::append_le(bytes, serial, 8);
  base::append_le(bytes, static_cast<std::uint64_t>(hub_time.time_since_epoch().count()), 8);
  base::append(bytes, roots.first.bytes);
  append_chain(bytes, roots);
  return bytes;
}

std::optional<KeyStanding> KeyStanding::decode(base::ByteView bytes) {
  Taker taker(bytes);
  KeyStanding standing;
  standing.department = taker.array<1>()[0];
  standing.serial = taker.number();
  standing.hub_time = base::Instant(base::Milliseconds(static_cast<std::int64_t>(taker.number())));
  standing.roots.first.bytes = taker.array<32>();
  standing.roots.changes = take_chain(taker);
  if (taker.failed() || !taker.rest().empty()) return std::nullopt;
  return standing;
}

base::Bytes KeyChange::encoded() const {
  base::Bytes bytes;
  base::append(bytes, sign.seed());
  base::append(bytes, seal.secret());
  base::append(bytes, keys_signature);
  base::append(bytes, wire::encode(statement));
  return bytes;
}

std::optional<KeyChange> KeyChange::decode(base::ByteView bytes) {
  Taker taker(bytes);
  const base::ByteView seed = taker.take(32);
  const base::ByteView secret = taker.take(32);
  const auto keys_signature = taker.array<64>();
  if (taker.failed()) return std::nullopt;
  wire::Decoded<wire::KeyStatement> statement = wire::decode_key_statement(taker.rest());
  if (!statement) return std::nullopt;
  return KeyChange{crypto::SigningKey::from_seed(seed), crypto::SealingKey::from_secret(secret), keys_signature, *std::move(statement)};
}

std::expected<KeyChange, RootKeyFault> make_change(const KeyStanding& standing, const RootKey& root, base::Entropy& entropy) {
  if (root.key.verify_key() != standing.roots.newest()) return std::unexpected(RootKeyFault::kNotOurs);
  RootKey known{crypto::SigningKey::from_seed(root.key.seed()), standing.roots, root.serial};
  return certify(standing, next_serial(standing, root), known, entropy);
}

std::expected<RootHandover, RootKeyFault> hand_over(const KeyStanding& standing, const RootKey& root, base::Entropy& entropy) {
  if (root.key.verify_key() != standing.roots.newest()) return std::unexpected(RootKeyFault::kNotOurs);
  const std::uint64_t serial = next_serial(standing, root);
  crypto::SigningKey key = crypto::SigningKey::generate(entropy);
  wire::RootChange change{serial, key.verify_key(), {}};
  change.signature = root.key.sign(crypto::Label::kRootChange, protocol::root_change_bytes(standing.department, change));
  RootKey next{std::move(key), standing.roots, serial};
  next.chain.changes.push_back(change);
  KeyChange certified = certify(standing, serial, next, entropy);
  return RootHandover{std::move(next), std::move(certified)};
}

}  // namespace tirkeu::hub
