#include "sync/daemon/account_store.h"

#include <gtest/gtest.h>

#include "tests/unit/daemon/workplace.h"

namespace tirkeu::daemon {
namespace {

using namespace std::chrono_literals;
using Comparison = AccountStore::Comparison;
using Use = AccountStore::Use;
using service::Role;

class AccountStoreTest : public testing::Test {
 protected:
  AccountStoreTest() { place.add("aigul", Role::kClerk); }

  /// True when the attempt was taken; it fails.
  bool mistype(std::string_view name, std::string_view address) {
    auto begun = place.accounts.begin_login(name, address);
    if (std::holds_alternative<Throttled>(begun)) return false;
    EXPECT_FALSE(place.accounts.finish_login(std::get<LoginAttempt>(begun), Comparison::kDifferent));
    return true;
  }
  std::optional<NewLogin> log_in(std::string_view name, std::string_view address) {
    auto begun = place.accounts.begin_login(name, address);
    if (std::holds_alternative<Throttled>(begun)) return std::nullopt;
    return place.accounts.finish_login(std::get<LoginAttempt>(begun), Comparison::kEqual);
  }

  Workplace place;
};

TEST_F(AccountStoreTest, KeepsWhatWasAdded) {
  place.add("bolat", Role::kHead, Account::Password::kMustChange);
  const std::vector<Account> all = place.accounts.list();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "aigul");
  EXPECT_EQ(all[1].role, Role::kHead);
  EXPECT_EQ(all[1].password, Account::Password::kMustChange);
  EXPECT_EQ(all[1].created_at, place.clock.reading.wall);
  EXPECT_EQ(place.accounts.add("aigul", Role::kHead, quick_hash(), Account::Password::kOwn).error(), AccountProblem::kNameTaken);
  EXPECT_EQ(place.accounts.add("Aigul", Role::kHead, quick_hash(), Account::Password::kOwn).error(), AccountProblem::kBadName);
}

TEST_F(AccountStoreTest, ALoginIsKnownByItsTokenAndTheTokenIsNotStored) {
  const auto login = log_in("aigul", "10.0.0.2");
  ASSERT_TRUE(login);
  EXPECT_EQ(login->token.size(), 43u);
  EXPECT_EQ(place.accounts.authenticate(login->token, Use::kPerson)->name, "aigul");
  EXPECT_FALSE(place.accounts.authenticate(login->token + "x", Use::kPerson));
  EXPECT_FALSE(place.accounts.authenticate("", Use::kPerson));
  store::Statement stored(place.database, "SELECT token_digest FROM login");
  ASSERT_TRUE(stored.step());
  EXPECT_EQ(stored.blob(0).size(), 32u);
  EXPECT_EQ(base::text_of(stored.blob_view(0)).find(login->token), std::string_view::npos);
}

TEST_F(AccountStoreTest, ALoginEndsAfterFifteenMinutesWithoutUse) {
  const auto login = log_in("aigul", "a");
  for (int i = 0; i < 5; ++i) {
    place.clock.pass(14min);
    ASSERT_TRUE(place.accounts.authenticate(login->token, Use::kPerson));
  }
  place.clock.pass(15min);
  EXPECT_FALSE(place.accounts.authenticate(login->token, Use::kPerson));
  EXPECT_EQ(place.accounts.living_logins(), 0);
}

TEST_F(AccountStoreTest, APageThatAsksByItselfKeepsNoLoginAlive) {
  const auto login = log_in("aigul", "a");
  for (int i = 0; i < 14; ++i) {
    place.clock.pass(1min);
    ASSERT_TRUE(place.accounts.authenticate(login->token, Use::kBackground));
  }
  place.clock.pass(1min);
  EXPECT_FALSE(place.accounts.authenticate(login->token, Use::kBackground));
}

TEST_F(AccountStoreTest, ALoginEndsAfterTwelveHoursHoweverBusy) {
  const auto login = log_in("aigul", "a");
  for (int i = 0; i < 71; ++i) {
    place.clock.pass(10min);
    ASSERT_TRUE(place.accounts.authenticate(login->token, Use::kPerson)) << i;
  }
  place.clock.pass(10min);
  EXPECT_FALSE(place.accounts.authenticate(login->token, Use::kPerson));
}

TEST_F(AccountStoreTest, AWallClockSetBackLengthensNoLogin) {
  const auto login = log_in("aigul", "a");
  place.clock.pass(16min);
  place.clock.reading.wall -= 1h;
  EXPECT_FALSE(place.accounts.authenticate(login->token, Use::kPerson));
}

TEST_F(AccountStoreTest, ARestartOfTheDaemonKeepsLoginsAndOneOfTheMachineEndsThem) {
  const auto login = log_in("aigul", "a");
  AccountStore again(place.database, place.clock, place.entropy, service::Program::kNode, LoginRules{}, "");
  EXPECT_TRUE(again.authenticate(login->token, Use::kPerson));
  place.clock.reboot();
  EXPECT_FALSE(again.authenticate(login->token, Use::kPerson));
}

TEST_F(AccountStoreTest, LogoutANewPasswordAndDisablingEndLogins) {
  const auto first = log_in("aigul", "a");
  const auto second = log_in("aigul", "b");
  place.accounts.logout(first->token);
  EXPECT_FALSE(place.accounts.authenticate(first->token, Use::kPerson));
  EXPECT_TRUE(place.accounts.authenticate(second->token, Use::kPerson));
  ASSERT_TRUE(place.accounts.set_password("aigul", quick_hash(), Account::Password::kOwn));
  EXPECT_FALSE(place.accounts.authenticate(second->token, Use::kPerson));
  const auto third = log_in("aigul", "a");
  ASSERT_TRUE(place.accounts.disable("aigul"));
  EXPECT_FALSE(place.accounts.authenticate(third->token, Use::kPerson));
  EXPECT_FALSE(log_in("aigul", "a"));
  ASSERT_TRUE(place.accounts.enable("aigul"));
  EXPECT_TRUE(log_in("aigul", "a"));
}

TEST_F(AccountStoreTest, TheLastWhoCanKeepOthersStays) {
  place.add("bolat", Role::kHead);
  EXPECT_EQ(place.accounts.disable("bolat").error(), AccountProblem::kLastKeeper);
  place.add("sys", Role::kSysadmin);
  EXPECT_TRUE(place.accounts.disable("bolat"));
  EXPECT_EQ(place.accounts.disable("nobody").error(), AccountProblem::kNoSuchAccount);
}

TEST_F(AccountStoreTest, FiveMistakesAreFreeThenTheWaitDoubles) {
  for (int i = 0; i < 6; ++i) ASSERT_TRUE(mistype("aigul", "a")) << i;
  EXPECT_FALSE(mistype("aigul", "a"));
  EXPECT_EQ(std::get<Throttled>(place.accounts.begin_login("aigul", "a")).wait, 1s);
  place.clock.pass(1s);
  EXPECT_TRUE(mistype("aigul", "a"));
  EXPECT_EQ(std::get<Throttled>(place.accounts.begin_login("aigul", "a")).wait, 2s);
}

TEST_F(AccountStoreTest, TheWaitIsNeverLongerThanFifteenMinutesAndEndsWithTheRightPassword) {
  for (int i = 0; i < 30; ++i) {
    ASSERT_TRUE(mistype("aigul", "a")) << i;
    place.clock.pass(15min);
  }
  ASSERT_TRUE(log_in("aigul", "a"));
  EXPECT_EQ(place.accounts.find("aigul")->failures, 0);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(mistype("aigul", "a"));
}

TEST_F(AccountStoreTest, NobodyKeepsAClerkOutFromAnotherMachine) {
  for (int i = 0; i < 40; ++i) mistype("aigul", "attacker");
  EXPECT_FALSE(mistype("aigul", "attacker"));
  EXPECT_TRUE(log_in("aigul", "her own machine"));
}

TEST_F(AccountStoreTest, OneAddressCannotTryManyNamesWithoutWaiting) {
  int taken = 0;
  for (int i = 0; i < 100; ++i) taken += mistype("name" + std::to_string(i), "attacker") ? 1 : 0;
  EXPECT_EQ(taken, 21);
}

TEST_F(AccountStoreTest, KnowingOnePasswordDoesNotWipeOutGuessesAtOthers) {
  int taken = 0;
  for (int i = 0; i < 100; ++i) {
    taken += mistype("name" + std::to_string(i), "attacker") ? 1 : 0;
    log_in("aigul", "attacker");
  }
  EXPECT_EQ(taken, 21);
}

TEST_F(AccountStoreTest, ManyAtOnceAreCountedBeforeTheyAreCompared) {
  int taken = 0;
  for (int i = 0; i < 50; ++i) taken += std::holds_alternative<LoginAttempt>(place.accounts.begin_login("aigul", "a")) ? 1 : 0;
  EXPECT_EQ(taken, 6);
}

TEST_F(AccountStoreTest, TheThrottleSurvivesARestartOfTheMachine) {
  for (int i = 0; i < 12; ++i) {
    place.clock.pass(15min);
    mistype("aigul", "a");
  }
  place.clock.reboot();
  EXPECT_EQ(std::get<Throttled>(place.accounts.begin_login("aigul", "a")).wait, 64s - 20s);
}

TEST_F(AccountStoreTest, AnUnknownNameIsComparedTooAndNeverFits) {
  const auto begun = place.accounts.begin_login("nobody", "a");
  const LoginAttempt& attempt = std::get<LoginAttempt>(begun);
  EXPECT_TRUE(attempt.hash.starts_with("$argon2id$"));
  EXPECT_FALSE(place.accounts.finish_login(attempt, Comparison::kEqual));
}

TEST_F(AccountStoreTest, APasswordChangedDuringTheComparisonOpensNothing) {
  const auto begun = place.accounts.begin_login("aigul", "a");
  ASSERT_TRUE(place.accounts.set_password("aigul", crypto::hash_password("another one", {1, 8192}), Account::Password::kOwn));
  EXPECT_FALSE(place.accounts.finish_login(std::get<LoginAttempt>(begun), Comparison::kEqual));
}

TEST_F(AccountStoreTest, NamesThatWereTriedAreNotStored) {
  mistype("my secret passphrase", "a");
  store::Statement stored(place.database, "SELECT subject FROM login_failure");
  while (stored.step()) EXPECT_EQ(stored.blob(0).size(), 32u);
}

TEST_F(AccountStoreTest, FailuresAreForgottenAfterAnHour) {
  for (int i = 0; i < 5; ++i) mistype("aigul", "a");
  place.clock.pass(61min);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(mistype("aigul", "a"));
  place.clock.pass(61min);
  mistype("aigul", "b");
  store::Statement count(place.database, "SELECT count(*) FROM login_failure");
  ASSERT_TRUE(count.step());
  EXPECT_EQ(count.integer(0), 2);
}

}  // namespace
}  // namespace tirkeu::daemon
