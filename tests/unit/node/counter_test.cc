#include "node/counter.h"

#include "tests/unit/node/office.h"
#include "schema/registry/ticket.h"

namespace tirkeu::node {
namespace {

using registry::test::yilmaz;
using Cause = Refused::Cause;

constexpr base::Instant kTwoWeeksLater = testing::kMorning + std::chrono::hours(24 * 15);

template <class T>
std::optional<Cause> cause_of(const Done<T>& done) {
  return done ? std::nullopt : std::optional(done.error().cause);
}

class CounterTest : public ::testing::Test {
 protected:
  Counter& counter() { return office_->counter(); }
  Accepted accept(const registry::Application& application = yilmaz()) {
    const Done<Accepted> done = counter().accept(application, std::nullopt, "aigul");
    EXPECT_TRUE(done) << "cause " << static_cast<int>(done ? Cause::kHit : done.error().cause);
    return done.value_or(Accepted{});
  }
  store::CaseState state_of(base::RowId application) { return office_->cases().find(application).value_or(store::CaseState{}); }

  testing::OfficeNode office_;
};

/// The same traveller, two weeks later, with the card of a new entry.
registry::Application new_entry() {
  registry::Application application = yilmaz();
  application.migration_card.number = "7654321";
  application.migration_card.entry_date = "2026-12-05";
  application.stay.from = "2026-12-05";
  application.stay.until = "2026-12-20";
  return application;
}

TEST_F(CounterTest, AnAcceptanceIsOneLogEntryAndSurvivesReopening) {
  const Accepted accepted = accept();
  EXPECT_EQ(office_->status().sequence, 1u);
  EXPECT_EQ(office_->status().unsent, 1u);
  office_.reopen();
  EXPECT_EQ(office_->status().sequence, 1u);
  const std::optional<store::Acceptance> kept = office_->book().acceptance(accepted.application);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->application, yilmaz());
  EXPECT_EQ(kept->clerk, "aigul");
  EXPECT_EQ(kept->ticket_number, accepted.ticket_number);
  EXPECT_EQ(state_of(accepted.application).state, "accepted");
  EXPECT_EQ(state_of(accepted.application).confirmation, "pending");
}

TEST_F(CounterTest, TicketsRunOnAcrossARestart) {
  const std::string first = accept().ticket_number;
  office_.reopen();
  office_.clock.set(kTwoWeeksLater);
  const std::string second = accept(new_entry()).ticket_number;
  EXPECT_TRUE(registry::is_ticket_number(first)) << first;
  EXPECT_TRUE(registry::is_ticket_number(second)) << second;
  EXPECT_NE(first.find("-000001-"), std::string::npos) << first;
  EXPECT_NE(second.find("-000002-"), std::string::npos) << second;
}

TEST_F(CounterTest, TheAnswerIsDueAtClosingTimeOfTheNextWorkingDay) {
  // Accepted on Saturday the 21st; Monday the 23rd closes at 18:00 in Atyrau (UTC+5).
  const base::Instant due = std::chrono::sys_days(std::chrono::year(2026) / 11 / 23) + std::chrono::hours(13);
  EXPECT_EQ(accept().due_at, due);
}

TEST_F(CounterTest, TheSameStayOnceMoreIsAQuestion) {
  const Accepted first = accept();
  const Done<Accepted> again = counter().accept(yilmaz(), std::nullopt, "aigul");
  ASSERT_EQ(cause_of(again), Cause::kHit);
  ASSERT_EQ(again.error().check.hits.size(), 1u);
  const Hit& hit = again.error().check.hits.front();
  EXPECT_EQ(hit.office, "KZ-06-03");
  EXPECT_EQ(hit.ticket_number, first.ticket_number);
  EXPECT_EQ(hit.accepted_on, "2026-11-21");
  EXPECT_EQ(hit.application, first.application);
  EXPECT_EQ(office_->status().sequence, 1u) << "a question writes nothing";
}

TEST_F(CounterTest, AReasonAcceptsInSpiteOfAHitAndIsKept) {
  const Accepted first = accept();
  const Done<Accepted> again = counter().accept(yilmaz(), "twin brother, checked", "aigul");
  ASSERT_TRUE(again);
  const store::Acceptance kept = *office_->book().acceptance(again->application);
  EXPECT_EQ(kept.despite_reason, "twin brother, checked");
  EXPECT_EQ(kept.despite_first, "KZ-06-03 " + first.ticket_number);
}

TEST_F(CounterTest, AReasonOfBlanksIsNone) {
  accept();
  EXPECT_EQ(cause_of(counter().accept(yilmaz(), "  ", "aigul")), Cause::kFindings);
}

TEST_F(CounterTest, ANewCardWithALaterEntryIsANewStay) {
  accept();
  office_.clock.set(kTwoWeeksLater);
  EXPECT_TRUE(counter().accept(new_entry(), std::nullopt, "aigul"));
}

TEST_F(CounterTest, AWithdrawalFreesThePlace) {
  const Accepted first = accept();
  ASSERT_TRUE(counter().withdraw(first.application, "asked to", "aigul"));
  EXPECT_TRUE(counter().accept(yilmaz(), std::nullopt, "aigul"));
}

TEST_F(CounterTest, ARefusedApplicationKeepsThePlace) {
  const Accepted first = accept();
  ASSERT_TRUE(counter().refuse(first.application, "incomplete_documents", std::nullopt, "aigul"));
  EXPECT_EQ(cause_of(counter().accept(yilmaz(), std::nullopt, "aigul")), Cause::kHit);
}

TEST_F(CounterTest, RegistrationWaitsForEveryPaper) {
  registry::Application without_card = yilmaz();
  without_card.documents = {"application", "identity_document"};
  const Accepted accepted = accept(without_card);
  EXPECT_EQ(accepted.missing, std::vector<std::string>{"migration_card"});
  const auto early = counter().register_stay(accepted.application, "aigul");
  ASSERT_EQ(cause_of(early), Cause::kPapersMissing);
  EXPECT_EQ(early.error().missing, std::vector<std::string>{"migration_card"});
  ASSERT_TRUE(counter().add_papers(accepted.application, {"migration_card"}, "aigul"));
  ASSERT_TRUE(counter().register_stay(accepted.application, "aigul"));
  EXPECT_EQ(state_of(accepted.application).state, "registered");
}

TEST_F(CounterTest, ADecisionIsMadeOnce) {
  const Accepted accepted = accept();
  ASSERT_TRUE(counter().register_stay(accepted.application, "aigul"));
  EXPECT_EQ(cause_of(counter().register_stay(accepted.application, "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().refuse(accepted.application, "document_invalid", std::nullopt, "aigul")), Cause::kWrongState);
}

TEST_F(CounterTest, NothingHappensToAWithdrawnApplication) {
  const base::RowId id = accept().application;
  ASSERT_TRUE(counter().withdraw(id, "asked to", "aigul"));
  EXPECT_EQ(cause_of(counter().withdraw(id, "again", "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().register_stay(id, "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().refuse(id, "document_invalid", std::nullopt, "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().correct(id, yilmaz(), "typing error", "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().add_papers(id, {"photo"}, "aigul")), Cause::kWrongState);
  EXPECT_EQ(cause_of(counter().depart(id, "2026-11-21", std::nullopt, "aigul")), Cause::kWrongState);
  EXPECT_EQ(office_->status().sequence, 2u);
}

TEST_F(CounterTest, AnUnknownApplicationIsUnknownToEveryAct) {
  const base::RowId nobody{42};
  EXPECT_EQ(cause_of(counter().register_stay(nobody, "aigul")), Cause::kUnknownApplication);
  EXPECT_EQ(cause_of(counter().refuse(nobody, "document_invalid", std::nullopt, "aigul")), Cause::kUnknownApplication);
  EXPECT_EQ(cause_of(counter().correct(nobody, yilmaz(), "x", "aigul")), Cause::kUnknownApplication);
  EXPECT_EQ(cause_of(counter().withdraw(nobody, "x", "aigul")), Cause::kUnknownApplication);
  EXPECT_EQ(cause_of(counter().depart(nobody, "2026-11-21", std::nullopt, "aigul")), Cause::kUnknownApplication);
}

TEST_F(CounterTest, AGroundOutsideTheClosedListIsAFinding) {
  const auto refused = counter().refuse(accept().application, "because", std::nullopt, "aigul");
  ASSERT_EQ(cause_of(refused), Cause::kFindings);
  EXPECT_EQ(refused.error().findings.front().path, "ground");
}

TEST_F(CounterTest, ADepartureLiesBetweenEntryAndToday) {
  const base::RowId id = accept().application;
  EXPECT_EQ(cause_of(counter().depart(id, "2026-11-19", std::nullopt, "aigul")), Cause::kFindings);
  EXPECT_EQ(cause_of(counter().depart(id, "2026-11-22", std::nullopt, "aigul")), Cause::kFindings);
  ASSERT_TRUE(counter().depart(id, "2026-11-21", std::nullopt, "aigul"));
  EXPECT_EQ(state_of(id).departed_on, "2026-11-21");
}

TEST_F(CounterTest, ACorrectionShowsFromThenOnAndTheFirstStaysReadable) {
  const base::RowId id = accept().application;
  registry::Application corrected = yilmaz();
  corrected.applicant.given_names = "MEHMET ALI";
  ASSERT_TRUE(counter().correct(id, corrected, "second name was left out", "saule"));
  EXPECT_EQ(office_->book().present_application(id)->applicant.given_names, "MEHMET ALI");
  EXPECT_EQ(office_->book().acceptance(id)->application.applicant.given_names, "MEHMET");
}

TEST_F(CounterTest, ALifeUnderAlarmWritesNothing) {
  const base::RowId id = accept().application;
  for (const char* alarm : {"rewound", "cloned", "restored", "revoked"}) {
    office_->settings().set("state", std::string_view(alarm));
    EXPECT_EQ(cause_of(counter().accept(new_entry(), std::nullopt, "aigul")), Cause::kNotWriting) << alarm;
    EXPECT_EQ(cause_of(counter().register_stay(id, "aigul")), Cause::kNotWriting) << alarm;
  }
  EXPECT_EQ(office_->status().sequence, 1u);
}

TEST_F(CounterTest, WhatStandsBesideAnActFallsWithIt) {
  const auto beside = [](const Accepted&) { throw std::runtime_error("the disk of the test is full"); };
  EXPECT_THROW(static_cast<void>(counter().accept(yilmaz(), std::nullopt, "aigul", beside)), std::runtime_error);
  EXPECT_EQ(office_->status().sequence, 0u);
  const std::string ticket = accept().ticket_number;
  EXPECT_NE(ticket.find("-000001-"), std::string::npos) << "a ticket that was never given is given now: " << ticket;
}

}  // namespace
}  // namespace tirkeu::node
