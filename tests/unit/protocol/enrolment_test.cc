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

TEST(EnrolmentRequest, ComesBackFromItsFileAndHasTheNodesFingerprint) {
  Office office;
  const base::Bytes file = write_request(6, 3, office.node_sign, office.node_seal.seal_to());
  const auto request = read_request(file);
  ASSERT_TRUE(request);
  EXPECT_EQ(request->department, 6);
  EXPECT_EQ(request->office, 3);
  EXPECT_EQ(request->sign_key, office.node_sign.verify_key());
  EXPECT_EQ(request->seal_key, office.node_seal.seal_to());
  EXPECT_EQ(fingerprint_of(*request), crypto::fingerprint(hub_keys_bytes(request->sign_key, request->seal_key)));
}

TEST(EnrolmentRequest, FallsWithEveryFlippedBitThatSaysAnything) {
  Office office;
  const base::Bytes file = write_request(6, 3, office.node_sign, office.node_seal.seal_to());
  // Behind department and office six bytes are free for fields of newer programs; whoever does not know them passes them over.
  const std::size_t free_from = file.size() - wire::encode(*read_request(file)).size() + 8 + 2;
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    base::Bytes changed = file;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto request = read_request(changed);
    const bool says_nothing = bit / 8 >= free_from && bit / 8 < free_from + 6;
    ASSERT_EQ(request.has_value(), says_nothing) << bit;
    if (request) {
      ASSERT_EQ(fingerprint_of(*request), fingerprint_of(*read_request(file)));
    }
  }
  EXPECT_EQ(read_request(office.file()).error(), EnrolmentFault::kNotARequest);
}

TEST(EnrolmentGrant, OpensForTheKeysThatAskedAndForNobodyElse) {
  Office office;
  const base::Bytes grant = seal_grant(office.file(), office.node_seal.seal_to(), office.entropy);
  EXPECT_TRUE(is_grant_file(grant));
  const auto opened = open_grant(grant, office.node_seal);
  ASSERT_TRUE(opened);
  EXPECT_EQ(read_enrolment(*opened)->secret, office.secret);
  EXPECT_EQ(open_grant(grant, office.stranger_seal).error(), EnrolmentFault::kAnotherKey);
  // The secret does not stand in the file: whoever finds it has nothing.
  EXPECT_EQ(std::search(grant.begin(), grant.end(), office.secret.begin(), office.secret.end()), grant.end());
}

TEST(EnrolmentGrant, ThatIsCutOrChangedIsNone) {
  Office office;
  const base::Bytes grant = seal_grant(office.file(), office.node_seal.seal_to(), office.entropy);
  for (std::size_t size = 0; size < grant.size(); size += 7) EXPECT_FALSE(open_grant(base::ByteView(grant).first(size), office.node_seal)) << size;
  base::Bytes changed = grant;
  changed.back() ^= 1;
  EXPECT_EQ(open_grant(changed, office.node_seal).error(), EnrolmentFault::kNotAnEnrolmentFile);
  EXPECT_EQ(read_enrolment(grant).error(), EnrolmentFault::kNotAnEnrolmentFile);
}

TEST(EnrolmentGrant, IsNotMistakenForARequest) {
  Office office;
  EXPECT_EQ(read_enrolment(write_request(6, 3, office.node_sign, office.node_seal.seal_to())).error(), EnrolmentFault::kIsARequest);
}

TEST(Enrolment, OfAHubWithOtherKeysCarriesTheRootsStatement) {
  Office office;
  wire::Grant grant = office.grant();
  wire::KeyStatement statement{9, grant.hub_sign_key, grant.hub_seal_key, grant.issued_at, {}, {}};
  statement.signature = office.root.sign(crypto::Label::kKeyStatement, statement_bytes(grant.department, statement));
  grant.hub_keys = statement;
  const auto enrolment = read_enrolment(write_enrolment(grant, office.hub_sign, office.secret));
  ASSERT_TRUE(enrolment);
  EXPECT_EQ(TrustedKeys::of(enrolment->grant).serial, 9u);
  grant.hub_keys->serial = 10;
  EXPECT_EQ(read_enrolment(write_enrolment(grant, office.hub_sign, office.secret)).error(), EnrolmentFault::kWrongSignature);
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
