// The bench fills millions of records in by itself; here that fill is compared with what the hub keeps of arrivals.
#include "tests/bench/person_fill.h"

#include "tests/bench/match_people.h"
#include "tests/unit/hub/department_fixture.h"
#include "tests/unit/hub/scripted_node.h"

namespace tirkeu::hub {
namespace {

class PersonFill : public DepartmentTest {
 protected:
  static registry::Application filed_by(const registry::PersonRecord& record) {
    registry::Application application = application_of(record.document_number, "7712345");
    bench::write_into(application, record);
    return application;
  }
  /// All rows of the three tables, in the order of their keys.
  std::vector<std::string> rows() {
    std::vector<std::string> rows;
    store::Statement statement(
        hub->database(),
        "SELECT * FROM (SELECT 'person', application_id, traits FROM person ORDER BY 2) UNION ALL "
        "SELECT * FROM (SELECT 'block', key, application_id FROM person_block ORDER BY 2, 3) UNION ALL "
        "SELECT * FROM (SELECT 'term', key, records FROM person_term ORDER BY 2)");
    while (statement.step()) rows.push_back(statement.text(0) + " " + statement.text(1) + " " + statement.text(2));
    return rows;
  }
};

TEST_F(PersonFill, IsEqualRowByRowToWhatArrivalsLeave) {
  const std::vector<registry::PersonRecord> people = bench::invent_people(5, 300, 20).records;
  std::vector<base::RowId> ids;
  {
    store::Transaction transaction(hub->database());
    for (std::size_t i = 0; i < people.size(); ++i) {
      store::Acceptance fact;
      fact.id = ids.emplace_back(base::RowId::make(6, static_cast<base::Incarnation>(1024 + 8 * (i % 3)), i / 3 + 1));
      fact.office = "KZ-06-03";
      fact.ticket_number = "KZ-06-03/2026/" + std::to_string(i);
      fact.clerk = "aigul";
      fact.rule_set = "2013-07-23";
      fact.application = filed_by(people[i]);
      hub->book().insert(fact);
      hub->persons().note(fact.id, base::Instant());
    }
    transaction.commit();
  }
  const std::vector<std::string> noted = rows();
  ASSERT_GT(noted.size(), 8 * people.size()) << "traits, keys and terms of each";
  for (const auto* table : {"person", "person_block", "person_term"})
    store::Statement::computed(hub->database(), std::string("DELETE FROM ") + table).run();
  bench::PersonFill fill(hub->database());
  for (std::size_t i = 0; i < people.size(); ++i) fill.add(ids[i], registry::traits_of(people[i]));
  const bench::PersonFill::Totals totals = fill.finish();
  EXPECT_EQ(totals.records, people.size());
  EXPECT_EQ(rows(), noted);
}

}  // namespace
}  // namespace tirkeu::hub
