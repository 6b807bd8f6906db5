#include "sync/wire/messages.h"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

#include "mutator.h"
#include "samples.h"

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
std::string fault_of(const Message& message) {
  const auto decoded = decode(message, encode(message));
  return decoded ? "accepted" : decoded.error().what;
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

TEST(Entry, KeepsEveryField) {
  const Entry entry = *decode_entry(encode(sample_entry()), kLimits);
  const Entry expected = sample_entry();
  EXPECT_EQ(entry.incarnation, expected.incarnation);
  EXPECT_EQ(entry.sequence, expected.sequence);
  EXPECT_EQ(entry.recorded_at, expected.recorded_at);
  EXPECT_EQ(entry.boot_id, expected.boot_id);
  EXPECT_EQ(entry.boot_time, expected.boot_time);
  EXPECT_EQ(entry.clock_flags, expected.clock_flags);
  EXPECT_EQ(entry.last_receipt, expected.last_receipt);
  EXPECT_EQ(entry.schema, expected.schema);
  EXPECT_EQ(entry.changeset, expected.changeset);
}

TEST(Entry, HasTheBytesItAlwaysHad) {
  // Chains of offices hang on these bytes. `capnp decode --flat schema/wire/messages.capnp Entry` reads them.
  EXPECT_EQ(base::to_hex(encode(sample_entry())),
            "0000000004000400000400000500000011000000000000007b5e56eea1010000005c2605000000000d00000082000000"
            "1100000082000000150000004200000015000000520000000102030405060708090a0b0c0d0e0f1065666768696a6b6c"
            "6d6e6f7071727374c9cacbcccdcecfd054010203040506070809000000000000");
}

TEST(Entry, RefusesNumbersOutOfRange) {
  const auto with = [](auto change) {
    Entry entry = sample_entry();
    change(entry);
    return fault_of(entry);
  };
  EXPECT_EQ(with([](Entry& e) { e.incarnation = 0; }), "entry: incarnation");
  EXPECT_EQ(with([](Entry& e) { e.incarnation = base::kIncarnationMax + 1; }), "entry: incarnation");
  EXPECT_EQ(with([](Entry& e) { e.sequence = 0; }), "entry: sequence");
  EXPECT_EQ(with([](Entry& e) { e.sequence = 1ull << 63; }), "entry: sequence");
  EXPECT_EQ(with([](Entry& e) { e.recorded_at = base::Instant::max(); }), "entry: recordedAt");
  EXPECT_EQ(with([](Entry& e) { e.recorded_at = base::Instant::min(); }), "entry: recordedAt");
  EXPECT_EQ(with([](Entry& e) { e.recorded_at = testing::at_ms(-1); }), "accepted") << "a clock may stand before 1970";
  EXPECT_EQ(with([](Entry& e) { e.boot_time = base::Milliseconds{-1}; }), "entry: bootTime");
}

TEST(Entry, RefusesAChangesetAboveTheLimit) {
  base::Limits limits;
  limits.changeset_bytes_max = 9;
  EXPECT_EQ(decode_entry(encode(sample_entry()), limits).error().what, "entry: changeset");
  limits.changeset_bytes_max = 10;
  EXPECT_TRUE(decode_entry(encode(sample_entry()), limits));
  Entry large = sample_entry();
  large.changeset.resize(5000);
  EXPECT_EQ(decode_entry(encode(large), limits).error().what, "entry: too long");
  large.changeset.resize(kLimits.changeset_bytes_max);
  EXPECT_EQ(decode_entry(encode(large), kLimits)->changeset, large.changeset);
}

TEST(Entry, RefusesKeysAndDigestsOfAnotherLength) {
  // The pointers stand behind root (8 bytes) and numbers (32); each has its length times 8, plus 2, from its byte 4 on.
  // The bytes that the shortened value leaves over are padding and must be zero.
  const auto shortened = [](std::size_t pointer_at, std::size_t length, std::size_t value_at, std::size_t shorter) {
    base::Bytes bytes = encode(sample_entry());
    EXPECT_EQ(bytes[pointer_at + 4], length * 8 + 2);
    bytes[pointer_at + 4] = static_cast<std::uint8_t>(shorter * 8 + 2);
    EXPECT_EQ(decode_entry(bytes, kLimits).error().what, "entry: not in its one form");
    for (std::size_t i = shorter; i < length; ++i) bytes[value_at + i] = 0;
    return decode_entry(bytes, kLimits).error().what;
  };
  EXPECT_EQ(shortened(40, 16, 72, 15), "entry: bootId");
  EXPECT_EQ(shortened(48, 16, 88, 9), "entry: lastReceipt");
  EXPECT_EQ(shortened(56, 8, 104, 7), "entry: schema");
}

TEST(Entry, HasOneFormOnly) {
  // Every single change of a bit gives another entry or none: never the same entry in other bytes. Bytes 14 and 15 are
  // free in the wire schema; there a newer program may have a field that this one does not know.
  const base::Bytes bytes = encode(sample_entry());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    base::Bytes changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    const auto decoded = decode_entry(changed, kLimits);
    ASSERT_TRUE(!decoded || encode(*decoded) != bytes || bit / 16 == 7) << bit;
  }
}

