#include "sync/crypto/password.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/crypto/seeded_entropy.h"

namespace tirkeu::crypto {
namespace {

using testing::SeededEntropy;

// The cheapest costs that Argon2id allows: these tests are about shapes, not about strength.
constexpr PasswordCost kCheap{1, 8192};

base::Bytes key_of(std::uint8_t fill) {
  return base::Bytes(32, fill);
}

TEST(Passwords, VerifyOnlyThemselves) {
  const std::string hash = hash_password("correct horse battery", kCheap);
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << hash;
  EXPECT_TRUE(verify_password(hash, "correct horse battery"));
  EXPECT_FALSE(verify_password(hash, "correct horse batterY"));
  EXPECT_FALSE(verify_password(hash, ""));
  EXPECT_NE(hash, hash_password("correct horse battery", kCheap)) << "the salt must differ";
}

TEST(Passwords, DamagedHashesVerifyNothing) {
  const std::string hash = hash_password("p", kCheap);
  EXPECT_FALSE(verify_password("", "p"));
  EXPECT_FALSE(verify_password("plain", "p"));
  EXPECT_FALSE(verify_password(std::string(300, '$'), "p"));
  for (std::size_t size = 0; size < hash.size(); ++size) EXPECT_FALSE(verify_password(hash.substr(0, size), "p"));
}

TEST(Passwords, AskForANewHashWhenTheCostsChanged) {
  const std::string hash = hash_password("p", kCheap);
  EXPECT_FALSE(needs_rehash(hash, kCheap));
  EXPECT_TRUE(needs_rehash(hash, PasswordCost{2, 8192}));
  EXPECT_TRUE(needs_rehash(hash, PasswordCost{1, 16384}));
  EXPECT_TRUE(needs_rehash("nonsense", kCheap));
}

TEST(KeyFiles, OpenWithTheirPassphraseOnly) {
  SeededEntropy entropy(1);
  const base::Bytes content = key_of(7);
  const base::Bytes locked = lock_with_passphrase(content, "пароль", entropy, kCheap);
  EXPECT_EQ(unlock_with_passphrase(locked, "пароль"), content);
  EXPECT_FALSE(unlock_with_passphrase(locked, "парол"));
  EXPECT_FALSE(unlock_with_passphrase(locked, ""));
}

TEST(KeyFiles, NoticeEveryChangedBitAndEveryCut) {
  SeededEntropy entropy(2);
  const base::Bytes locked = lock_with_passphrase(key_of(7), "p", entropy, kCheap);
  ASSERT_EQ(locked.size(), 8u + 16 + 4 + 4 + 24 + 16 + 32);
  // The upper bytes of the costs are left out: a flip there asks for up to a GiB of honest work and then fails like the
  // rest.
  for (std::size_t bit = 0; bit < locked.size() * 8; ++bit) {
    const std::size_t byte = bit / 8;
    if (byte >= 29 && byte < 32) continue;
    base::Bytes changed = locked;
    changed[byte] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(unlock_with_passphrase(changed, "p")) << bit;
  }
  for (std::size_t size = 0; size < locked.size(); ++size) {
    EXPECT_FALSE(unlock_with_passphrase(base::ByteView(locked).first(size), "p")) << size;
  }
}

TEST(KeyFiles, RefuseCostsBeyondAllMeasureWithoutPayingThem) {
  SeededEntropy entropy(3);
  base::Bytes locked = lock_with_passphrase(key_of(7), "p", entropy, kCheap);
  locked[31] = 0xff;  // four tebibytes
  EXPECT_FALSE(unlock_with_passphrase(locked, "p"));
  EXPECT_THROW(lock_with_passphrase(key_of(7), "p", entropy, PasswordCost{17, 8192}), std::invalid_argument);
}

TEST(BlindTags, DependOnKeyAndOnEveryCharacter) {
  const std::uint32_t tag = blind_tag(key_of(1), "UZB|FA1234567|1990-01-31");
  EXPECT_EQ(tag, blind_tag(key_of(1), "UZB|FA1234567|1990-01-31"));
  EXPECT_NE(tag, blind_tag(key_of(2), "UZB|FA1234567|1990-01-31"));
  EXPECT_NE(tag, blind_tag(key_of(1), "UZB|FA1234568|1990-01-31"));
}

TEST(BlindTags, AreFrozen) {
  // Indexes of offices hold these numbers: another value here would make every earlier claim unfindable.
  EXPECT_EQ(blind_tag(key_of(1), "UZB|FA1234567|1990-01-31"), 2464467033u);
}

TEST(BlindTags, SpreadOver32Bits) {
  std::set<std::uint32_t> tags;
  for (int i = 0; i < 50; ++i) tags.insert(blind_tag(key_of(3), "TJK|" + std::to_string(400000000 + i)));
  EXPECT_EQ(tags.size(), 50u);
  EXPECT_LT(*tags.begin(), 1u << 29);
  EXPECT_GT(*tags.rbegin(), 7u << 29);
}

}  // namespace
}  // namespace tirkeu::crypto
