#include "hub/index_keeper.h"

#include "schema/registry/blind_text.h"
#include "tests/unit/hub/department_fixture.h"

namespace tirkeu::hub {
namespace {

class BlindIndex : public DepartmentTest {
 protected:
  /// Entries that a clerk at `node` would find for that application.
  std::vector<store::IndexEntry> hits(ScriptedNode& node, const registry::Application& application) {
    std::vector<store::IndexEntry> found;
    for (const store::IndexKey& key : node.book.index_keys()) {
      const std::optional<base::Bytes> opened = node.seal.open(key.sealed);
      if (!opened) continue;
      const std::uint32_t tag = tagger.tag(*opened, registry::blind_text(application.document, application.applicant.birth_date));
      for (store::IndexEntry& entry : node.book.index_entries(key.generation, tag)) found.push_back(std::move(entry));
    }
    return found;
  }
  std::string newest_cause() {
    store::Statement statement(hub->database(), "SELECT cause FROM index_ended ORDER BY id DESC LIMIT 1");
    return statement.step() ? statement.text(0) : "none";
  }

  std::unique_ptr<ScriptedNode> inder = bound_node(3), makhambet = bound_node(4);
};

TEST_F(BlindIndex, EveryBoundNodeGetsTheKeySealedToItself) {
  ASSERT_EQ(inder->book.index_keys().size(), 1u);
  const store::IndexKey key = inder->book.index_keys()[0];
  EXPECT_EQ(inder->seal.open(key.sealed), hub->index().newest_generation().key);
  EXPECT_FALSE(makhambet->seal.open(key.sealed));
  const crypto::KeyId id = crypto::key_id(inder->seal.seal_to().bytes);
  EXPECT_EQ(key.sealed_to, base::Bytes(id.begin(), id.end()));
}

TEST_F(BlindIndex, APlaceIsFoundAtAnotherOfficeWithOfficeTicketAndDay) {
  const store::Acceptance accepted = inder->accept(application_of("u 1-2"));
  round(*inder);
  EXPECT_EQ(hub->status().index_waiting, 1u);
  EXPECT_EQ(hub->make_index_entries(10), 1u);
  EXPECT_EQ(hub->status().index_waiting, 0u);
  round(*makhambet);
  const std::vector<store::IndexEntry> found = hits(*makhambet, application_of("U12"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].office, "KZ-06-03");
  EXPECT_EQ(found[0].ticket_number, accepted.ticket_number);
  EXPECT_EQ(found[0].accepted_on, "2026-11-20");
  EXPECT_EQ(found[0].entry_date, "2026-11-19");
  EXPECT_TRUE(hits(*makhambet, application_of("U13")).empty());
  EXPECT_EQ(hub->make_index_entries(10), 0u);
}

TEST_F(BlindIndex, ADepartureEndsTheEntry) {
  const store::Acceptance accepted = inder->accept(application_of("U1"));
  round(*inder);
  hub->make_index_entries(10);
  inder->depart(accepted.id, "2026-11-20");
  round(*inder);
  EXPECT_EQ(newest_cause(), "departed");
  round(*makhambet);
  EXPECT_TRUE(hits(*makhambet, application_of("U1")).empty());
  EXPECT_EQ(hub->make_index_entries(10), 0u);
}

TEST_F(BlindIndex, AnAnnulledClaimHasNoEntry) {
  const store::Acceptance first = inder->accept(application_of("U1"));
  clock.pass(1h);
  makhambet->accept(application_of("U1"));
  round(*makhambet);
  hub->make_index_entries(10);
  round(*inder);
  EXPECT_EQ(newest_cause(), "annulled");
  hub->make_index_entries(10);
  round(*makhambet);
  const std::vector<store::IndexEntry> found = hits(*makhambet, application_of("U1"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].application, first.id);
}

TEST_F(BlindIndex, ACorrectedNumberSupersedesTheEntry) {
  const store::Acceptance accepted = inder->accept(application_of("U1"));
  round(*inder);
  hub->make_index_entries(10);
  inder->correct(accepted.id, application_of("U2"));
  round(*inder);
  EXPECT_EQ(newest_cause(), "superseded");
  EXPECT_EQ(hub->make_index_entries(10), 1u);
  round(*makhambet);
  EXPECT_TRUE(hits(*makhambet, application_of("U1")).empty());
  EXPECT_EQ(hits(*makhambet, application_of("U2")).size(), 1u);
}

TEST_F(BlindIndex, ACorrectionThatTouchesNeitherTagNorEntryDayLeavesTheEntry) {
  const store::Acceptance accepted = inder->accept(application_of("U1"));
  round(*inder);
  hub->make_index_entries(10);
  registry::Application corrected = application_of("U1");
  corrected.applicant.birth_place = "ANKARA";
  inder->correct(accepted.id, corrected);
  round(*inder);
  EXPECT_EQ(newest_cause(), "none");
  EXPECT_EQ(hub->make_index_entries(10), 0u);
  corrected.migration_card.entry_date = "2026-11-18";
  inder->correct(accepted.id, corrected);
  round(*inder);
  EXPECT_EQ(newest_cause(), "superseded");
  hub->make_index_entries(10);
  round(*makhambet);
  ASSERT_EQ(hits(*makhambet, corrected).size(), 1u);
  EXPECT_EQ(hits(*makhambet, corrected)[0].entry_date, "2026-11-18");
}

TEST_F(BlindIndex, WhatEndedWhileItsTagWasComputedIsNotPublished) {
  const store::Acceptance accepted = inder->accept(application_of("U1"));
  round(*inder);
  std::vector<IndexKeeper::Wanted> wanted = hub->index().wanted(10);
  ASSERT_EQ(wanted.size(), 1u);
  inder->withdraw(accepted.id);
  round(*inder);
  hub->index().publish(wanted, 1, hub->time());
  EXPECT_EQ(count("index_entry"), 0);
  EXPECT_EQ(hub->status().index_waiting, 0u);
}

TEST_F(BlindIndex, WhatWasCorrectedWhileItsTagWasComputedIsComputedAnew) {
  const store::Acceptance accepted = inder->accept(application_of("U1"));
  round(*inder);
  const std::vector<IndexKeeper::Wanted> wanted = hub->index().wanted(10);
  inder->correct(accepted.id, application_of("U2"));
  round(*inder);
  hub->index().publish(wanted, 1, hub->time());
  EXPECT_EQ(count("index_entry"), 0);
  EXPECT_EQ(hub->make_index_entries(10), 1u);
  round(*makhambet);
  EXPECT_EQ(hits(*makhambet, application_of("U2")).size(), 1u);
}

TEST_F(BlindIndex, PublishingTwiceMakesOneEntry) {
  inder->accept(application_of("U1"));
  round(*inder);
  const std::vector<IndexKeeper::Wanted> wanted = hub->index().wanted(10);
  hub->index().publish(wanted, 1, hub->time());
  hub->index().publish(wanted, 1, hub->time());
  EXPECT_EQ(count("index_entry"), 1);
}

TEST_F(BlindIndex, AFreedPlaceBringsTheNextClaimIntoTheIndex) {
  const store::Acceptance first = inder->accept(application_of("U1"));
  clock.pass(1h);
  const store::Acceptance second = makhambet->accept(application_of("U1"));
  round(*inder);
  round(*makhambet);
  hub->make_index_entries(10);
  inder->withdraw(first.id);
  round(*inder);
  EXPECT_EQ(newest_cause(), "withdrawn");
  EXPECT_EQ(hub->make_index_entries(10), 1u);
  round(*inder);
  const std::vector<store::IndexEntry> found = hits(*inder, application_of("U1"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].application, second.id);
}

}  // namespace
}  // namespace tirkeu::hub
