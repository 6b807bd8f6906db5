#include <algorithm>
#include <array>

#include "schema/registry/mrz.h"

namespace tirkeu::registry {
namespace {

struct Key {
  std::string_view typed;
  char meant;
};

/// What the keys of a US layout type under the Kazakh and the Russian one. Both share the letter keys; the Kazakh
/// number row has no digits. The two tables do not collide, so nobody has to know which layout was on. Shifted or
/// capitals-locked spellings of a key mean the same key.
// clang-format off
constexpr auto kKeys = std::to_array<Key>({
    {"Ф", 'A'}, {"И", 'B'}, {"С", 'C'}, {"В", 'D'}, {"У", 'E'}, {"А", 'F'}, {"П", 'G'}, {"Р", 'H'}, {"Ш", 'I'},
    {"О", 'J'}, {"Л", 'K'}, {"Д", 'L'}, {"Ь", 'M'}, {"Т", 'N'}, {"Щ", 'O'}, {"З", 'P'}, {"Й", 'Q'}, {"К", 'R'},
    {"Ы", 'S'}, {"Е", 'T'}, {"Г", 'U'}, {"М", 'V'}, {"Ц", 'W'}, {"Ч", 'X'}, {"Н", 'Y'}, {"Я", 'Z'}, {"Б", '<'},
    {"ф", 'A'}, {"и", 'B'}, {"с", 'C'}, {"в", 'D'}, {"у", 'E'}, {"а", 'F'}, {"п", 'G'}, {"р", 'H'}, {"ш", 'I'},
    {"о", 'J'}, {"л", 'K'}, {"д", 'L'}, {"ь", 'M'}, {"т", 'N'}, {"щ", 'O'}, {"з", 'P'}, {"й", 'Q'}, {"к", 'R'},
    {"ы", 'S'}, {"е", 'T'}, {"г", 'U'}, {"м", 'V'}, {"ц", 'W'}, {"ч", 'X'}, {"н", 'Y'}, {"я", 'Z'}, {"б", '<'},
    {"\"", '1'}, {"ә", '2'}, {"і", '3'}, {"ң", '4'}, {"ғ", '5'}, {",", '6'}, {".", '7'}, {"ү", '8'}, {"ұ", '9'},
    {"қ", '0'}, {"Ә", '2'}, {"І", '3'}, {"Ң", '4'}, {"Ғ", '5'}, {"Ү", '8'}, {"Ұ", '9'}, {"Қ", '0'},
    // Typographic signs that word processors make of the straight one.
    {"“", '1'}, {"”", '1'},
});
// clang-format on

}  // namespace

std::string decode_wedge(std::string_view typed) {
  std::string meant;
  meant.reserve(typed.size());
  while (!typed.empty()) {
    const char byte = typed.front();
    const bool is_meant = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || byte == '<';
    if (is_meant) {
      meant += byte;
      typed.remove_prefix(1);
      continue;
    }
    const auto key =
        std::find_if(kKeys.begin(), kKeys.end(), [typed](const Key& row) { return typed.starts_with(row.typed); });
    meant += key == kKeys.end() ? typed.front() : key->meant;
    typed.remove_prefix(key == kKeys.end() ? 1 : key->typed.size());
  }
  return meant;
}

}  // namespace tirkeu::registry
