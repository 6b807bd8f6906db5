#include "hub/portal_tokens.h"

#include <algorithm>
#include <array>

#include "sync/crypto/keys.h"

namespace tirkeu::hub {
namespace {

constexpr std::string_view kPrefix = "tirkeu-portal-";
constexpr std::size_t kNameBytesMax = 64;

bool is_name(const std::string& name) {
  const auto is_letter = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  const auto may_stand = [&](char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' || letter == '_';
  };
  return !name.empty() && name.size() <= kNameBytesMax && is_letter(name.front()) && std::ranges::all_of(name, may_stand);
}

/// A login's token never begins like a portal's, so the two share a label without sharing a digest.
crypto::Digest digest_of(std::string_view token) { return crypto::digest(crypto::Label::kLoginToken, base::bytes_of(token)); }

std::int64_t millis(base::Instant instant) { return instant.time_since_epoch().count(); }
base::Instant instant(std::int64_t millis) { return base::Instant(base::Milliseconds(millis)); }

}  // namespace

PortalTokens::PortalTokens(store::Database& database, HubTime& time, base::Entropy& entropy)
    : database_(database),
      time_(time),
      entropy_(entropy),
      list_(database, "SELECT name, made_at, revoked_at FROM portal_token ORDER BY name"),
      good_(database, "SELECT name, token_digest FROM portal_token WHERE revoked_at IS NULL"),
      put_(database, "INSERT OR REPLACE INTO portal_token (name, token_digest, made_at, revoked_at) VALUES (?, ?, ?, NULL)"),
      revoke_(database, "UPDATE portal_token SET revoked_at = ?2 WHERE name = ?1 AND revoked_at IS NULL") {}

std::expected<std::string, TokenFault> PortalTokens::make(const std::string& name) {
  if (!is_name(name)) return std::unexpected(TokenFault::kBadName);
  const std::vector<PortalToken> all = list();
  const bool is_taken = std::ranges::any_of(all, [&](const PortalToken& one) { return one.name == name && !one.revoked_at; });
  if (is_taken) return std::unexpected(TokenFault::kTaken);
  std::array<std::uint8_t, 32> secret{};
  entropy_.fill(secret);
  std::string token = std::string(kPrefix) + base::to_hex(secret);
  store::Transaction transaction(database_);
  put_.bind(1, name).bind(2, digest_of(token)).bind(3, millis(time_.take())).run();
  transaction.commit();
  return token;
}

std::vector<PortalToken> PortalTokens::list() {
  std::vector<PortalToken> tokens;
  while (list_.step()) {
    PortalToken token{list_.text(0), instant(list_.integer(1)), {}};
    if (const std::optional<std::int64_t> at = list_.optional_integer(2)) token.revoked_at = instant(*at);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

bool PortalTokens::revoke(const std::string& name) {
  store::Transaction transaction(database_);
  const bool done = revoke_.bind(1, name).bind(2, millis(time_.take())).run() == 1;
  transaction.commit();
  return done;
}

std::optional<std::string> PortalTokens::holder(std::string_view token) {
  const crypto::Digest presented = digest_of(token);
  std::optional<std::string> holder;
  // Every digest is looked at, whichever fits.
  while (good_.step())
    if (crypto::equal(good_.blob_view(1), presented)) holder = good_.text(0);
  return token.starts_with(kPrefix) ? holder : std::nullopt;
}

}  // namespace tirkeu::hub
