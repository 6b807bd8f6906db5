#include "schema/registry/ticket.h"

#include <gtest/gtest.h>

#include <set>

namespace tirkeu::registry {
namespace {

// ISO/IEC 7064 MOD 11,10 written again in its other form: the sum over the whole text, check digit included, must come
// to 1.
bool sums_to_one(const std::string& number) {
  int product = 10;
  int sum = 0;
  std::string digits;
  for (char character : number) {
    if (character >= '0' && character <= '9') digits += character;
    if (character >= 'A' && character <= 'Z') digits += std::to_string(character - 'A' + 10);
  }
  for (char digit : digits) {
    sum = (product + digit - '0') % 10;
    product = (sum == 0 ? 10 : sum) * 2 % 11;
  }
  return sum == 1;
}

TEST(Ticket, HasOfficeYearLettersNumberAndCheckDigit) {
  const std::string number = ticket_number("KZ-06-03", 2026, "QF", 123);
  EXPECT_EQ(number.substr(0, number.size() - 1), "KZ-06-03/2026/QF-000123-");
  EXPECT_TRUE(sums_to_one(number)) << number;
  EXPECT_TRUE(is_ticket_number(number));
  EXPECT_TRUE(is_ticket_number(ticket_number("KZ-06", 2026, "AZ", 1)));
  EXPECT_TRUE(is_ticket_number(ticket_number("KZ-16-15", 2031, "HH", 4294967295u)));
}

TEST(Ticket, IsReadInAnyCaseAndWithBlanks) {
  const std::string number = ticket_number("KZ-06-03", 2026, "QF", 123);
  std::string spoken = " kz-06-03 / 2026 / qf-000 123-";
  spoken += number.back();
  EXPECT_TRUE(is_ticket_number(spoken)) << spoken;
}

TEST(Ticket, CatchesEverySingleWrongDigit) {
  const std::string right = ticket_number("KZ-06-03", 2026, "QF", 847);
  for (std::size_t place = 0; place < right.size(); ++place) {
    if (right[place] < '0' || right[place] > '9') continue;
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string wrong = right;
      wrong[place] = digit;
      EXPECT_EQ(is_ticket_number(wrong), digit == right[place]) << wrong;
    }
  }
}

TEST(Ticket, CatchesNearlyEverySwapOfNeighbours) {
  int swaps = 0;
  int missed = 0;
  for (std::uint32_t running = 1; running < 3000; running += 7) {
    const std::string right = ticket_number("KZ-06-03", 2026, "QF", running);
    for (std::size_t place = 17; place + 1 < right.size() - 2; ++place) {
      if (right[place] == right[place + 1]) continue;
      std::string wrong = right;
      std::swap(wrong[place], wrong[place + 1]);
      ++swaps;
      missed += is_ticket_number(wrong);
    }
  }
  ASSERT_GT(swaps, 500);
  EXPECT_LT(missed * 40, swaps) << missed << " of " << swaps;
}

TEST(Ticket, RefusesEverythingElse) {
  const std::string right = ticket_number("KZ-06-03", 2026, "QF", 123);
  for (const std::string& wrong :
       {std::string(), std::string("KZ-06-03"), right + "1", right.substr(1), right.substr(0, right.size() - 2),
        std::string("KZ-06-03/2026/IO-000123-") + right.back(), std::string("KZ-06-03/2026/QF-00123-") + right.back(),
        std::string("RU-06-03/2026/QF-000123-") + right.back(), std::string(5000, '1')})
    EXPECT_FALSE(is_ticket_number(wrong)) << wrong;
}

TEST(Ticket, TakesKeyLettersFromAllPairsWithoutLookAlikes) {
  std::set<std::string> pairs;
  for (int prefix = 0; prefix <= 0xffff; ++prefix) pairs.insert(key_letters(static_cast<std::uint16_t>(prefix)));
  EXPECT_EQ(pairs.size(), 24u * 24u);
  for (const std::string& pair : pairs) EXPECT_EQ(pair.find_first_of("IO"), std::string::npos) << pair;
}

}  // namespace
}  // namespace tirkeu::registry
