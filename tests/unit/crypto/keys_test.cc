#include "sync/crypto/keys.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "tests/unit/crypto/seeded_entropy.h"

namespace tirkeu::crypto {
namespace {

using testing::SeededEntropy;

std::vector<Label> all_labels() {
  std::vector<Label> labels;
  for (int i = 0; i <= static_cast<int>(kLabelLast); ++i) labels.push_back(static_cast<Label>(i));
  return labels;
}

base::Bytes counting(std::size_t size) {
  base::Bytes bytes(size);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(i);
  return bytes;
}

base::Bytes text(std::string_view characters) {
  const base::ByteView view = base::bytes_of(characters);
  return {view.begin(), view.end()};
}

TEST(Labels, AreDistinctEndInNulAndNoneIsAPrefixOfAnother) {
  const std::vector<Label> labels = all_labels();
  for (const Label left : labels) {
    EXPECT_EQ(text_of(left).back(), '\0');
    EXPECT_EQ(text_of(left).find('\0'), text_of(left).size() - 1);
    EXPECT_TRUE(text_of(left).starts_with("tirkeu/v1/"));
    for (const Label right : labels) {
      EXPECT_EQ(text_of(right).starts_with(text_of(left)), left == right) << text_of(left);
    }
  }
}

TEST(LabelsDeathTest, EndWithTheLastOne) {
  // A label added behind kLabelLast would escape the tests of all labels.
  EXPECT_DEATH(text_of(static_cast<Label>(static_cast<int>(kLabelLast) + 1)), "a label that is none of ours");
}

TEST(Labels, ASignatureForOneUseVerifiesForNoOther) {
  SeededEntropy entropy(1);
  const SigningKey key = SigningKey::generate(entropy);
  const base::Bytes message = text("one message");
  for (const Label made_for : all_labels()) {
    const SignatureBytes signature = key.sign(made_for, message);
    for (const Label used_for : all_labels()) {
      EXPECT_EQ(key.verify_key().verify(used_for, message, signature), made_for == used_for);
    }
  }
}

TEST(Labels, CannotBeShiftedIntoTheMessage) {
  // "entry" + "-digest…" must not equal "entry-digest" + "…": the closing NUL stands between.
  EXPECT_NE(digest(Label::kEntry, text(std::string_view("-digest\0abc", 11))),
            digest(Label::kEntryDigest, text("abc")));
}

TEST(Digests, AreBlake2b256OfLabelNulBytes) {
  // Values from Python: hashlib.blake2b(b"tirkeu/v1/entry-digest\0abc", digest_size=32) and the keyed counterpart.
  EXPECT_EQ(base::to_hex(digest(Label::kEntryDigest, text("abc"))),
            "16162c772bf8950eba4d7e28f4c9c28ec5ba70b0a416cd100fa797f213c6fb4a");
  EXPECT_EQ(digest(Label::kEntryDigest, text("a"), text("bc")), digest(Label::kEntryDigest, text("abc")));
  EXPECT_EQ(base::to_hex(keyed_digest(Label::kLoginToken, counting(32), text("abc"))),
            "8cbe536cbfaee173a124fd1161487524303331c3c3f4eab4c652858865a71658");
}

TEST(DigestsDeathTest, WithAKeyTooShortToBeOneStopTheProgram) {
  EXPECT_DEATH(keyed_digest(Label::kLoginToken, {}, text("abc")), "key of 16 to 64 bytes");
  EXPECT_DEATH(keyed_digest(Label::kLoginToken, counting(65), text("abc")), "key of 16 to 64 bytes");
}

TEST(Equal, ComparesLengthsAndEveryByte) {
  const base::Bytes bytes = counting(32);
  EXPECT_TRUE(equal(bytes, bytes));
  EXPECT_TRUE(equal({}, {}));
  EXPECT_FALSE(equal(bytes, base::ByteView(bytes).first(31)));
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    base::Bytes other = bytes;
    other[i] ^= 0x80;
    EXPECT_FALSE(equal(bytes, other));
  }
}

TEST(Secrets, MoveTheirBytesAndLeaveNothingBehind) {
  Secret first{base::ByteView(counting(32))};
  Secret second(std::move(first));
  EXPECT_TRUE(first.view().empty());  // NOLINT: that is the point
  EXPECT_TRUE(equal(second.view(), counting(32)));
  Secret third;
  third = std::move(second);
  EXPECT_TRUE(equal(third.view(), counting(32)));
}

TEST(SigningKeys, ComeBackFromTheirSeed) {
  SeededEntropy entropy(2);
  const SigningKey key = SigningKey::generate(entropy);
  const SigningKey again = SigningKey::from_seed(key.seed());
  EXPECT_EQ(key.verify_key(), again.verify_key());
  EXPECT_EQ(key.sign(Label::kEntry, text("x")), again.sign(Label::kEntry, text("x")));
  SeededEntropy same(2);
  EXPECT_EQ(SigningKey::generate(same).verify_key(), key.verify_key());
}

TEST(SigningKeys, RefuseEveryChangedBit) {
  SeededEntropy entropy(3);
  const SigningKey key = SigningKey::generate(entropy);
  const base::Bytes message = text("held through 17");
  const SignatureBytes signature = key.sign(Label::kReceipt, message);
  ASSERT_TRUE(key.verify_key().verify(Label::kReceipt, message, signature));
  for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
    SignatureBytes changed = signature;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(key.verify_key().verify(Label::kReceipt, message, changed)) << bit;
  }
  for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
    base::Bytes changed = message;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(key.verify_key().verify(Label::kReceipt, changed, signature)) << bit;
  }
  for (std::size_t bit = 0; bit < 256; ++bit) {
    VerifyKey changed = key.verify_key();
    changed.bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(changed.verify(Label::kReceipt, message, signature)) << bit;
  }
}

