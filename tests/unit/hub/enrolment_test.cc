#include "hub/enrolment_desk.h"

#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class Enrolment : public DepartmentTest {
 protected:
  static constexpr int kOffice = 3;
  base::Bytes file = hub->enrolment_desk().write(kOffice, {}).file;
  std::unique_ptr<ScriptedNode> node = node_with(file, kOffice);
};

TEST_F(Enrolment, TheFirstBundleBindsItsKey) {
  const store::Acceptance accepted = node->accept(application_of("U1"));
  const AdmissionReport report = round(*node);
  EXPECT_EQ(report.result, Result::kTaken);
  EXPECT_EQ(report.office, "KZ-06-03");
  EXPECT_EQ(report.entries, 1u);
  EXPECT_EQ(report.applications, 1u);
  EXPECT_EQ(record(*node).sign_key, node->sign.verify_key());
  EXPECT_EQ(hub->book().acceptance(accepted.id)->application, accepted.application);
  EXPECT_EQ(down.receipt.held_through, 1u);
  EXPECT_EQ(down.receipt.number, 1u);
}

TEST_F(Enrolment, TheSameBundleAgainIsHarmless) {
  node->accept(application_of("U1"));
  const base::Bytes bundle = node->up();
  EXPECT_EQ(admit(bundle).result, Result::kTaken);
  const crypto::Digest digest = *hub->logs().digest_at(node->incarnation, 1);
  const AdmissionReport again = admit(bundle);
  EXPECT_EQ(again.result, Result::kNothingNew);
  EXPECT_EQ(again.refusal, wire::Refusal::kNone);
  EXPECT_EQ(hub->logs().digest_at(node->incarnation, 1), digest);
  EXPECT_EQ(node->take(*again.answer).receipt.digest, wire::prefix8(digest));
  EXPECT_EQ(count("application"), 1);
  EXPECT_EQ(count("node"), 1);
  EXPECT_EQ(count("claim"), 1);
}