TEST(UpHeader, KeepsEveryField) {
  const UpHeader header = *decode_up_header(encode(sample_up_header()), kLimits);
  const UpHeader expected = sample_up_header();
  EXPECT_EQ(header.incarnation, expected.incarnation);
  EXPECT_EQ(header.sign_key, expected.sign_key);
  EXPECT_EQ(header.section.first, 18u);
  EXPECT_EQ(header.section.count, 3u);
  EXPECT_EQ(header.section.head, expected.section.head);
  ASSERT_EQ(header.cursors.size(), 2u);
  EXPECT_EQ(header.cursors[0].sequence, 900u);
  EXPECT_EQ(header.cursors[1].digest, expected.cursors[1].digest);
  EXPECT_EQ(header.last_receipt_number, 41u);
  EXPECT_EQ(header.codec, Codec::kZstd);
  ASSERT_TRUE(header.enrolment);
  EXPECT_EQ(header.enrolment->grant, expected.enrolment->grant);
  EXPECT_EQ(header.enrolment->sign_key, expected.enrolment->sign_key);
  EXPECT_EQ(header.enrolment->seal_key, expected.enrolment->seal_key);
  EXPECT_EQ(header.enrolment->proof, expected.enrolment->proof);
  EXPECT_EQ(header.program, expected.program);
  EXPECT_EQ(header.sent_at, expected.sent_at);
  EXPECT_EQ(header.clock_flags, 1u);
  EXPECT_EQ(header.hub_epoch, expected.hub_epoch);
}

TEST(UpHeader, LeavesOutWhatIsAbsent) {
  UpHeader header = sample_up_header();
  header.enrolment.reset();
  header.hub_epoch.reset();
  header.cursors.clear();
  const base::Bytes bytes = encode(header);
  const UpHeader decoded = *decode_up_header(bytes, kLimits);
  EXPECT_FALSE(decoded.enrolment);
  EXPECT_FALSE(decoded.hub_epoch);
  EXPECT_TRUE(decoded.cursors.empty());
  EXPECT_LT(bytes.size(), 140u) << "a round without news must stay cheap";
}

TEST(UpHeader, RefusesWhatNoNodeSends) {
  const auto with = [](auto change) {
    UpHeader header = sample_up_header();
    change(header);
    return fault_of(header);
  };
  EXPECT_EQ(with([](UpHeader& h) { h.section.incarnation = 1025; }), "up header: section.incarnation");
  EXPECT_EQ(with([](UpHeader& h) { h.section.kind = LogKind::kIndex; }), "up header: section.kind");
  EXPECT_EQ(with([](UpHeader& h) { h.section.kind = static_cast<LogKind>(9); }), "up header: section.kind");
  EXPECT_EQ(with([](UpHeader& h) { h.section.first = 0; }), "up header: section.firstSequence");
  EXPECT_EQ(with([](UpHeader& h) { h.section.first = (1ull << 63) - 2; }), "up header: section.firstSequence");
  EXPECT_EQ(with([](UpHeader& h) { h.section.count = 5001; }), "up header: section.count");
  EXPECT_EQ(with([](UpHeader& h) { h.cursors[1].incarnation = 0; }), "up header: cursors.incarnation");
  EXPECT_EQ(with([](UpHeader& h) { h.codec = static_cast<Codec>(3); }), "up header: codec");
  EXPECT_EQ(with([](UpHeader& h) { h.enrolment->seal_key = {}; }), "up header: enrolment.sealKey");
  EXPECT_EQ(with([](UpHeader& h) { h.program = "\xff"; }), "up header: program");
  EXPECT_EQ(with([](UpHeader& h) { h.sent_at = base::Instant::max(); }), "up header: sentAt");
}

