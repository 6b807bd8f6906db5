#include "sync/daemon/idempotency.h"

#include <gtest/gtest.h>

#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

TEST(RequestDigest, DiffersByMethodPathAndBody) {
  const crypto::Digest base = request_digest(request("POST", "/a", "{}"));
  EXPECT_EQ(base, request_digest(request("POST", "/a", "{}")));
  EXPECT_NE(base, request_digest(request("PUT", "/a", "{}")));
  EXPECT_NE(base, request_digest(request("POST", "/a{", "}")));
  EXPECT_NE(base, request_digest(request("POST", "/a", "{ }")));
}

class AnswerStoreTest : public testing::Test {
 protected:
  void record(const std::string& key) {
    store::Transaction transaction(place.database);
    answers.record("aigul", key, {}, 201, "{}");
    transaction.commit();
  }
  Workplace place;
  AnswerStore answers{place.database, place.clock};
};

TEST_F(AnswerStoreTest, AnAnswerIsGoneWithItsTransaction) {
  {
    store::Transaction transaction(place.database);
    answers.record("aigul", "k", {}, 201, "{}");
  }
  EXPECT_FALSE(answers.find("aigul", "k"));
  record("k");
  EXPECT_EQ(answers.find("aigul", "k")->status, 201);
  EXPECT_FALSE(answers.find("dana", "k"));
}

TEST_F(AnswerStoreTest, AClockThatJumpsAheadForgetsNothingRecent) {
  record("k");
  place.clock.pass(std::chrono::days(365));
  answers.prune();
  EXPECT_TRUE(answers.find("aigul", "k"));
}

TEST_F(AnswerStoreTest, DropsTheOldestBeyondTenThousand) {
  record("oldest");
  place.clock.pass(std::chrono::days(1));
  {
    store::Transaction transaction(place.database);
    for (int i = 0; i < 10'000; ++i) answers.record("aigul", "k" + std::to_string(i), {}, 201, "{}");
    transaction.commit();
  }
  answers.prune();
  EXPECT_TRUE(answers.find("aigul", "oldest")) << "younger than seven days";
  place.clock.pass(std::chrono::days(6) + std::chrono::hours(1));
  answers.prune();
  EXPECT_FALSE(answers.find("aigul", "oldest"));
  EXPECT_TRUE(answers.find("aigul", "k0"));
}

}  // namespace
}  // namespace tirkeu::daemon