TEST_F(Enrolment, ASecondKeyWithTheSameFileIsKeptAndAnswered) {
  EXPECT_EQ(round(*node).result, Result::kNothingNew);
  const std::unique_ptr<ScriptedNode> second = node_with(file, kOffice);
  second->accept(application_of("U2"));
  const base::Bytes bundle = second->up();
  const AdmissionReport report = admit(bundle);
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(report.refusal, wire::Refusal::kSecondKey);
  ASSERT_TRUE(report.answer);
  const wire::DownHeader answer = second->open(*report.answer).header();
  EXPECT_EQ(answer.refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(answer.receipt.number, 0u);
  EXPECT_TRUE(answer.sections.empty());
  EXPECT_EQ(record(*node).sign_key, node->sign.verify_key());
  EXPECT_EQ(kept(), "second_key 1");
  EXPECT_EQ(count("application"), 0);
  store::Statement quarantined(hub->database(), "SELECT bundle FROM quarantine");
  ASSERT_TRUE(quarantined.step());
  EXPECT_EQ(quarantined.blob(0), bundle);
}

TEST_F(Enrolment, AUsedFileBindsNoOtherKeyWhateverNumberItTakes) {
  EXPECT_EQ(round(*node).result, Result::kNothingNew);
  const std::unique_ptr<ScriptedNode> thief = node_with(file, kOffice);
  wire::UpHeader header = thief->header();
  header.incarnation += 1;
  header.section.incarnation += 1;
  const AdmissionReport report = admit(thief->up(header));
  EXPECT_EQ(report.refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(count("node"), 1);
}

TEST_F(Enrolment, TheSameRefusedEntriesAreKeptOnce) {
  EXPECT_EQ(round(*node).result, Result::kNothingNew);
  const std::unique_ptr<ScriptedNode> second = node_with(file, kOffice);
  second->accept(application_of("U2"));
  admit(second->up());
  clock.pass(1h);
  EXPECT_EQ(admit(second->up()).refusal, wire::Refusal::kSecondKey);
  EXPECT_EQ(kept(), "second_key 1");
  second->accept(application_of("U3"));
  admit(second->up());
  EXPECT_EQ(kept(), "second_key 2");
}

TEST_F(Enrolment, ALateFirstBundleWaitsForApproval) {
  const store::Acceptance accepted = node->accept(application_of("U1"));
  clock.pass(std::chrono::seconds(limits.enrolment_life_s) + 1ms);
  const AdmissionReport report = round(*node);
  EXPECT_EQ(report.result, Result::kQuarantined);
  EXPECT_EQ(down.refusal, wire::Refusal::kLateEnrolment);
  EXPECT_EQ(count("node"), 0);
  EXPECT_EQ(kept(), "late_enrolment 1");

  EXPECT_FALSE(hub->admission().approve(kOffice, "0000 0000"));
  EXPECT_FALSE(hub->admission().approve(kOffice + 1, node_fingerprint(node->sign.verify_key(), node->seal.seal_to())));
  const auto approved = hub->admission().approve(kOffice, node_fingerprint(node->sign.verify_key(), node->seal.seal_to()));
  ASSERT_TRUE(approved);
  EXPECT_EQ(approved->result, Result::kTaken);
  EXPECT_EQ(told(accepted.id), "confirmed certain verdict.only");
  EXPECT_EQ(kept(), "");
  node->accept(application_of("U2"));
  EXPECT_EQ(round(*node).entries, 1u);
  EXPECT_EQ(down.receipt.held_through, 2u);
}

TEST_F(Enrolment, OnTheLastInstantIsInTime) {
  clock.pass(std::chrono::seconds(limits.enrolment_life_s));
  EXPECT_EQ(round(*node).result, Result::kNothingNew);
}

TEST_F(Enrolment, AStrangerGetsNoAnswerAndLeavesNoTrace) {
  node->accept(application_of("U1"));
  wire::UpHeader wrong_proof = node->header();
  wrong_proof.enrolment->proof[0] ^= 1;
  wire::UpHeader unknown_grant = node->header();
  unknown_grant.enrolment->grant[0] ^= 1;
  wire::UpHeader foreign_number = node->header();
  foreign_number.incarnation += base::kIncarnationsPerGrant;
  wire::UpHeader no_claim = node->header();
  no_claim.enrolment.reset();
  wire::UpHeader swapped_key = node->header();
  swapped_key.enrolment->seal_key = crypto::SealingKey::generate(entropy).seal_to();
  for (const wire::UpHeader& header : {wrong_proof, unknown_grant, foreign_number, no_claim, swapped_key}) {
    const AdmissionReport report = admit(node->up(header));
    EXPECT_EQ(report.result, Result::kRefused);
    EXPECT_EQ(report.refusal, wire::Refusal::kUnknownSender);
    EXPECT_FALSE(report.answer);
  }
  EXPECT_EQ(count("node") + count("quarantine") + count("entry WHERE position >> 40 >= 1024") + count("receipt"), 0);
}

TEST_F(Enrolment, AClaimSignedByAnotherKeyThanItNamesIsRefused) {
  const std::unique_ptr<ScriptedNode> other = node_with(file, kOffice);
  wire::UpHeader header = node->header();
  header.enrolment = other->header().enrolment;
  const AdmissionReport report = admit(node->up(header));
  EXPECT_EQ(report.fault, protocol::BundleFault::kWrongSignature);
  EXPECT_FALSE(report.answer);
  EXPECT_EQ(count("node"), 0);
}

TEST_F(Enrolment, EveryFileGrantsNumbersOfItsOwn) {
  const wire::Grant next = hub->enrolment_desk().write(kOffice, {}).grant;
  EXPECT_EQ(next.first_incarnation, node->enrolment.grant.first_incarnation + base::kIncarnationsPerGrant);
  EXPECT_NE(next.id, node->enrolment.grant.id);
}

}  // namespace
}  // namespace tirkeu::hub
