#include "node/own_lives.h"

#include <algorithm>

namespace tirkeu::node {
namespace {

std::string setting(base::Incarnation life, std::string_view name) { return "life." + std::to_string(life) + "." + std::string(name); }

}  // namespace

OwnLives::OwnLives(store::LogStore& logs, store::Settings& settings, const Identity& identity, const KeyRing& keys)
    : logs_(logs), settings_(settings), identity_(identity), keys_(keys) {}

std::vector<base::Incarnation> OwnLives::lives() {
  std::vector<base::Incarnation> lives;
  for (const store::LogRecord& log : logs_.logs())
    if (log.own && log.incarnation <= current() && keys_.find(log.incarnation) != nullptr) lives.push_back(log.incarnation);
  return lives;
}

const NodeKeys* OwnLives::keys_of(base::Incarnation life) const { return life > current() ? nullptr : keys_.find(life); }

const NodeKeys& OwnLives::keys_for(const crypto::KeyId& receiver) const {
  for (const auto& [life, keys] : keys_.lives())
    if (crypto::key_id(keys.seal.seal_to().bytes) == receiver) return keys;
  return *keys_.find(current());
}

bool OwnLives::knows(const crypto::KeyId& receiver) const {
  return std::ranges::any_of(keys_.lives(), [&](const auto& life) { return crypto::key_id(life.second.seal.seal_to().bytes) == receiver; });
}

bool OwnLives::is_open(base::Incarnation life) {
  if (settings_.integer(setting(life, "kept"))) return false;
  const bool unbound = settings_.integer(setting(life, "previous")) || (identity_.secret() && life == identity_.grant().first_incarnation);
  return unbound || logs_.head(life).sequence > held(life);
}

base::Incarnation OwnLives::to_send() {
  for (const base::Incarnation life : lives())
    if (is_closed(life) && is_open(life)) return life;
  return current();
}

base::Sequence OwnLives::held(base::Incarnation life) {
  const std::optional<store::StoredReceipt> receipt = logs_.newest_receipt(life);
  return receipt ? std::min(receipt->held_through, logs_.head(life).sequence) : 0;
}

std::uint64_t OwnLives::unsent_besides(base::Incarnation besides) {
  std::uint64_t unsent = 0;
  for (const base::Incarnation life : lives())
    if (life != besides) unsent += logs_.head(life).sequence - held(life);
  return unsent;
}

std::optional<store::StoredReceipt> OwnLives::newest_receipt() {
  std::optional<store::StoredReceipt> receipt = logs_.newest_receipt(current());
  if (receipt) return receipt;
  const std::vector<base::Incarnation> all = lives();
  for (auto life = all.rbegin(); life != all.rend() && !receipt; ++life) receipt = logs_.newest_receipt(*life);
  return receipt;
}

std::optional<wire::SuccessionClaim> OwnLives::succession_of(base::Incarnation life) {
  const std::optional<std::int64_t> previous = settings_.integer(setting(life, "previous"));
  const std::optional<std::int64_t> head = settings_.integer(setting(life, "end"));
  const std::optional<base::Bytes> digest = settings_.bytes(setting(life, "end_digest"));
  if (!previous || !head || !digest) return std::nullopt;
  protocol::LifeEnd end{static_cast<base::Incarnation>(*previous), static_cast<base::Sequence>(*head), {}};
  std::copy_n(digest->begin(), std::min(digest->size(), end.head_digest.size()), end.head_digest.begin());
  const NodeKeys& keys = *keys_.find(life);
  return protocol::claim_of(identity_.grant().id, {life, keys.sign.verify_key(), keys.seal.seal_to()}, end,
                            keys_.find(end.incarnation)->sign);
}

void OwnLives::note_succession(store::Settings& settings, base::Incarnation life, const protocol::LifeEnd& end) {
  settings.set(setting(life, "previous"), static_cast<std::int64_t>(end.incarnation));
  settings.set(setting(life, "end"), static_cast<std::int64_t>(end.head));
  settings.set(setting(life, "end_digest"), base::ByteView(end.head_digest));
}

void OwnLives::forget_succession(base::Incarnation life) {
  for (const char* const name : {"previous", "end", "end_digest"}) settings_.remove(setting(life, name));
}

void OwnLives::note_kept(base::Incarnation life) { settings_.set(setting(life, "kept"), std::int64_t{1}); }

}  // namespace tirkeu::node
