#include "schema/registry/ticket.h"

#include <algorithm>
#include <cstdio>

namespace tirkeu::registry {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ";  // without I and O, which are read as 1 and 0

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}
bool is_letter(char character) {
  return character >= 'A' && character <= 'Z';
}

// ISO/IEC 7064, hybrid system MOD 11,10, fed digit by digit.
class HybridCheck {
 public:
  void add(int digit) {
    int sum = (product_ + digit) % 10;
    if (sum == 0) sum = 10;
    product_ = sum * 2 % 11;
  }
  char digit() const { return static_cast<char>('0' + (11 - product_) % 10); }

 private:
  int product_ = 10;
};

char check_digit_of(std::string_view text) {
  HybridCheck check;
  for (char character : text) {
    if (is_digit(character)) check.add(character - '0');
    if (!is_letter(character)) continue;
    const int value = character - 'A' + 10;
    check.add(value / 10);
    check.add(value % 10);
  }
  return check.digit();
}

// Eats `count` characters that satisfy `allowed`; false leaves `text` in an unspecified state.
template <typename Allowed>
bool take(std::string_view& text, std::size_t count, Allowed allowed) {
  if (text.size() < count || !std::ranges::all_of(text.substr(0, count), allowed)) return false;
  text.remove_prefix(count);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(1);
  return true;
}

bool has_ticket_form(std::string_view text) {
  const auto is_key_letter = [](char character) { return kLetters.find(character) != std::string_view::npos; };
  if (!text.starts_with("KZ-")) return false;
  text.remove_prefix(3);
  if (!take(text, 2, is_digit)) return false;
  if (text.starts_with('-') && !(take(text, '-') && take(text, 2, is_digit))) return false;
  if (!(take(text, '/') && take(text, 4, is_digit) && take(text, '/') && take(text, 2, is_key_letter) &&
        take(text, '-')))
    return false;
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  // Six digits by padding, more only past a million in one life of an office; ten is what 32 bits can hold.
  if (digits < 6 || digits > 10) return false;
  text.remove_prefix(digits);
  return take(text, '-') && take(text, 1, is_digit) && text.empty();
}

}  // namespace

std::string ticket_number(std::string_view office, int year, std::string_view key_letters, std::uint32_t running) {
  char tail[32];
  std::snprintf(tail, sizeof tail, "-%06u", static_cast<unsigned>(running));
  std::string number = std::string(office) + "/" + std::to_string(year) + "/" + std::string(key_letters) + tail;
  const char check = check_digit_of(number);
  return number + "-" + check;
}

bool is_ticket_number(std::string_view text) {
  std::string number;
  for (char character : text) {
    if (character == ' ') continue;
    number += character >= 'a' && character <= 'z' ? static_cast<char>(character - 'a' + 'A') : character;
  }
  if (!has_ticket_form(number)) return false;
  const char check = number.back();
  number.pop_back();
  return check_digit_of(number) == check;
}

std::string key_letters(std::uint16_t key_prefix) {
  const std::size_t pair = key_prefix % (kLetters.size() * kLetters.size());
  return {kLetters[pair / kLetters.size()], kLetters[pair % kLetters.size()]};
}

}  // namespace tirkeu::registry
