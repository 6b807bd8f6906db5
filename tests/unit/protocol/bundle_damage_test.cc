#include "sync/protocol/bundle.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/protocol/two_sides.h"

namespace tirkeu::protocol {
namespace {

using testing::TwoSides;

// Where a bundle is damaged decides what can be said of it: magic, version, direction, receiver, or only that it is
// broken.
std::string expected_fault(std::size_t byte) {
  if (byte < 3) return "not_a_bundle";
  if (byte == 3) return "unknown_version";
  if (byte >= 5 && byte < 13) return "wrong_receiver";
  return "damaged";
}

TEST(Bundles, EveryFlippedBitIsRefusedWithTheRightFault) {
  TwoSides sides;
  const base::Bytes up = sides.up();
  const base::Bytes down = sides.down();
  ASSERT_EQ(sides.take_up(up), "taken");
  ASSERT_EQ(sides.take_down(down), "taken");
  for (const bool from_hub : {false, true}) {
    const base::Bytes& bundle = from_hub ? down : up;
    for (std::size_t bit = 0; bit < bundle.size() * 8; ++bit) {
      base::Bytes changed = bundle;
      changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      ASSERT_EQ(from_hub ? sides.take_down(changed) : sides.take_up(changed), expected_fault(bit / 8)) << bit;
    }
  }
}

TEST(Bundles, EveryCutAndEveryAdditionIsRefusedWithTheRightFault) {
  TwoSides sides;
  for (const bool from_hub : {false, true}) {
    base::Bytes bundle = from_hub ? sides.down() : sides.up();
    const auto take = [&](base::ByteView bytes) { return from_hub ? sides.take_down(bytes) : sides.take_up(bytes); };
    for (std::size_t size = 0; size < bundle.size(); ++size) {
      ASSERT_EQ(take(base::ByteView(bundle).first(size)), size < 3 ? "not_a_bundle" : "damaged") << size;
    }
    bundle.push_back(0);
    EXPECT_EQ(take(bundle), "damaged");
  }
}

TEST(Bundles, BeyondTheLimitAreNotEvenLookedAt) {
  TwoSides sides;
  sides.limits.bundle_bytes_max = 100;
  EXPECT_EQ(sides.take_up(base::Bytes(101, 0)), "too_large");
  EXPECT_EQ(sides.take_up(base::Bytes(100, 0)), "not_a_bundle");
  EXPECT_EQ(sides.take_down(base::Bytes(101, 0)), "too_large");
}

TEST(Bundles, OfAnotherKindOrVersionSaySo) {
  TwoSides sides;
  EXPECT_EQ(sides.take_up(base::Bytes{}), "not_a_bundle");
  const base::ByteView page = base::bytes_of("<html><body>Login to the Wi-Fi</body></html>");
  EXPECT_EQ(sides.take_down(page), "not_a_bundle");
  base::Bytes newer = sides.up();
  newer[3] = 2;
  EXPECT_EQ(sides.take_up(newer), "unknown_version");
}

TEST(Bundles, GoOnlyTheWayTheyWereWrittenFor) {
  TwoSides sides;
  EXPECT_EQ(sides.take_down(sides.up()), "wrong_direction");
  EXPECT_EQ(sides.take_up(sides.down()), "wrong_direction");
  // Turned round by hand it is still sealed to the other side.
  base::Bytes turned = sides.up();
  turned[4] = 'D';
  EXPECT_EQ(sides.take_down(turned), "wrong_receiver");
  EXPECT_EQ(sides.take_up(turned), "wrong_direction");
}

TEST(Bundles, ASignatureForOneDirectionDoesNotServeTheOther) {
  // One key pair on both sides, as no department has, so that only the label tells the two directions apart.
  TwoSides sides;
  const base::Bytes header = wire::encode(sides.up_header());
  SealedEnvelope up =
      seal_envelope(Direction::kUp, header, {}, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  const base::Bytes content = *sides.hub_seal.open(base::ByteView(up.bundle).subspan(13));
  base::Bytes turned(up.bundle.begin(), up.bundle.begin() + 13);
  turned[4] = 'D';
  base::append(turned, crypto::seal(content, sides.hub_seal.seal_to(), sides.entropy));
  EXPECT_EQ(AuthenticDown::open(turned, sides.hub_seal, sides.node_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongSignature);
}

TEST(Bundles, OpenOnlyForTheirReceiver) {
  TwoSides sides;
  EXPECT_EQ(OpenedUp::open(sides.up(), sides.stranger_seal, sides.limits).error(), BundleFault::kWrongReceiver);
  EXPECT_EQ(AuthenticDown::open(sides.down(), sides.stranger_seal, sides.hub_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongReceiver);
}

TEST(Bundles, OfAnotherSenderAreRefused) {
  TwoSides sides;
  wire::UpHeader header = sides.up_header();
  // A stranger who names our node's key.
  const base::Bytes forged =
      write_up(header, sides.office.entries, sides.stranger_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_up(forged), "wrong_signature");
  // Our node's signature over a header that names another key.
  header.sign_key = wire::mark_of(crypto::key_id(sides.stranger_sign.verify_key().bytes));
  const base::Bytes renamed =
      write_up(header, sides.office.entries, sides.node_sign, sides.hub_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_up(renamed), "wrong_signature");
  const auto answer =
      write_down(sides.down_header(), {}, sides.stranger_sign, sides.node_seal.seal_to(), sides.entropy);
  EXPECT_EQ(sides.take_down(answer.bundle), "wrong_signature");
}

TEST(Bundles, ReSealedToAnotherReceiverLoseTheirSignature) {
  // Whoever receives a bundle can open it and seal its content to somebody else; the signature covers the receiver.
  TwoSides sides;
  const base::Bytes down = sides.down();
  const base::Bytes content = *sides.node_seal.open(base::ByteView(down).subspan(13));
  base::Bytes forwarded(down.begin(), down.begin() + 5);
  base::append(forwarded, crypto::key_id(sides.stranger_seal.seal_to().bytes));
  base::append(forwarded, crypto::seal(content, sides.stranger_seal.seal_to(), sides.entropy));
  EXPECT_EQ(AuthenticDown::open(forwarded, sides.stranger_seal, sides.hub_sign.verify_key(), sides.limits).error(),
            BundleFault::kWrongSignature);
}

base::Bytes sealed_junk(TwoSides& sides, char direction, base::ByteView content) {
  const crypto::SealTo receiver = direction == 'U' ? sides.hub_seal.seal_to() : sides.node_seal.seal_to();
  base::Bytes bundle = {'T', 'K', 'B', 1, static_cast<std::uint8_t>(direction)};
  base::append(bundle, crypto::key_id(receiver.bytes));
  base::append(bundle, crypto::seal(content, receiver, sides.entropy));
  return bundle;
}

TEST(Bundles, WithSomethingElseInTheSealAreMalformed) {
  TwoSides sides;
  for (const std::size_t size : {0u, 1u, 64u, 65u}) {
    EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(size, 1))), "malformed") << size;
    EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(size, 1))), "malformed") << size;
  }
  // A header length beyond the end.
  EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(100, 0xff))), "malformed");
  EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(100, 0xff))), "malformed");
  // A header that is none.
  EXPECT_EQ(sides.take_up(sealed_junk(sides, 'U', base::Bytes(100, 0))), "malformed");
}

