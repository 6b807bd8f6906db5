#include "schema/registry/identity_number.h"

#include <gtest/gtest.h>

namespace tirkeu::registry {
namespace {

TEST(IdentityNumber, IsRightInTheFirstRoundOfWeights) {
  EXPECT_EQ(check_identity_number("061211600012"), IdentityNumberFault::kNone);
}

TEST(IdentityNumber, IsRightInTheSecondRoundOfWeights) {
  EXPECT_EQ(check_identity_number("840606380882"), IdentityNumberFault::kNone);
}

TEST(IdentityNumber, HasOneRightCheckDigit) {
  for (const std::string right : {"061211600012", "840606380882"})
    for (char digit = '0'; digit <= '9'; ++digit) {
      const IdentityNumberFault expected =
          digit == right.back() ? IdentityNumberFault::kNone : IdentityNumberFault::kCheckDigit;
      EXPECT_EQ(check_identity_number(right.substr(0, 11) + digit), expected) << right << " with " << digit;
    }
}

TEST(IdentityNumber, IsNeverIssuedWhenBothRoundsGiveTen) {
  // Found by counting: both weighted sums of these eleven digits leave 10, so no twelfth digit makes the number right.
  int tens = 0;
  for (int serial = 0; serial < 10000 && tens == 0; ++serial) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "8406063%04d", serial);
    int first = 0;
    int second = 0;
    for (int place = 0; place < 11; ++place) {
      first += (digits[place] - '0') * (place + 1);
      second += (digits[place] - '0') * ((place + 2) % 11 + 1);
    }
    if (first % 11 != 10 || second % 11 != 10) continue;
    ++tens;
    for (char last = '0'; last <= '9'; ++last)
      EXPECT_EQ(check_identity_number(std::string(digits) + last), IdentityNumberFault::kCheckDigit);
  }
  EXPECT_EQ(tens, 1);
}

TEST(IdentityNumber, HasTwelveDigits) {
  for (const std::string_view text :
       {"", "06121160001", "0612116000122", "06121160001x", "061211 60012", "٠61211600012"})
    EXPECT_EQ(check_identity_number(text), IdentityNumberFault::kForm) << text;
}

TEST(IdentityNumber, IsComparedWithTheKnownPartsOfABirthDate) {
  EXPECT_TRUE(iin_agrees_with_birth_date("840606380882", "1984-06-06"));
  EXPECT_TRUE(iin_agrees_with_birth_date("840606380882", "1984-06"));
  EXPECT_TRUE(iin_agrees_with_birth_date("840606380882", "1984"));
  EXPECT_FALSE(iin_agrees_with_birth_date("840606380882", "1984-06-07"));
  EXPECT_FALSE(iin_agrees_with_birth_date("840606380882", "1984-07"));
  EXPECT_FALSE(iin_agrees_with_birth_date("840606380882", "1985"));
  EXPECT_FALSE(iin_agrees_with_birth_date("84", "1984"));
}

}  // namespace
}  // namespace tirkeu::registry