TEST(UpHeader, TooManyCursorsAreTheWritersFault) {
  UpHeader header = sample_up_header();
  header.cursors.resize(kCursorsMax, header.cursors.front());
  EXPECT_EQ(fault_of(header), "accepted");
  header.cursors.push_back(header.cursors.front());
  EXPECT_THROW(encode(header), std::length_error);
}

TEST(DownHeader, KeepsEveryField) {
  const DownHeader header = *decode_down_header(encode(sample_down_header()), kLimits);
  const DownHeader expected = sample_down_header();
  EXPECT_EQ(header.receipt.epoch, expected.receipt.epoch);
  EXPECT_EQ(header.receipt.incarnation, 1024u);
  EXPECT_EQ(header.receipt.sign_key, expected.receipt.sign_key);
  EXPECT_EQ(header.receipt.number, 42u);
  EXPECT_EQ(header.receipt.held_through, 20u);
  EXPECT_EQ(header.receipt.applied_through, 19u);
  EXPECT_EQ(header.receipt.mirrored_through, 15u);
  EXPECT_EQ(header.receipt.quarantined, expected.receipt.quarantined);
  EXPECT_EQ(header.receipt.digest, expected.receipt.digest);
  EXPECT_EQ(header.receipt.hub_time, expected.receipt.hub_time);
  EXPECT_EQ(header.receipt.department_sequence, 901u);
  EXPECT_EQ(header.receipt.department_digest, expected.receipt.department_digest);
  ASSERT_EQ(header.sections.size(), 3u);
  EXPECT_EQ(header.sections[1].kind, LogKind::kIndex);
  EXPECT_EQ(header.sections[2].head, expected.sections[2].head);
  ASSERT_EQ(header.horizon.size(), 2u);
  EXPECT_EQ(header.horizon[0].held_through, testing::at_ms(0));
  EXPECT_EQ(header.horizon[1].office, 3u);
  EXPECT_EQ(header.horizon[1].held_through, expected.horizon[1].held_through);
  EXPECT_EQ(header.codec, Codec::kStored);
  EXPECT_EQ(header.refusal, Refusal::kLateEnrolment);
  EXPECT_EQ(header.program, expected.program);
  EXPECT_TRUE(header.more);
}

TEST(DownHeader, RefusesWhatNoHubSends) {
  const auto with = [](auto change) {
    DownHeader header = sample_down_header();
    change(header);
    return fault_of(header);
  };
  EXPECT_EQ(with([](DownHeader& h) { h.receipt.incarnation = 0; }), "down header: receipt.incarnation");
  EXPECT_EQ(with([](DownHeader& h) { h.receipt.held_through = 1ull << 63; }), "down header: receipt.heldThrough");
  EXPECT_EQ(with([](DownHeader& h) { h.receipt.quarantined[1] = 1ull << 63; }), "down header: receipt.quarantined");
  EXPECT_EQ(with([](DownHeader& h) { h.sections[0].count = h.sections[1].count = 2501; }),
            "down header: sections.count");
  EXPECT_EQ(with([](DownHeader& h) { h.refusal = static_cast<Refusal>(9); }), "down header: refusal");
}

TEST(DownHeader, TheFullestOneFitsItsLimits) {
  DownHeader header = sample_down_header();
  header.receipt.quarantined.assign(kQuarantinedMax, (1ull << 63) - 1);
  Section section{base::kIncarnationMax, LogKind::kVerdicts, 1ull << 62, 19, testing::counting<32>(200)};
  header.sections.assign(kSectionsMax, section);
  header.horizon.assign(kHorizonMax, {255, testing::at_ms(1'794'999'960'000)});
  header.program = std::string(kProgramBytesMax, 'x');
  const base::Bytes bytes = encode(header);
  EXPECT_LT(bytes.size(), 1u << 16) << "a bundle writes the header's length in two bytes";
  EXPECT_TRUE(decode_down_header(bytes, kLimits));
  header.receipt.quarantined.push_back(1);
  EXPECT_THROW(encode(header), std::length_error);
}

