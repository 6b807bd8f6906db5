#include "sync/wire/messages.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/wire/mutator.h"
#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

using testing::sample_down_header;
using testing::sample_entry;
using testing::sample_file;
using testing::sample_grant;
using testing::sample_up_header;

const base::Limits kLimits;

// One name for the five decoders, so that what must hold for all of them is said once.
Decoded<Entry> decode(const Entry&, base::ByteView bytes) {
  return decode_entry(bytes, kLimits);
}
Decoded<UpHeader> decode(const UpHeader&, base::ByteView bytes) {
  return decode_up_header(bytes, kLimits);
}
Decoded<DownHeader> decode(const DownHeader&, base::ByteView bytes) {
  return decode_down_header(bytes, kLimits);
}
Decoded<Grant> decode(const Grant&, base::ByteView bytes) {
  return decode_grant(bytes);
}
Decoded<EnrolmentFile> decode(const EnrolmentFile&, base::ByteView bytes) {
  return decode_enrolment_file(bytes);
}

template <class Message>
Message sample();
template <>
Entry sample() {
  return sample_entry();
}
template <>
UpHeader sample() {
  return sample_up_header();
}
template <>
DownHeader sample() {
  return sample_down_header();
}
template <>
Grant sample() {
  return sample_grant();
}
template <>
EnrolmentFile sample() {
  return sample_file();
}

template <class Message>
class EveryMessage : public ::testing::Test {};
using Messages = ::testing::Types<Entry, UpHeader, DownHeader, Grant, EnrolmentFile>;
TYPED_TEST_SUITE(EveryMessage, Messages);

TYPED_TEST(EveryMessage, ComesBackAndGivesTheSameBytesAgain) {
  const TypeParam message = sample<TypeParam>();
  const base::Bytes bytes = encode(message);
  EXPECT_EQ(bytes, encode(message));
  const auto decoded = decode(message, bytes);
  ASSERT_TRUE(decoded) << decoded.error().what;
  EXPECT_EQ(encode(*decoded), bytes);
}

TYPED_TEST(EveryMessage, CutAnywhereIsRefused) {
  const base::Bytes bytes = encode(sample<TypeParam>());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    const base::Bytes prefix(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_FALSE(decode(TypeParam{}, prefix)) << size;
  }
}

TYPED_TEST(EveryMessage, WithAnythingBehindItIsRefused) {
  for (const std::size_t more : {1u, 2u, 8u, 16u}) {
    for (const std::uint8_t filling : base::Bytes{0x00, 0x01, 0xff}) {
      base::Bytes bytes = encode(sample<TypeParam>());
      bytes.insert(bytes.end(), more, filling);
      EXPECT_FALSE(decode(TypeParam{}, bytes)) << more << " of " << int{filling};
    }
  }
}

TYPED_TEST(EveryMessage, OfZerosIsRefused) {
  for (std::size_t size = 0; size <= 256; size += 8) EXPECT_FALSE(decode(TypeParam{}, base::Bytes(size, 0)));
}

TYPED_TEST(EveryMessage, IsReadWithinItsBytesAfterAnyDamage) {
  testing::Mutator mutator(7);
  const base::Bytes sample_bytes = encode(sample<TypeParam>());
  for (int i = 0; i < 20'000; ++i) {
    base::Bytes bytes = mutator.mutate(sample_bytes);
    bytes.shrink_to_fit();
    const auto decoded = decode(TypeParam{}, bytes);
    if (!decoded) {
      ASSERT_FALSE(decoded.error().what.empty());
      ASSERT_LT(decoded.error().what.size(), 80u) << "a fault is a field's name, not a trace";
    } else {
      // Whatever was believed can be written and read again.
      ASSERT_TRUE(decode(TypeParam{}, encode(*decoded)));
    }
  }
}

TEST(Digests, OfEntriesDependOnWhatStandsBefore) {
  const base::Bytes entry = encode(sample_entry());
  const crypto::Digest first = entry_digest(testing::counting<32>(0), entry);
  EXPECT_NE(first, entry_digest(testing::counting<32>(1), entry));
  EXPECT_NE(first, entry_digest(testing::counting<32>(0), base::ByteView(entry).first(8)));
  const auto head = prefix8(first);
  EXPECT_TRUE(std::equal(head.begin(), head.end(), prefix16(first).begin()));
}

TEST(Digests, OfGenesisDifferForEveryLog) {
  std::set<crypto::Digest> seen;
  for (const std::uint8_t epoch : base::Bytes{1, 2}) {
    for (const base::Incarnation incarnation : {1u, 2u}) {
      for (const LogKind kind : {LogKind::kDepartment, LogKind::kIndex}) {
        seen.insert(genesis_digest(testing::counting<8>(epoch), incarnation, kind));
      }
    }
  }
  EXPECT_EQ(seen.size(), 8u);
  EXPECT_NE(grant_digest(encode(sample_grant())), grant_digest({}));
}

TEST(Refusals, HaveCodesOfTheirOwn) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(Refusal::kSuperseded); ++i) codes.insert(code_of(static_cast<Refusal>(i)));
  EXPECT_EQ(codes.size(), 10u);
  EXPECT_EQ(code_of(Refusal::kRewoundHub), "rewound_hub");
}

}  // namespace
}  // namespace tirkeu::wire
