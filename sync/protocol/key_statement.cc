#include "sync/protocol/key_statement.h"

#include <algorithm>

namespace tirkeu::protocol {
namespace {

constexpr std::string_view kMagic = "TKK\x01";

}  // namespace

base::Bytes statement_bytes(std::uint8_t department, const wire::KeyStatement& statement) {
  base::Bytes bytes{department};
  base::append_le(bytes, statement.serial, 8);
  base::append(bytes, statement.sign_key.bytes);
  base::append(bytes, statement.seal_key.bytes);
  base::append_le(bytes, static_cast<std::uint64_t>(statement.valid_from.time_since_epoch().count()), 8);
  return bytes;
}

base::Bytes root_change_bytes(std::uint8_t department, const wire::RootChange& change) {
  base::Bytes bytes{department};
  base::append_le(bytes, change.serial, 8);
  base::append(bytes, change.root_key.bytes);
  return bytes;
}

bool RootChain::contains(const crypto::VerifyKey& root) const {
  return root == first || std::ranges::find(changes, root, &wire::RootChange::root_key) != changes.end();
}

bool RootChain::has_certified(std::uint8_t department, const wire::KeyStatement& statement) const {
  const base::Bytes bytes = statement_bytes(department, statement);
  const crypto::VerifyKey* root = &first;
  for (const wire::RootChange& change : changes) {
    if (statement.serial < change.serial) break;
    root = &change.root_key;
  }
  return root->verify(crypto::Label::kKeyStatement, bytes, statement.signature);
}

TrustedKeys TrustedKeys::of(const wire::Grant& grant) {
  TrustedKeys keys;
  keys.department = grant.department;
  keys.root = grant.root_key;
  keys.sign_key = grant.hub_sign_key;
  keys.seal_key = grant.hub_seal_key;
  if (!grant.hub_keys) return keys;
  keys.serial = grant.hub_keys->serial;
  keys.valid_from = grant.hub_keys->valid_from;
  if (!grant.hub_keys->roots.empty()) keys.root_serial = grant.hub_keys->roots.back().serial;
  return keys;
}

std::expected<TrustedKeys, StatementFault> follow(const TrustedKeys& known, const wire::KeyStatement& statement) {
  if (statement.serial <= known.serial) return std::unexpected(StatementFault::kNotNewer);
  TrustedKeys next = known;
  // Changes that were followed before are signed by a root key that is not the newest any more, and are passed over.
  for (const wire::RootChange& change : statement.roots) {
    if (change.serial <= next.root_serial) continue;
    if (!next.root.verify(crypto::Label::kRootChange, root_change_bytes(known.department, change), change.signature)) continue;
    next.root = change.root_key;
    next.root_serial = change.serial;
  }
  if (!next.root.verify(crypto::Label::kKeyStatement, statement_bytes(known.department, statement), statement.signature))
    return std::unexpected(StatementFault::kForged);
  next.serial = statement.serial;
  next.sign_key = statement.sign_key;
  next.seal_key = statement.seal_key;
  next.valid_from = statement.valid_from;
  return next;
}

base::Bytes write_statement_file(const wire::KeyStatement& statement) {
  const base::ByteView magic = base::bytes_of(kMagic);
  base::Bytes bytes(magic.begin(), magic.end());
  base::append(bytes, wire::encode(statement));
  return bytes;
}

bool is_statement_file(base::ByteView file) { return file.size() >= kMagic.size() && base::text_of(file.first(kMagic.size())) == kMagic; }

std::optional<wire::KeyStatement> read_statement_file(base::ByteView file) {
  if (!is_statement_file(file)) return std::nullopt;
  wire::Decoded<wire::KeyStatement> statement = wire::decode_key_statement(file.subspan(kMagic.size()));
  return statement ? std::optional(*std::move(statement)) : std::nullopt;
}

}  // namespace tirkeu::protocol