TEST(SigningKeys, RefuseAMalleatedSignature) {
  SeededEntropy entropy(4);
  const SigningKey key = SigningKey::generate(entropy);
  const base::Bytes message = text("x");
  SignatureBytes signature = key.sign(Label::kEntry, message);
  // S + L: the order of the group, little-endian. RFC 8032 §5.1.7 demands S < L.
  const base::Bytes order = *base::from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += signature[32 + i] + order[i];
    signature[32 + i] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
  EXPECT_FALSE(key.verify_key().verify(Label::kEntry, message, signature));
}

TEST(VerifyKeys, OfSmallOrderOrNonCanonicalVerifyNothing) {
  // With the neutral point as key and as R, and S = 0, the equation holds for every message.
  SignatureBytes everything{};
  everything[0] = 1;
  VerifyKey neutral;
  neutral.bytes[0] = 1;
  EXPECT_FALSE(neutral.verify(Label::kEntry, text("x"), everything));
  // The same point written as p + 1.
  VerifyKey beyond;
  beyond.bytes.fill(0xff);
  beyond.bytes[0] = 0xee;
  beyond.bytes[31] = 0x7f;
  EXPECT_FALSE(beyond.verify(Label::kEntry, text("x"), everything));
  EXPECT_FALSE(VerifyKey{}.verify(Label::kEntry, text("x"), SignatureBytes{}));
}

TEST(Seal, IsOpenedByLibsodiumsOwnSealedBox) {
  // SealingKey::open() is crypto_box_seal_open; seal() is ours.
  SeededEntropy entropy(5);
  const SealingKey receiver = SealingKey::generate(entropy);
  for (const std::size_t size : {0u, 1u, 63u, 64u, 65u, 5000u}) {
    const base::Bytes message = counting(size);
    const base::Bytes sealed = seal(message, receiver.seal_to(), entropy);
    EXPECT_EQ(sealed.size(), size + kSealOverhead);
    EXPECT_EQ(receiver.open(sealed), message);
  }
}

TEST(Seal, ReplaysFromItsSeedAndNeverRepeatsWithinOne) {
  SeededEntropy keys(6);
  const SealingKey receiver = SealingKey::generate(keys);
  SeededEntropy first(7);
  SeededEntropy second(7);
  const base::Bytes sealed = seal(counting(10), receiver.seal_to(), first);
  EXPECT_EQ(sealed, seal(counting(10), receiver.seal_to(), second));
  EXPECT_NE(sealed, seal(counting(10), receiver.seal_to(), first));
}

TEST(Seal, OpensForNobodyElseAndAfterNoChange) {
  SeededEntropy entropy(8);
  const SealingKey receiver = SealingKey::generate(entropy);
  const SealingKey other = SealingKey::generate(entropy);
  const base::Bytes sealed = seal(counting(40), receiver.seal_to(), entropy);
  EXPECT_FALSE(other.open(sealed));
  for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
    base::Bytes changed = sealed;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    EXPECT_FALSE(receiver.open(changed)) << bit;
  }
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(receiver.open(base::ByteView(sealed).first(size)));
  }
  EXPECT_EQ(SealingKey::from_secret(receiver.secret()).open(sealed), counting(40));
}

TEST(Seal, RefusesAKeyOfSmallOrder) {
  SeededEntropy entropy(9);
  SealTo one;
  one.bytes[0] = 1;
  for (const SealTo& weak : {SealTo{}, one}) {
    EXPECT_FALSE(weak.usable());
    EXPECT_THROW(seal(counting(3), weak, entropy), std::invalid_argument);
  }
  EXPECT_TRUE(SealingKey::generate(entropy).seal_to().usable());
}

TEST(KeyNames, AreWhatTheHeaderSays) {
  // From Python: blake2b over label and bytes 0, 1, 2 …
  EXPECT_EQ(base::to_hex(key_id(counting(32))), "1de2622bf0af2656");
  EXPECT_EQ(fingerprint(counting(64)), "06789 38406 72248 50584 23607 19985");
}

TEST(SystemEntropy, GivesOtherBytesEachTime) {
  initialise();
  SystemEntropy entropy;
  std::set<base::Bytes> seen;
  for (int i = 0; i < 100; ++i) {
    base::Bytes bytes(16);
    entropy.fill(bytes);
    seen.insert(bytes);
  }
  EXPECT_EQ(seen.size(), 100u);
}

}  // namespace
}  // namespace tirkeu::crypto
