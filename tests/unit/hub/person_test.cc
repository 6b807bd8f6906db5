// Same person, other document: which pairs the hub shows, what a judgement does, and what the offices hear.
#include "hub/person_keeper.h"
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class Persons : public DepartmentTest {
 protected:
  static registry::Application with_document(const std::string& number, const std::string& given = "MEHMET") {
    registry::Application application = application_of(number, "77" + number.substr(1));
    application.applicant.given_names = given;
    return application;
  }
  /// One man at two offices, with two passports; both have arrived.
  PersonPair arrived_pair() {
    first = inder->accept(with_document("U11112222"));
    round(*inder);
    second = makhambet->accept(with_document("U77776666"));
    round(*makhambet);
    return only_pair();
  }
  PersonPair only_pair() {
    const PersonPairPage page = hub->persons().list("", std::nullopt, 10).value();
    EXPECT_EQ(page.items.size(), 1u);
    return page.items.empty() ? PersonPair() : page.items.front();
  }
  std::expected<PersonPair, PersonFault> judge(const PersonPair& pair, const std::string& judgement) {
    return hub->persons().judge(pair.left, pair.right, judgement, "compared both passports", "dana");
  }
  std::vector<store::PersonNotice> told_to(ScriptedNode& node, base::RowId application) {
    round(node);
    return node.book.about<store::PersonNotice>(application);
  }

  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
  store::Acceptance first, second;
};

TEST_F(Persons, ARenewedPassportIsAnOpenPairThatChangesNoPlace) {
  const PersonPair pair = arrived_pair();
  EXPECT_EQ(pair.state, "open");
  EXPECT_EQ(std::set({pair.left, pair.right}), std::set({first.id, second.id}));
  EXPECT_LT(pair.left, pair.right);
  EXPECT_GE(pair.bits, registry::kShownFrom);
  double sum = 0;
  for (const PersonPair::Part& part : pair.parts) sum += part.bits;
  EXPECT_NEAR(sum, pair.bits, 0.1);
  EXPECT_FALSE(pair.judgement);
  EXPECT_EQ(told(first.id), "confirmed certain verdict.only");
  EXPECT_EQ(told(second.id), "confirmed certain verdict.only");
  EXPECT_EQ(hub->status().open_persons, 1u);
}

TEST_F(Persons, TheSameDocumentAndStrangersAreNoPairs) {
  inder->accept(with_document("U11112222"));
  inder->accept(with_document("U11112222"));
  registry::Application stranger = with_document("U33334444", "AHMET");
  stranger.applicant.surname = "KORKMAZ";
  stranger.applicant.birth_date = "1971-12-30";
  inder->accept(stranger);
  round(*inder);
  EXPECT_EQ(count("person"), 3);
  EXPECT_EQ(count("person_pair"), 0);
}

TEST_F(Persons, SameIsToldToBothOfficesWithLittleOfTheOther) {
  const PersonPair pair = arrived_pair();
  const auto judged = judge(pair, "same");
  ASSERT_TRUE(judged);
  EXPECT_EQ(judged->state, "judged");
  EXPECT_EQ(judged->judgement->decided_by, "dana");
  const std::vector<store::PersonNotice> at_inder = told_to(*inder, first.id);
  ASSERT_EQ(at_inder.size(), 1u);
  EXPECT_EQ(at_inder[0].other_office, "KZ-06-04");
  EXPECT_EQ(at_inder[0].other_ticket_number, second.ticket_number);
  EXPECT_EQ(at_inder[0].other_document, "TUR 6666");
  EXPECT_TRUE(at_inder[0].holds);
  const std::vector<store::PersonNotice> at_makhambet = told_to(*makhambet, second.id);
  ASSERT_EQ(at_makhambet.size(), 1u);
  EXPECT_EQ(at_makhambet[0].other_document, "TUR 2222");
  EXPECT_TRUE(inder->book.about<store::PersonNotice>(second.id).empty());
}

