#include "schema/registry/identity_number.h"

#include <algorithm>
#include <array>

namespace tirkeu::registry {
namespace {

constexpr std::array<int, 11> kFirstWeights = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
constexpr std::array<int, 11> kSecondWeights = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

int remainder(std::string_view number, const std::array<int, 11>& weights) {
  int sum = 0;
  for (std::size_t place = 0; place < weights.size(); ++place) sum += (number[place] - '0') * weights[place];
  return sum % 11;
}

}  // namespace

IdentityNumberFault check_identity_number(std::string_view number) {
  if (number.size() != 12 || !std::ranges::all_of(number, is_digit)) return IdentityNumberFault::kForm;
  int check = remainder(number, kFirstWeights);
  if (check == 10) check = remainder(number, kSecondWeights);
  // A number whose second round is 10 as well is never issued, and no digit can equal 10.
  return check == number[11] - '0' ? IdentityNumberFault::kNone : IdentityNumberFault::kCheckDigit;
}

bool iin_agrees_with_birth_date(std::string_view number, std::string_view birth_date) {
  if (number.size() < 6 || !std::ranges::all_of(number.substr(0, 6), is_digit)) return false;
  // A birth date known in part ("1984", "1984-03") is compared as far as it is known.
  constexpr std::array<std::size_t, 3> kPlaces = {2, 5, 8};
  for (std::size_t part = 0; part < kPlaces.size(); ++part) {
    if (birth_date.size() < kPlaces[part] + 2) return true;
    if (birth_date.substr(kPlaces[part], 2) != number.substr(part * 2, 2)) return false;
  }
  return true;
}

bool iin_agrees_with_sex(std::string_view number, std::string_view sex) {
  if (number.size() < 7 || number[6] < '1' || number[6] > '6' || (sex != "M" && sex != "F")) return true;
  const bool is_male = (number[6] - '0') % 2 == 1;
  return is_male == (sex == "M");
}

}  // namespace tirkeu::registry
