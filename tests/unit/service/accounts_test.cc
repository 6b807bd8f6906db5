#include "sync/service/accounts.h"

#include <gtest/gtest.h>

namespace tirkeu::service {
namespace {

using base::Milliseconds;

std::string complaint(std::string_view password, Role role = Role::kClerk, std::string_view account = "aigul") {
  const auto message = judge_password(password, account, role);
  return message ? message->key : "";
}

TEST(Password, TakesThePassphraseOfTheWorkedExampleForEveryRole) {
  for (Role role : {Role::kClerk, Role::kHead, Role::kSysadmin, Role::kAdmin, Role::kAuditor})
    EXPECT_EQ(complaint("correct horse battery", role), "");
}

TEST(Password, CountsLettersNotBytes) {
  EXPECT_EQ(complaint("қоңыр күз бақ"), "");            // 13 letters
  EXPECT_EQ(complaint("қоңыр күзбм"), "password.too_short");  // 11 letters, 20 bytes
}

TEST(Password, WantsFifteenLettersOfAdmins) {
  EXPECT_EQ(complaint("twig ember fjor", Role::kAdmin), "");
  EXPECT_EQ(complaint("twig ember fjo", Role::kAdmin), "password.too_short");
  EXPECT_EQ(complaint("twig ember fjo", Role::kClerk), "");
}

TEST(Password, RefusesWhatIsEasyToGuessInThreeLanguages) {
  for (const char* password : {"password1234", "Password2024!", "123456789012", "aaaaaaaaaaaa", "qwertyuiop123", "abcabcabcabc",
                               "ПарольПароль1", "йцукенгшщз12", "администратор1", "құпиясөз2024", "Қазақстан2024", "Aigul1987aigul",
                               "migration2024"})
    EXPECT_EQ(complaint(password), "password.easy_to_guess") << password;
}

TEST(Password, RefusesTheAccountsOwnName) {
  EXPECT_EQ(complaint("zhanibek-1 zhanibek-1", Role::kClerk, "zhanibek"), "password.easy_to_guess");
  EXPECT_EQ(complaint("zhanibek rides at dawn", Role::kClerk, "zhanibek"), "");
}

TEST(Password, RefusesControlCharactersBrokenUtf8AndExcess) {
  EXPECT_EQ(complaint("correct\nhorse battery"), "password.not_text");
  EXPECT_EQ(complaint("correct\xff horse battery"), "password.not_text");
  EXPECT_EQ(complaint(std::string(1025, 'x')), "password.too_long");
  EXPECT_EQ(complaint("tree 7 marble fog, tree 8 wagon mist, tree 9 lantern dew, tree 10 saddle"), "");
}

TEST(Throttle, LetsFiveMistakesPassThenDoublesUpToFifteenMinutes) {
  EXPECT_EQ(throttle_after(5), Milliseconds(0));
  EXPECT_EQ(throttle_after(6), Milliseconds(1000));
  EXPECT_EQ(throttle_after(7), Milliseconds(2000));
  EXPECT_EQ(throttle_after(15), Milliseconds(512'000));
  EXPECT_EQ(throttle_after(16), kThrottleMax);
  EXPECT_EQ(throttle_after(1'000'000'000), kThrottleMax);
}

TEST(Throttle, IsMeasuredOnTheBootClockAndSurvivesARestart) {
  const Failures failures{8, {1}, Milliseconds(100'000)};
  base::ClockReading now;
  now.boot_id = {1};
  now.since_boot = Milliseconds(101'500);
  EXPECT_EQ(wait_left(failures, now), Milliseconds(2500));
  now.since_boot = Milliseconds(104'000);
  EXPECT_EQ(wait_left(failures, now), Milliseconds(0));
  now.boot_id = {2};
  now.since_boot = Milliseconds(1000);
  EXPECT_EQ(wait_left(failures, now), Milliseconds(3000));
}

TEST(Roles, BelongToTheirProgram) {
  EXPECT_EQ(parse_role(Program::kNode, "clerk"), Role::kClerk);
  EXPECT_FALSE(parse_role(Program::kHub, "clerk"));
  EXPECT_FALSE(parse_role(Program::kNode, "admin"));
  EXPECT_FALSE(RoleSet().has(Role::kAdmin));
  EXPECT_TRUE(RoleSet({Role::kHead}).has(Role::kHead));
  EXPECT_FALSE(RoleSet({Role::kHead}).has(Role::kClerk));
}

TEST(Roles, NobodyKeepsSomebodyAbove) {
  EXPECT_TRUE(may_keep(Program::kNode, Role::kHead, Role::kClerk));
  EXPECT_FALSE(may_keep(Program::kNode, Role::kHead, Role::kSysadmin));
  EXPECT_FALSE(may_keep(Program::kNode, Role::kClerk, Role::kClerk));
  EXPECT_TRUE(may_keep(Program::kHub, Role::kAdmin, Role::kAdmin));
  EXPECT_FALSE(may_keep(Program::kHub, Role::kSysadmin, Role::kAuditor));
}

TEST(AccountName, HasOneSpelling) {
  EXPECT_TRUE(is_account_name("aigul"));
  EXPECT_TRUE(is_account_name("a.k-2_x"));
  for (const char* name : {"", "Aigul", "айгүл", "2nd", "a b", "a/b", "a\n"}) EXPECT_FALSE(is_account_name(name)) << name;
  EXPECT_FALSE(is_account_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace tirkeu::service
