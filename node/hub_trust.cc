#include "node/hub_trust.h"

namespace tirkeu::node {
namespace {

constexpr std::string_view kStatements = "hub.key_statements";
constexpr std::size_t kLengthBytes = 4;

}  // namespace

HubTrust::HubTrust(store::Settings& settings, const Identity& identity) : settings_(settings), keys_(protocol::TrustedKeys::of(identity.grant())) {
  sign_keys_.push_back(keys_.sign_key);
  const base::Bytes kept = settings.bytes(kStatements).value_or(base::Bytes());
  base::ByteView rest(kept);
  while (rest.size() >= kLengthBytes) {
    const auto size = static_cast<std::size_t>(base::read_le(rest.first(kLengthBytes)));
    rest = rest.subspan(kLengthBytes);
    const wire::Decoded<wire::KeyStatement> statement = wire::decode_key_statement(rest.first(std::min(size, rest.size())));
    if (!statement) throw store::WrongDatabase("what the database holds of the hub's keys is damaged: " + statement.error().what);
    if (const auto next = protocol::follow(keys_, *statement)) remember(*next, *statement);
    rest = rest.subspan(std::min(size, rest.size()));
  }
}

void HubTrust::remember(const protocol::TrustedKeys& next, const wire::KeyStatement& statement) {
  keys_ = next;
  std::erase(sign_keys_, next.sign_key);
  sign_keys_.insert(sign_keys_.begin(), next.sign_key);
  statements_.push_back(statement);
  // Each names all changes of the root, so the newest are enough to follow them again.
  if (statements_.size() > wire::kKeyStatementsMax) statements_.erase(statements_.begin());
}

void HubTrust::take(const protocol::TrustedKeys& next, const wire::KeyStatement& statement) {
  remember(next, statement);
  base::Bytes kept;
  for (const wire::KeyStatement& one : statements_) {
    const base::Bytes bytes = wire::encode(one);
    base::append_le(kept, bytes.size(), kLengthBytes);
    base::append(kept, bytes);
  }
  settings_.set(kStatements, base::ByteView(kept));
}

}  // namespace tirkeu::node
