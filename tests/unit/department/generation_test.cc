// The blind index through a rotation of its key: what was made stays findable, and a look-up costs a tag for each generation
// in which somebody still holds a place.
#include "tests/unit/department/two_offices.h"

namespace tirkeu::testing {
namespace {

/// Counts what Argon2id would have to compute.
class CountingTagger final : public crypto::BlindTagger {
 public:
  std::uint32_t tag(base::ByteView key, std::string_view text) const override {
    ++tags;
    return quick_.tag(key, text);
  }
  mutable int tags = 0;

 private:
  QuickTagger quick_;
};

class Generations : public TwoOffices {
 protected:
  /// A clerk of office three asks: how many of the index's places he is shown, and how many tags that took.
  std::pair<std::size_t, int> look_up(const std::string& number) {
    CountingTagger tagger;
    node::Node& three = *three_.node;
    const node::KeyRing keys = node::KeyRing::load(three_.disk, three_.files().keys);
    node::FirstCheck check(three.database(), three.book(), three.cases(), three.settings(), three.identity(), keys, tagger);
    return {check.check(person(number)).hits.size(), tagger.tags};
  }
  static registry::Application person(const std::string& number) {
    registry::Application application = registry::test::yilmaz();
    application.document.number = number;
    application.migration_card.number = number.substr(1);
    return application;
  }
  void accept_and_publish(const std::string& number) {
    EXPECT_TRUE(accept(two_, {}, person(number)));
    settle(two_, three_);
  }
  std::int64_t rotate() { return hub_->index().rotate(hub_->nodes(), hub_->time()); }
};

TEST_F(Generations, RotationIsForNewEntriesOnlyAndOldOnesStayFindable) {
  settle(two_, three_);
  accept_and_publish("U1000001");
  EXPECT_EQ(look_up("U1000001"), std::pair(std::size_t{1}, 1));
  EXPECT_EQ(rotate(), 2);
  accept_and_publish("U1000002");
  EXPECT_EQ(look_up("U1000001"), std::pair(std::size_t{1}, 2));
  EXPECT_EQ(look_up("U1000002"), std::pair(std::size_t{1}, 2));
  EXPECT_EQ(look_up("U1000003"), std::pair(std::size_t{0}, 2));
  const store::IndexEntry old = hub_->book().index_entries_of(two_->cases().with_document(store::document_key(person("U1000001").document))[0].application)[0];
  EXPECT_EQ(old.generation, 1);
}

TEST_F(Generations, ALookUpComputesNoTagForAGenerationInWhichNobodyLives) {
  settle(two_, three_);
  accept_and_publish("U1000001");
  rotate();
  settle(two_, three_);
  EXPECT_EQ(look_up("U1000002").second, 1) << "of the new generation there is no entry yet";
  accept_and_publish("U1000002");
  const base::RowId first = two_->cases().with_document(store::document_key(person("U1000001").document))[0].application;
  ASSERT_TRUE(two_->counter().withdraw(first, "went home", "aigul"));
  settle(two_, three_);
  EXPECT_EQ(look_up("U1000001"), std::pair(std::size_t{0}, 1)) << "the last of generation 1 is gone";
  EXPECT_EQ(look_up("U1000002"), std::pair(std::size_t{1}, 1));
}

TEST_F(Generations, AnOfficeThatIsBoundLaterGetsTheKeyOfEveryLivingGeneration) {
  round(two_);
  ASSERT_TRUE(accept(two_, {}, person("U1000001")));
  round(two_);
  rotate();
  ASSERT_TRUE(accept(two_, {}, person("U1000002")));
  round(two_);
  settle(three_, two_);
  EXPECT_EQ(look_up("U1000001").first, 1u);
  EXPECT_EQ(look_up("U1000002").first, 1u);
}

}  // namespace
}  // namespace tirkeu::testing
