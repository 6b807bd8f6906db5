#include "sync/store/cases.h"

#include <set>

#include "schema/registry/names.h"
#include "store_fixture.h"

namespace tirkeu::store {
namespace {

struct Desk {
  explicit Desk(const std::string& name) : disk(name), office(disk, "node.db"), cases(office.database, office.book) {}

  /// Accepts `application` and folds it.
  base::RowId accept(const registry::Application& application, std::int64_t minute) {
    Transaction transaction(office.database);
    Acceptance fact = office.acceptance("", "", minute);
    fact.application = application;
    office.book.insert(fact);
    cases.refresh(fact.id);
    transaction.commit();
    return fact.id;
  }
  base::RowId accept(const std::string& surname, const std::string& number, std::int64_t minute) {
    return accept(application_of(surname, number), minute);
  }
  template <class Fact>
  CaseState add(const Fact& fact) {
    Transaction transaction(office.database);
    office.book.insert(fact);
    cases.refresh(fact.application);
    transaction.commit();
    return cases.find(fact.application).value();
  }
  base::RowId mint() {
    Transaction transaction(office.database);
    const base::RowId id = office.author.mint();
    transaction.commit();
    return id;
  }
  Verdict verdict(base::RowId id, const std::string& outcome) {
    Verdict fact;
    fact.id = id;
    fact.outcome = outcome;
    fact.grade = "certain";
    fact.reason_key = "verdict.first";
    fact.reason_arguments = "{}";
    return fact;
  }
  std::set<base::RowId> found(const std::string& text) {
    std::set<base::RowId> ids;
    CaseQuery query;
    query.text = text;
    for (const CaseState& state : cases.search(query).items) ids.insert(state.application);
    return ids;
  }

