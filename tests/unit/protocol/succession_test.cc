#include "sync/protocol/succession.h"

#include <gtest/gtest.h>

#include "tests/unit/crypto/seeded_entropy.h"

namespace tirkeu::protocol {
namespace {

class Succession : public ::testing::Test {
 protected:
  tirkeu::testing::SeededEntropy entropy{3};
  crypto::SigningKey old_key = crypto::SigningKey::generate(entropy);
  crypto::SigningKey new_key = crypto::SigningKey::generate(entropy);
  crypto::SealingKey new_seal = crypto::SealingKey::generate(entropy);
  wire::SuccessionClaim claim =
      claim_of({1, 2}, {1025, new_key.verify_key(), new_seal.seal_to()}, {1024, 77, crypto::Digest{5}}, old_key);
};

TEST_F(Succession, HoldsUnderTheOldKeyForThatNumberAlone) {
  EXPECT_TRUE(proves(claim, 1025, old_key.verify_key()));
  EXPECT_FALSE(proves(claim, 1026, old_key.verify_key()));
  EXPECT_FALSE(proves(claim, 1025, new_key.verify_key()));
}

TEST_F(Succession, CoversEveryField) {
  const auto with = [&](auto change) {
    wire::SuccessionClaim changed = claim;
    change(changed);
    return proves(changed, 1025, old_key.verify_key());
  };
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.grant[15] ^= 1; }));
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.sign_key.bytes[0] ^= 1; }));
  EXPECT_FALSE(with([&](wire::SuccessionClaim& c) { c.seal_key = crypto::SealingKey::generate(entropy).seal_to(); }));
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.previous ^= 1; }));
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.head ^= 1; }));
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.head_digest[31] ^= 1; }));
  EXPECT_FALSE(with([](wire::SuccessionClaim& c) { c.signature[63] ^= 1; }));
}

TEST_F(Succession, NoTwoLivesOfAGrantStandOnOneBase) {
  const crypto::Digest grant{9};
  EXPECT_EQ(base_of_life(grant, 1024, 1024), grant);
  EXPECT_NE(base_of_life(grant, 1024, 1025), grant);
  EXPECT_NE(base_of_life(grant, 1024, 1025), base_of_life(grant, 1024, 1026));
  EXPECT_NE(base_of_life(grant, 1024, 1025), base_of_life(crypto::Digest{8}, 1024, 1025));
}

}  // namespace
}  // namespace tirkeu::protocol
