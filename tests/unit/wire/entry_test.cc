#include "sync/wire/messages.h"

#include <gtest/gtest.h>

#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

using testing::sample_entry;
const base::Limits kLimits;

std::string fault_of(const Entry& message) {
  const auto decoded = decode_entry(encode(message), kLimits);
  return decoded ? "accepted" : decoded.error().what;
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

}  // namespace
}  // namespace tirkeu::wire
