// A bundle that was damaged on the way, or meant for somebody else, is refused with its reason and changes nothing: neither at
// the hub nor at a node. Every byte and every length of a real round in both directions.
#include <gtest/gtest.h>

#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

using protocol::BundleFault;

// Layout of the clear part; see sync/protocol/bundle.h.
constexpr std::size_t kVersionAt = 3;
constexpr std::size_t kDirectionAt = 4;
constexpr std::size_t kClearBytes = 13;

/// What a flipped byte at `at` must be refused as.
BundleFault fault_of_flip(std::size_t at) {
  if (at < kVersionAt) return BundleFault::kNotABundle;
  if (at == kVersionAt) return BundleFault::kUnknownVersion;
  if (at == kDirectionAt) return BundleFault::kDamaged;
  if (at < kClearBytes) return BundleFault::kWrongReceiver;
  return BundleFault::kDamaged;
}

class Damage : public TwoOffices {
 protected:
  /// Everything that a bundle could change at the hub: entries, receipts, cases, quarantine, its own logs and its clock.
  std::string hub_fingerprint() {
    std::string text;
    store::Statement counts(hub_->database(),
                            "SELECT (SELECT count(*) FROM entry) || ' ' || (SELECT count(*) FROM receipt) || ' ' || "
                            "(SELECT count(*) FROM case_state) || ' ' || (SELECT count(*) FROM quarantine) || ' ' || "
                            "(SELECT count(*) FROM node) || ' ' || (SELECT count(*) FROM transfer) || ' ' || "
                            "(SELECT value FROM setting WHERE name = 'hub.time')");
    counts.step();
    return counts.text(0);
  }
  std::string node_fingerprint(Office& office) {
    store::Statement counts(office->database(),
                            "SELECT (SELECT count(*) FROM entry) || ' ' || (SELECT count(*) FROM receipt) || ' ' || "
                            "(SELECT count(*) FROM case_state) || ' ' || (SELECT count(*) FROM transfer) || ' ' || "
                            "(SELECT count(*) FROM setting) || ' ' || (SELECT count(*) FROM horizon)");
    counts.step();
    return counts.text(0);
  }
  hub::AdmissionReport admit(base::ByteView bundle) {
    return hub_->admission().admit(bundle, hub::Admission::Road::kStick, 1u << 20);
  }
};

TEST_F(Damage, EveryFlippedByteOfABundleToTheHubIsRefusedAndChangesNothing) {
  round(two_);
  accepted(two_);
  const base::Bytes bundle = two_->round().make_up(1u << 20).bundle;
  const std::string before = hub_fingerprint();
  for (std::size_t at = 0; at < bundle.size(); ++at) {
    base::Bytes damaged = bundle;
    damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1u << (at % 8)));
    const hub::AdmissionReport report = admit(damaged);
    ASSERT_TRUE(report.fault) << "byte " << at;
    const bool other_direction = at == kDirectionAt && *report.fault == BundleFault::kWrongDirection;
    ASSERT_TRUE(*report.fault == fault_of_flip(at) || other_direction) << "byte " << at << ": " << code_of(*report.fault);
    ASSERT_FALSE(report.answer) << "byte " << at;
  }
  EXPECT_EQ(hub_fingerprint(), before);
  EXPECT_EQ(admit(bundle).entries, 1u) << "the sound bundle is still taken afterwards";
}

TEST_F(Damage, EveryTruncationOfABundleToTheHubIsRefusedAndChangesNothing) {
  round(two_);
  accepted(two_);
  const base::Bytes bundle = two_->round().make_up(1u << 20).bundle;
  const std::string before = hub_fingerprint();
  for (std::size_t length = 0; length < bundle.size(); ++length) {
    const hub::AdmissionReport report = admit(base::ByteView(bundle).first(length));
    ASSERT_TRUE(report.fault) << "length " << length;
    ASSERT_TRUE(*report.fault == (length < kVersionAt ? BundleFault::kNotABundle : BundleFault::kDamaged))
        << "length " << length << ": " << code_of(*report.fault);
  }
  EXPECT_EQ(hub_fingerprint(), before);
}

