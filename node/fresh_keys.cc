#include "node/fresh_keys.h"

#include <algorithm>

#include "schema/registry/ticket.h"

namespace tirkeu::node {

std::string letters_of(const crypto::VerifyKey& key) {
  return registry::key_letters(static_cast<std::uint16_t>(key.bytes[0] << 8 | key.bytes[1]));
}

bool is_taken(store::LogStore& logs, const std::string& letters, base::Incarnation besides) {
  const std::vector<store::LogRecord> all = logs.logs();
  return std::ranges::any_of(all, [&](const store::LogRecord& log) {
    return log.kind == wire::LogKind::kOffice && log.incarnation != besides && letters_of(log.sign_key) == letters;
  });
}

NodeKeys fresh_keys(store::LogStore& logs, const KeyRing& ring, base::Entropy& entropy) {
  for (;;) {
    NodeKeys keys = NodeKeys::generate(entropy);
    const std::string letters = letters_of(keys.sign.verify_key());
    const bool was_ours =
        std::ranges::any_of(ring.lives(), [&](const auto& life) { return letters_of(life.second.sign.verify_key()) == letters; });
    if (!was_ours && !is_taken(logs, letters, 0)) return keys;
  }
}

}  // namespace tirkeu::node
