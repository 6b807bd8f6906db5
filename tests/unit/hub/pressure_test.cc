// F11 and F13 (numbered as in tests/sim) in their plainest forms: a hub whose disk is full, and every office of the department back at
// once after weeks.
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

using Fault = store::FaultDisk::Fault;
using Duration = store::FaultDisk::Duration;

class F11 : public DepartmentTest {};

TEST_F(F11, AFullDiskAtTheHubRefusesEachTimeAndGoesOnWithoutARestart) {
  const std::unique_ptr<ScriptedNode> node = bound_node(3);
  std::uint64_t refused = 0;
  for (int number = 0; number < 40; ++number) {
    node->accept(application_of("U" + std::to_string(number), std::to_string(1'000'000 + number)));
    const base::Bytes bundle = node->up();
    const std::int64_t before = count("application");
    disk.fail_at(1 + static_cast<std::uint64_t>(number), Fault::kFull, Duration::kForEver);
    try {
      admit(bundle);
    } catch (const store::StoreError& fault) {
      EXPECT_EQ(fault.kind(), store::StoreError::Kind::kDiskFull);
      EXPECT_FALSE(fault.fatal());
      EXPECT_EQ(count("application"), before) << "nothing by halves";
      ++refused;
    }
    disk.heal();
    const AdmissionReport report = admit(bundle);
    ASSERT_TRUE(report.answer);
    node->take(*report.answer);
    EXPECT_EQ(count("application"), before + 1);
    EXPECT_EQ(count("claim"), before + 1);
  }
  EXPECT_GT(refused, 10u) << "the disk was never full when it mattered";
}

class F13 : public DepartmentTest {};

TEST_F(F13, EveryOfficeThatComesBackIsServedWhoeverComesBeforeIt) {
  constexpr int kOffices = 8;
  constexpr int kApplications = 40;
  std::vector<std::unique_ptr<ScriptedNode>> nodes;
  for (int office = 1; office <= kOffices; ++office) nodes.push_back(bound_node(office));
  clock.reading.wall += std::chrono::hours(24 * 14);
  // Every second foreigner went to the next office too.
  for (int office = 0; office < kOffices; ++office)
    for (int number = 0; number < kApplications; ++number) {
      const int person = office * kApplications / 2 + number;
      nodes[static_cast<std::size_t>(office)]->accept(application_of("U" + std::to_string(person), std::to_string(1'000'000 + person)));
    }
  for (int turn = 0; turn < 2; ++turn)
    for (int office = 0; office < kOffices; ++office) {
      ScriptedNode& node = *nodes[static_cast<std::size_t>((office * 3 + turn) % kOffices)];
      round(node);
      EXPECT_EQ(down.receipt.held_through, node.logs.head(node.incarnation).sequence) << "office " << office << ", turn " << turn;
    }
  EXPECT_EQ(count("application"), kOffices * kApplications);
  // Each person has one place or a question, whoever's bundle came first.
  EXPECT_EQ(count("(SELECT document_key FROM case_state GROUP BY document_key HAVING sum(confirmation IN ('confirmed', 'review')) = 0)"), 0);
  EXPECT_EQ(count("(SELECT document_key FROM case_state GROUP BY document_key HAVING sum(confirmation = 'confirmed') > 1)"), 0);
}

}  // namespace
}  // namespace tirkeu::hub