TEST_F(Damage, EveryFlippedByteAndTruncationOfAnAnswerIsRefusedAndChangesNothing) {
  accepted(two_);
  const base::Bytes answer = answer_for(two_);
  const std::string before = node_fingerprint(two_);
  for (std::size_t at = 0; at < answer.size(); ++at) {
    base::Bytes damaged = answer;
    damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1u << (at % 8)));
    const auto flipped = two_->round().take_down(damaged);
    ASSERT_FALSE(flipped) << "byte " << at;
    ASSERT_EQ(flipped.error().kind, node::DownFault::Kind::kBundle) << "byte " << at;
    const bool other_direction = at == kDirectionAt && flipped.error().bundle_fault == BundleFault::kWrongDirection;
    ASSERT_TRUE(flipped.error().bundle_fault == fault_of_flip(at) || other_direction) << "byte " << at;
    const auto cut = two_->round().take_down(base::ByteView(answer).first(at));
    ASSERT_FALSE(cut) << "length " << at;
  }
  EXPECT_EQ(node_fingerprint(two_), before);
  EXPECT_TRUE(two_->round().take_down(answer)) << "the sound answer is still taken afterwards";
}

TEST_F(Damage, AnAnswerForAnotherOfficeIsRefusedAsSomebodyElses) {
  accepted(two_);
  const base::Bytes answer = answer_for(two_);
  const auto down = three_->round().take_down(answer);
  ASSERT_FALSE(down);
  EXPECT_EQ(down.error().bundle_fault, BundleFault::kWrongReceiver);
}

TEST_F(Damage, ABundleOfAnUnknownSenderIsRefusedWithoutAnAnswer) {
  // A node of the same office number, but of another department's hub: its grant is not ours.
  SeededEntropy stranger(99);
  wire::UpHeader header;
  header.incarnation = base::kFirstNodeIncarnation + 800;
  const crypto::SigningKey key = crypto::SigningKey::generate(stranger);
  header.sign_key = wire::mark_of(crypto::key_id(key.verify_key().bytes));
  header.section.first = 1;
  header.section.incarnation = header.incarnation;
  header.program = "stranger";
  const base::Bytes bundle = protocol::write_up(header, {}, key, two_->identity().grant().hub_seal_key, stranger);
  const std::string before = hub_fingerprint();
  const hub::AdmissionReport report = admit(bundle);
  EXPECT_EQ(report.refusal, wire::Refusal::kUnknownSender);
  EXPECT_FALSE(report.answer);
  EXPECT_EQ(hub_fingerprint(), before);
}

TEST_F(Damage, ABundleThatSomebodyElseSignedInAKnownNodesNameIsRefused) {
  round(two_);
  SeededEntropy stranger(98);
  const crypto::SigningKey key = crypto::SigningKey::generate(stranger);
  wire::UpHeader header;
  header.incarnation = two_->identity().incarnation();
  header.sign_key = wire::mark_of(crypto::key_id(two_->logs().log(header.incarnation)->sign_key.bytes));
  header.section.first = 1;
  header.section.incarnation = header.incarnation;
  const base::Bytes bundle = protocol::write_up(header, {}, key, two_->identity().grant().hub_seal_key, stranger);
  const std::string before = hub_fingerprint();
  const hub::AdmissionReport report = admit(bundle);
  ASSERT_TRUE(report.fault);
  EXPECT_EQ(*report.fault, BundleFault::kWrongSignature);
  EXPECT_EQ(hub_fingerprint(), before);
}

TEST_F(Damage, AReplayedBundleAddsNothing) {
  round(two_);
  accepted(two_);
  const base::Bytes bundle = two_->round().make_up(1u << 20).bundle;
  EXPECT_EQ(admit(bundle).entries, 1u);
  for (int again = 0; again < 5; ++again) {
    const hub::AdmissionReport report = admit(bundle);
    EXPECT_EQ(report.result, hub::AdmissionReport::Result::kNothingNew);
    EXPECT_EQ(report.entries, 0u);
  }
  EXPECT_EQ(hub_->status().applications, 1u);
}

}  // namespace
}  // namespace tirkeu::testing