TEST_F(Persons, AJudgementTakenBackIsToldToo) {
  const PersonPair pair = arrived_pair();
  ASSERT_TRUE(judge(pair, "same"));
  ASSERT_TRUE(judge(pair, "same"));
  EXPECT_EQ(count("person_notice"), 2) << "nothing new is not told again";
  ASSERT_TRUE(judge(pair, "different"));
  const std::vector<store::PersonNotice> notices = told_to(*inder, first.id);
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_FALSE(notices.back().holds);
  EXPECT_EQ(only_pair().judgement->judgement, "different");
  EXPECT_EQ(count("person_judgement"), 3);
}

TEST_F(Persons, DifferentIsNotAskedAgainUntilWhoTheyAreChanges) {
  const PersonPair pair = arrived_pair();
  ASSERT_TRUE(judge(pair, "different"));
  EXPECT_EQ(count("person_notice"), 0);
  registry::Application corrected = with_document("U77776666");
  corrected.stay.address.locality = "Махамбет";
  makhambet->correct(second.id, corrected);
  round(*makhambet);
  EXPECT_EQ(only_pair().state, "judged") << "an address says nothing about who somebody is";
  corrected.applicant.birth_place = "ANKARA";
  makhambet->correct(second.id, corrected);
  round(*makhambet);
  EXPECT_EQ(only_pair().state, "open");
  EXPECT_EQ(only_pair().judgement->judgement, "different");
}

TEST_F(Persons, UnsureStaysOpen) {
  ASSERT_TRUE(judge(arrived_pair(), "unsure"));
  EXPECT_EQ(only_pair().state, "open");
  EXPECT_EQ(only_pair().judgement->judgement, "unsure");
}

TEST_F(Persons, ACorrectionMakesAndUnmakesPairs) {
  first = inder->accept(with_document("U11112222"));
  registry::Application other = with_document("U77776666", "AHMET");
  other.applicant.surname = "KORKMAZ";
  second = inder->accept(other);
  round(*inder);
  EXPECT_EQ(count("person_pair"), 0);
  inder->correct(second.id, with_document("U77776666"));
  round(*inder);
  EXPECT_EQ(count("person_pair"), 1);
  inder->correct(second.id, other);
  round(*inder);
  EXPECT_EQ(count("person_pair"), 0);
}

TEST_F(Persons, AJudgementNeedsAPairAndAReason) {
  const PersonPair pair = arrived_pair();
  EXPECT_EQ(hub->persons().judge(pair.left, pair.right, "same", " ", "dana").error(), PersonFault::kReasonMissing);
  EXPECT_EQ(hub->persons().judge(pair.left, {77}, "same", "so", "dana").error(), PersonFault::kUnknownPair);
  EXPECT_EQ(count("person_judgement"), 0);
}

TEST_F(Persons, EverythingIsComputedAnewFromTheBook) {
  const PersonPair before = arrived_pair();
  ASSERT_TRUE(judge(before, "different"));
  const std::int64_t blocks = count("person_block"), terms = count("person_term");
  store::Statement::computed(hub->database(), "DELETE FROM person_pair").run();
  hub->settings().remove("person.version");
  restart();
  EXPECT_EQ(only_pair().bits, before.bits);
  EXPECT_EQ(only_pair().state, "judged");
  EXPECT_EQ(count("person_block"), blocks);
  EXPECT_EQ(count("person_term"), terms);
}

TEST_F(Persons, TheListIsReadInPages) {
  for (const char* number : {"U1", "U22", "U333", "U4444"}) inder->accept(with_document(number));
  round(*inder);
  std::set<std::pair<base::RowId, base::RowId>> seen;
  std::optional<std::string> cursor;
  do {
    const PersonPairPage page = hub->persons().list("open", cursor, 4).value();
    for (const PersonPair& pair : page.items) EXPECT_TRUE(seen.insert({pair.left, pair.right}).second);
    cursor = page.next;
  } while (cursor);
  EXPECT_EQ(seen.size(), 6u);
  EXPECT_FALSE(hub->persons().list("", "nonsense", 4));
}

}  // namespace
}  // namespace tirkeu::hub