TEST(Bundles, FromTheHubAreNotDecodedBeforeTheSignatureHolds) {
  TwoSides sides;
  EXPECT_EQ(sides.take_down(sealed_junk(sides, 'D', base::Bytes(100, 0))), "wrong_signature");
  const base::Bytes nonsense(40, 0x51);
  const auto signed_nonsense = [&](const crypto::SigningKey& key) {
    return seal_envelope(Direction::kDown, nonsense, {}, key, sides.node_seal.seal_to(), sides.entropy).bundle;
  };
  EXPECT_EQ(sides.take_down(signed_nonsense(sides.hub_sign)), "unknown_version");
  EXPECT_EQ(sides.take_down(signed_nonsense(sides.stranger_sign)), "wrong_signature");
}

TEST(Bundles, ChangedInsideTheSealAreRefusedOrSayTheSame) {
  // The receiver's own key can open and seal again; here it changes every bit in turn. Only bits that zstd does not
  // look at may pass, and then the chain says that the entries are the same.
  TwoSides sides;
  const base::Bytes up = sides.up();
  const base::Bytes content = *sides.hub_seal.open(base::ByteView(up).subspan(13));
  std::set<std::string> outcomes;
  for (std::size_t bit = 0; bit < content.size() * 8; ++bit) {
    base::Bytes changed = content;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const std::string outcome = sides.take_up(sealed_junk(sides, 'U', changed));
    ASSERT_TRUE(bit >= 64 * 8 || outcome == "wrong_signature") << bit;
    outcomes.insert(outcome);
  }
  outcomes.erase("taken");
  EXPECT_EQ(outcomes, (std::set<std::string>{"malformed", "wrong_signature", "broken_chain", "malformed_entries", "unknown_version"}));
}

}  // namespace
}  // namespace tirkeu::protocol