TEST(Headers, ThatUnpackWithoutEndAreRefusedWithoutMemory) {
  // Two bytes of a zero run give 2 KiB: 40 of them pass the 64 KiB of a header.
  base::Bytes bomb;
  for (int i = 0; i < 40; ++i) bomb.insert(bomb.end(), {0x00, 0xff});
  EXPECT_EQ(decode_up_header(bomb, kLimits).error().what, "up header: does not unpack within its limit");
  EXPECT_EQ(decode_down_header(bomb, kLimits).error().what, "down header: does not unpack within its limit");
  base::Limits tight;
  tight.header_bytes_max = 100;
  EXPECT_FALSE(decode_up_header(encode(sample_up_header()), tight));
}

TEST(Grant, KeepsEveryField) {
  const Grant grant = *decode_grant(encode(sample_grant()));
  const Grant expected = sample_grant();
  EXPECT_EQ(grant.id, expected.id);
  EXPECT_EQ(grant.department, 6u);
  EXPECT_EQ(grant.office, 3u);
  EXPECT_EQ(grant.first_incarnation, 1032u);
  EXPECT_EQ(grant.incarnations, 8u);
  EXPECT_EQ(grant.epoch, expected.epoch);
  EXPECT_EQ(grant.issued_at, expected.issued_at);
  EXPECT_EQ(grant.expires_at, expected.expires_at);
  EXPECT_EQ(grant.hub_url, expected.hub_url);
  EXPECT_EQ(grant.root_key, expected.root_key);
  EXPECT_EQ(grant.hub_sign_key, expected.hub_sign_key);
  EXPECT_EQ(grant.hub_seal_key, expected.hub_seal_key);
  EXPECT_EQ(grant.hub_keys_signature, expected.hub_keys_signature);
  EXPECT_EQ(grant.hub_tls_fingerprint, expected.hub_tls_fingerprint);
  ASSERT_EQ(grant.hub_logs.size(), 2u);
  EXPECT_EQ(grant.hub_logs[1].head, expected.hub_logs[1].head);
}

TEST(Grant, RefusesNumbersThatNoHubGrants) {
  const auto with = [](auto change) {
    Grant grant = sample_grant();
    change(grant);
    return fault_of(grant);
  };
  EXPECT_EQ(with([](Grant& g) { g.department = 0; }), "grant: department");
  EXPECT_EQ(with([](Grant& g) { g.department = 64; }), "grant: department");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = 1023; }), "grant: firstIncarnation");
  EXPECT_EQ(with([](Grant& g) { g.incarnations = 0; }), "grant: incarnations");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = base::kIncarnationMax - 6; }), "grant: incarnations");
  EXPECT_EQ(with([](Grant& g) { g.first_incarnation = base::kIncarnationMax - 7; }), "accepted");
  EXPECT_EQ(with([](Grant& g) { g.hub_seal_key = {}; }), "grant: hubSealKey");
  EXPECT_EQ(with([](Grant& g) { g.hub_tls_fingerprint.pop_back(); }), "grant: hubTlsFingerprint");
  EXPECT_EQ(with([](Grant& g) { g.hub_logs[0].count = 1; }), "grant: section.count");
}

TEST(Grant, RefusesAnAddressWithANulInIt) {
  base::Bytes bytes = encode(sample_grant());
  const std::string_view url = "http://10.6";
  const auto at = std::search(bytes.begin(), bytes.end(), url.begin(), url.end());
  ASSERT_NE(at, bytes.end());
  at[3] = 0;
  EXPECT_EQ(decode_grant(bytes).error().what, "grant: hubUrl");
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
        seen.insert(genesis_digest(testing::counting<16>(epoch), incarnation, kind));
      }
    }
  }
  EXPECT_EQ(seen.size(), 8u);
  EXPECT_NE(grant_digest(encode(sample_grant())), grant_digest({}));
}

TEST(Refusals, HaveCodesOfTheirOwn) {
  std::set<std::string_view> codes;
  for (int i = 0; i <= static_cast<int>(Refusal::kRewoundHub); ++i) codes.insert(code_of(static_cast<Refusal>(i)));
  EXPECT_EQ(codes.size(), 9u);
  EXPECT_EQ(code_of(Refusal::kRewoundHub), "rewound_hub");
}

}  // namespace
}  // namespace tirkeu::wire
