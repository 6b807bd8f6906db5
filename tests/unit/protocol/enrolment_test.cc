#include "sync/protocol/enrolment.h"

#include <gtest/gtest.h>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::counting;
using testing::TwoSides;

struct Office : TwoSides {
  crypto::SigningKey root = crypto::SigningKey::generate(entropy);
  std::array<std::uint8_t, 32> secret = counting<32>(9);

  wire::Grant grant() {
    wire::Grant grant = testing::sample_grant();
    grant.root_key = root.verify_key();
    grant.hub_sign_key = hub_sign.verify_key();
    grant.hub_seal_key = hub_seal.seal_to();
    grant.hub_keys_signature =
        root.sign(crypto::Label::kHubKeys, hub_keys_bytes(grant.hub_sign_key, grant.hub_seal_key));
    return grant;
  }
  base::Bytes file() { return write_enrolment(grant(), hub_sign, secret); }
};

TEST(Enrolment, ComesBackFromItsFile) {
  Office office;
  const auto enrolment = read_enrolment(office.file());
  ASSERT_TRUE(enrolment);
  EXPECT_EQ(enrolment->grant.id, office.grant().id);
  EXPECT_EQ(enrolment->grant.hub_url, "http://10.6.0.1:8600");
  EXPECT_EQ(enrolment->grant_bytes, wire::encode(office.grant()));
  EXPECT_EQ(enrolment->secret, office.secret);
}

TEST(Enrolment, EveryFlippedBitButTheSecretsIsNoticed) {
  Office office;
  const base::Bytes file = office.file();
  const auto secret = std::search(file.begin(), file.end(), office.secret.begin(), office.secret.end());
  ASSERT_NE(secret, file.end());
  const auto secret_at = static_cast<std::size_t>(secret - file.begin());
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    base::Bytes changed = file;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const bool of_secret = bit / 8 >= secret_at && bit / 8 < secret_at + 32;
    const auto enrolment = read_enrolment(changed);
    // A changed secret reads well and proves nothing: the hub notices.
    ASSERT_EQ(enrolment.has_value(), of_secret) << bit;
    if (!of_secret) continue;
    const wire::EnrolmentClaim claim = claim_of(*enrolment, office.node_sign.verify_key(), office.node_seal.seal_to());
    ASSERT_FALSE(proves(claim, office.secret));
  }
}

TEST(Enrolment, CutOrLengthenedFilesAreNone) {
  Office office;
  base::Bytes file = office.file();
  for (std::size_t size = 0; size < file.size(); ++size) {
    ASSERT_EQ(read_enrolment(base::ByteView(file).first(size)).error(), EnrolmentFault::kNotAnEnrolmentFile) << size;
  }
  file.insert(file.end(), 8, 0);
  EXPECT_EQ(read_enrolment(file).error(), EnrolmentFault::kNotAnEnrolmentFile);
  EXPECT_EQ(read_enrolment(office.up()).error(), EnrolmentFault::kNotAnEnrolmentFile);
}

TEST(Enrolment, NeedsTheHubsSignatureOverTheGrant) {
  Office office;
  const base::Bytes file = office.file();
  // The grant of another office under the first one's signature.
  wire::Grant other = office.grant();
  other.office = 4;
  wire::EnrolmentFile parts = *wire::decode_enrolment_file(base::ByteView(file).subspan(4));
  parts.grant = wire::encode(other);
  base::Bytes forged(file.begin(), file.begin() + 4);
  base::append(forged, wire::encode(parts));
  EXPECT_EQ(read_enrolment(forged).error(), EnrolmentFault::kWrongSignature);
}

TEST(Enrolment, NeedsTheRootsSignatureOverTheHubsKeys) {
  Office office;
  wire::Grant grant = office.grant();
  grant.root_key = office.stranger_sign.verify_key();
  EXPECT_EQ(read_enrolment(write_enrolment(grant, office.hub_sign, office.secret)).error(),
            EnrolmentFault::kWrongSignature);
  grant = office.grant();
  grant.hub_seal_key = office.stranger_seal.seal_to();
  EXPECT_EQ(read_enrolment(write_enrolment(grant, office.hub_sign, office.secret)).error(),
            EnrolmentFault::kWrongSignature);
}

TEST(Enrolment, ExpiresAfterItsLastInstant) {
  const wire::Grant grant = testing::sample_grant();
  EXPECT_TRUE(still_valid(grant, grant.expires_at));
  EXPECT_EQ(still_valid(grant, grant.expires_at + base::Milliseconds{1}).error(), EnrolmentFault::kExpired);
}

TEST(EnrolmentClaim, ProvesTheSecretForExactlyItsKeys) {
  Office office;
  const Enrolment enrolment = *read_enrolment(office.file());
  const wire::EnrolmentClaim claim = claim_of(enrolment, office.node_sign.verify_key(), office.node_seal.seal_to());
  EXPECT_EQ(claim.grant, enrolment.grant.id);
  EXPECT_TRUE(proves(claim, office.secret));
  EXPECT_FALSE(proves(claim, counting<32>(10)));
  wire::EnrolmentClaim stolen = claim;
  stolen.sign_key = office.stranger_sign.verify_key();
  EXPECT_FALSE(proves(stolen, office.secret));
  stolen = claim;
  stolen.seal_key = office.stranger_seal.seal_to();
  EXPECT_FALSE(proves(stolen, office.secret));
}

TEST(EnrolmentClaim, WithAKeyThatAnyoneCouldOpenProvesNothing) {
  Office office;
  const Enrolment enrolment = *read_enrolment(office.file());
  EXPECT_FALSE(proves(claim_of(enrolment, office.node_sign.verify_key(), crypto::SealTo{}), office.secret));
}

}  // namespace
}  // namespace tirkeu::protocol
