#include "schema/registry/letters.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace tirkeu::registry {
namespace {

// Calls `test` on each code point until one satisfies it; an ill-formed byte is code point -1.
template <typename Test>
bool any_code_point(std::string_view utf8, Test test) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
  const auto length = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t place = 0; place < length;) {
    UChar32 point = 0;
    U8_NEXT(bytes, place, length, point);
    if (test(point)) return true;
  }
  return false;
}

bool is_of_script(UChar32 point, UScriptCode script) {
  UErrorCode error = U_ZERO_ERROR;
  return point >= 0 && uscript_getScript(point, &error) == script && U_SUCCESS(error);
}

}  // namespace

bool is_latin_name(std::string_view utf8) {
  return !any_code_point(utf8, [](UChar32 point) {
    const bool is_mark =
        point == ' ' || point == '-' || point == '\'' || point == 0x2019 || point == '.' || point == ',';
    const bool is_combining = point >= 0x300 && point <= 0x36f;
    return !is_mark && !is_combining && !(is_of_script(point, USCRIPT_LATIN) && u_isalpha(point));
  });
}

bool has_cyrillic_letter(std::string_view utf8) {
  return any_code_point(utf8, [](UChar32 point) { return is_of_script(point, USCRIPT_CYRILLIC); });
}

bool has_letter_or_digit(std::string_view utf8) {
  return any_code_point(utf8, [](UChar32 point) { return point >= 0 && u_isalnum(point); });
}

}  // namespace tirkeu::registry
