#include <algorithm>
#include <string>
#include <vector>

#include "sync/base/bytes.h"
#include "sync/service/accounts.h"
#include "sync/service/files.h"

namespace tirkeu::service {
namespace {

using Letters = std::u32string;
constexpr std::size_t kWorthMin = 8;
constexpr std::size_t kWordLettersMin = 4;

/// The code points of well-formed UTF-8.
Letters decode(std::string_view text) {
  Letters letters;
  for (char piece : text) {
    const auto byte = static_cast<unsigned char>(piece);
    if (byte < 0x80) {
      letters.push_back(byte);
    } else if (byte >= 0xc0) {
      letters.push_back(byte >= 0xf0 ? byte & 0x07u : byte >= 0xe0 ? byte & 0x0fu : byte & 0x1fu);
    } else {
      letters.back() = (letters.back() << 6) | (byte & 0x3fu);
    }
  }
  return letters;
}

/// Lower case of the Latin letters without marks and of the Cyrillic letters of Kazakh and Russian. What it does not know
/// it leaves: the worst that follows is a word of the list not found.
char32_t lower(char32_t letter) {
  if (letter >= U'A' && letter <= U'Z') return letter + 32;
  if (letter >= 0x0410 && letter <= 0x042f) return letter + 32;
  if (letter >= 0x0400 && letter <= 0x040f) return letter + 80;
  const bool paired = (letter >= 0x0490 && letter <= 0x04bf) || (letter >= 0x04d0 && letter <= 0x04ff);
  return paired && letter % 2 == 0 ? letter + 1 : letter;
}

Letters folded(std::string_view text) {
  Letters letters = decode(text);
  std::ranges::transform(letters, letters.begin(), lower);
  return letters;
}

std::vector<Letters> read_words() {
  std::vector<Letters> words;
  std::string_view rest = files().front().bytes;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.empty() && line.front() != '#') words.push_back(folded(line));
  }
  return words;
}

bool is_digit(char32_t letter) { return letter >= U'0' && letter <= U'9'; }

/// How many letters from `at` on are one year of a person's life: 1900..2099.
std::size_t year_at(const Letters& text, std::size_t at) {
  if (text.size() - at < 4) return 0;
  const bool century = (text[at] == U'1' && text[at + 1] == U'9') || (text[at] == U'2' && text[at + 1] == U'0');
  return century && is_digit(text[at + 2]) && is_digit(text[at + 3]) ? 4 : 0;
}

/// How many letters from `at` on go up or down by one or stay equal: "1234", "dcba", "aaaa". Fewer than three are chance.
std::size_t run_at(const Letters& text, std::size_t at) {
  std::size_t longest = 0;
  for (const int step : {-1, 0, 1}) {
    std::size_t length = 1;
    while (at + length < text.size() &&
           static_cast<std::int64_t>(text[at + length]) - static_cast<std::int64_t>(text[at + length - 1]) == step)
      ++length;
    longest = std::max(longest, length);
  }
  return longest >= 3 ? longest : 0;
}

/// How many letters from `at` on repeat the piece just before: the second "abcd" of "abcdabcd" brings nothing new.
std::size_t repetition_at(const Letters& text, std::size_t at) {
  for (std::size_t length = std::min(at, text.size() - at); length >= 3; --length)
    if (text.compare(at, length, text, at - length, length) == 0) return length;
  return 0;
}

/// What is left of a password when everything easy to guess counts as one letter.
std::size_t worth(const Letters& text, const std::vector<Letters>& words) {
  std::size_t letters = 0;
  for (std::size_t at = 0; at < text.size(); ++letters) {
    std::size_t step = std::max({std::size_t{1}, year_at(text, at), run_at(text, at), repetition_at(text, at)});
    for (const Letters& word : words)
      if (word.size() > step && text.compare(at, word.size(), word) == 0) step = word.size();
    at += step;
  }
  return letters;
}

registry::Message complaint(std::string_view key, std::size_t number) {
  return {std::string(key), {{"number", std::to_string(number)}}};
}

}  // namespace

std::optional<registry::Message> judge_password(std::string_view password, std::string_view account, Role role) {
  if (password.size() > kPasswordBytesMax) return complaint("password.too_long", kPasswordBytesMax);
  const auto is_control = [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7f; };
  if (!base::is_utf8_without_nul(base::bytes_of(password)) || std::ranges::any_of(password, is_control))
    return registry::Message{"password.not_text", {}};
  const Letters text = folded(password);
  const bool reaches_further = role == Role::kAdmin || role == Role::kSysadmin;
  const std::size_t least = reaches_further ? kPasswordLettersMinOfAdmins : kPasswordLettersMin;
  if (text.size() < least) return complaint("password.too_short", least);
  std::vector<Letters> words = read_words();
  if (account.size() >= kWordLettersMin) words.push_back(folded(account));
  if (worth(text, words) < kWorthMin) return registry::Message{"password.easy_to_guess", {}};
  return std::nullopt;
}

}  // namespace tirkeu::service
