#include "sync/wire/messages.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "tests/unit/wire/samples.h"

namespace tirkeu::wire {
namespace {

using testing::sample_down_header;
using testing::sample_up_header;
const base::Limits kLimits;

std::string fault_of(const UpHeader& message) {
  const auto decoded = decode_up_header(encode(message), kLimits);
  return decoded ? "accepted" : decoded.error().what;
}

std::string fault_of(const DownHeader& message) {
  const auto decoded = decode_down_header(encode(message), kLimits);
  return decoded ? "accepted" : decoded.error().what;
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
  ASSERT_TRUE(header.succession);
  EXPECT_EQ(header.succession->grant, expected.succession->grant);
  EXPECT_EQ(header.succession->sign_key, expected.succession->sign_key);
  EXPECT_EQ(header.succession->seal_key, expected.succession->seal_key);
  EXPECT_EQ(header.succession->previous, 1023u);
  EXPECT_EQ(header.succession->head, 77u);
  EXPECT_EQ(header.succession->head_digest, expected.succession->head_digest);
  EXPECT_EQ(header.succession->signature, expected.succession->signature);
}

TEST(UpHeader, LeavesOutWhatIsAbsent) {
  UpHeader header = sample_up_header();
  header.enrolment.reset();
  header.succession.reset();
  header.hub_epoch.reset();
  header.cursors.clear();
  const UpHeader decoded = *decode_up_header(encode(header), kLimits);
  EXPECT_FALSE(decoded.enrolment);
  EXPECT_FALSE(decoded.hub_epoch);
  EXPECT_TRUE(decoded.cursors.empty());
  EXPECT_FALSE(decoded.complete);
  header.program.clear();
  EXPECT_LT(encode(header).size(), 40u) << "a round without news must stay cheap";
}

TEST(UpHeader, RefusesWhatNoNodeSends) {
  const auto with = [](auto change) {
    UpHeader header = sample_up_header();
    change(header);
    return fault_of(header);
  };
  EXPECT_EQ(with([](UpHeader& h) { h.section.first = 0; }), "up header: section.firstSequence");
  EXPECT_EQ(with([](UpHeader& h) { h.section.first = (1ull << 63) - 2; }), "up header: section.firstSequence");
  EXPECT_EQ(with([](UpHeader& h) { h.section.count = 5001; }), "up header: section.count");
  EXPECT_EQ(with([](UpHeader& h) { h.cursors[1].incarnation = 0; }), "up header: cursors.incarnation");
  EXPECT_EQ(with([](UpHeader& h) { h.codec = static_cast<Codec>(7); }), "up header: codec is not known to this version");
  EXPECT_EQ(with([](UpHeader& h) { h.enrolment->seal_key = {}; }), "up header: enrolment.sealKey");
  EXPECT_EQ(with([](UpHeader& h) { h.succession->seal_key = {}; }), "up header: succession.sealKey");
  EXPECT_EQ(with([](UpHeader& h) { h.succession->previous = 0; }), "up header: succession.previous");
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
  ASSERT_EQ(header.introduced.size(), 2u);
  EXPECT_EQ(header.introduced[0].incarnation, 1025u);
  EXPECT_EQ(header.introduced[0].office, 3);
  EXPECT_EQ(header.introduced[0].sign_key, expected.introduced[0].sign_key);
  EXPECT_EQ(header.introduced[0].base, expected.introduced[0].base);
  EXPECT_EQ(header.introduced[1].kind, LogKind::kDepartment);
  EXPECT_EQ(header.introduced[1].office, -1);
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
  EXPECT_EQ(with([](DownHeader& h) { h.refusal = static_cast<Refusal>(11); }), "down header: refusal is not known to this version");
  EXPECT_EQ(with([](DownHeader& h) { h.sections[0].kind = static_cast<LogKind>(9); }), "down header: section.kind is not known to this version");
  EXPECT_EQ(with([](DownHeader& h) { h.horizon[1].held_through = base::Instant::max(); }), "down header: horizon.heldThrough");
}

TEST(DownHeader, TheFullestOneFitsItsLimits) {
  DownHeader header = sample_down_header();
  header.receipt.quarantined.assign(kQuarantinedMax, (1ull << 63) - 1);
  Section section{base::kIncarnationMax, LogKind::kVerdicts, 1ull << 62, 19, testing::counting<16>(200)};
  header.sections.assign(kSectionsMax, section);
  header.horizon.assign(kHorizonMax, {255, testing::at_ms(1'794'999'960'000)});
  header.introduced.assign(kIntroducedMax, {base::kIncarnationMax, LogKind::kOffice, 255, {testing::counting<32>(1)}, testing::counting<32>(2)});
  header.program = std::string(kProgramBytesMax, 'x');
  const base::Bytes bytes = encode(header);
  EXPECT_LT(bytes.size(), 1u << 16) << "a bundle writes the header's length in two bytes";
  EXPECT_TRUE(decode_down_header(bytes, kLimits));
  header.receipt.quarantined.push_back(1);
  EXPECT_THROW(encode(header), std::length_error);
}

TEST(DownHeader, TheReceiverNeedNotBeToldWhatItSaid) {
  DownHeader header = sample_down_header();
  header.receipt.department_sequence = 0;
  header.receipt.department_digest = {};
  header.refusal = Refusal::kNone;
  header.receipt.quarantined.clear();
  header.program.clear();
  header.contents.clear();
  header.introduced.clear();
  header.sections.resize(1);
  header.horizon.resize(1);
  const base::Bytes bytes = encode(header);
  EXPECT_LT(bytes.size(), 70u);
  const DownHeader decoded = *decode_down_header(bytes, kLimits);
  EXPECT_EQ(decoded.receipt.department_sequence, 0u);
  EXPECT_EQ(decoded.refusal, Refusal::kNone);
  EXPECT_TRUE(decoded.receipt.quarantined.empty());
}

TEST(DownHeader, HorizonsAroundTheReceiptsMinuteAndFarFromIt) {
  DownHeader header = sample_down_header();
  header.receipt.hub_time = testing::at_ms(1'795'000'000'000);
  const auto minute = [](std::int64_t number) { return base::Instant{std::chrono::minutes{number}}; };
  header.horizon = {{1, minute(29'916'666)}, {2, minute(29'916'667)}, {3, minute(29'916'668)}, {4, minute(1)}, {5, minute(4'294'967'295)}, {6, minute(0)}};
  const DownHeader decoded = *decode_down_header(encode(header), kLimits);
  for (std::size_t i = 0; i < header.horizon.size(); ++i) {
    EXPECT_EQ(decoded.horizon.at(i).office, header.horizon[i].office);
    EXPECT_EQ(decoded.horizon.at(i).held_through, header.horizon[i].held_through) << i;
  }
}

TEST(Headers, EveryOneHasOneForm) {
  // What decodes, written again, is the same bytes: no bit of a header is free for anybody to play with.
  const auto check = [](const base::Bytes& bytes, auto decode) {
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      base::Bytes changed = bytes;
      changed[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
      const auto decoded = decode(changed, kLimits);
      if (decoded) {
        ASSERT_EQ(encode(*decoded), changed) << bit;
      }
    }
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      const auto cut = decode(base::ByteView(bytes).first(size), kLimits);
      if (cut) {
        ASSERT_EQ(encode(*cut).size(), size);
      }
    }
  };
  check(encode(sample_up_header()), decode_up_header);
  check(encode(sample_down_header()), decode_down_header);
}

TEST(Headers, ThatUnpackWithoutEndAreRefusedWithoutMemory) {
  // Two bytes of a zero run give 2 KiB: 40 of them pass the 64 KiB of a header.
  base::Bytes bomb;
  for (int i = 0; i < 40; ++i) bomb.insert(bomb.end(), {0x00, 0xff});
  UpHeader up = sample_up_header();
  up.enrolment.reset();
  up.succession.reset();
  up.program.clear();
  base::Bytes bytes = encode(up);
  bytes[0] |= 1u << 5;  // A message follows, it says.
  base::append(bytes, bomb);
  EXPECT_EQ(decode_up_header(bytes, kLimits).error().what, "up header: does not unpack within its limit");
  DownHeader down = sample_down_header();
  down.receipt.quarantined.clear();
  down.program.clear();
  down.introduced.clear();
  bytes = encode(down);
  bytes[0] |= 1u << 6;
  base::append(bytes, bomb);
  EXPECT_EQ(decode_down_header(bytes, kLimits).error().what, "down header: does not unpack within its limit");
  base::Limits tight;
  tight.header_bytes_max = 100;
  EXPECT_FALSE(decode_up_header(encode(sample_up_header()), tight));
}

}  // namespace
}  // namespace tirkeu::wire
