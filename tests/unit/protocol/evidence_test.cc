#include "sync/protocol/evidence.h"

#include <gtest/gtest.h>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

/// A bundle of the node and an answer of the hub, as their receivers keep them.
class Evidence : public ::testing::Test {
 protected:
  Evidence() {
    const Opened<OpenedUp> opened = OpenedUp::open(sides.up(), sides.hub_seal, sides.limits);
    up = opened->authenticate(sides.node_sign.verify_key()).value();
    down = sides.written_down();
  }
  std::optional<std::string> check_up(base::Incarnation incarnation, const crypto::Digest& head) {
    return check_evidence(up.signed_bytes(), up.signature(), sides.node_sign.verify_key(), incarnation, head);
  }
  std::optional<std::string> check_down(base::Incarnation incarnation, const crypto::Digest& head) {
    return check_evidence(down.signed_bytes, down.signature, sides.hub_sign.verify_key(), incarnation, head);
  }

  tirkeu::testing::TwoSides sides;
  AuthenticUp up;
  WrittenDown down;
};

TEST_F(Evidence, ProvesTheHeadOfANodesRun) {
  EXPECT_EQ(check_up(up.header().incarnation, sides.office.head), std::nullopt);
}

TEST_F(Evidence, ProvesTheHeadOfEveryRunOfAnAnswer) {
  EXPECT_EQ(check_down(1, sides.department.head), std::nullopt);
  EXPECT_EQ(check_down(2, sides.index.head), std::nullopt);
}

TEST_F(Evidence, ProvesNothingAboutAnotherHeadOrLog) {
  EXPECT_EQ(check_up(up.header().incarnation, sides.office.base), "the signed header names another head");
  EXPECT_EQ(check_up(up.header().incarnation + 1, sides.office.head), "the signed header names another head");
  EXPECT_EQ(check_down(1, sides.index.head), "the signed header names another head");
  EXPECT_EQ(check_down(3, sides.department.head), "the signed header names another head");
}

TEST_F(Evidence, NeedsTheKeyThatSigned) {
  const auto told = check_evidence(up.signed_bytes(), up.signature(), sides.stranger_sign.verify_key(), up.header().incarnation,
                                   sides.office.head);
  EXPECT_EQ(told, "the signature is not the key's");
}

TEST_F(Evidence, FallsWithEveryChangedByte) {
  for (std::size_t at = 0; at < up.signed_bytes().size(); ++at) {
    base::Bytes changed = up.signed_bytes();
    changed[at] ^= 1;
    EXPECT_TRUE(check_evidence(changed, up.signature(), sides.node_sign.verify_key(), up.header().incarnation, sides.office.head)) << at;
  }
  for (std::size_t at = 0; at < up.signature().size(); ++at) {
    crypto::SignatureBytes changed = up.signature();
    changed[at] ^= 1;
    EXPECT_TRUE(check_evidence(up.signed_bytes(), changed, sides.node_sign.verify_key(), up.header().incarnation, sides.office.head)) << at;
  }
}

TEST_F(Evidence, OfOneDirectionIsNoneOfTheOther) {
  base::Bytes turned = up.signed_bytes();
  turned[4] = 'D';
  // Signed by the node's own key for that direction, and still not a header of an answer.
  const crypto::SignatureBytes signature = sides.node_sign.sign(crypto::Label::kDownBundle, turned);
  EXPECT_EQ(check_evidence(turned, signature, sides.node_sign.verify_key(), up.header().incarnation, sides.office.head),
            "the signed header does not decode");
}

TEST_F(Evidence, IsMoreThanTheClearPart) {
  for (std::size_t size = 0; size <= 13; ++size) {
    const base::ByteView part = base::ByteView(up.signed_bytes()).first(size);
    EXPECT_EQ(check_evidence(part, up.signature(), sides.node_sign.verify_key(), 1024, sides.office.head), "the signed bytes are too short");
  }
  const base::ByteView bare = base::ByteView(up.signed_bytes()).first(14);
  const crypto::SignatureBytes signature = sides.node_sign.sign(crypto::Label::kUpBundle, bare);
  EXPECT_EQ(check_evidence(bare, signature, sides.node_sign.verify_key(), 1024, sides.office.head), "the signed header does not decode");
}

}  // namespace
}  // namespace tirkeu::protocol