  FaultDisk disk;
  Office office;
  Cases cases;
};

TEST(Cases, BeginAcceptedAndPending) {
  Desk desk("case begin");
  const base::RowId id = desk.accept("YILMAZ", "u-10 20", 1);
  const CaseState state = desk.cases.find(id).value();
  EXPECT_EQ(state.state, "accepted");
  EXPECT_EQ(state.confirmation, "pending");
  EXPECT_EQ(state.document_key, "TUR U1020");
  EXPECT_EQ(state.card_key, "1234567");
  EXPECT_EQ(state.changed_at, at_minute(1));
  EXPECT_EQ(state.departed_on, std::nullopt);
  EXPECT_EQ(desk.cases.with_document("TUR U1020").size(), 1u);
  EXPECT_EQ(desk.cases.count("pending"), 1);
}

TEST(Cases, BeginAndAreConfirmedWithoutBeingReadAnewWithTheSameResult) {
  Desk desk("case short way");
  Transaction transaction(desk.office.database);
  Acceptance fact = desk.office.acceptance("YILMAZ", "u-10 20", 1);
  desk.office.book.insert(fact);
  const CaseState begun = desk.cases.begin(fact);
  EXPECT_EQ(begun, desk.cases.find(fact.id).value());
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
  Verdict verdict = desk.verdict(base::RowId::make(kDepartment, 20, 1), "confirmed");
  verdict.application = fact.id;
  verdict.decided_at = at_minute(30);
  desk.office.book.insert(verdict);
  desk.cases.note(verdict);
  EXPECT_EQ(desk.cases.find(fact.id)->changed_at, at_minute(30));
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
  transaction.commit();
}

TEST(Cases, BeginWithWhatCameBeforeTheApplication) {
  Desk desk("case late");
  Transaction transaction(desk.office.database);
  const Acceptance fact = desk.office.acceptance("YILMAZ", "U1", 1);
  Verdict verdict = desk.verdict(base::RowId::make(kDepartment, 20, 1), "annulled");
  verdict.application = fact.id;
  desk.office.book.insert(verdict);
  desk.office.book.insert(Withdrawal{desk.office.author.mint(), fact.id, at_minute(2), "a", "moved"});
  desk.office.book.insert(fact);
  const CaseState state = desk.cases.begin(fact);
  EXPECT_EQ(state.confirmation, "annulled");
  EXPECT_EQ(state.state, "withdrawn");
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
  transaction.commit();
}

TEST(Cases, FollowTheNewestFactOfEachKind) {
  Desk desk("case newest");
  const base::RowId id = desk.accept("YILMAZ", "U1", 1);
  EXPECT_EQ(desk.add(Decision{desk.mint(), id, at_minute(2), "a", "refused", "papers", {}, {"fee"}}).state, "refused");
  EXPECT_EQ(desk.add(Decision{desk.mint(), id, at_minute(3), "a", "registered", {}, {}, {}}).state, "registered");
  const base::RowId later = desk.mint();
  EXPECT_EQ(desk.add(Withdrawal{desk.mint(), id, at_minute(4), "a", "moved"}).state, "withdrawn");
  EXPECT_EQ(desk.add(Decision{later, id, at_minute(9), "a", "registered", {}, {}, {}}).state, "withdrawn")
      << "the greater id is newer, whatever the clock said";
  EXPECT_EQ(desk.add(Departure{desk.mint(), id, at_minute(10), "a", "2026-06-01", {}}).departed_on, "2026-06-01");

  Verdict first = desk.verdict(base::RowId::make(kDepartment, 20, 1), "confirmed");
  first.application = id;
  EXPECT_EQ(desk.add(first).confirmation, "confirmed");
  Verdict second = desk.verdict(base::RowId::make(kDepartment, 20, 2), "annulled");
  second.application = id;
  second.decided_at = at_minute(50);
  const CaseState state = desk.add(second);
  EXPECT_EQ(state.confirmation, "annulled");
  EXPECT_EQ(state.changed_at, at_minute(50));
}

TEST(Cases, TakeParticularsFromTheNewestCorrection) {
  Desk desk("case correction");
  const base::RowId id = desk.accept("YILMAZ", "U1", 1);
  Correction correction{desk.mint(), id, at_minute(2), "a", "typed wrongly", application_of("YILDIZ", "U2")};
  const CaseState state = desk.add(correction);
  EXPECT_EQ(state.document_key, "TUR U2");
  EXPECT_EQ(desk.found("yildiz"), std::set<base::RowId>{id});
  EXPECT_TRUE(desk.found("yilmaz").empty());
  EXPECT_TRUE(desk.found("u1").empty());
}

TEST(Cases, LeaveNothingForFactsWithoutAnApplication) {
  Desk desk("case orphan");
  Transaction transaction(desk.office.database);
  const base::RowId unknown = base::RowId::make(kDepartment, kOtherOffice, 1);
  desk.office.book.insert(Withdrawal{base::RowId::make(kDepartment, kOtherOffice, 2), unknown, at_minute(1), "a", "x"});
  desk.cases.refresh(unknown);
  transaction.commit();
  EXPECT_EQ(desk.cases.find(unknown), std::nullopt);
}

TEST(Cases, RebuildFindsAndMendsWhatDiffers) {
  Desk desk("case rebuild");
  const base::RowId first = desk.accept("YILMAZ", "U1", 1);
  const base::RowId second = desk.accept("DEMIR", "U2", 2);
  const CaseState before = desk.cases.find(second).value();
  EXPECT_EQ(desk.cases.rebuild(), std::nullopt);
  Statement(desk.office.database, "DELETE FROM case_word WHERE application_id = ?1").bind(1, second.value).run();
  EXPECT_EQ(desk.cases.first_difference(), second);
  Statement(desk.office.database, "DELETE FROM case_state WHERE application_id = ?1").bind(1, first.value).run();
  EXPECT_EQ(desk.cases.rebuild(), first);
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
  EXPECT_EQ(desk.cases.find(second), before);
  EXPECT_EQ(desk.found("demir"), std::set<base::RowId>{second});
  desk.office.database.execute("INSERT INTO case_word (word, application_id) VALUES ('GHOST', 77)");
  EXPECT_EQ(desk.cases.rebuild(), base::RowId{77}) << "words of an application that the book does not have";
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
}

TEST(Cases, KeepWhatLiesInTheOfficesKeepingAndCompareItToo) {
  Desk desk("cases-custody");
  const base::RowId id = desk.accept("Ivanov", "U1", 1);
  const auto custody = [&](const std::string& event, const std::string& item, std::int64_t minute) {
    desk.add(Custody{desk.mint(), id, at_minute(minute), "aigerim", event, item, {}, {}});
  };
  custody("received", "identity_document", 2);
  custody("received", "migration_card", 3);
  custody("returned", "identity_document", 4);
  EXPECT_EQ(desk.office.rows("case_held WHERE item = 'migration_card'"), 1);
  EXPECT_EQ(desk.office.rows("case_held"), 1);
  EXPECT_EQ(desk.cases.first_difference(), std::nullopt);
  desk.office.database.execute("DELETE FROM case_held");
  EXPECT_EQ(desk.cases.first_difference(), id);
  EXPECT_EQ(desk.cases.rebuild(), id);
  EXPECT_EQ(desk.office.rows("case_held"), 1);
}

TEST(CaseSearch, WhatIsUndecidedIsFoundByAnIndexOfItsOwn) {
  Desk desk("cases-undecided");
  Statement plan(desk.office.database,
                 "EXPLAIN QUERY PLAN SELECT application_id FROM case_state WHERE 1 AND state = 'accepted' AND office = ? "
                 "ORDER BY accepted_at DESC, application_id DESC LIMIT ?");
  ASSERT_TRUE(plan.step());
  EXPECT_NE(plan.text(3).find("case_state_undecided"), std::string::npos) << plan.text(3);
  plan.reset();
}

TEST(CaseSearch, FindsNamesInEitherScriptByTheirBeginnings) {
  Desk desk("search scripts");
  registry::Application kazakh = application_of("AKHMETOVA", "N1");
  kazakh.applicant.given_names = "ALIYA";
  kazakh.applicant.surname_local = "Ахметова";
  kazakh.applicant.given_names_local = "Әлия";
  kazakh.applicant.patronymic = "Қайратқызы";
  const base::RowId aliya = desk.accept(kazakh, 1);
  registry::Application turkish = application_of("ÖZTÜRK", "N2");
  turkish.applicant.surname_local = "Озтюрк";
  turkish.applicant.given_names_local.reset();
  const base::RowId ozturk = desk.accept(turkish, 2);

  EXPECT_EQ(desk.found("akhmet"), std::set<base::RowId>{aliya});
  EXPECT_EQ(desk.found("Ахмет"), std::set<base::RowId>{aliya});
  EXPECT_EQ(desk.found("әлия"), std::set<base::RowId>{aliya});
  EXPECT_EQ(desk.found("алия"), std::set<base::RowId>{aliya}) << "typed without the Kazakh letter";
  EXPECT_EQ(desk.found("кайратк"), std::set<base::RowId>{aliya});
  EXPECT_EQ(desk.found("әлия ахм"), std::set<base::RowId>{aliya});
  EXPECT_TRUE(desk.found("әлия озт").empty()) << "all words must fit";
  EXPECT_EQ(desk.found("озтюрк"), std::set<base::RowId>{ozturk});
  EXPECT_EQ(desk.found(registry::upper("öztürk")), std::set<base::RowId>{ozturk});
  EXPECT_TRUE(desk.found("хметова").empty()) << "a beginning, not a middle";
  EXPECT_EQ(desk.found("  ").size(), 2u);
  EXPECT_TRUE(desk.found("%_*").empty());
}

TEST(CaseSearch, FindsNumbersWithAndWithoutSeparators) {
  Desk desk("search numbers");
  const base::RowId id = desk.accept("YILMAZ", "U 123-456", 1);
  desk.accept("DEMIR", "U 999", 2);
  for (const std::string text :
       {"u123456", "U123", "U-123", "kz-06-02/2026/qf-100001-7", "KZ06022026QF100001", "QF-100001"}) {
    EXPECT_EQ(desk.found(text), std::set<base::RowId>{id}) << text;
  }
  EXPECT_EQ(desk.found("1234567").size(), 2u) << "both have that migration card";
}

TEST(CaseSearch, FiltersByStateOfficeAndTime) {
  Desk desk("search filters");
  const base::RowId first = desk.accept("YILMAZ", "U1", 1);
  const base::RowId second = desk.accept("DEMIR", "U2", 2);
  desk.add(Decision{desk.mint(), second, at_minute(3), "a", "registered", {}, {}, {}});
  const auto only = [&](const CaseQuery& query) {
    const CasePage page = desk.cases.search(query);
    return page.items.size() == 1 ? page.items.front().application : base::RowId{};
  };
  CaseQuery query;
  query.state = "registered";
  EXPECT_EQ(only(query), second);
  query = {};
  query.until = at_minute(2);
  EXPECT_EQ(only(query), first);
  query = {};
  query.from = at_minute(2);
  EXPECT_EQ(only(query), second);
  query = {};
  query.office = "KZ-06-03";
  EXPECT_TRUE(desk.cases.search(query).items.empty());
  query.office = "KZ-06-02";
  query.confirmation = "pending";
  EXPECT_EQ(desk.cases.search(query).items.size(), 2u);
}

TEST(CaseSearch, PagesNewestFirstAndNothingShiftsThem) {
  Desk desk("search pages");
  std::vector<base::RowId> ids;
  for (int number = 0; number < 7; ++number) {
    // Two of each minute, so that the order needs the id too.
    ids.push_back(desk.accept("YILMAZ", "U" + std::to_string(number), number / 2));
  }
  CaseQuery query;
  query.text = "yil";
  query.limit = 3;
  std::vector<base::RowId> seen;
  for (int page_number = 0; page_number < 3; ++page_number) {
    const CasePage page = desk.cases.search(query);
    for (const CaseState& state : page.items) seen.push_back(state.application);
    EXPECT_EQ(page.next.has_value(), page_number < 2);
    EXPECT_TRUE(!page.next || is_case_cursor(*page.next));
    query.cursor = page.next;
    desk.accept("YILMAZ", "W" + std::to_string(page_number), 100 + page_number);
  }
  std::vector<base::RowId> expected(ids.rbegin(), ids.rend());
  EXPECT_EQ(seen, expected);
}

TEST(CaseSearch, RefusesACursorThatIsNone) {
  Desk desk("search cursor");
  desk.accept("YILMAZ", "U1", 1);
  for (const std::string cursor : {"", ".", "1", "1.", "1.2x", "x.1", "1.2.3", "99999999999999999999.1"}) {
    EXPECT_FALSE(is_case_cursor(cursor)) << cursor;
    CaseQuery query;
    query.cursor = cursor;
    EXPECT_TRUE(desk.cases.search(query).items.empty()) << cursor;
  }
}

}  // namespace
}  // namespace tirkeu::store
